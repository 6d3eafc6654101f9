"""What the office has taken, and what lies before it: figures for pages and pictures.

Each answer is a range of an index, so it stays quick however many cases there are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from actions.closures import closures_in_force
from actions.desks import OPEN
from actions.durations import WHOLE
from models.cases import Case, CaseKind, CaseState
from models.durations import Duration
from models.duties import Duty
from models.people import Office
from rules.calendar import days_ago, new_york_date, year_of
from rules.expectation import Expected, steps_ahead
from rules.policy import Policy

ENOUGH = 5
"""Closed cases that a figure needs: of fewer it would tell about these, not about the office."""

YEARS_BACK = 4
"""Years that are looked at, this one among them: what was longer ago says little."""

AGES = (7, 14, 30, 60, 90)
"""Calendar days by which the queue is sorted; the last group is older than all of them."""


@dataclass(frozen=True, slots=True)
class Spread:
    """What closed cases took, paused time left out."""

    year: int
    """The year (New York) they closed in."""
    cases: int
    median: float
    """Seconds."""
    ninetieth: float
    """Seconds in which nine of ten were done."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """A step ahead: its last day by the policy, and what the office has taken for it."""

    expected: Expected
    taken: Spread | None
    """None while too few cases have closed."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many duties of an office have been open for so long."""

    office: Office
    at: str
    by_age: tuple[int, ...]
    """As many groups as `AGES` has borders, and one for those that are older."""


def if_filed_today(
    session: Session,
    policy: Policy,
    kind: CaseKind,
    *,
    now: datetime,
) -> tuple[Ahead, ...]:
    """Say by which day each step would be owed, and what it has taken before."""
    today, closures = new_york_date(now), closures_in_force(session)
    return tuple(
        Ahead(expected, lately(session, kind, expected.part, now=now))
        for expected in steps_ahead(policy, kind, today, closures)
    )


def lately(session: Session, kind: CaseKind, part: str = WHOLE, *, now: datetime) -> Spread | None:
    """Give what a part has taken in the newest of these years with enough closed cases."""
    this_year = new_york_date(now).year
    for year in range(this_year, this_year - YEARS_BACK, -1):
        found = spread(session, kind, part, year=year)
        if found and found.cases >= ENOUGH:
            return found
    return None


def by_year(session: Session, kind: CaseKind, part: str = WHOLE) -> list[Spread]:
    """Give what a part has taken in each year, the first year first."""
    found = (spread(session, kind, part, year=year) for year in _years(session, kind, part))
    return [one for one in found if one]


def _years(session: Session, kind: CaseKind, part: str) -> Iterator[int]:
    """Yield the years in which something closed; each is looked up, none is gone through."""
    after = 0
    query = select(func.min(col(Duration.year))).where(
        col(Duration.kind) == kind, col(Duration.part) == part
    )
    while year := session.exec(query.where(col(Duration.year) > after)).one():
        yield year
        after = year


def spread(session: Session, kind: CaseKind, part: str = WHOLE, *, year: int) -> Spread | None:
    """Give the median and the 90th percentile of what a part took; None where nothing closed."""
    chosen = [col(Duration.kind) == kind, col(Duration.part) == part, col(Duration.year) == year]
    cases = session.exec(select(func.count()).select_from(Duration).where(*chosen)).one()
    if not cases:
        return None
    near = [_near(chosen, cases, share) for share in SHARES]
    query = sa.union_all(*(sa.select(sa.literal(n), one.c.seconds) for n, one in enumerate(near)))
    found: list[list[int]] = [[] for _ in SHARES]
    for n, seconds in session.connection().execute(query):
        found[n].append(seconds)
    median, ninetieth = (
        _between(sorted(values), cases, share) for values, share in zip(found, SHARES, strict=True)
    )
    return Spread(year, cases, median, ninetieth)


SHARES = (0.5, 0.9)
"""How far through the cases, the quickest first: the median, and nine of ten."""


def _near(chosen: Sequence[sa.ColumnElement[bool]], cases: int, share: float) -> sa.Subquery:
    """Select the two values about a share of the way through, walking from the nearer end."""
    low = int(share * (cases - 1))
    seconds, backwards = col(Duration.seconds), low > cases / 2
    order, skip = (seconds.desc(), max(0, cases - 2 - low)) if backwards else (seconds.asc(), low)
    query = select(Duration.seconds).where(*chosen).order_by(order).offset(skip).limit(2)
    return query.subquery()


def _between(near: Sequence[int], cases: int, share: float) -> float:
    """Give the value at a share of the way through, between two neighbours where it falls there."""
    place = share * (cases - 1)
    low = int(place)
    if low == cases - 1:
        return float(near[-1])
    return near[0] + (near[1] - near[0]) * (place - low)


def queue_by_age(session: Session, *, now: datetime) -> list[Waiting]:
    """Count what is owed by each office, by how long it has been open."""
    borders = [days_ago(now, days) for days in AGES]
    ages = [
        func.sum(sa.case((_opened_between(older, newer), 1), else_=0))
        for newer, older in zip([None, *borders], [*borders, None], strict=True)
    ]
    query = (
        sa.select(col(Duty.office), col(Duty.at), *ages)
        .where(col(Duty.state) == OPEN)
        .group_by(col(Duty.office), col(Duty.at))
        .order_by(col(Duty.office), col(Duty.at))
    )
    rows: list[tuple[Any, ...]] = [tuple(row) for row in session.connection().execute(query)]
    return [Waiting(Office(row[0]), row[1], tuple(int(one) for one in row[2:])) for row in rows]


def _opened_between(older: datetime | None, newer: datetime | None) -> sa.ColumnElement[bool]:
    after = sa.true() if older is None else col(Duty.opened_at) > older
    before = sa.true() if newer is None else col(Duty.opened_at) <= newer
    return sa.and_(after, before)


def years_filed(session: Session, kind: CaseKind) -> tuple[int, int] | None:
    """Give the first and the last year (New York) in which a case was filed; None for none."""
    ends = [
        session.exec(select(bound(col(Case.filed_at))).where(col(Case.kind) == kind)).one()
        for bound in (func.min, func.max)
    ]
    first, last = (new_york_date(one).year if one else None for one in ends)
    return (first, last) if first and last else None


def cases_by_state(session: Session, kind: CaseKind, year: int) -> dict[CaseState, int]:
    """Count the cases filed in a year (New York) by where they stand now."""
    start, end = year_of(year)
    rows = session.exec(
        select(Case.state, func.count())
        .where(col(Case.kind) == kind, col(Case.filed_at) >= start, col(Case.filed_at) < end)
        .group_by(col(Case.state))
    )
    return {CaseState(state): count for state, count in rows}
