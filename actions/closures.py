"""Which days the office is closed, now or as it stood."""

from datetime import date, datetime

from sqlmodel import Session, col, or_, select

from actions.remembering import asked_once, forget
from actions.turns import CALENDAR, hold_still
from models.clocks import Closure
from rules.calendar import Closures


def closures_of(session: Session) -> Closures:
    """Give the days now closed and why, in order, for an act that opens or moves a duty.

    They stay as they are until the transaction ends, so it asks only once:
    whoever enters a closure waits, and then finds the duty that was opened.
    """
    return asked_once(session, (CALENDAR,), lambda: _held_still(session))


def _held_still(session: Session) -> Closures:
    hold_still(session, CALENDAR)
    return closures_in_force(session)


def forget_closures(session: Session) -> None:
    """Have the next act of this transaction look again: a closure was entered or lifted."""
    forget(session, CALENDAR)


def closures_in_force(session: Session, at: datetime | None = None) -> dict[date, str]:
    """Give the days closed, and why, as the record has it now or had it at a moment."""
    query = select(Closure).order_by(col(Closure.day))
    if at is None:
        query = query.where(col(Closure.lifted_at).is_(None))
    else:
        query = query.where(
            col(Closure.at) <= at,
            or_(col(Closure.lifted_at).is_(None), col(Closure.lifted_at) > at),
        )
    return {one.day: one.words for one in session.exec(query)}
