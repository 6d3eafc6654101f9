"""What reminders will go, when, to whom and why, if nobody acts. Nothing is sent or written."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from actions.closures import closures_in_force
from actions.duties import TELEPHONE, least_busy
from actions.ladders import Standing, ladders_of
from actions.told import Told, callers, operators_at, to_telephone, who_is_told
from models.cases import Case
from models.duties import Authority, Duty
from models.messages import Message
from models.people import Office, Person
from models.reminders import Reminder, ReminderState, RungKind
from rules.calendar import (
    business_day,
    due_date,
    end_of,
    new_york_date,
)
from rules.ladder import Climbing, Rung, foretell, rungs

AT_ONCE = 500
"""Duties in one query."""


@dataclass(frozen=True, slots=True)
class Foretold:
    """One rung that will go, or be overtaken, and the digest it will be in."""

    at: datetime
    case_number: str
    what: str
    owed_by: str
    due_on: date
    authority: Authority
    rung: Rung
    told: Told
    digest_on: date | None = None


def foretell_reminders(
    session: Session, *, now: datetime, until: date
) -> tuple[list[Foretold], list[Reminder]]:
    """Give what will go up to the end of `until`, and what waits for a digest already.

    By the very functions the round uses, so that it does the same: with the
    offices as they are held on the day. A task of telephoning that will be
    opened is followed too.
    """
    closures = closures_in_force(session)
    found: list[Foretold] = []
    ids = _due_by(session, until)
    for start in range(0, len(ids), AT_ONCE):
        owed = _owed(session, ids[start : start + AT_ONCE])
        ladders = ladders_of(session, owed, closures)
        for duty, case in owed:
            since = max(now, duty.next_rung_at or now)
            try:
                found += _of_duty(session, duty, case, ladders.of(duty, case), since, until)
            except Exception as error:  # noqa: BLE001 one broken case must not hide the others
                found.append(_trouble(duty, since, error))
    found.sort(key=lambda one: (one.at, one.case_number, one.what, one.rung.key))
    waiting = session.exec(select(Reminder).where(col(Reminder.digest_from) < end_of(until))).all()
    return list(_in_digests(session, found, waiting, closures, now=now)), list(waiting)


def _due_by(session: Session, until: date) -> Sequence[int | None]:
    query = select(Duty.id).where(col(Duty.next_rung_at) < end_of(until))
    return session.exec(query.order_by(col(Duty.id))).all()


def _owed(session: Session, ids: Iterable[int | None]) -> list[tuple[Duty, Case]]:
    query = select(Duty, Case).join(Case, col(Case.number) == col(Duty.case_number))
    return list(session.exec(query.where(col(Duty.id).in_(list(ids)))).all())


def _of_duty(
    session: Session, duty: Duty, case: Case, standing: Standing, since: datetime, until: date
) -> Iterator[Foretold]:
    policy = standing.policy
    moments = foretell(standing.ladder, standing.gone, standing.mornings, since=since, until=until)
    for at, step in moments:
        entry = Foretold(
            at, case.number, duty.what, duty.owed_by, duty.due_on, duty.authority,
            rung=step.goes[0], told=Told(ReminderState.OVERTAKEN, duty.owed_by, (), "overtaken"),
        )  # fmt: skip
        for rung in step.overtaken:
            yield replace(entry, rung=rung)
        for rung in step.goes:
            if rung.kind is not RungKind.TELEPHONE:
                told = who_is_told(session, case, duty, policy, rung, now=at)
                yield replace(entry, rung=rung, told=told)
                continue
            operators = callers(session, case, policy, now=at)
            task = _task(session, duty, operators, standing, at)
            told = to_telephone(policy, operators, f"the task {task.what} is opened")
            yield replace(entry, rung=rung, told=told)
            ladder = rungs(
                policy.reminders.ladder(task.what),
                Climbing(task.due_on, task.opened_at),
                standing.mornings,
            )
            of_task = replace(standing, ladder=ladder, gone=frozenset())
            yield from _of_duty(session, task, case, of_task, at, until)


def _trouble(duty: Duty, since: datetime, error: Exception) -> Foretold:
    """Say that nothing can be told of a duty, as the round will put it aside."""
    why = f"{type(error).__name__}: {error}"[:300]
    return Foretold(
        since, duty.case_number, duty.what, duty.owed_by, duty.due_on, duty.authority,
        rung=Rung("", RungKind.REMIND, 0, since),
        told=Told(ReminderState.UNTOLD, duty.owed_by, (), why),
    )  # fmt: skip


def _task(
    session: Session, duty: Duty, operators: list[Person], standing: Standing, at: datetime
) -> Duty:
    """Make the duty that the round will open, without opening it."""
    policy, closures = standing.policy, standing.mornings.closures
    days = policy.reminders.telephone_days
    holder = least_busy(session, operators)
    return Duty(
        case_number=duty.case_number,
        what=f"{TELEPHONE}{duty.id}",
        office=Office.OPERATOR,
        at=operators_at(policy),
        holder=holder.id if holder else None,
        opened_at=at,
        days=days,
        due_on=due_date(new_york_date(at), days, closures),
        authority=Authority.POLICY,
        basis="reminders.telephone_days",
    )


def _in_digests(
    session: Session,
    found: Sequence[Foretold],
    waiting: Sequence[Reminder],
    closures: Collection[date],
    *,
    now: datetime,
) -> Iterator[Foretold]:
    """Say in which day's digest each will be: an office has one a day."""
    today = new_york_date(now)
    messages = session.exec(select(Message).where(col(Message.digest_on) >= today))
    composed = {(one.to_office, one.digest_on): one.queued_at for one in messages}
    queued = set(composed)
    for row in waiting:
        at = max(now, row.digest_from or now)
        composed.setdefault((row.office, new_york_date(at)), at)
    for one in found:
        if one.told.state is not ReminderState.QUEUED:
            yield one
            continue
        day = new_york_date(one.at)
        office = (one.told.office, day)
        if office in queued or composed.setdefault(office, one.at) < one.at:
            day = business_day(day, 1, closures)
        yield replace(one, digest_on=day)
