"""What lies on a person's desk: what they have in hand, what their offices owe, their cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from actions.situations import chiefs_concerned, schools_of
from models.cases import Case, CaseKind, CaseState
from models.duties import Duty, DutyState
from models.people import Holding, Office, Person
from models.registry import Organization, OrganizationTown, School
from models.shortfalls import Determination

OPEN: sa.ColumnElement[DutyState] = sa.literal_column(f"'{DutyState.OPEN.value}'")
"""As a literal: the partial indexes are found only when the condition stands in the query."""

MOST = 50
"""Lines of one list; what is beyond is said, not shown."""


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


def cases_of_bodies(session: Session, codes: Sequence[str]) -> list[tuple[Case, str]]:
    """Give the cases of these bodies with the body's name, the newest first."""
    return list(session.exec(_cases().where(col(Case.organization_code).in_(codes))))


def _cases() -> Select[Case, str]:
    return (
        select(Case, Organization.name)
        .join(Organization, col(Organization.code) == col(Case.organization_code))
        .order_by(col(Case.filed_at).desc(), col(Case.number).desc())
        .limit(MOST)
    )


def cases_before_chief(
    session: Session, holdings: Sequence[Holding], on: date
) -> list[tuple[Case, str]]:
    """Give the cases that concern a person as chief: determined there, or waivers of rule 7."""
    towns = sorted({one.at for one in holdings if one.office is Office.CHIEF})
    if not towns:
        return []
    determined = select(Determination.case_number).where(col(Determination.town).in_(towns))
    bodies = bodies_concerned(session, towns, on)
    # Each by its own index; together they would be looked for in every case there is.
    found = {
        case.number: (case, name)
        for which in (
            [col(Case.number).in_(determined)],
            [col(Case.kind) == CaseKind.WAIVER, col(Case.organization_code).in_(bodies)],
        )
        for case, name in session.exec(_cases().where(*which))
    }
    newest = sorted(found.values(), key=lambda one: (one[0].filed_at, one[0].number), reverse=True)
    return newest[:MOST]


def bodies_concerned(session: Session, towns: Sequence[str], on: date) -> list[str]:
    """Give the bodies whose chiefs, by rule 7, are those of these towns."""
    own = select(OrganizationTown.organization_code).where(col(OrganizationTown.town).in_(towns))
    schools = select(School.organization_code).where(col(School.town).in_(towns))
    near = session.exec(
        select(Organization).where(
            sa.or_(col(Organization.code).in_(own), col(Organization.code).in_(schools))
        )
    )
    return [
        body.code
        for body in near
        if {one.town for one in chiefs_concerned(session, body, schools_of(session, body.code), on)}
        & set(towns)
    ]


def bodies_of(session: Session, holdings: Sequence[Holding]) -> list[Organization]:
    """Give the bodies at which a person holds an office."""
    of_a_body = {Office.SUPERINTENDENT, Office.EDITOR}
    codes = {one.at for one in holdings if one.office in of_a_body}
    query = select(Organization).where(col(Organization.code).in_(codes))
    return list(session.exec(query.order_by(col(Organization.name))))


def owed_at(session: Session, office: Office, at: str) -> list[OwedHere]:
    """Give what an office owes, in whosever hands, the first due first."""
    return _owed(session, col(Duty.office) == office, col(Duty.at) == at)


def shortfalls_in(session: Session, *states: CaseState) -> list[tuple[Case, str]]:
    """Give the shortfalls in these states with the body's name, the newest first."""
    rows = session.exec(
        select(Case, Organization.name)
        .join(Organization, col(Organization.code) == col(Case.organization_code))
        .where(col(Case.kind) == CaseKind.SHORTFALL, col(Case.state).in_(states))
        .order_by(col(Case.filed_at).desc(), col(Case.number).desc())
        .limit(MOST)
    )
    return list(rows)
