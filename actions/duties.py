"""Open a duty, hand it to somebody, close it."""

from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from actions.offices import holders
from models.cases import Case
from models.duties import Authority, Duty, DutyState
from models.people import Office, Person
from models.reviews import Recusal
from rules.calendar import due_date, new_york_date


def open_duty(
    session: Session,
    case: Case,
    what: str,
    *,
    office: Office,
    at: str,
    days: int,
    basis: str,
    now: datetime,
) -> Duty:
    """Write down who owes what, due `days` business days after today (policy)."""
    duty = Duty(
        case_number=case.number,
        what=what,
        office=office,
        at=at,
        opened_at=now,
        days=days,
        due_on=due_date(new_york_date(now), days),
        authority=Authority.POLICY,
        basis=basis,
    )
    session.add(duty)
    return duty


def open_duties(session: Session, case: Case) -> list[Duty]:
    """Give what is owed on the case now, oldest first."""
    found = session.exec(
        select(Duty)
        .where(col(Duty.case_number) == case.number, col(Duty.state) == DutyState.OPEN)
        .order_by(col(Duty.id))
    )
    return list(found)


def able(session: Session, case: Case, office: Office, at: str, *, now: datetime) -> list[Person]:
    """Give the holders of the office who are not recused from this case."""
    recused = select(Recusal.person_id).where(col(Recusal.case_number) == case.number)
    held = holders(session, office, at, new_york_date(now), without=recused)
    return [person for _, person in held]


def least_busy(session: Session, people: list[Person]) -> Person | None:
    """Choose the one with the least open work; the longest known among equals."""
    if not people:
        return None
    ids = [person.id for person in people]
    load = dict(
        session.exec(
            select(Duty.holder, func.count())
            .where(col(Duty.state) == DutyState.OPEN, col(Duty.holder).in_(ids))
            .group_by(col(Duty.holder))
        ).all()
    )
    return min(people, key=lambda person: (load.get(person.id, 0), person.id or 0))


def discharge(duty: Duty, *, by: Person | None, now: datetime) -> None:
    """Close a duty because somebody did what was owed."""
    duty.state, duty.done_at, duty.done_by = DutyState.DONE, now, by.id if by else None


def drop(duty: Duty, *, now: datetime) -> None:
    """Close a duty because the case went another way."""
    duty.state, duty.done_at = DutyState.DROPPED, now
