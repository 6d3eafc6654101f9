"""What lies on a person's desk: what they have in hand, what their offices owe, their cases."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.case_pages import TOP, CasePage, Place, Way, page_of_cases
from actions.situations import concerned_towns, gather_towns
from models.cases import Case, CaseKind, CaseState
from models.duties import Duty, DutyState
from models.people import Holding, Office, Person
from models.registry import Organization, OrganizationTown, School
from models.shortfalls import Determination

OPEN: sa.ColumnElement[DutyState] = sa.literal_column(f"'{DutyState.OPEN.value}'")
"""As a literal: the partial indexes are found only when the condition stands in the query."""

MOST = 50
"""Lines of one page of a list."""


@dataclass(frozen=True, slots=True)
class OwedHere:
    """A duty, the case it is on, and the body's name."""

    duty: Duty
    case: Case
    body: str


def in_hand(session: Session, someone: Person) -> list[OwedHere]:
    """Give the open duties that a person has in hand, the first due first."""
    return _owed(session, col(Duty.holder) == someone.id)


def owed_by_offices(
    session: Session, someone: Person, holdings: Sequence[Holding]
) -> list[OwedHere]:
    """Give the open duties of a person's offices that are not in their own hands."""
    places = {(one.office, one.at) for one in holdings}
    if not places:
        return []
    theirs = sa.or_(
        *(sa.and_(col(Duty.office) == office, col(Duty.at) == at) for office, at in sorted(places))
    )
    others = sa.or_(col(Duty.holder).is_(None), col(Duty.holder) != someone.id)
    return _owed(session, theirs, others)


def _owed(session: Session, *which: sa.ColumnElement[bool]) -> list[OwedHere]:
    rows = session.exec(
        select(Duty, Case, Organization.name)
        .join(Case, col(Case.number) == col(Duty.case_number))
        .join(Organization, col(Organization.code) == col(Case.organization_code))
        .where(col(Duty.state) == OPEN, *which)
        .order_by(col(Duty.due_on), col(Duty.id))
        .limit(MOST)
    )
    return [OwedHere(duty, case, name) for duty, case, name in rows]


def cases_of_bodies(
    session: Session, codes: Sequence[str], kind: CaseKind | None = None, *, place: Place = TOP
) -> CasePage:
    """Give a page of the cases of these bodies, of one kind or of both."""
    theirs = [col(Case.organization_code).in_(codes)]
    ways: list[Way] = [[*theirs, col(Case.kind) == kind] if kind else theirs]
    return page_of_cases(session, ways, place, size=MOST)


def cases_before_chief(
    session: Session, holdings: Sequence[Holding], *, place: Place = TOP
) -> CasePage:
    """Give a page of the cases that concern a chief: determined there, or waivers of rule 7."""
    towns = sorted({one.at for one in holdings if one.office is Office.CHIEF})
    if not towns:
        return CasePage()
    determined = select(Determination.case_number).where(col(Determination.town).in_(towns))
    bodies = [body.code for body in bodies_concerned(session, towns)]
    ways = [
        [col(Case.number).in_(determined)],
        [col(Case.kind) == CaseKind.WAIVER, col(Case.organization_code).in_(bodies)],
    ]
    return page_of_cases(session, ways, place, size=MOST)


def bodies_concerned(session: Session, towns: Collection[str]) -> list[Organization]:
    """Give the bodies whose chiefs, by rule 7, are those of these towns; by name."""
    own = select(OrganizationTown.organization_code).where(col(OrganizationTown.town).in_(towns))
    schools = select(School.organization_code).where(col(School.town).in_(towns))
    near = session.exec(
        select(Organization)
        .where(sa.or_(col(Organization.code).in_(own), col(Organization.code).in_(schools)))
        .order_by(col(Organization.name))
    ).all()
    gather_towns(session, [body.code for body in near])
    return [body for body in near if concerned_towns(session, body).keys() & set(towns)]


def bodies_of(session: Session, holdings: Sequence[Holding]) -> list[Organization]:
    """Give the bodies at which a person holds an office."""
    of_a_body = {Office.SUPERINTENDENT, Office.EDITOR}
    codes = {one.at for one in holdings if one.office in of_a_body}
    query = select(Organization).where(col(Organization.code).in_(codes))
    return list(session.exec(query.order_by(col(Organization.name))))


def owed_at(session: Session, office: Office, at: str) -> list[OwedHere]:
    """Give what an office owes, in whosever hands, the first due first."""
    return _owed(session, col(Duty.office) == office, col(Duty.at) == at)


def shortfalls_in(session: Session, state: CaseState, *, place: Place = TOP) -> CasePage:
    """Give a page of the shortfalls in a state."""
    way = [col(Case.kind) == CaseKind.SHORTFALL, col(Case.state) == state]
    return page_of_cases(session, [way], place, size=MOST)
