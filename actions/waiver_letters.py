"""The facts of a waiver's letters: what was filed, asked, decided, withdrawn."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from actions.chief_views import ACCOUNTS, view_in
from actions.clock_changes import due_facts
from actions.mailing import gather_titles, others_told, title_of
from actions.policies import policy_of
from actions.remembering import gather, rows_of
from actions.situations import concerned_towns
from models.cases import Case, CaseWarning
from models.decisions import Decision
from models.duties import Authority, Duty
from models.events import Event
from models.messages import Message
from models.people import Holding, Office, Person
from models.registry import Organization
from models.reviews import Question, Review, ReviewOutcome
from models.submissions import Consultation, Evidence, Reason, Submission, SupportingData
from notifications.compose import Template
from notifications.letters import (
    DecisionNote,
    NextStep,
    Objection,
    QuestionNote,
    ReceivedItem,
    WarningNote,
)
from rules.policy import Policy, Step
from rules.wording import objects


@dataclass(frozen=True, slots=True)
class Told:
    """A message about to be written, and what it speaks of."""

    session: Session
    message: Message
    case: Case
    duty: Duty | None
    now: datetime

    @property
    def version(self) -> int:
        """The version it speaks of."""
        return int(self.message.about.get("version", self.case.version))


def submission_facts(told: Told) -> dict[str, Any]:
    """Give what a letter says of the version it speaks of."""
    submission = told.session.get_one(Submission, (told.case.number, told.version))
    return {
        "version": told.version,
        "filed_at": submission.received_at,
        "scope": submission.scope,
        "sha256": submission.sha256,
    }


def _received(told: Told) -> dict[str, Any]:
    session, case = told.session, told.case
    reasons = rows_of(session, Reason, "case_number", case.number)
    return {
        "received": tuple(
            ReceivedItem(item.id, item.title, item.filename, item.sha256)
            for item in _items(session, case, told.version)
        ),
        "reasons": sum(1 for reason in reasons if reason.version == told.version),
        "changed": tuple(told.message.about.get("changed", ())),
        "next_steps": _steps_from(policy_of(session, case), case.step),
    }


def _items(session: Session, case: Case, version: int) -> list[Evidence | SupportingData]:
    """Give what was filed with a version: the evidence, then the alternatives' own data."""
    return [
        item
        for table in (Evidence, SupportingData)
        for item in rows_of(session, table, "case_number", case.number)
        if item.version == version
    ]


def _notice(told: Told) -> dict[str, Any]:
    session, case = told.session, told.case
    town = told.message.to_office.partition("@")[2]
    body = session.get_one(Organization, case.organization_code)
    return {
        "schools": concerned_towns(session, body).get(town, ()),
        "changed": tuple(told.message.about.get("changed", ())),
        "next_steps": _steps_from(policy_of(session, case), case.step),
    }


def _chief_view(told: Told) -> dict[str, Any]:
    key = (told.case.number, told.message.about["event"])
    said = view_in(told.session.get_one(Event, key))
    return {
        "at": said.at,
        "by_title": f"{said.title}, {', '.join(said.towns)}",
        "account": ACCOUNTS[said.account],
        "note": said.view,
    }


def _steps_from(policy: Policy, name: str | None) -> tuple[NextStep, ...]:
    names = [step.name for step in policy.steps]
    ahead = policy.steps[names.index(name) :] if name in names else policy.steps
    return tuple(NextStep(step.title, step.days) for step in ahead)


def _step_opened(told: Told) -> dict[str, Any]:
    session, case, duty = told.session, told.case, told.duty
    return {
        **due_facts(session, duty),
        **_step(policy_of(session, case), duty.what.partition(":")[2] if duty else case.step),
        "warnings": _warnings(session, case),
        "objections": _objections(session, case),
        **_last_note(session, case, ReviewOutcome.FORWARD),
        "changed": _changed(session, case),
    }


def look_up_filed(session: Session, numbers: Collection[str]) -> None:
    """Read in a few queries what receipts and decisions say of these cases."""
    for table in (Evidence, SupportingData, Reason, Decision):
        gather(session, table, "case_number", numbers)


