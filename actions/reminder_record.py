"""What a case's dossier says of its reminders: the ledger, and the digests that spoke of it."""

from typing import Any

from sqlmodel import Session, col, or_, select

from actions.mail_queue import WITHOUT_WORDS
from models.cases import Case
from models.duties import Duty
from models.messages import Message
from models.people import Person
from models.reminders import Reminder, ReminderState


def reminders_of(session: Session, case: Case) -> list[dict[str, Any]]:
    """Give the ledger of a case, oldest first."""
    query = (
        select(Reminder, Duty.what)
        .join(Duty, col(Duty.id) == col(Reminder.duty_id))
        .where(col(Reminder.case_number) == case.number)
        .order_by(col(Reminder.at), col(Reminder.due_at), col(Reminder.rung))
    )
    return [
        {
            "what": what,
            "rung": one.rung,
            "kind": one.kind.value,
            "state": one.state.value,
            "due_at": one.due_at.isoformat(timespec="milliseconds"),
            "at": one.at.isoformat(timespec="milliseconds"),
            "office": one.office,
            "to": sorted(session.get_one(Person, person).email for person in one.told),
            "digest_on": one.digest_on.isoformat() if one.digest_on else None,
            "why": one.why,
        }
        for one, what in session.exec(query)
    ]


def messages_of(session: Session, case: Case) -> list[Message]:
    """Give the mail about a case, and the digests that spoke of it, in the order queued.

    The letters' own words are read when they are asked for.
    """
    mail = col(Message.case_number) == case.number
    digests = _digests(session, case)
    which = or_(mail, col(Message.key).in_(digests)) if digests else mail
    query = select(Message).where(which).order_by(col(Message.id))
    return list(session.exec(query.options(*WITHOUT_WORDS)))


def _digests(session: Session, case: Case) -> set[str]:
    """Give the keys of the digests in which a reminder of this case was, by reader."""
    rows = session.exec(
        select(Reminder).where(
            col(Reminder.case_number) == case.number,
            col(Reminder.digest_on).is_not(None),
            col(Reminder.state).in_([ReminderState.QUEUED, ReminderState.SENT]),
        )
    ).all()
    keys: set[str] = set()
    for row in rows:
        found = session.exec(
            select(Message).where(
                col(Message.to_office) == row.office, col(Message.digest_on) == row.digest_on
            )
        )
        keys |= {one.key for one in found if set(one.about["people"]) & set(row.told)}
    return keys
