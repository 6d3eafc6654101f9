"""What is on record about a shortfall alone: for its page, `show` and exports."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from actions.outline import moment
from models.cases import Case
from models.people import Person
from models.shortfalls import (
    Assignment,
    Contact,
    Determination,
    Figure,
    Memorandum,
    MemorandumFiling,
    ShortfallSchool,
)


def shortfall_parts(session: Session, case: Case) -> dict[str, Any]:
    """Give the determination, its consultations, the assignment, the memorandum, the filings."""
    determination = session.get_one(Determination, case.number)
    return {
        "sha256": determination.sha256,
        "evidence": [],
        "alternatives": [],
        "determination": {
            "by": session.get_one(Person, determination.signed_by).email,
            "at": moment(determination.received_at),
            "town": determination.town,
            "office_basis": determination.office_basis,
            "text": determination.determination,
            "resources_lacking": determination.resources_lacking,
            "fiscal_year": determination.fiscal_year,
            "schools": sorted(one.school_code for one in _asked(session, _SCHOOLS, case)),
            "figures": _figures(session, case),
            "superintendent_consultation": {
                "by": determination.consulted,
                "dates": determination.consulted_on.split(","),
                "mode": determination.consulted_mode,
                "view": determination.view,
            },
        },
        "consultations": _contacts(session, case),
        "assignment": _assignment(session, case),
        **_memorandum(session, case),
    }


def _asked(session: Session, query: Any, case: Case) -> Sequence[Any]:
    return session.connection().execute(query, {"number": case.number}).all()


_SCHOOLS = sa.select(col(ShortfallSchool.school_code)).where(
    col(ShortfallSchool.case_number) == sa.bindparam("number")
)


def _figures(session: Session, case: Case) -> list[dict[str, Any]]:
    figures = sorted(_asked(session, _FIGURES, case), key=lambda figure: int(figure.id[1:]))
    return [
        {"id": one.id, "title": one.title, "filename": one.filename, "sha256": one.sha256}
        for one in figures
    ]


_FIGURES = sa.select(
    col(Figure.id), col(Figure.title), col(Figure.filename), col(Figure.sha256)
).where(col(Figure.case_number) == sa.bindparam("number"))


def _contacts(session: Session, case: Case) -> list[dict[str, Any]]:
    return [
        {
            "unit": one.unit,
            "on": one.held_on.isoformat(),
            "outcome": one.outcome.value,
            "note": one.note,
            "by": by,
            "at": moment(one.at),
        }
        for one, by in session.exec(_CONTACTS, params={"number": case.number})
    ]


_CONTACTS = (
    select(Contact, Person.email)
    .join(Person, col(Person.id) == col(Contact.by))
    .where(col(Contact.case_number) == sa.bindparam("number"))
    .order_by(col(Contact.id))
)


def _assignment(session: Session, case: Case) -> dict[str, Any] | None:
    last = session.exec(_ASSIGNED, params={"number": case.number}).first()
    if last is None:
        return None
    one, by = last
    return {
        "outcome": one.outcome.value,
        "employer": one.employer.value if one.employer else None,
        "grounds": one.grounds,
        "candidate_considered": one.candidate_considered,
        "appropriation": one.appropriation,
        "by": by,
        "at": moment(one.at),
    }


_ASSIGNED = (
    select(Assignment, Person.email)
    .join(Person, col(Person.id) == col(Assignment.by))
    .where(col(Assignment.case_number) == sa.bindparam("number"))
    .order_by(col(Assignment.id).desc())
    .limit(1)
)


def _memorandum(session: Session, case: Case) -> dict[str, Any]:
    rows: list[Any] = [*session.exec(_LODGED, params={"number": case.number})]
    if not rows:
        return {"memorandum": None, "filings": []}
    one, by, *_ = rows[0]
    return {
        "memorandum": {
            "version": one.version,
            "sha256": one.sha256,
            "filename": one.filename,
            "roles_page": one.roles_page,
            "signed_on": one.signed_on.isoformat(),
            "parts": one.parts,
            "signatories": one.signatories,
            "by": by,
        },
        "filings": [_filing(filing, filer) for _, _, filing, filer in rows if filing],
    }


def _filing(one: MemorandumFiling, by: str) -> dict[str, Any]:
    return {
        "place": one.place.value,
        "on": one.held_on.isoformat(),
        "custodian": one.custodian,
        "sha256": one.sha256,
        "by": by,
        "at": moment(one.at),
    }


_FILER = aliased(Person)
_NEWEST: Any = (
    sa.select(sa.func.max(col(Memorandum.version)))
    .where(col(Memorandum.case_number) == sa.bindparam("number"))
    .scalar_subquery()
)
_LODGED: Any = (
    select(Memorandum, col(Person.email), MemorandumFiling, col(_FILER.email))
    .join(Person, col(Person.id) == col(Memorandum.by))
    .outerjoin(
        MemorandumFiling,
        sa.and_(
            col(MemorandumFiling.case_number) == col(Memorandum.case_number),
            col(MemorandumFiling.version) == col(Memorandum.version),
        ),
    )
    .outerjoin(_FILER, col(_FILER.id) == col(MemorandumFiling.by))
    .where(
        col(Memorandum.case_number) == sa.bindparam("number"), col(Memorandum.version) == _NEWEST
    )
    .order_by(col(MemorandumFiling.id))
)
"""The memorandum that holds, once for each of its filings."""
