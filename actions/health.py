"""How the house is: what waits for the engine and for the mail, since when, and what is late."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import func
from sqlmodel import Session, col, select

from actions.desks import OPEN
from actions.mail_queue import mail_by_state
from models.cases import Case
from models.duties import Duty
from models.messages import Message, MessageState


@dataclass(frozen=True, slots=True)
class Health:
    """Figures of the moment, all from the record."""

    database: str
    """`sqlite` or `postgresql`."""
    ready: int
    """Cases that wait for the engine now."""
    ready_since: datetime | None
    put_aside: int
    """Cases on which the engine failed."""
    mail: dict[MessageState, int]
    """By state; those sent are not counted, since there is no end to them."""
    mail_due: int
    """Messages that could go now."""
    mail_due_since: datetime | None
    open_duties: int
    late_duties: int
    unheld_duties: int
    """Duties that nobody has in hand."""


def health_of(session: Session, *, now: datetime, today: date) -> Health:
    """Count what waits."""
    due = _count_and_oldest(session, col(Case.ready_at), col(Case.ready_at) <= now)
    mail = _count_and_oldest(session, col(Message.due_at), col(Message.due_at) <= now)
    return Health(
        database=session.get_bind().dialect.name,
        ready=due[0],
        ready_since=due[1],
        put_aside=_count(session, Case, col(Case.ready_at).is_not(None), col(Case.failures) > 0),
        mail=mail_by_state(session),
        mail_due=mail[0],
        mail_due_since=mail[1],
        open_duties=_count(session, Duty, _OPEN),
        late_duties=_count(
            session, Duty, _OPEN, col(Duty.due_on) < today, col(Duty.paused_on).is_(None)
        ),
        unheld_duties=_count(session, Duty, _OPEN, col(Duty.holder).is_(None)),
    )


_OPEN = col(Duty.state) == OPEN


def _count(session: Session, table: type, *where: sa.ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(table).where(*where)).one()


def _count_and_oldest(
    session: Session, column: Any, where: sa.ColumnElement[bool]
) -> tuple[int, datetime | None]:
    count = session.exec(select(func.count(column)).where(where)).one()
    oldest = session.exec(select(column).where(where).order_by(column).limit(1)).first()
    return count, oldest
