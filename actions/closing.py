"""Enter a day on which the office is closed, or lift it; running cases are counted anew."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from actions.cases import refusal
from actions.closures import closures_in_force, closures_of, forget_closures
from actions.ladders import look_anew
from actions.offices import DEPARTMENT, require_office
from actions.record import record
from actions.recounting import Moves, Signed, carry_out, moves_by
from actions.turns import CALENDAR, take_turns
from models.clocks import Closure, ClosureKind
from models.people import Office
from rules.calendar import days_between, new_york_date, why_no_business_day
from rules.findings import Refused

STREAM = "closures"
"""The log of what was entered and lifted."""

FARTHEST = 5 * 366
"""Days from today within which a day can be closed: farther off it is a slip of the pen."""


class CannotClose(Refused):
    """The day cannot be closed, or opened again; the message says why."""


def preview_closure(session: Session, day: date, reason: str, *, by: str, now: datetime) -> Moves:
    """Say which due dates would move if the office were closed that day. Changes nothing.

    Raises:
        NotYourOffice, CannotClose: as for `enter_closure`.
    """
    _require_operator(session, by, now)
    _require_can_close(session, day, reason, now=now)
    return moves_by(session, day, {**closures_in_force(session), day: reason}, now=now)


def preview_lifting(session: Session, day: date, reason: str, *, by: str, now: datetime) -> Moves:
    """Say which due dates would move if the office were open that day. Changes nothing.

    Raises:
        NotYourOffice, CannotClose: as for `lift_closure`.
    """
    _require_operator(session, by, now)
    _require_can_lift(session, day, reason)
    closures = closures_in_force(session)
    del closures[day]
    return moves_by(session, day, closures, now=now)


def enter_closure(
    session: Session,
    day: date,
    reason: str,
    *,
    by: str,
    entered_by: str,
    now: datetime,
    kind: ClosureKind = ClosureKind.CLOSURE,
) -> Moves:
    """Take a day out of the business days, and count every open duty it touches anew.

    Each date that moves is kept with the one before it, logged on its case, and
    told to whoever owes the duty, in one mail a case. Days set by law stay.

    Raises:
        NotYourOffice: `by` is no operator.
        CannotClose: the day counts for nobody already, is years away, or has no reason.
    """
    _open_calendar(session, by, now)
    _require_can_close(session, day, reason, now=now)
    by, reason = by.casefold(), reason.strip()
    closure = Closure(day=day, kind=kind, reason=reason, by=by, entered_by=entered_by, at=now)
    session.add(closure)
    return _recount(session, closure, closure.words, Signed(by, entered_by, now))


def lift_closure(
    session: Session, day: date, reason: str, *, by: str, entered_by: str, now: datetime
) -> Moves:
    """Give a closed day back to the business days; the entry is kept, marked as lifted.

    Dates move back, and people are told, as `enter_closure` does.

    Raises:
        NotYourOffice: `by` is no operator.
        CannotClose: the day is not closed, or there is no reason.
    """
    _open_calendar(session, by, now)
    closure = _require_can_lift(session, day, reason)
    by, reason = by.casefold(), reason.strip()
    closure.lifted_by, closure.lifted_entered_by = by, entered_by
    closure.lifted_at, closure.lifted_reason = now, reason
    return _recount(session, closure, f"open after all: {reason}", Signed(by, entered_by, now))


def closures_on_record(session: Session) -> list[Closure]:
    """Give every entry, the lifted ones as well, by day."""
    return list(session.exec(select(Closure).order_by(col(Closure.day), col(Closure.id))))


def _recount(session: Session, closure: Closure, why: str, signed: Signed) -> Moves:
    session.flush()
    found = moves_by(session, closure.day, closures_of(session), now=signed.now)
    data = {
        "closure": closure.id,
        "day": closure.day.isoformat(),
        "kind": closure.kind.value,
        "reason": why,
        "moved": len(found.moves),
        "told": len(found.told),
    }
    act = "closure.lifted" if closure.lifted_at else "closure.entered"
    record(
        session, STREAM, act, by=signed.by, entered_by=signed.entered_by, now=signed.now, data=data
    )
    carry_out(session, found, why, signed)
    look_anew(session, closure.day, signed.now)
    return found


def _require_operator(session: Session, by: str, now: datetime) -> None:
    require_office(session, by, Office.OPERATOR, DEPARTMENT, new_york_date(now))


def _open_calendar(session: Session, by: str, now: datetime) -> None:
    """Admit an operator, and wait for every act that relies on the calendar as it is."""
    _require_operator(session, by, now)
    take_turns(session, CALENDAR)
    forget_closures(session)


def _require_can_close(session: Session, day: date, reason: str, *, now: datetime) -> None:
    _require_reason(reason)
    if known := _entry(session, day):
        message = f"{day} is out already, {known.words} (entered by {known.by})."
    elif why := why_no_business_day(day):
        message = f"{day} counts for nobody already: {why}."
    elif abs(days_between(new_york_date(now), day)) > FARTHEST:
        message = f"{day} is more than five years from today: is the year right?"
    else:
        return
    raise CannotClose([refusal(message, where="DAY")])


def _require_can_lift(session: Session, day: date, reason: str) -> Closure:
    _require_reason(reason)
    closure = _entry(session, day)
    if closure is None:
        raise CannotClose([refusal(f"{day} is not closed: there is nothing to lift.", where="DAY")])
    return closure


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise CannotClose([refusal("Say why, in words that everybody may read.", where="--reason")])


def _entry(session: Session, day: date) -> Closure | None:
    query = select(Closure).where(col(Closure.day) == day, col(Closure.lifted_at).is_(None))
    return session.exec(query).first()
