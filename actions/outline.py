"""A case in outline: where it stands, what is owed, what it is linked with."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.cases import refusal
from actions.register_reading import has_public_entry
from actions.remembering import rows_read
from models.cases import Case
from models.duties import Duty
from models.registry import Organization
from models.submissions import Submission
from rules.findings import NoSuchCase


@dataclass(frozen=True, slots=True)
class Head:
    """What one question tells of a case."""

    case: Case
    body: Organization
    sha256: str | None
    """Of the version before the office; a shortfall has none here."""
    public: bool
    """Whether the register has an entry of it."""


def head_of(session: Session, number: str) -> Head:
    """Give a case, whose it is, and whether the public may read of it.

    Raises:
        NoSuchCase: there is none of this number.
    """
    found = session.exec(_HEAD, params={"number": number}).first()
    if found is None:
        raise NoSuchCase([refusal(f"There is no case {number}.", where="NUMBER")])
    return Head(*found)


_NUMBER: sa.BindParameter[str] = sa.bindparam("number")
_HEAD = (
    select(Case, Organization, col(Submission.sha256), has_public_entry(_NUMBER))
    .join(Organization, col(Organization.code) == col(Case.organization_code))
    .outerjoin(
        Submission,
        sa.and_(
            col(Submission.case_number) == col(Case.number),
            col(Submission.version) == col(Case.version),
        ),
    )
    .where(col(Case.number) == _NUMBER)
)


def outline(session: Session, number: str) -> tuple[Head, dict[str, Any]]:
    """Give what a case's parties see of it on one page: `dossier` has all of this, and more.

    Raises:
        NoSuchCase: there is none of this number.
    """
    head = head_of(session, number)
    return head, {
        **named(head),
        "sha256": head.sha256,
        "links": links(session, head.case),
        "filed_at": moment(head.case.filed_at),
        "closed_at": moment(head.case.closed_at),
        "duties": [duty_row(one) for one in rows_read(session, Duty, "case_number", number)],
    }


def named(head: Head) -> dict[str, Any]:
    """Give what a case is, where it stands, and what it was filed under."""
    case, body = head.case, head.body
    return {
        "number": case.number,
        "kind": case.kind.value,
        "state": case.state.value,
        "step": case.step,
        "applicant": {"code": body.code, "name": body.name, "kind": body.kind.value},
        "law_version": case.law_version,
        "policy_version": case.policy_version,
        "version": case.version,
    }


def links(session: Session, case: Case) -> list[dict[str, str]]:
    """Give the same body's cases of the other kind: (c) and (e) may overlap (rule 34)."""
    asked = {"code": case.organization_code, "kind": case.kind}
    return [
        {"number": number, "state": state.value}
        for number, state in session.exec(_LINKS, params=asked)
    ]


_LINKS = (
    select(col(Case.number), col(Case.state))
    .where(
        col(Case.organization_code) == sa.bindparam("code"), col(Case.kind) != sa.bindparam("kind")
    )
    .order_by(col(Case.number))
)


def duty_row(duty: Duty, holder: str | None = None) -> dict[str, Any]:
    """Give a duty as JSON has it; who has it in hand is told to the office alone."""
    return {
        "what": duty.what,
        "owed_by": duty.owed_by,
        "holder": holder,
        "opened_at": moment(duty.opened_at),
        "due_on": day(duty.due_on),
        "authority": duty.authority.value,
        "basis": duty.basis,
        "state": duty.state.value,
        "done_at": moment(duty.done_at),
        "paused_on": day(duty.paused_on),
    }


def moment(at: datetime | None) -> str | None:
    """Write an instant as ISO 8601 in UTC."""
    return at.isoformat(timespec="milliseconds") if at else None


def day(on: date | None) -> str | None:
    """Write a date as ISO 8601."""
    return on.isoformat() if on else None
