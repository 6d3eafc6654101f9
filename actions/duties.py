"""Open a duty, hand it to somebody, close it."""

from collections import Counter
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import func
from sqlalchemy.orm import object_session
from sqlmodel import Session, col, select

from actions.closures import closures_of
from actions.ladders import first_rung, stop_reminders
from actions.offices import holders
from actions.remembering import read_before, reading_once, rows_of
from models.cases import Case
from models.duties import Authority, Duty, DutyState
from models.people import Office, Person
from models.reviews import Recusal
from rules.calendar import new_york_date
from rules.clocks import Clock, due_on

REACH = "reach:"
"""The operators' duty to reach somebody whose mail failed for good."""
TELEPHONE = "telephone:"
"""The operators' task of telephoning about another duty, by its id."""


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
    authority: Authority = Authority.POLICY,
) -> Duty:
    """Write down who owes what, due `days` days after today.

    Business days, but for calendar days where the authority is law.
    """
    clock = Clock(new_york_date(now), days, authority)
    due = due_on(clock, closures_of(session))
    duty = Duty(
        case_number=case.number,
        what=what,
        office=office,
        at=at,
        opened_at=now,
        days=days,
        due_on=due,
        authority=authority,
        basis=basis,
    )
    reschedule(session, case, duty, due, now=now)
    session.add(duty)
    return duty


def reschedule(session: Session, case: Case, duty: Duty, due: date, *, now: datetime) -> None:
    """Set the day a duty is owed by: the one place where that is done.

    Called as well when its clock stops or goes on. Whatever moved it, the next
    round of reminders looks at it anew: for a day on which thousands of dates
    move, that costs a round and not the act.
    """
    duty.due_on = due
    if duty.id is None:
        duty.next_rung_at = first_rung(session, case, duty, closures_of(session))
    else:
        duty.next_rung_at = None if duty.paused_on else now


def is_late(duty: Duty, on: date) -> bool:
    """Whether on that day a duty is open, past due, and its clock running."""
    return duty.state is DutyState.OPEN and duty.paused_on is None and duty.due_on < on


def open_duties(session: Session, case: Case) -> list[Duty]:
    """Give what is owed on the case now, oldest first."""
    if (all_of_them := read_before(session, Duty, "case_number", case.number)) is not None:
        return [one for one in all_of_them if one.state is DutyState.OPEN]
    number = {"number": case.number}
    key = ("open duties", case.number)
    return list(reading_once(session, key, lambda: session.exec(_OPEN, params=number).all()))


_OPEN = (
    select(Duty)
    .where(col(Duty.case_number) == sa.bindparam("number"), col(Duty.state) == DutyState.OPEN)
    .order_by(col(Duty.id))
)
_OPEN_OF_A_KIND = _OPEN.where(col(Duty.what) == sa.bindparam("what"))


def able(session: Session, case: Case, office: Office, at: str, *, now: datetime) -> list[Person]:
    """Give the holders of the office who are not recused from this case."""
    recused = {one.person_id for one in rows_of(session, Recusal, "case_number", case.number)}
    held = holders(session, office, at, new_york_date(now))
    return [person for _, person in held if person.id not in recused]


def least_busy(session: Session, people: list[Person]) -> Person | None:
    """Choose the one with the least open work; the longest known among equals."""
    if len(people) < 2:  # noqa: PLR2004 nobody, or nobody else
        return people[0] if people else None
    ids = [person.id for person in people]
    load = dict(
        session.exec(
            select(Duty.holder, func.count())
            .where(col(Duty.state) == DutyState.OPEN, col(Duty.holder).in_(ids))
            .group_by(col(Duty.holder))
        ).all()
    )
    more = _not_yet_written(session)
    return min(
        people, key=lambda person: (load.get(person.id, 0) + more[person.id], person.id or 0)
    )


def _not_yet_written(session: Session) -> Counter[int | None]:
    """Count by how much everybody's open work grows with what is about to be written."""
    more = Counter[int | None]()
    for one in (*session.new, *session.dirty):
        if isinstance(one, Duty) and one.state is DutyState.OPEN:
            holder: Any = sa.inspect(one).attrs.holder.history
            more.update(holder.added or ())
            more.subtract(holder.deleted or ())
    return more


def discharge(duty: Duty, *, by: Person | None, now: datetime) -> None:
    """Close a duty because somebody did what was owed; nobody is reminded of it any more."""
    duty.state, duty.done_at, duty.done_by = DutyState.DONE, now, by.id if by else None
    _end(duty, "the duty was done before the digest went", now=now)


def drop(duty: Duty, *, now: datetime) -> None:
    """Close a duty because the case went another way; nobody is reminded of it any more."""
    duty.state, duty.done_at = DutyState.DROPPED, now
    _end(duty, "the case went another way before the digest went", now=now)


def _end(duty: Duty, why: str, *, now: datetime) -> None:
    """Stop the clock and the ladder of a closed duty, and drop the task of telephoning about it."""
    duty.paused_on = duty.next_rung_at = None
    session = object_session(duty)
    if session is None or duty.id is None:
        return
    stop_reminders(session, duty, why)
    task = session.scalar(
        _OPEN_OF_A_KIND, {"number": duty.case_number, "what": f"{TELEPHONE}{duty.id}"}
    )
    if task is not None:
        drop(task, now=now)


def opening_facts(duty: Duty, person: Person | None) -> dict[str, str | int | None]:
    """Give what the log says of a duty that is opened or handed on."""
    return {
        "duty": duty.id,
        "what": duty.what,
        "owed_by": duty.owed_by,
        "holder": person.email if person else None,
        "due_on": duty.due_on.isoformat(),
        "basis": duty.basis,
    }
