"""Whom a case concerns: the offices in it that a person holds, and whether they may read it."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.desks import bodies_concerned
from actions.offices import DEPARTMENT
from actions.policies import parsed, policy_of
from actions.shortfall_standing import offices_concerned
from actions.shortfalls import STATE_POLICE
from actions.situations import concerned_towns, organization
from actions.standing import is_recused
from models.cases import Case, CaseKind
from models.people import Holding, Office, Person
from models.policies import PolicyVersion
from models.reviews import Recusal
from models.shortfalls import Determination

OF_THE_BODY = frozenset({Office.SUPERINTENDENT, Office.EDITOR})
OUTSIDE = OF_THE_BODY | {Office.CHIEF, Office.STATE_POLICE}
"""Offices that a case concerns and that do not work on it within the department."""


def offices_in(session: Session, case: Case, holdings: Sequence[Holding]) -> frozenset[Office]:
    """Give those of a person's offices by which the case concerns them.

    A waiver concerns its body, the chiefs of rule 7, whoever reviews or decides
    it by its own policy, and operators. A shortfall concerns the chief who
    determined it, its body, the state police's liaison, and operators: the
    department of education has no part in it (rule 22).
    """
    held = {(one.office, one.at) for one in holdings}
    concerned = {(office, case.organization_code) for office in OF_THE_BODY}
    concerned.add((Office.OPERATOR, DEPARTMENT))
    if case.kind is CaseKind.SHORTFALL:
        concerned |= set(offices_concerned(session, case).items())
    else:
        concerned |= {(step.office, step.at) for step in policy_of(session, case).steps}
        if any(office is Office.CHIEF for office, _ in held):
            concerned |= _chiefs(session, case)
    return frozenset(office for office, _ in held & concerned)


def _chiefs(session: Session, case: Case) -> set[tuple[Office, str]]:
    body = organization(session, case.organization_code)
    return {(Office.CHIEF, town) for town in concerned_towns(session, body)}


def may_read(
    session: Session,
    case: Case,
    someone: Person,
    holdings: Sequence[Holding],
) -> bool:
    """Tell whether a person may read a case: it concerns them, and they have not stepped aside."""
    concerned = offices_in(session, case, holdings)
    return bool(concerned) and not is_recused(session, case, someone)


def concerning(
    session: Session, someone: Person, holdings: Sequence[Holding]
) -> sa.ColumnElement[bool]:
    """Select the cases that a person may read: what `may_read` says of each, for a list."""
    held = {(one.office, one.at) for one in holdings}
    bodies = sorted({at for office, at in held if office in OF_THE_BODY})
    towns = sorted({at for office, at in held if office is Office.CHIEF})
    waiver, shortfall = (col(Case.kind) == kind for kind in (CaseKind.WAIVER, CaseKind.SHORTFALL))
    which = [
        col(Case.organization_code).in_(bodies),
        sa.and_(waiver, col(Case.policy_version).in_(_reviewed_under(session, held))),
    ]
    if (Office.OPERATOR, DEPARTMENT) in held:
        which.append(sa.true())
    if (Office.STATE_POLICE, STATE_POLICE) in held:
        which.append(shortfall)
    if towns:
        near = [body.code for body in bodies_concerned(session, towns)]
        determined = select(Determination.case_number).where(col(Determination.town).in_(towns))
        which.append(sa.and_(waiver, col(Case.organization_code).in_(near)))
        which.append(sa.and_(shortfall, col(Case.number).in_(determined)))
    stepped_aside = select(Recusal.case_number).where(col(Recusal.person_id) == someone.id)
    return sa.and_(sa.or_(*which), col(Case.number).not_in(stepped_aside))


def _reviewed_under(session: Session, held: set[tuple[Office, str]]) -> list[str]:
    """Give the policies by which one of these offices reviews or decides."""
    return [
        one.version
        for one in session.exec(select(PolicyVersion))
        if not held.isdisjoint((step.office, step.at) for step in parsed(one.content).steps)
    ]
