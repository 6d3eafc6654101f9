"""Who may change a duty's clock, and what change makes sense."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from actions.cases import find_any, refusal
from actions.clock_changes import changes_of, clock_of
from actions.duties import open_duties
from actions.offices import DEPARTMENT, offices_of, person, require_office
from actions.policies import policy_of
from actions.standing import require_not_recused
from models.cases import Case, CaseKind
from models.clocks import ClockChange
from models.duties import Authority, Duty
from models.people import Office, Person
from rules.calendar import new_york_date
from rules.clocks import Clock
from rules.findings import NotYourOffice, Refused

LONGEST = 3650
"""Days that a duty may have, extensions included: ten years of calendar days."""


class NotOwed(Refused):
    """Nothing of this name is owed on the case now."""


class ClockCannotChange(Refused):
    """The clock is not where this act could change it, or the change makes no sense."""


@dataclass(frozen=True, slots=True)
class Hand:
    """A duty whose clock somebody may change, and who it is."""

    case: Case
    duty: Duty
    history: list[ClockChange]
    acted_as: str
    """The office they act from: `operator@DESE`."""
    by: str
    entered_by: str
    now: datetime

    @property
    def clock(self) -> Clock:
        """The clock as it is."""
        return clock_of(self.duty, self.history)

    @property
    def today(self) -> date:
        """The day it is in New York."""
        return new_york_date(self.now)


def take(
    session: Session, number: str, what: str, *, by: str, entered_by: str, now: datetime
) -> Hand:
    """Give an open duty, its case locked, to somebody who may change its clock.

    That is an operator or, for a waiver, whoever holds the office that decides
    it (policy); never somebody of the office that owes the duty, or who has
    stepped aside.

    Raises:
        NoSuchCase: there is none of this number.
        NotYourOffice: `by` may not.
        NotOwed: the case has no such open duty.
    """
    case = find_any(session, number)
    acted_as, someone = _keeper(session, case, by, now)
    owed = open_duties(session, case)
    duty = next((one for one in owed if one.what == what), None)
    if duty is None:
        those = ", ".join(one.what for one in owed) or "nothing"
        raise NotOwed(
            [refusal(f"{what} is not owed on {number} now. Owed: {those}.", where="--duty")]
        )
    _require_another_office(session, duty, someone, now)
    history = changes_of(session, [duty])[duty.id or 0]
    return Hand(case, duty, history, acted_as, someone.email, entered_by, now)


def may_change_clock(session: Session, case: Case, duty: Duty, by: str, *, now: datetime) -> bool:
    """Tell whether `take` would give this open duty to this person: for what a page offers."""
    try:
        _, someone = _keeper(session, case, by, now)
        _require_another_office(session, duty, someone, now)
    except NotYourOffice:
        return False
    return True


def _require_another_office(session: Session, duty: Duty, someone: Person, now: datetime) -> None:
    held = offices_of(session, someone, new_york_date(now))
    if any((one.office, one.at) == (duty.office, duty.at) for one in held):
        message = (
            f"{someone.email} holds the office that owes {duty.what}: somebody else must change "
            "its clock."
        )
        raise NotYourOffice([refusal(message, where="--as")])


def _keeper(session: Session, case: Case, by: str, now: datetime) -> tuple[str, Person]:
    """Give the office from which somebody may change clocks on this case, and the person."""
    on = new_york_date(now)
    keepers = {(Office.OPERATOR, DEPARTMENT)}
    if case.kind is CaseKind.WAIVER:
        last = policy_of(session, case).steps[-1]
        keepers.add((last.office, last.at))
    someone = person(session, by)
    for one in offices_of(session, someone, on) if someone else ():
        if someone and (one.office, one.at) in keepers:
            require_not_recused(session, case, someone)
            return f"{one.office.value}@{one.at}", someone
    someone, _ = require_office(session, by, Office.OPERATOR, DEPARTMENT, on)
    return f"{Office.OPERATOR.value}@{DEPARTMENT}", someone


def require_day(hand: Hand, on: date | None, earliest: date) -> date:
    """Give the day of a pause or its end: today, or one before that is not too early.

    Raises:
        ClockCannotChange: it is to come, or before `earliest`.
    """
    day = on or hand.today
    if earliest <= day <= hand.today:
        return day
    message = f"{day} is not between {earliest} and today, {hand.today}."
    raise ClockCannotChange([refusal(message, where="--on")])


def require_authority(duty: Duty, authority: Authority) -> None:
    """Check that days set by law change on the law's authority alone.

    Raises:
        ClockCannotChange: they would change on another.
    """
    if duty.authority is Authority.LAW and authority is not Authority.LAW:
        message = (
            f"The days of {duty.what} are the law's ({duty.basis}). Where the law itself lets them "
            "change, say --authority law, and cite it in the reason."
        )
        raise ClockCannotChange([refusal(message, where="--authority")])


def require_days(hand: Hand, days: int) -> None:
    """Check that an extension leaves the duty its own days, and not more than any may have.

    Raises:
        ClockCannotChange: it does not.
    """
    allowed = hand.clock.allowed + days
    if days == 0:
        message = "Say how many days more."
    elif allowed < hand.duty.days:
        message = f"It opened with {hand.duty.days} days and keeps them: {allowed} would be fewer."
    elif allowed > LONGEST:
        message = f"{allowed} days in all are more than a duty may have ({LONGEST})."
    else:
        return
    raise ClockCannotChange([refusal(message, where="--days")])
