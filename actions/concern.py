"""Whom a case concerns: the offices in it that a person holds, and whether they may read it."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from actions.offices import DEPARTMENT
from actions.policies import policy_of
from actions.shortfall_standing import offices_concerned
from actions.situations import chiefs_concerned, organization, schools_of
from actions.standing import is_recused
from models.cases import Case, CaseKind
from models.people import Holding, Office, Person
from rules.calendar import new_york_date

OF_THE_BODY = frozenset({Office.SUPERINTENDENT, Office.EDITOR})


def offices_in(
    session: Session, case: Case, holdings: Sequence[Holding], *, now: datetime
) -> frozenset[Office]:
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
            concerned |= _chiefs(session, case, now)
    return frozenset(office for office, _ in held & concerned)


def _chiefs(session: Session, case: Case, now: datetime) -> set[tuple[Office, str]]:
    body = organization(session, case.organization_code)
    schools = schools_of(session, body.code)
    concerned = chiefs_concerned(session, body, schools, new_york_date(now))
    return {(Office.CHIEF, one.town) for one in concerned}


def may_read(
    session: Session,
    case: Case,
    someone: Person,
    holdings: Sequence[Holding],
    *,
    now: datetime,
) -> bool:
    """Tell whether a person may read a case: it concerns them, and they have not stepped aside."""
    concerned = offices_in(session, case, holdings, now=now)
    return bool(concerned) and not is_recused(session, case, someone)