def look_up_steps(session: Session, numbers: Collection[str], duties: Collection[int]) -> None:
    """Read in a few queries what the letters about these cases' steps say."""
    for table in (CaseWarning, Consultation):
        gather(session, table, "case_number", numbers)
    reviews = gather(session, Review, "case_number", numbers)
    owed = gather(session, Duty, "id", {*duties, *(review.duty_id for review in reviews)})
    people = {review.by for review in reviews} | {duty.holder for duty in owed if duty.holder}
    gather_titles(session, [one.email for one in gather(session, Person, "id", people)])


def _step(policy: Policy, name: str | None) -> dict[str, Any]:
    step: Step | None = next((one for one in policy.steps if one.name == name), None)
    return {"step": step.title, "deciding": step.decides} if step else {"step": name or ""}


def _warnings(session: Session, case: Case) -> tuple[WarningNote, ...]:
    return tuple(
        WarningNote(row.rule, row.clause, Authority(row.authority), row.message)
        for row in rows_of(session, CaseWarning, "case_number", case.number)
        if row.version == case.version
    )


def _objections(session: Session, case: Case) -> tuple[Objection, ...]:
    return tuple(
        Objection(row.office, row.view)
        for row in rows_of(session, Consultation, "case_number", case.number)
        if row.version == case.version and row.view and objects(row.view)
    )


def _last_note(session: Session, case: Case, outcome: ReviewOutcome) -> dict[str, Any]:
    reviews = rows_of(session, Review, "case_number", case.number)
    review = next((one for one in reversed(reviews) if one.outcome is outcome), None)
    if review is None:
        return {}
    duty, doer = session.get_one(Duty, review.duty_id), session.get_one(Person, review.by)
    return {
        "note": review.note,
        "by_title": title_of(session, doer.email, duty.office, duty.at),
        "at": review.at,
    }


def _changed(session: Session, case: Case) -> tuple[str, ...]:
    """Give what changed with the version now before the office, for its reviewers."""
    if case.version == 1:
        return ()
    event = session.exec(
        select(Event)
        .where(col(Event.stream) == case.number, col(Event.kind) == "waiver.resubmitted")
        .order_by(col(Event.seq).desc())
        .limit(1)
    ).first()
    return tuple(json.loads(event.data)["changed"]) if event else ()


def _returned(told: Told) -> dict[str, Any]:
    session, case = told.session, told.case
    rows = session.exec(
        select(Question).where(
            col(Question.case_number) == case.number, col(Question.version) == told.version
        )
    )
    return {
        **due_facts(session, told.duty),
        **_last_note(session, case, ReviewOutcome.RETURN),
        **_step(policy_of(session, case), told.message.about.get("step")),
        "questions": tuple(QuestionNote(row.field, row.text) for row in rows),
    }


def _decided(told: Told) -> dict[str, Any]:
    session, case = told.session, told.case
    decision = session.get_one(Decision, case.number)
    holding = session.get_one(Holding, decision.holding_id)
    titles = [
        item.title
        for item in _items(session, case, decision.version)
        if item.id in decision.relied_on
    ]
    note = DecisionNote(
        outcome=decision.outcome,
        belief=decision.belief,
        scope=decision.scope,
        conditions=tuple(decision.conditions),
        until=decision.until,
        relied_on=tuple(titles),
    )
    return {
        "decision": note,
        "at": decision.at,
        "by_title": holding.title,
        "others_told": others_told(session, told.message),
    }


def _withdrawn(told: Told) -> dict[str, Any]:
    session, case, about = told.session, told.case, told.message.about
    doer = str(about["by"])
    return {
        "at": case.closed_at,
        "reason": str(about["reason"]),
        "by_title": title_of(session, doer, Office.SUPERINTENDENT, case.organization_code),
        "others_told": others_told(session, told.message),
        **_step(policy_of(session, case), case.step),
    }


BUILDERS = {
    Template.WAIVER_RECEIVED: _received,
    Template.WAIVER_NOTICE: _notice,
    Template.CHIEF_VIEW: _chief_view,
    Template.STEP_OPENED: _step_opened,
    Template.WAIVER_RETURNED: _returned,
    Template.WAIVER_DECIDED: _decided,
    Template.WAIVER_WITHDRAWN: _withdrawn,
}
"""What each template of a waiver needs besides what all have."""
