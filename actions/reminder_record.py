"""What a case's dossier says of its reminders: the ledger, and the digests that spoke of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, or_, select

from actions.mail_queue import WITHOUT_WORDS
from actions.outline import moment
from actions.remembering import rows_read
from models.cases import Case
from models.duties import Duty
from models.messages import Message
from models.notices import AcknowledgedMessage, Bounce, DeliveryAction
from models.people import Person
from models.reminders import Reminder, ReminderState


def reminders_of(session: Session, case: Case) -> list[dict[str, Any]]:
    """Give the ledger of a case, oldest first."""
    what = {one.id: one.what for one in rows_read(session, Duty, "case_number", case.number)}
    ledger = rows_read(session, Reminder, "case_number", case.number)
    return [
        {
            "what": what[one.duty_id],
            "rung": one.rung,
            "kind": one.kind.value,
            "state": one.state.value,
            "due_at": moment(one.due_at),
            "at": moment(one.at),
            "office": one.office,
            "to": sorted(session.get_one(Person, person).email for person in one.told),
            "digest_on": one.digest_on.isoformat() if one.digest_on else None,
            "why": one.why,
        }
        for one in sorted(ledger, key=lambda one: (one.at, one.due_at, one.rung))
    ]


def messages_of(session: Session, case: Case) -> list[Message]:
    """Give the mail about a case, and the digests that spoke of it, in the order queued.

    The letters' own words are read when they are asked for.
    """
    return [message for message, _, _ in mail_of(session, case)]


def mail_of(session: Session, case: Case) -> Sequence[tuple[Message, bool, datetime | None]]:
    """Give the same, each with whether it came back and when its reader said to have it."""
    if keys := _digests(session, case):
        which = or_(col(Message.case_number) == case.number, col(Message.key).in_(keys))
        return session.exec(_MAIL.where(which)).all()
    return session.exec(_MAIL_OF_A_CASE, params={"number": case.number}).all()


_MAIL = (
    select(
        Message,
        sa.select(col(Bounce.id))
        .where(
            col(Bounce.message_id) == col(Message.id), col(Bounce.action) == DeliveryAction.FAILED
        )
        .exists(),
        col(AcknowledgedMessage.at),
    )
    .outerjoin(AcknowledgedMessage, col(AcknowledgedMessage.message_id) == col(Message.id))
    .order_by(col(Message.id))
    .options(*WITHOUT_WORDS)
)
_MAIL_OF_A_CASE = _MAIL.where(col(Message.case_number) == sa.bindparam("number"))


def _digests(session: Session, case: Case) -> set[str]:
    """Give the keys of the digests in which a reminder of this case was, by reader."""
    told: dict[tuple[str, Any], set[int]] = {}
    for row in rows_read(session, Reminder, "case_number", case.number):
        if row.digest_on and row.state in {ReminderState.QUEUED, ReminderState.SENT}:
            told.setdefault((row.office, row.digest_on), set()).update(row.told)
    if not told:
        return set()
    digest = sa.tuple_(col(Message.to_office), col(Message.digest_on))
    found = session.exec(select(Message).where(digest.in_(told)).options(*WITHOUT_WORDS))
    return {
        one.key
        for one in found
        if not told[one.to_office, one.digest_on].isdisjoint(one.about["people"])
    }
