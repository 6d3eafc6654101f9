"""Acknowledge a mail by the link in it: no account, no decision, no consent."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from actions.cases import find_any, refusal
from actions.duty_words import duty_words
from actions.policies import policy_of
from actions.record import record
from actions.reminders import acknowledge
from models.cases import Case
from models.duties import Duty, DutyState
from models.messages import Message
from models.notices import AcknowledgedMessage
from models.registry import Organization
from notifications.links import BadLink, open_link
from notifications.wording import day, letter_words
from rules.calendar import new_york_date
from rules.findings import Refused

LINK = "link"
"""The `entered_by` of what a link did."""


class LinkNotOurs(Refused):
    """The link was not made by us, or not in full: mail programs break long lines."""

    exit_code = 4


class LinkExpired(Refused):
    """The link's last day is past."""

    exit_code = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """What a link is about: enough to know it by, and no more, since links travel."""

    case_number: str
    applicant: str
    """The body's name."""
    letter: str
    """Which letter, in words: `Consultation asked`."""
    sent_at: datetime | None
    asks: str
    """What the letter asks for, in words; empty where it asks nothing."""
    due_on: date | None
    still_asked: bool
    until: date
    """The link's last day."""
    acknowledged_at: datetime | None
    """When it was acknowledged; None while it is not."""


def what_is_acknowledged(session: Session, token: str, *, key: str, now: datetime) -> Acknowledged:
    """Give what the page behind a link shows. It changes nothing, whoever follows the link.

    Raises:
        LinkNotOurs: the token is none of ours.
        LinkExpired: its last day is past.
    """
    return _shown(session, *_opened(session, token, key, now))


def acknowledge_by_link(session: Session, token: str, *, key: str, now: datetime) -> Acknowledged:
    """Put on record that the reader of a mail has it; a second time changes nothing.

    It stops the reminders of what the mail asks for. It decides nothing,
    agrees to nothing and closes nothing. `by` is the address that the mail
    went to: whoever holds the link could read that mail.

    Raises:
        LinkNotOurs: the token is none of ours.
        LinkExpired: its last day is past.
    """
    message, case, until = _opened(session, token, key, now)
    case = find_any(session, case.number)
    if session.get(AcknowledgedMessage, message.id) is None:
        _acknowledge(session, case, message, now=now)
    return _shown(session, message, case, until)


def _acknowledge(session: Session, case: Case, message: Message, *, now: datetime) -> None:
    duty_id = message.about.get("duty")
    session.add(
        AcknowledgedMessage(
            message_id=message.id or 0,
            by=message.to_email,
            entered_by=LINK,
            at=now,
        )
    )
    session.flush()
    record(
        session,
        case,
        "notice.acknowledged",
        by=message.to_email,
        entered_by=LINK,
        now=now,
        data={"message": message.id, "template": message.template, "duty": duty_id},
    )
    duty = session.get(Duty, duty_id) if duty_id else None
    if duty is not None and duty.state is DutyState.OPEN:
        why = f"by the link in mail {message.id}"
        acknowledge(session, case, duty, why=why, by=message.to_email, entered_by=LINK, now=now)


def _opened(session: Session, token: str, key: str, now: datetime) -> tuple[Message, Case, date]:
    try:
        link = open_link(key, token)
    except BadLink:
        raise _not_ours() from None
    message = session.get(Message, link.message)
    if message is None or message.case_number is None or message.to_email != link.email:
        raise _not_ours()
    if link.until < new_york_date(now):
        words = f"This link worked until the end of {day(link.until)}. Please tell the office."
        raise LinkExpired([refusal(words)])
    return message, session.get_one(Case, message.case_number), link.until


def _not_ours() -> LinkNotOurs:
    words = "This link is not whole. Open it from the mail again, or copy all of its line."
    return LinkNotOurs([refusal(words)])


def _shown(session: Session, message: Message, case: Case, until: date) -> Acknowledged:
    duty = session.get(Duty, message.about["duty"]) if message.about.get("duty") else None
    done = session.get(AcknowledgedMessage, message.id)
    return Acknowledged(
        case_number=case.number,
        applicant=session.get_one(Organization, case.organization_code).name,
        letter=letter_words(message.template),
        sent_at=message.sent_at,
        asks=duty_words(duty.what, policy_of(session, case)) if duty else "",
        due_on=duty.due_on if duty else None,
        still_asked=duty is not None and duty.state is DutyState.OPEN,
        until=until,
        acknowledged_at=done.at if done else None,
    )
