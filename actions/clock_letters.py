"""The facts of a letter about changed due dates, from the record as it is now."""

from typing import Any

from sqlmodel import Session, col, select

from actions.clock_changes import changes_of
from actions.duty_words import duty_words
from actions.mailing import title_of
from actions.policies import policy_of
from actions.standing import DECIDE, REVIEW
from models.cases import Case
from models.clocks import ClockChange
from models.duties import Duty, DutyState
from models.messages import Message, MessageState
from models.people import Office, Person
from notifications.letters import ClockNote


def clock_facts(session: Session, case: Case, message: Message) -> dict[str, Any]:
    """Give the changes that a message has to tell of, and who made the last of them.

    With them go those that the reader was to be told before, in a mail that
    they overtook: nobody hears of a date that moved from one they never knew.
    """
    policy = policy_of(session, case)
    untold = _untold(session, message)
    if not untold:
        return {}
    office, _, at = str(message.about["acted_as"]).partition("@")
    return {
        "by_title": title_of(session, untold[-1][0].by, Office(office), at),
        "clocks": tuple(
            ClockNote(
                duty=duty_words(duty.what, policy),
                kind=change.kind,
                on=change.effective_on,
                days=change.days or 0,
                reason=change.reason,
                authority=change.authority,
                due_before=change.due_before,
                due_after=change.due_after,
            )
            for change, duty in untold
        ),
    }


def why_overtaken(session: Session, message: Message) -> str | None:
    """Say why none of the changes a message tells of is news any more; None while one is."""
    if _standing(session, message):
        return None
    return "what it tells of was closed, passed on, or changed again before the mail went"


def changed_duties(session: Session, message: Message) -> list[Duty]:
    """Give the duties whose changes a message has to tell of, each once."""
    return list({duty.id: duty for _, duty in _standing(session, message)}.values())


def _untold(session: Session, message: Message) -> list[tuple[ClockChange, Duty]]:
    """Give the changes of the duties in question that no mail has told the reader, in order."""
    duties = {duty.id: duty for _, duty in _standing(session, message)}
    earlier = session.exec(
        select(Message).where(
            col(Message.case_number) == message.case_number,
            col(Message.template) == message.template,
            col(Message.to_email) == message.to_email,
            col(Message.state) != MessageState.SENT,
            col(Message.id) <= message.id,
        )
    )
    ids: set[int] = {change for one in earlier for change in one.about["changes"]}
    changes = changes_of(session, list(duties.values()))
    return [
        (change, duty)
        for duty in duties.values()
        for change in changes[duty.id or 0]
        if change.id in ids
    ]


def _standing(session: Session, message: Message) -> list[tuple[ClockChange, Duty]]:
    """Give the changes that were the last of their duty, where it is open and the reader's."""
    rows = session.exec(
        select(ClockChange, Duty)
        .join(Duty, col(Duty.id) == col(ClockChange.duty_id))
        .where(col(ClockChange.id).in_(message.about["changes"]))
        .order_by(col(ClockChange.id))
    )
    return [row for row in rows if _is_news(session, message, *row)]


def _is_news(session: Session, message: Message, change: ClockChange, duty: Duty) -> bool:
    later = select(ClockChange.id).where(
        col(ClockChange.duty_id) == duty.id, col(ClockChange.id) > change.id
    )
    if duty.state is not DutyState.OPEN or session.exec(later.limit(1)).first():
        return False
    holder = session.get(Person, duty.holder) if duty.holder else None
    mine = holder is None or holder.email == message.to_email
    return mine or not duty.what.startswith((REVIEW, DECIDE))
