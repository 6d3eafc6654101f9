"""Move a ready shortfall to whoever acts next: 37P(e). No gate, no decision, no closing by time."""

from datetime import datetime, time

from sqlmodel import Session

from actions.cases import move
from actions.duties import able, drop, least_busy, open_duties, open_duty, opening_facts
from actions.expiry import FUNDING, last_asked_on, look_ahead, open_ahead
from actions.mailing import holders_of, tell
from actions.policies import policy_of
from actions.record import ENGINE, record
from actions.routing import Moved, standing
from actions.shortfalls import STATE_POLICE
from models.cases import Case, CaseState
from models.duties import Duty
from models.people import Office, Person
from models.shortfalls import Determination
from notifications.compose import Template
from rules.calendar import morning_of, next_asking

REPLY = "reply:state_police"
ASSIGNMENT = "assignment:officer"
MEMORANDUM = "memorandum:signed"
FILING = "filing:"

MORNING = time(8)
"""When the engine looks again at a date, New York: the start of an office day."""

MAIL_OF = {
    REPLY: Template.CONSULTATION_ASKED,
    ASSIGNMENT: Template.ASSIGNMENT_ASKED,
    f"{FILING}superintendent": Template.FILING_ASKED,
    f"{FILING}state_police": Template.FILING_ASKED,
}
"""What the holder of a duty is told; the chief hears of the memorandum with the assignment."""


def catch_up(session: Session, case: Case, now: datetime) -> None:
    """Put the case where the engine would have by now, so that no act waits for a worker."""
    if case.ready_at is not None and case.ready_at <= now:
        route_shortfall(session, case, now)


def route_shortfall(session: Session, case: Case, now: datetime) -> Moved:
    """Open what is owed next on a shortfall, and hand every duty to somebody who can do it."""
    before = standing(case)
    case.ready_at, case.failures, case.error = None, 0, None
    whats = {duty.what for duty in open_duties(session, case)}
    if case.state is CaseState.DETERMINED:
        move(case, CaseState.CONSULTING, now=now)
        _open(session, case, REPLY, Office.STATE_POLICE, STATE_POLICE, "reply_days", now=now)
    elif case.state is CaseState.AWAITING_ASSIGNMENT and ASSIGNMENT not in whats:
        _open(
            session, case, ASSIGNMENT, Office.STATE_POLICE, STATE_POLICE, "assignment_days", now=now
        )
    elif case.state is CaseState.UNFUNDED and _ask_at(session, case) <= now:
        for duty in open_duties(session, case):
            if duty.what.startswith(FUNDING):
                drop(duty, now=now)
        move(case, CaseState.AWAITING_ASSIGNMENT, now=now)
        _open(
            session, case, ASSIGNMENT, Office.STATE_POLICE, STATE_POLICE, "assignment_days", now=now
        )
    elif case.state is CaseState.ASSIGNED and MEMORANDUM not in whats:
        town = session.get_one(Determination, case.number).town
        _open(session, case, MEMORANDUM, Office.CHIEF, town, "memorandum_days", now=now)
    open_ahead(session, case, now=now)
    held = [_hand_over(session, case, duty, now=now) for duty in open_duties(session, case)]
    case.ready_at = look_again(session, case)
    holder = next((person.email for person in held if person), None)
    return Moved(case.number, before, standing(case), holder)


def _open(
    session: Session, case: Case, what: str, office: Office, at: str, term: str, *, now: datetime
) -> Duty:
    days: int = getattr(policy_of(session, case).shortfall, term)
    return open_duty(
        session, case, what, office=office, at=at, days=days, basis=f"shortfall.{term}", now=now
    )


def hand_to_holder(
    session: Session, case: Case, duty: Duty, template: Template | None, *, now: datetime
) -> Person | None:
    """Give a duty to the least busy holder of its office, and tell everyone who holds it."""
    person = least_busy(session, able(session, case, duty.office, duty.at, now=now))
    duty.holder = person.id if person else None
    session.flush()
    event = record(
        session,
        case,
        "duty.opened",
        by=ENGINE,
        entered_by=ENGINE,
        now=now,
        data=opening_facts(duty, person),
    )
    if template:
        to = holders_of(session, duty.office, duty.at, now)
        about = {"duty": duty.id}
        tell(session, case, template, to, event=event, now=now, about=about)
    return person


def _hand_over(session: Session, case: Case, duty: Duty, *, now: datetime) -> Person | None:
    """Leave a duty with its holder while they hold the office; else hand it on."""
    people = able(session, case, duty.office, duty.at, now=now)
    for person in people:
        if person.id == duty.holder:
            return person
    if not people and duty.id is not None and duty.holder is None:
        return None
    return hand_to_holder(session, case, duty, MAIL_OF.get(duty.what), now=now)


def look_again(session: Session, case: Case) -> datetime | None:
    """Give when the engine looks at a case again: to ask anew, or ahead of a date."""
    ahead = look_ahead(session, case)
    if case.state is not CaseState.UNFUNDED:
        return ahead
    asked = _ask_at(session, case)
    return min(ahead, asked) if ahead else asked


def _ask_at(session: Session, case: Case) -> datetime:
    """Say from when an unfunded case is asked again: a morning (policy)."""
    months = policy_of(session, case).shortfall.ask_again.months
    return morning_of(next_asking(last_asked_on(session, case), months), MORNING)
