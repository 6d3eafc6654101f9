"""Gather the facts of a letter from the record, as it is at the moment of sending."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from actions.clock_changes import due_facts
from actions.clock_letters import clock_facts, why_overtaken
from actions.date_letters import DATE_BUILDERS
from actions.digests import digest
from actions.mailing import gather_titles, gather_told, others_told, title_of
from actions.offices import holders
from actions.policies import policy_of
from actions.readers import for_its_reader, standing_in, stepped_aside
from actions.remembering import gather
from actions.shortfall_letters import shortfall_facts
from actions.situations import gather_towns
from actions.waiver_letters import (
    BUILDERS,
    Told,
    look_up_filed,
    look_up_steps,
    submission_facts,
)
from models.cases import Case, CaseKind
from models.clocks import ClockChange
from models.duties import Duty, DutyState
from models.messages import Message
from models.people import Office, Person
from models.registry import Organization
from models.submissions import Submission
from notifications.compose import Recipient, Template
from notifications.letters import (
    FailedMail,
    Letter,
    UnfilledDuty,
)
from rules.calendar import new_york_date
from rules.law import law


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why a message is not sent after all."""

    reason: str


def look_up(session: Session, messages: Sequence[Message]) -> None:
    """Read in a few queries what a batch of messages speaks of, so that each letter has it at hand.

    The session keeps what it has read; a letter would ask for each row alone.
    """
    numbers = {message.case_number for message in messages if message.case_number}
    cases = session.exec(select(Case).where(col(Case.number).in_(numbers))).all()
    duties = {message.about["duty"] for message in messages if message.about.get("duty")}
    gather(session, Organization, "code", {case.organization_code for case in cases})
    noticed = _cases_of(messages, {Template.WAIVER_NOTICE})
    gather_towns(session, {one.organization_code for one in cases if one.number in noticed})
    gather_told(session, [one for one in messages if one.template in _NAMING_OTHERS])
    gather(session, Submission, "case_number", numbers)
    gather(session, ClockChange, "duty_id", duties)
    look_up_steps(session, _cases_of(messages, _ABOUT_STEPS), duties)
    look_up_filed(session, _cases_of(messages, _ABOUT_ITEMS))
    gather_titles(session, {message.to_email for message in messages})


def _cases_of(messages: Sequence[Message], templates: Collection[Template]) -> set[str]:
    return {one.case_number for one in messages if one.case_number and one.template in templates}


def letter(session: Session, message: Message, *, now: datetime) -> Letter | Withheld:
    """Give what a queued message would say now, or why it must not be said any more."""
    if message.case_number is None:
        said = digest(session, message, now=now)
        if isinstance(said, str):
            return Withheld(said)
        return replace(said, **standing_in(session, message, now))
    case = session.get_one(Case, message.case_number)
    template = Template(message.template)
    about = message.about
    duty = session.get(Duty, about["duty"]) if about.get("duty") else None
    told = Told(session, message, case, duty, now)
    if reason := _why_not(told, template):
        return Withheld(reason)
    facts = _common(told) | for_its_reader(session, case, message, duty, now)
    if case.kind is CaseKind.SHORTFALL:
        facts |= shortfall_facts(session, case, message, duty, now)
        facts |= {"others_told": others_told(session, message)}
    else:
        facts |= submission_facts(told)
    if template is Template.STAFF_NEEDED:
        facts |= _staff_needed(told)
    elif template is Template.CLOCK_CHANGED:
        facts |= clock_facts(session, case, message)
    elif duty is not None and template in DATE_BUILDERS:
        facts |= DATE_BUILDERS[template](session, duty, now)
    elif template in BUILDERS:
        facts |= BUILDERS[template](told)
    return Letter(template=template, **facts)


def _why_not(told: Told, template: Template) -> str | None:
    """Say why the message must not be said any more; None while it may."""
    session, message = told.session, told.message
    if "for" in message.about and stepped_aside(session, told.case, message.to_email):
        return f"{message.to_email}, who stands in, has stepped aside from this case"
    if template is Template.CLOCK_CHANGED:
        return why_overtaken(session, message)
    return _overtaken(told, template, told.duty) if told.duty is not None else None


def _overtaken(told: Told, template: Template, duty: Duty) -> str | None:
    """Say why the message is no longer so; None while it is."""
    if template not in _ABOUT_A_DUTY:
        return None
    if duty.state is not DutyState.OPEN:
        return f"the duty {duty.what} was {duty.state.value} before the mail went"
    holder = told.session.get(Person, duty.holder) if duty.holder else None
    holds = holder.email if holder else "nobody"
    meant = told.message.about.get("for", told.message.to_email)
    if template is Template.STEP_OPENED and holds != meant:
        return f"the duty {duty.what} passed to {holds} before the mail went"
    if template is Template.STAFF_NEEDED and holder is not None:
        return f"{holds} took the duty {duty.what} before the mail went"
    return None


def _common(told: Told) -> dict[str, Any]:
    session, case, message = told.session, told.case, told.message
    text = law(case.law_version)
    office, _, at = message.to_office.partition("@")
    return {
        "to": Recipient(message.to_email, message.to_office),
        "to_title": title_of(session, message.to_email, Office(office), at),
        "case_number": case.number,
        "kind": case.kind,
        "applicant": session.get_one(Organization, case.organization_code).name,
        "law_title": text.title,
        "law_notice": text.notice,
        "contact": policy_of(session, case).contact,
    }


def _staff_needed(told: Told) -> dict[str, Any]:
    session, duty = told.session, told.duty
    if failed := session.get(Message, told.message.about.get("failed", 0)):
        to = Recipient(failed.to_email, failed.to_office)
        reply = failed.reason or failed.reply or ""
        then = session.get(Message, told.message.about.get("then", 0))
        also = then.to_email if then and then.id != failed.id else ""
        template = Template(failed.template)
        return {"failed": FailedMail(template, to, failed.attempts, reply, also)}
    if duty is None:
        return {}
    people = holders(session, duty.office, duty.at, new_york_date(told.now))
    why = "everyone who holds the office has stepped aside" if people else "nobody holds the office"
    return {"unfilled": UnfilledDuty(duty.what, duty.owed_by, why), **due_facts(session, duty)}


_ABOUT_STEPS = frozenset({Template.STEP_OPENED, Template.WAIVER_RETURNED})
_ABOUT_ITEMS = frozenset({Template.WAIVER_RECEIVED, Template.WAIVER_DECIDED})
_NAMING_OTHERS = frozenset({Template.WAIVER_DECIDED, Template.WAIVER_WITHDRAWN})

_ABOUT_A_DUTY = frozenset(
    {
        Template.STEP_OPENED,
        Template.WAIVER_RETURNED,
        Template.STAFF_NEEDED,
        Template.CONSULTATION_ASKED,
        Template.ASSIGNMENT_ASKED,
        Template.FILING_ASKED,
        Template.TELEPHONE_NEEDED,
        Template.DATE_AHEAD,
    }
)
