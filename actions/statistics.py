"""What the office has taken, and what lies before it: figures for pages and pictures.

Each answer is a range of an index, so it stays quick however many cases there are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
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
    steps = steps_ahead(policy, kind, today, closures)
    taken = lately_each(session, kind, [expected.part for expected in steps], now=now)
    return tuple(Ahead(expected, taken.get(expected.part)) for expected in steps)


def lately(session: Session, kind: CaseKind, part: str = WHOLE, *, now: datetime) -> Spread | None:
    """Give what a part has taken in the newest of these years with enough closed cases."""
    return lately_each(session, kind, [part], now=now).get(part)


def lately_each(
    session: Session, kind: CaseKind, parts: Sequence[str], *, now: datetime
) -> dict[str, Spread]:
    """Give what each part has taken lately; one of which too few cases have closed is left out."""
    found: dict[str, Spread] = {}
    this_year = new_york_date(now).year
    for year in range(this_year, this_year - YEARS_BACK, -1):
        wanted = [part for part in parts if part not in found]
        if not wanted:
            break
        spreads = _of_parts(session, kind, wanted, year)
        found |= {part: one for part, one in spreads.items() if one.cases >= ENOUGH}
    return found


def by_year(session: Session, kind: CaseKind, part: str = WHOLE) -> list[Spread]:
    """Give what a part has taken in each year, the first year first."""
    if _counts_by_itself(session):
        rows = _rows(session, _YEAR_BY_YEAR, {"kind": kind, "part": part})
        return [Spread(*figures) for _, *figures in rows]
    return [_walked(session, kind, part, year) for year in _years(session, kind, part)]


def spread(session: Session, kind: CaseKind, part: str = WHOLE, *, year: int) -> Spread | None:
    """Give the median and the 90th percentile of what a part took; None where nothing closed."""
    return _of_parts(session, kind, [part], year).get(part)


def _of_parts(
    session: Session, kind: CaseKind, parts: Sequence[str], year: int
) -> dict[str, Spread]:
    if _counts_by_itself(session):
        rows = _rows(session, _A_YEAR, {"kind": kind, "parts": parts, "year": year})
        return {part: Spread(*figures) for part, *figures in rows}
    walked = {part: _walked(session, kind, part, year) for part in parts}
    return {part: one for part, one in walked.items() if one.cases}


def _rows(session: Session, query: Any, asked: dict[str, Any]) -> Sequence[tuple[Any, ...]]:
    rows: Any = session.connection().execute(query, asked)
    return [tuple(row) for row in rows]


def _counts_by_itself(session: Session) -> bool:
    """Whether the database knows percentiles: PostgreSQL does, SQLite does not."""
    return session.get_bind().dialect.name == "postgresql"


SHARES = (0.5, 0.9)
"""How far through the cases, the quickest first: the median, and nine of ten."""

_EACH: Any = sa.select(
    col(Duration.part),
    col(Duration.year),
    func.count(),
    *(
        func.percentile_cont(sa.literal_column(str(share))).within_group(col(Duration.seconds))
        for share in SHARES
    ),
).where(col(Duration.kind) == sa.bindparam("kind"))
_YEAR_BY_YEAR = (
    _EACH.where(col(Duration.part) == sa.bindparam("part"))
    .group_by(col(Duration.part), col(Duration.year))
    .order_by(col(Duration.year))
)
_A_YEAR = _EACH.where(
    col(Duration.part).in_(sa.bindparam("parts", expanding=True)),
    col(Duration.year) == sa.bindparam("year"),
).group_by(col(Duration.part), col(Duration.year))


def _years(session: Session, kind: CaseKind, part: str) -> Iterator[int]:
    """Yield the years in which something closed; each is looked up, none is gone through."""
    after = 0
    query = select(func.min(col(Duration.year))).where(
        col(Duration.kind) == kind, col(Duration.part) == part
    )
    while year := session.exec(query.where(col(Duration.year) > after)).one():
        yield year
        after = year


def _walked(session: Session, kind: CaseKind, part: str, year: int) -> Spread:
    """Count a year's cases, and walk along their index to the two values about each share."""
    chosen = [col(Duration.kind) == kind, col(Duration.part) == part, col(Duration.year) == year]
    cases = session.exec(select(func.count()).select_from(Duration).where(*chosen)).one()
    if not cases:
        return Spread(year, 0, 0.0, 0.0)
    near = [_near(chosen, cases, share) for share in SHARES]
    query = sa.union_all(*(sa.select(sa.literal(n), one.c.seconds) for n, one in enumerate(near)))
    found: list[list[int]] = [[] for _ in SHARES]
    for n, seconds in session.connection().execute(query):
        found[n].append(seconds)
    median, ninetieth = (
        _between(sorted(values), cases, share) for values, share in zip(found, SHARES, strict=True)
    )
    return Spread(year, cases, median, ninetieth)


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
    rows = _rows(session, _BY_AGE, {_border(days): days_ago(now, days) for days in AGES})
    # Each count has the younger ones in it: an age is what it adds to the one before.
    return [
        Waiting(office, at, tuple(more - less for less, more in pairwise((0, *counts))))
        for office, at, *counts in rows
    ]


def _border(days: int) -> str:
    return f"days_{days}"


_BY_AGE: Any = (
    sa.select(
        col(Duty.office),
        col(Duty.at),
        *(func.count().filter(col(Duty.opened_at) > sa.bindparam(_border(days))) for days in AGES),
        func.count(),
    )
    .where(col(Duty.state) == OPEN)
    .group_by(col(Duty.office), col(Duty.at))
    .order_by(col(Duty.office), col(Duty.at))
)


def years_filed(session: Session, kind: CaseKind) -> tuple[int, int] | None:
    """Give the first and the last year (New York) in which a case was filed; None for none."""
    ((first, last),) = _rows(session, _FILED, {"kind": kind})
    return (new_york_date(first).year, new_york_date(last).year) if first and last else None


_FILED = sa.select(
    *(
        sa.select(bound(col(Case.filed_at)))
        .where(col(Case.kind) == sa.bindparam("kind"))
        .scalar_subquery()
        for bound in (func.min, func.max)
    )
)
"""Two questions in one: of both ends together, SQLite would look through every case."""


def cases_by_state(session: Session, kind: CaseKind, year: int) -> dict[CaseState, int]:
    """Count the cases filed in a year (New York) by where they stand now."""
    start, end = year_of(year)
    rows = _rows(session, _BY_STATE, {"kind": kind, "start": start, "end": end})
    return {state: count for state, count in rows}  # noqa: C416 - says which is which


_BY_STATE = (
    sa.select(col(Case.state), func.count())
    .where(
        col(Case.kind) == sa.bindparam("kind"),
        col(Case.filed_at) >= sa.bindparam("start"),
        col(Case.filed_at) < sa.bindparam("end"),
    )
    .group_by(col(Case.state))
)
