"""Which days the office is closed, now or as it stood."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from actions.remembering import asked_once, forget, reading_once
from actions.turns import CALENDAR, hold_still
from models.clocks import Closure
from rules.calendar import Closures

EVER = "closures ever"
"""What is asked once a reading: see `actions.remembering`."""


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


def closures_in_force(session: Session) -> dict[date, str]:
    """Give the days closed, and why, as the record has it now."""
    return {one.day: one.words for one in session.exec(_IN_FORCE)}


_EVER = select(Closure).order_by(col(Closure.day), col(Closure.id))
_IN_FORCE = _EVER.where(col(Closure.lifted_at).is_(None))


def closures_ever(session: Session) -> Sequence[Closure]:
    """Give every closure there was, lifted ones too, by day: for `closed_at`."""
    return reading_once(session, (EVER,), lambda: session.exec(_EVER).all())


def closed_at(ever: Iterable[Closure], at: datetime | None) -> dict[date, str]:
    """Give the days closed, and why, as the record had it at a moment; now without one."""
    return {one.day: one.words for one in ever if _stood(one, at)}


def _stood(one: Closure, at: datetime | None) -> bool:
    if at is None:
        return one.lifted_at is None
    return one.at <= at and (one.lifted_at is None or one.lifted_at > at)
