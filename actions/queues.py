"""What the commissioner's office has before it: open duties, chosen, sorted, a page at a time.

A queue is for reading. There is no act on several of its lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from models.cases import Case
from models.duties import Duty, DutyState
from models.people import Holding, Person
from models.registry import Organization

PAGE = 50
"""Lines of a page."""
MOST_COUNTED = 10_000
"""Lines that are counted and can be paged to; beyond it a queue is to be narrowed."""


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
) -> Queue:
    """Give one page of what is owed. Beyond a person's own offices, waivers alone (rule 22)."""
    which = [col(Duty.state) == DutyState.OPEN, _chosen(wanted, someone, holdings, today)]
    if wanted.what:
        which.append(col(Duty.what) == wanted.what)
    count = _count(session, which)
    last = max(1, -(-min(count, MOST_COUNTED) // PAGE))
    page = min(max(wanted.page, 1), last)
    ids = _ids(session, which, wanted, page)
    return Queue(_lines(session, ids), count, page, last)


def _ids(
    session: Session, which: Sequence[sa.ColumnElement[bool]], wanted: Wanted, page: int
) -> list[int]:
    """Find the lines of a page by their ids alone: what is sorted and passed over stays narrow."""
    query = select(Duty.id).where(*which)
    if wanted.order is Order.BODY:
        query = query.join(Case, col(Case.number) == col(Duty.case_number)).join(
            Organization, col(Organization.code) == col(Case.organization_code)
        )
    found = query.order_by(*_sorted(wanted)).offset((page - 1) * PAGE).limit(PAGE)
    return [id_ for id_ in session.exec(found) if id_ is not None]


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


def _sorted(wanted: Wanted) -> list[Any]:
    keys: dict[Order, list[Any]] = {
        Order.DUE: [col(Duty.due_on), col(Duty.id)],
        Order.OPENED: [col(Duty.id)],  # in the order opened
        Order.CASE: [col(Duty.case_number), col(Duty.id)],
        Order.BODY: [col(Organization.name), col(Duty.id)],
    }
    return [key.desc() if wanted.backwards else key.asc() for key in keys[wanted.order]]
