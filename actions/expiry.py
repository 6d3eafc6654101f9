"""Dates that come on a case: a term's end, a memorandum's year, a fiscal year.

Each opens a duty ahead of time and changes nothing by itself (rule 17). The
case's `ready_at` is the morning on which the engine has to look; what it finds
then is on record, so nothing is lost with a worker.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlmodel import Session, col, select

from actions.closures import closures_of
from actions.duties import able, least_busy, open_duty, opening_facts
from actions.mailing import applicant_of, chiefs_of, holders_of, tell
from actions.policies import policy_of
from actions.record import ENGINE, record
from actions.shortfalls import STATE_POLICE, chief_of
from models.cases import Case, CaseKind, CaseState
from models.decisions import Decision
from models.duties import Duty, DutyState
from models.people import Office
from models.reviews import Outcome
from models.shortfalls import Assignment, AssignmentOutcome, Determination, Memorandum
from notifications.compose import Recipient, Template
from rules.calendar import (
    anniversary,
    business_day,
    business_days_left,
    days_before,
    morning_of,
    new_york_date,
    next_asking,
)
from rules.law import enforces

TERM, RENEWAL, FUNDING = "term:", "renewal:", "funding:"
FISCAL_YEAR = (7,)
"""The month on whose first day a fiscal year begins."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A date that comes: what is owed about it, by which office, and from when to look."""

    what: str
    on: date
    days_ahead: int
    basis: str
    office: Office
    at: str


def look_ahead(session: Session, case: Case) -> datetime | None:
    """Give the working morning on which the engine has to look at a date; None if at none."""
    coming = _coming(session, case)
    if coming is None or _known(session, case, coming.what):
        return None
    day = business_day(days_before(coming.on, coming.days_ahead), 0, closures_of(session))
    return morning_of(day, time(policy_of(session, case).reminders.hour))


@enforces(17)
def open_ahead(session: Session, case: Case, *, now: datetime) -> Duty | None:
    """Open the duty to look at a date that comes, once, and tell those it concerns.

    The outcome stays as it is. Gives None where it is not time yet, or the
    duty was opened before.
    """
    looks_at, coming = look_ahead(session, case), _coming(session, case)
    if coming is None or looks_at is None or looks_at > now:
        return None
    left = business_days_left(new_york_date(now), coming.on, closures_of(session))
    duty = open_duty(
        session,
        case,
        coming.what,
        office=coming.office,
        at=coming.at,
        days=max(left, 1),
        basis=coming.basis,
        now=now,
    )
    holder = least_busy(session, able(session, case, coming.office, coming.at, now=now))
    duty.holder = holder.id if holder else None
    session.flush()
    event = record(
        session,
        case,
        "duty.opened",
        by=ENGINE,
        entered_by=ENGINE,
        now=now,
        data=opening_facts(duty, holder),
    )
    to = _concerned(session, case, duty, now)
    tell(session, case, Template.DATE_AHEAD, to, event=event, now=now, about={"duty": duty.id})
    return duty


def _concerned(session: Session, case: Case, duty: Duty, now: datetime) -> list[Recipient]:
    theirs = chiefs_of if case.kind is CaseKind.WAIVER else chief_of
    return [
        *holders_of(session, duty.office, duty.at, now),
        *applicant_of(session, case, now),
        *theirs(session, case, now),
    ]


def _coming(session: Session, case: Case) -> Coming | None:
    finders = {
        CaseState.DECIDED: _term,
        CaseState.COMPLETE: _memorandum,
        CaseState.UNFUNDED: _fiscal_year,
    }
    finder = finders.get(case.state)
    return finder(session, case) if finder else None


def _term(session: Session, case: Case) -> Coming | None:
    decision, policy = session.get(Decision, case.number), policy_of(session, case)
    if decision is None or decision.until is None or decision.outcome is not Outcome.GRANTED:
        return None
    return Coming(
        f"{TERM}{decision.until}",
        decision.until,
        policy.expiry.term_days,
        "expiry.term_days",
        policy.steps[0].office,
        policy.steps[0].at,
    )


def _memorandum(session: Session, case: Case) -> Coming | None:
    """Give the first year of the memorandum that nobody has looked at yet."""
    query = select(Memorandum).where(col(Memorandum.case_number) == case.number)
    newest = session.exec(query.order_by(col(Memorandum.version).desc()).limit(1)).first()
    if newest is None:
        return None
    on = anniversary(newest.signed_on)
    while _known(session, case, f"{RENEWAL}{on}", closed=True):
        on = anniversary(on)
    return Coming(
        f"{RENEWAL}{on}",
        on,
        policy_of(session, case).expiry.memorandum_days,
        "expiry.memorandum_days",
        Office.CHIEF,
        session.get_one(Determination, case.number).town,
    )


def _fiscal_year(session: Session, case: Case) -> Coming:
    on = next_asking(last_asked_on(session, case), FISCAL_YEAR)
    days = policy_of(session, case).expiry.fiscal_year_days
    what = f"{FUNDING}{on}"
    return Coming(what, on, days, "expiry.fiscal_year_days", Office.STATE_POLICE, STATE_POLICE)


def last_asked_on(session: Session, case: Case) -> date:
    """Give the day on which it was last said that there is no appropriation."""
    query = select(Assignment.at).where(
        col(Assignment.case_number) == case.number,
        col(Assignment.outcome) == AssignmentOutcome.NO_APPROPRIATION,
    )
    return new_york_date(session.exec(query.order_by(col(Assignment.id).desc()).limit(1)).one())


def _known(session: Session, case: Case, what: str, *, closed: bool = False) -> bool:
    query = select(Duty.id).where(col(Duty.case_number) == case.number, col(Duty.what) == what)
    if closed:
        query = query.where(col(Duty.state) != DutyState.OPEN)
    return session.exec(query.limit(1)).first() is not None
