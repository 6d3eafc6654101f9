"""What lies on a chief's desk: applications that concern their towns, shortfalls, bodies."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.case_pages import TOP, CasePage, Place, page_of_cases
from actions.cases import CLOSED
from actions.chief_views import ChiefView, views_of
from actions.desks import MOST
from actions.situations import chiefs_concerned
from models.cases import Case, CaseKind
from models.people import Holding, Office
from models.registry import Organization, OrganizationTown, School
from models.shortfalls import Determination
from models.submissions import Consultation
from rules.calendar import new_york_date


@dataclass(frozen=True, slots=True)
class Concerning:
    """An application that concerns a chief, and what they have said of it."""

    case: Case
    body: str
    views: tuple[ChiefView, ...]


def towns_of(holdings: Sequence[Holding]) -> list[str]:
    """Give the towns in which somebody holds the office of chief."""
    return [one.at for one in holdings if one.office is Office.CHIEF]


def waivers_for(
    session: Session, towns: Collection[str], *, by: str, now: datetime, place: Place = TOP
) -> tuple[list[Concerning], CasePage]:
    """Give a page of the open applications whose duty is a chief's of these towns (rule 7)."""
    codes = [one.code for one in _bodies_near(session, towns, now=now)]
    way = [
        col(Case.kind) == CaseKind.WAIVER,
        col(Case.organization_code).in_(codes),
        col(Case.state).not_in(CLOSED),
    ]
    page = page_of_cases(session, [way], place, size=MOST)
    concerning = [
        Concerning(
            case,
            body,
            tuple(one for one in views_of(session, case.number) if one.by == by.casefold()),
        )
        for case, body in page.cases
    ]
    return concerning, page


def shortfalls_of(session: Session, towns: Collection[str], *, place: Place = TOP) -> CasePage:
    """Give a page of the shortfalls that chiefs of these towns determined."""
    determined = select(Determination.case_number).where(col(Determination.town).in_(towns))
    return page_of_cases(session, [[col(Case.number).in_(determined)]], place, size=MOST)


def bodies_for(
    session: Session, towns: Collection[str], *, now: datetime
) -> list[tuple[Organization, str]]:
    """Give the bodies for whose schools a chief of these towns may determine, each with the town.

    A body the section does not name is among them: starting with it says so, and which clauses
    name it.
    """
    return [
        (body, town)
        for body in _bodies_near(session, towns, now=now)
        for town in _chiefs_towns(session, body, now)
        if town in towns
    ]


def consultations_of(session: Session, case: Case) -> list[Consultation]:
    """Give the consultations as the version now before the office tells them."""
    query = select(Consultation).where(
        col(Consultation.case_number) == case.number, col(Consultation.version) == case.version
    )
    return list(session.exec(query.order_by(col(Consultation.position))))


def _bodies_near(session: Session, towns: Collection[str], *, now: datetime) -> list[Organization]:
    members = select(OrganizationTown.organization_code).where(
        col(OrganizationTown.town).in_(towns)
    )
    located = select(School.organization_code).where(col(School.town).in_(towns))
    near = session.exec(
        select(Organization)
        .where(sa.or_(col(Organization.code).in_(members), col(Organization.code).in_(located)))
        .order_by(col(Organization.name))
    )
    return [body for body in near if set(_chiefs_towns(session, body, now)) & set(towns)]


def _chiefs_towns(session: Session, body: Organization, now: datetime) -> list[str]:
    chiefs = chiefs_concerned(session, body, new_york_date(now))
    return [one.town for one in chiefs]
