"""Stop a duty's clock, let it go on, give it more days. Never an outcome, only a date."""

from datetime import date, datetime

from sqlmodel import Session

from actions.cases import refusal
from actions.clock_changes import change_facts, clock_of, concerned
from actions.clock_guards import (
    ClockCannotChange,
    Hand,
    require_authority,
    require_day,
    require_days,
    take,
)
from actions.closures import closures_of
from actions.duties import reschedule
from actions.mailing import holders_of, tell
from actions.record import record
from models.clocks import ChangeKind, ClockChange
from models.duties import Authority
from notifications.compose import Template
from rules.clocks import due_on


def pause_clock(
    session: Session,
    number: str,
    what: str,
    *,
    reason: str,
    by: str,
    entered_by: str,
    now: datetime,
    on: date | None = None,
    authority: Authority = Authority.POLICY,
) -> ClockChange:
    """Stop the clock of an open duty, from `on` (today), while it waits for somebody.

    The date stays what it was until the clock goes on; nothing is late in the
    meantime. Kept with who, why and on what authority, logged, and told to
    whoever owes the duty.

    A returned waiver that waits for the district has no open review to pause:
    the district's answer is a duty of its own.

    Raises:
        NoSuchCase: there is none of this number.
        NotOwed: the case has no such open duty.
        NotYourOffice: `by` is no operator (nor, for a waiver, whoever holds the
            office that decides it), owes the duty, or stepped aside.
        ClockCannotChange: it stands already; the day is to come, or before the
            duty; no reason; or the law's days, on another authority.
    """
    hand = take(session, number, what, by=by, entered_by=entered_by, now=now)
    day = require_day(hand, on, hand.clock.start)
    if stands := hand.clock.stands:
        message = f"The clock of {what} stands already, since {stands.first}: {stands.reason}"
        raise ClockCannotChange([refusal(message, where="--duty")])
    require_authority(hand.duty, authority)
    change = _change(session, hand, ChangeKind.PAUSED, day, reason, authority)
    hand.duty.paused_on = day
    return _carry_out(session, hand, change)


def resume_clock(
    session: Session,
    number: str,
    what: str,
    *,
    reason: str,
    by: str,
    entered_by: str,
    now: datetime,
    on: date | None = None,
) -> ClockChange:
    """Let the clock of a duty go on, the day after `on` (today) that counts.

    Its date is counted anew, without the days from pausing to resuming. Kept,
    logged and told as `pause_clock` does, on the authority of the pause.

    Raises:
        NoSuchCase, NotOwed, NotYourOffice: as for `pause_clock`.
        ClockCannotChange: it does not stand; the day is to come, or before the
            pause; or no reason.
    """
    hand = take(session, number, what, by=by, entered_by=entered_by, now=now)
    stands = hand.clock.stands
    if stands is None:
        raise ClockCannotChange([refusal(f"The clock of {what} is running.", where="--duty")])
    day = require_day(hand, on, stands.first)
    paused = next(one for one in reversed(hand.history) if one.kind is ChangeKind.PAUSED)
    change = _change(session, hand, ChangeKind.RESUMED, day, reason, paused.authority)
    hand.duty.paused_on = None
    return _carry_out(session, hand, change)


def extend_clock(
    session: Session,
    number: str,
    what: str,
    *,
    days: int,
    reason: str,
    authority: Authority,
    by: str,
    entered_by: str,
    now: datetime,
) -> ClockChange:
    """Give an open duty more days, of the same kind as its own.

    Fewer than none take back what an earlier extension gave, never what the
    duty opened with. Kept, logged and told as `pause_clock` does.

    Raises:
        NoSuchCase, NotOwed, NotYourOffice: as for `pause_clock`.
        ClockCannotChange: no days, too many, or back past today; no reason; or
            the law's days, on another authority.
    """
    hand = take(session, number, what, by=by, entered_by=entered_by, now=now)
    require_authority(hand.duty, authority)
    require_days(hand, days)
    change = _change(session, hand, ChangeKind.EXTENDED, hand.today, reason, authority, days)
    if days < 0 and change.due_after < hand.today:
        message = f"It would be due on {change.due_after}, which has passed: take back fewer days."
        raise ClockCannotChange([refusal(message, where="--days")])
    return _carry_out(session, hand, change)


def _change(
    session: Session,
    hand: Hand,
    kind: ChangeKind,
    on: date,
    reason: str,
    authority: Authority,
    days: int | None = None,
) -> ClockChange:
    """Give the change there would be, with the date counted anew."""
    if not reason.strip():
        raise ClockCannotChange([refusal("Say why, in words.", where="--reason")])
    change = ClockChange(
        duty_id=hand.duty.id or 0,
        case_number=hand.case.number,
        kind=kind,
        effective_on=on,
        days=days,
        reason=reason.strip(),
        authority=authority,
        by=hand.by,
        entered_by=hand.entered_by,
        at=hand.now,
        due_before=hand.duty.due_on,
        due_after=hand.duty.due_on,
    )
    clock = clock_of(hand.duty, [*hand.history, change])
    change.due_after = due_on(clock, closures_of(session))
    return change


def _carry_out(session: Session, hand: Hand, change: ClockChange) -> ClockChange:
    """Put a change on record, log it, and tell whoever owes the duty."""
    case, now = hand.case, hand.now
    session.add(change)
    reschedule(session, case, hand.duty, change.due_after, now=now)
    session.flush()
    event = record(
        session,
        case,
        f"clock.{change.kind}",
        by=hand.by,
        entered_by=hand.entered_by,
        now=now,
        data={
            **change_facts(change, hand.duty),
            "on": change.effective_on.isoformat(),
            "days": change.days,
            "reason": change.reason,
            "authority": change.authority.value,
        },
    )
    to = concerned(session, hand.duty, lambda office, at: holders_of(session, office, at, now))
    about = {"changes": [change.id], "acted_as": hand.acted_as}
    tell(session, case, Template.CLOCK_CHANGED, to, event=event, now=now, about=about)
    return change
