"""Gather the facts that the rules look at: the body, its chiefs, its other cases."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.cases import CLOSED
from actions.offices import holders
from actions.record import sha256
from actions.remembering import asked_once
from models.cases import Case, CaseKind
from models.duties import Authority
from models.forms import WaiverForm
from models.people import ChiefBasis, Office
from models.registry import Organization, OrganizationTown, School
from models.submissions import Reason
from rules.calendar import new_york_date
from rules.chiefs import towns_concerned
from rules.findings import Finding, Refused
from rules.situation import Body, ChiefHolder, ChiefOffice, Situation

SCHOOLS, TOWNS = "schools", "towns"
"""What is asked once a transaction: see `actions.remembering`."""


class UnknownBody(Refused):
    """The code names no body in the registry."""

    exit_code = 2


def organization(session: Session, code: str, *, lock: bool = False) -> Organization:
    """Give the body of this code.

    Raises:
        UnknownBody: the registry has none.
    """
    found = session.get(Organization, code, with_for_update=lock)
    if found is None:
        message = f"applicant: the registry has no body with the code {code}."
        raise UnknownBody([Finding(None, "registry", Authority.POLICY, message, "applicant")])
    return found


def situation(
    session: Session,
    form: WaiverForm,
    *,
    hashes: Mapping[str, str],
    tables: Mapping[str, Iterable[str]],
    now: datetime,
    besides: str | None = None,
) -> Situation:
    """Look up what is so today about a filing; `besides` is the case it belongs to already."""
    body = organization(session, form.applicant)
    today = new_york_date(now)
    schools = schools_of(session, body.code)
    others = other_open_cases(session, body.code, besides)
    return Situation(
        on=today,
        body=body_of(body),
        chiefs=chiefs_concerned(session, body, schools, today),
        schools=tuple(school.name for school in schools),
        open_cases=numbers_of(others),
        open_shortfalls=numbers_of(others, CaseKind.SHORTFALL),
        copied_from=_cases_with_the_same_reason(session, form, besides),
        hashes=hashes,
        tables=tables,
    )


def body_of(organization: Organization) -> Body:
    """Give a body as the rules see it."""
    return Body(
        code=organization.code,
        name=organization.name,
        kind=organization.kind,
        listed_as=organization.listed_as,
        kind_set_by=organization.kind_set_by,
        kind_basis=organization.kind_basis,
    )


def schools_of(session: Session, code: str) -> Sequence[School]:
    """Give the schools of a body, by code."""
    key = (SCHOOLS, code)
    return asked_once(session, key, lambda: session.exec(_SCHOOLS, params={"code": code}).all())


_SCHOOLS = (
    select(School)
    .where(col(School.organization_code) == sa.bindparam("code"))
    .order_by(col(School.code))
)


def chiefs_concerned(
    session: Session, body: Organization, schools: Iterable[School], on: date
) -> tuple[ChiefOffice, ...]:
    """Say whose duty it is: 37P(b), as rule 7 has it.

    A city's or town's own chief for its school department; for the others the
    chief of each town where a school is located, or of the member towns while
    no school is on record.
    """
    return tuple(
        ChiefOffice(town, names, _holders_of_police(session, town, on))
        for town, names in _towns(session, body, schools).items()
    )


def concerned_towns(session: Session, body: Organization) -> dict[str, tuple[str, ...]]:
    """Give the towns whose chiefs a body concerns (rule 7), each with the schools there."""
    return _towns(session, body, schools_of(session, body.code))


def _towns(
    session: Session, body: Organization, schools: Iterable[School]
) -> dict[str, tuple[str, ...]]:
    key, code = (TOWNS, body.code), {"code": body.code}
    members = asked_once(session, key, lambda: session.exec(_TOWNS, params=code).all())
    located = [(school.name, school.town) for school in schools]
    return towns_concerned(body.kind, members, located)


_TOWNS = select(OrganizationTown.town).where(
    col(OrganizationTown.organization_code) == sa.bindparam("code")
)


def _holders_of_police(session: Session, town: str, on: date) -> tuple[ChiefHolder, ...]:
    return tuple(
        ChiefHolder(
            person.email, holding.title, holding.basis or ChiefBasis.CHIEF, acting=holding.acting
        )
        for holding, person in holders(session, Office.CHIEF, town, on)
    )


def other_open_cases(session: Session, code: str, besides: str | None = None) -> list[Case]:
    """Give a body's open cases in the order of their numbers, without `besides`."""
    query = select(Case).where(col(Case.organization_code) == code, col(Case.state).not_in(CLOSED))
    found = session.exec(query.order_by(col(Case.number)))
    return [case for case in found if case.number != besides]


def numbers_of(cases: Iterable[Case], kind: CaseKind | None = None) -> tuple[str, ...]:
    """Give the cases' numbers, of one kind where it is named."""
    return tuple(case.number for case in cases if kind in {None, case.kind})


def _cases_with_the_same_reason(
    session: Session, form: WaiverForm, besides: str | None
) -> tuple[str, ...]:
    """Find other bodies' waivers in which one of these reasons stands word for word."""
    query = (
        select(sa.func.min(Reason.case_number))
        .join(Case, col(Case.number) == col(Reason.case_number))
        .where(
            col(Reason.text_sha256).in_([sha256(wording(one.text)) for one in form.reasons]),
            col(Case.organization_code) != form.applicant,
            col(Case.kind) == CaseKind.WAIVER,
            col(Case.number) != (besides or ""),
        )
        .group_by(col(Reason.text_sha256))
    )
    return tuple(sorted(set(session.exec(query))))


def wording(text: str) -> str:
    """Reduce a text to its words, to tell whether it was copied."""
    return " ".join(text.casefold().split())
