"""What is on record about a shortfall alone: for `show` and exports."""

from typing import Any

from sqlmodel import Session, col, select

from actions.memoranda import current_memorandum, filings_of
from models.cases import Case
from models.people import Person
from models.shortfalls import Assignment, Contact, Determination, Figure, ShortfallSchool


def shortfall_parts(session: Session, case: Case) -> dict[str, Any]:
    """Give the determination, its consultations, the assignment, the memorandum, the filings."""
    determination = session.get_one(Determination, case.number)
    return {
        "sha256": determination.sha256,
        "evidence": [],
        "alternatives": [],
        "determination": {
            "by": _email(session, determination.signed_by),
            "at": determination.received_at.isoformat(timespec="milliseconds"),
            "town": determination.town,
            "office_basis": determination.office_basis,
            "text": determination.determination,
            "resources_lacking": determination.resources_lacking,
            "fiscal_year": determination.fiscal_year,
            "schools": _schools(session, case),
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


def _email(session: Session, person_id: int) -> str:
    return session.get_one(Person, person_id).email


def _schools(session: Session, case: Case) -> list[str]:
    query = select(ShortfallSchool.school_code).where(
        col(ShortfallSchool.case_number) == case.number
    )
    return sorted(session.exec(query))


def _figures(session: Session, case: Case) -> list[dict[str, Any]]:
    query = select(Figure).where(col(Figure.case_number) == case.number)
    return [
        {"id": one.id, "title": one.title, "filename": one.filename, "sha256": one.sha256}
        for one in sorted(session.exec(query), key=lambda figure: int(figure.id[1:]))
    ]


def _contacts(session: Session, case: Case) -> list[dict[str, Any]]:
    query = select(Contact).where(col(Contact.case_number) == case.number)
    return [
        {
            "unit": one.unit,
            "on": one.held_on.isoformat(),
            "outcome": one.outcome.value,
            "note": one.note,
            "by": _email(session, one.by),
            "at": one.at.isoformat(timespec="milliseconds"),
        }
        for one in session.exec(query.order_by(col(Contact.id)))
    ]


def _assignment(session: Session, case: Case) -> dict[str, Any] | None:
    query = select(Assignment).where(col(Assignment.case_number) == case.number)
    last = session.exec(query.order_by(col(Assignment.id).desc()).limit(1)).first()
    if last is None:
        return None
    return {
        "outcome": last.outcome.value,
        "employer": last.employer.value if last.employer else None,
        "grounds": last.grounds,
        "candidate_considered": last.candidate_considered,
        "appropriation": last.appropriation,
        "by": _email(session, last.by),
        "at": last.at.isoformat(timespec="milliseconds"),
    }


def _memorandum(session: Session, case: Case) -> dict[str, Any]:
    memorandum = current_memorandum(session, case)
    if memorandum is None:
        return {"memorandum": None, "filings": []}
    return {
        "memorandum": {
            "version": memorandum.version,
            "sha256": memorandum.sha256,
            "filename": memorandum.filename,
            "roles_page": memorandum.roles_page,
            "signed_on": memorandum.signed_on.isoformat(),
            "parts": memorandum.parts,
            "signatories": memorandum.signatories,
            "by": _email(session, memorandum.by),
        },
        "filings": [
            {
                "place": one.place.value,
                "on": one.held_on.isoformat(),
                "custodian": one.custodian,
                "sha256": one.sha256,
                "by": _email(session, one.by),
                "at": one.at.isoformat(timespec="milliseconds"),
            }
            for one in filings_of(session, memorandum)
        ],
    }
