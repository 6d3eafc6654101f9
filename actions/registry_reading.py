"""The registry as people look things up in it: bodies, their schools, who holds what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy import func
from sqlmodel import Session, col, select

from actions.offices import in_force
from models.people import Holding, Office, Person
from models.registry import Organization, OrganizationTown, School

A_PAGE = 50
"""Lines on a page."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of rows, of how many."""

    rows: Sequence[tuple[Holding, Person]] | Sequence[Organization]
    count: int
    at: int
    last: int


@dataclass(frozen=True, slots=True)
class BodyOnRecord:
    """A body, its towns, schools, and who holds offices at it."""

    body: Organization
    towns: list[str]
    schools: list[School]
    offices: list[tuple[Holding, Person]]


def bodies_found(session: Session, words: str, *, at: int = 1) -> Found:
    """Give the bodies whose name or code holds these words, by name."""
    query = select(Organization)
    if words.strip():
        like = f"%{_escaped(words.strip())}%"
        query = query.where(
            sa.or_(
                col(Organization.name).ilike(like, escape="\\"),
                col(Organization.code).like(like, escape="\\"),
            )
        )
    count, at, last = _page(session, query, at)
    query = query.order_by(col(Organization.name), col(Organization.code))
    rows = session.exec(query.limit(A_PAGE).offset((at - 1) * A_PAGE)).all()
    return Found(rows, count, at, last)


def body_on_record(session: Session, code: str, on: date) -> BodyOnRecord | None:
    """Give all that is on record of a body."""
    body = session.get(Organization, code)
    if body is None:
        return None
    towns = session.exec(
        select(OrganizationTown.town).where(col(OrganizationTown.organization_code) == code)
    )
    schools = session.exec(
        select(School).where(col(School.organization_code) == code).order_by(col(School.code))
    )
    offices = session.exec(
        select(Holding, Person)
        .join(Person, col(Person.id) == col(Holding.person_id))
        .where(col(Holding.at) == code, in_force(on))
        .order_by(col(Holding.office), col(Holding.id))
    )
    return BodyOnRecord(body, sorted(towns), list(schools), list(offices))


def holdings_found(
    session: Session, words: str, office: Office | None, *, on: date, at: int = 1
) -> Found:
    """Give who holds or will hold which office, by address, place or title."""
    query = (
        select(Holding, Person)
        .join(Person, col(Person.id) == col(Holding.person_id))
        .where(
            col(Holding.revoked_at).is_(None),
            sa.or_(col(Holding.until).is_(None), col(Holding.until) >= on),
        )
    )
    if office:
        query = query.where(col(Holding.office) == office)
    if words.strip():
        like = f"%{_escaped(words.strip())}%"
        query = query.where(
            sa.or_(
                *(
                    column.ilike(like, escape="\\")
                    for column in (col(Person.email), col(Holding.at), col(Holding.title))
                )
            )
        )
    count, at, last = _page(session, query, at)
    query = query.order_by(col(Holding.office), col(Holding.at), col(Person.email))
    rows = session.exec(query.limit(A_PAGE).offset((at - 1) * A_PAGE)).all()
    return Found(rows, count, at, last)


def holding_of(session: Session, holding_id: int) -> tuple[Holding, Person] | None:
    """Give one holding and whose it is."""
    holding = session.get(Holding, holding_id)
    return (holding, session.get_one(Person, holding.person_id)) if holding else None


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _page(
    session: Session, query: sa.Select[tuple[object]] | object, at: int
) -> tuple[int, int, int]:
    count = session.exec(select(func.count()).select_from(query.subquery())).one()  # type: ignore[attr-defined]
    last = max(1, -(-count // A_PAGE))
    return count, min(max(1, at), last), last
