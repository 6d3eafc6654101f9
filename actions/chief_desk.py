"""What lies on a chief's desk: applications that concern their towns, shortfalls, bodies."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from actions.case_pages import TOP, CasePage, Place, page_of_cases
from actions.cases import CLOSED
from actions.chief_views import ChiefView, views_of
from actions.desks import MOST, bodies_concerned
from actions.situations import concerned_towns
from models.cases import Case, CaseKind
from models.people import Holding, Office
from models.registry import Organization
from models.shortfalls import Determination
from models.submissions import Consultation


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
    session: Session, towns: Collection[str], *, by: str, place: Place = TOP
) -> tuple[list[Concerning], CasePage]:
    """Give a page of the open applications whose duty is a chief's of these towns (rule 7)."""
    codes = [one.code for one in bodies_concerned(session, towns)]
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


def bodies_for(session: Session, towns: Collection[str]) -> list[tuple[Organization, str]]:
    """Give the bodies for whose schools a chief of these towns may determine, each with the town.

    A body the section does not name is among them: starting with it says so, and which clauses
    name it.
    """
    return [
        (body, town)
        for body in bodies_concerned(session, towns)
        for town in concerned_towns(session, body)
        if town in towns
    ]


def consultations_of(session: Session, case: Case) -> list[Consultation]:
    """Give the consultations as the version now before the office tells them."""
    query = select(Consultation).where(
        col(Consultation.case_number) == case.number, col(Consultation.version) == case.version
    )
    return list(session.exec(query.order_by(col(Consultation.position))))
