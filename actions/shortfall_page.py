"""A shortfall as its page shows it, asked for in as many questions however much has happened."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from actions.cases import refusal
from actions.dossier import day, moment
from actions.shortfall_dossier import shortfall_parts
from models.cases import Case, CaseKind, CaseWarning
from models.duties import Duty
from models.people import Person
from models.registry import Organization
from models.shortfalls import Determination
from rules.findings import NoSuchCase


def shortfall_shown(session: Session, number: str) -> dict[str, Any]:
    """Give what the page has a place for, in the words and under the names of `show --json`.

    Mail, reminders and the log's hashes stand in the dossier, and are not asked for here.

    Raises:
        NoSuchCase: no shortfall has this number.
    """
    row = session.exec(_ITSELF, params={"number": number}).first()
    if row is None:
        raise NoSuchCase([refusal(f"There is no shortfall {number}.", where="NUMBER")])
    case, body, *_ = row
    return {
        "number": case.number,
        "kind": case.kind.value,
        "state": case.state.value,
        "applicant": {"code": body.code, "name": body.name, "kind": body.kind.value},
        "law_version": case.law_version,
        "policy_version": case.policy_version,
        "version": case.version,
        **shortfall_parts(session, case),
        "links": _waivers(session, case),
        "filed_at": moment(case.filed_at),
        "closed_at": moment(case.closed_at),
        "warnings": _warnings(session, number),
        "duties": _duties(session, number),
    }


_WHOLE: Any = Determination.content
_ITSELF = (
    select(Case, Organization, Determination, Person)
    .join(Organization, col(Organization.code) == col(Case.organization_code))
    .join(Determination, col(Determination.case_number) == col(Case.number))
    .join(Person, col(Person.id) == col(Determination.signed_by))
    .where(col(Case.number) == sa.bindparam("number"))
    .options(defer(_WHOLE))
)
"""Read together, for whoever asks this session for one of them by its key."""


def _rows(session: Session, query: Any, **asked: Any) -> list[Any]:
    return [*session.connection().execute(query, asked)]


def _waivers(session: Session, case: Case) -> list[dict[str, str]]:
    """Give the same body's applications: (c) and (e) may overlap (rule 34)."""
    rows = _rows(session, _WAIVERS, code=case.organization_code, kind=CaseKind.WAIVER)
    return [{"number": number, "state": state.value} for number, state in rows]


_WAIVERS = (
    sa.select(col(Case.number), col(Case.state))
    .where(
        col(Case.organization_code) == sa.bindparam("code"), col(Case.kind) == sa.bindparam("kind")
    )
    .order_by(col(Case.number))
)


def _warnings(session: Session, number: str) -> list[dict[str, Any]]:
    rows = _rows(session, _WARNINGS, number=number)
    return [
        {
            "rule": one.rule,
            "clause": one.clause,
            "authority": one.authority,
            "message": one.message,
        }
        for one in rows
    ]


_WARNINGS = (
    sa.select(
        col(CaseWarning.rule),
        col(CaseWarning.clause),
        col(CaseWarning.authority),
        col(CaseWarning.message),
    )
    .where(col(CaseWarning.case_number) == sa.bindparam("number"))
    .order_by(col(CaseWarning.id))
)


def _duties(session: Session, number: str) -> list[dict[str, Any]]:
    return [
        {
            "what": one.what,
            "owed_by": f"{one.office.value}@{one.at}",
            "opened_at": moment(one.opened_at),
            "due_on": day(one.due_on),
            "authority": one.authority.value,
            "basis": one.basis,
            "state": one.state.value,
            "done_at": moment(one.done_at),
            "paused_on": day(one.paused_on),
        }
        for one in _rows(session, _DUTIES, number=number)
    ]


_DUTIES = (
    sa.select(
        col(Duty.what),
        col(Duty.office),
        col(Duty.at),
        col(Duty.opened_at),
        col(Duty.due_on),
        col(Duty.authority),
        col(Duty.basis),
        col(Duty.state),
        col(Duty.done_at),
        col(Duty.paused_on),
    )
    .where(col(Duty.case_number) == sa.bindparam("number"))
    .order_by(col(Duty.id))
)
