"""A list of cases a page at a time, the newest first: a page goes on from a case, not a count.

So what is filed meanwhile moves nothing, and a far page costs what the first does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from models.cases import Case
from models.registry import Organization

Way = Sequence[sa.ColumnElement[bool]]
"""Conditions that all hold for the cases of a list."""


@dataclass(frozen=True, slots=True)
class Place:
    """From where a page goes on: right after a case of the list, or right before one."""

    after: str = ""
    before: str = ""


TOP = Place()


@dataclass(frozen=True, slots=True)
class CasePage:
    """Some cases with their bodies' names, and from which case the pages beside it go on."""

    cases: tuple[tuple[Case, str], ...] = ()
    newer: str | None = None
    """The first case of this page, where there are newer ones."""
    older: str | None = None
    """The last case of this page, where there are older ones."""


def page_of_cases(session: Session, ways: Sequence[Way], place: Place, *, size: int) -> CasePage:
    """Give a page of the cases that any of these ways leads to.

    Each way is asked by itself, by its own index: together they would be looked
    for in every case there is. A place that is no case of the list is as if it
    were not said, so nothing is told of it.
    """
    mark = _case_at(session, ways, place.before or place.after)
    back = mark is not None and bool(place.before)
    found = {
        case.number: (case, name)
        for way in ways
        for case, name in session.exec(_beside(way, mark, back=back).limit(size + 1))
    }
    ordered = sorted(
        found.values(), key=lambda one: (one[0].filed_at, one[0].number), reverse=not back
    )
    shown, more = ordered[:size], len(ordered) > size
    if not shown:
        return page_of_cases(session, ways, TOP, size=size) if mark else CasePage()
    if back:
        shown.reverse()
    newer, older = (more, True) if back else (mark is not None, more)
    return CasePage(
        tuple(shown),
        shown[0][0].number if newer else None,
        shown[-1][0].number if older else None,
    )


def _case_at(session: Session, ways: Sequence[Way], number: str) -> Case | None:
    if not number or not ways:
        return None
    listed = sa.or_(*(sa.and_(*way) for way in ways))
    return session.exec(select(Case).where(col(Case.number) == number, listed)).first()


def _beside(way: Way, mark: Case | None, *, back: bool) -> Select[Case, str]:
    query = (
        select(Case, Organization.name)
        .join(Organization, col(Organization.code) == col(Case.organization_code))
        .where(*way)
    )
    filed, number = col(Case.filed_at), col(Case.number)
    if mark is None:
        return query.order_by(filed.desc(), number.desc())
    same = filed == mark.filed_at
    if back:
        newer = sa.or_(filed > mark.filed_at, sa.and_(same, number > mark.number))
        return query.where(newer).order_by(filed, number)
    older = sa.or_(filed < mark.filed_at, sa.and_(same, number < mark.number))
    return query.where(older).order_by(filed.desc(), number.desc())
