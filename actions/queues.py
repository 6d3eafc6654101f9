"""What the commissioner's office has before it: open duties, chosen, sorted, a page at a time.

A queue is for reading. There is no act on several of its lines.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from actions.desks import OPEN
from models.cases import Case
from models.duties import Duty
from models.people import Holding, Person
from models.registry import Organization

PAGE = 50
"""Lines of a page."""
MOST_COUNTED = 10_000
"""Lines that are counted and can be paged to; beyond it a queue is to be narrowed."""


BODIES_AT_ONCE = 20
FEW = 3000
"""Lines up to which all of them are sorted at once: their bodies are looked up line by line."""


class Show(StrEnum):
    """Which duties: in one's own hands, one's offices', past due, with a clock that stands, all."""

    MINE = "mine"
    OFFICE = "office"
    OVERDUE = "overdue"
    PAUSED = "paused"
    ALL = "all"


class Order(StrEnum):
    """By what the lines are sorted."""

    DUE = "due"
    OPENED = "opened"
    CASE = "case"
    BODY = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody asked to see."""

    show: Show = Show.MINE
    order: Order = Order.DUE
    backwards: bool = False
    what: str = ""
    """A duty's slug, `review:program`; empty for all."""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """An open duty, its case, the body's name, and who has it in hand."""

    duty: Duty
    case: Case
    body: str
    holder: str | None


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of lines, and how many there are."""

    lines: list[Line]
    count: int
    page: int
    last: int

    @property
    def more_than_counted(self) -> bool:
        """Whether there are more than are counted."""
        return self.count > MOST_COUNTED


def queue(
    session: Session,
    wanted: Wanted,
    someone: Person,
    holdings: Sequence[Holding],
    *,
    today: date,
    at_once: int | None = None,
) -> Queue:
    """Give one page of what is owed. Beyond a person's own offices, waivers alone (rule 22).

    Sorted by body it goes through so many bodies `at_once`: all of them where the
    list is short, unless it is said.
    """
    which = [col(Duty.state) == OPEN, _chosen(wanted, someone, holdings, today)]
    if wanted.what:
        which.append(col(Duty.what) == wanted.what)
    count = _count(session, which)
    last = max(1, -(-min(count, MOST_COUNTED) // PAGE))
    page = min(max(wanted.page, 1), last)
    bodies = at_once or (None if count <= FEW else BODIES_AT_ONCE)
    ids = _ids(session, which, wanted, _Span.of_page(page, count), bodies)
    return Queue(_lines(session, ids), count, page, last)


@dataclass(frozen=True, slots=True)
class _Span:
    """Some lines of a list, counted from its nearer end."""

    skip: int
    take: int
    from_the_end: bool = False

    @classmethod
    def of_page(cls, page: int, count: int) -> "_Span":
        """Give the lines of a page of a list that has so many, as far as they are counted."""
        skip = (page - 1) * PAGE
        take = min(PAGE, count - skip)
        if count > MOST_COUNTED or skip <= count // 2:
            return cls(skip, PAGE)
        return cls(count - skip - take, take, from_the_end=True)


def _ids(
    session: Session,
    which: Sequence[sa.ColumnElement[bool]],
    wanted: Wanted,
    span: _Span,
    bodies: int | None,
) -> list[int]:
    """Find the lines of a page by their ids alone: what is sorted and passed over stays narrow."""
    turned = wanted.backwards is not span.from_the_end
    if wanted.order is Order.BODY:
        found = _ids_by_body(session, which, span, bodies, turned=turned)
    else:
        keys = SORTED[wanted.order]
        query = select(Duty.id).where(*which).order_by(*_either_way(keys, turned=turned))
        found = _given(session.exec(query.offset(span.skip).limit(span.take)))
    return found[::-1] if span.from_the_end else found


def _ids_by_body(
    session: Session,
    which: Sequence[sa.ColumnElement[bool]],
    span: _Span,
    at_once: int | None,
    *,
    turned: bool,
) -> list[int]:
    """Go through the bodies by name, some at a time, until the lines wanted are reached.

    All at once the database would sort every case there is.
    """
    names = _either_way([col(Organization.name), col(Organization.code)], turned=turned)
    codes = session.exec(select(Organization.code).order_by(*names)).all()
    order = _either_way([col(Organization.name), col(Organization.code), col(Duty.id)],
                        turned=turned)  # fmt: skip
    found: list[int] = []
    step = at_once or max(1, len(codes))
    for start in range(0, len(codes), step):
        query = (
            select(Duty.id)
            .join(Case, col(Case.number) == col(Duty.case_number))
            .join(Organization, col(Organization.code) == col(Case.organization_code))
            .where(*which, col(Organization.code).in_(codes[start : start + step]))
            .order_by(*order)
        )
        found += _given(session.exec(query))
        if len(found) >= span.skip + span.take:
            break
    return found[span.skip : span.skip + span.take]


def _given(ids: Iterable[int | None]) -> list[int]:
    return [id_ for id_ in ids if id_ is not None]


def _lines(session: Session, ids: list[int]) -> list[Line]:
    rows = session.exec(
        select(Duty, Case, Organization.name, Person.email)
        .join(Case, col(Case.number) == col(Duty.case_number))
        .join(Organization, col(Organization.code) == col(Case.organization_code))
        .outerjoin(Person, col(Person.id) == col(Duty.holder))
        .where(col(Duty.id).in_(ids))
    )
    by_id = {duty.id: Line(duty, case, body, holder) for duty, case, body, holder in rows}
    return [by_id[id_] for id_ in ids]


def _chosen(
    wanted: Wanted, someone: Person, holdings: Sequence[Holding], today: date
) -> sa.ColumnElement[bool]:
    of_waivers = col(Duty.case_number).startswith("W-", autoescape=True)
    match wanted.show:
        case Show.MINE:
            return col(Duty.holder) == someone.id
        case Show.OFFICE:
            places = sorted({(one.office, one.at) for one in holdings})
            return sa.or_(
                sa.false(),
                *(sa.and_(col(Duty.office) == o, col(Duty.at) == at) for o, at in places),
            )
        case Show.OVERDUE:
            late = sa.and_(col(Duty.due_on) < today, col(Duty.paused_on).is_(None))
            return sa.and_(late, of_waivers)
        case Show.PAUSED:
            return sa.and_(col(Duty.paused_on).is_not(None), of_waivers)
        case Show.ALL:
            return of_waivers


def _count(session: Session, which: Sequence[sa.ColumnElement[bool]]) -> int:
    """Count up to one more than `MOST_COUNTED`."""
    some = select(Duty.id).where(*which).limit(MOST_COUNTED + 1).subquery()
    return session.exec(select(func.count()).select_from(some)).one()


SORTED: dict[Order, list[Any]] = {
    Order.DUE: [col(Duty.due_on), col(Duty.id)],
    Order.OPENED: [col(Duty.id)],  # in the order opened
    Order.CASE: [col(Duty.case_number), col(Duty.id)],
}
"""By what lines are sorted; those by body are gone through body by body."""


def _either_way(keys: Sequence[Any], *, turned: bool) -> list[Any]:
    return [key.desc() if turned else key.asc() for key in keys]
