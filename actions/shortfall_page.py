"""A shortfall as its pages show it, asked for in as many questions however much has happened."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from actions.cases import refusal
from actions.outline import Head, duty_row, links, moment, named
from actions.register_reading import has_public_entry
from actions.remembering import rows_read
from actions.shortfall_dossier import shortfall_parts
from models.cases import Case, CaseWarning
from models.duties import Duty
from models.people import Person
from models.registry import Organization
from models.shortfalls import Determination
from rules.findings import NoSuchCase


def shortfall_shown(session: Session, number: str) -> tuple[Head, dict[str, Any]]:
    """Give a shortfall as `show --json` has it, but for mail, reminders and the log.

    Raises:
        NoSuchCase: no shortfall has this number.
    """
    rows: list[Any] = [*session.exec(_ITSELF, params={"number": number})]
    if not rows:
        raise NoSuchCase([refusal(f"There is no shortfall {number}.", where="NUMBER")])
    case, body, determination, _, public = rows[0]
    head = Head(case, body, determination.sha256, public)
    return head, {
        **named(head),
        **shortfall_parts(session, case),
        "links": links(session, case),
        "filed_at": moment(case.filed_at),
        "closed_at": moment(case.closed_at),
        "warnings": [
            {"rule": one.rule, "clause": one.clause, "authority": one.authority,
             "message": one.message}
            for one in rows_read(session, CaseWarning, "case_number", number)
        ],
        "duties": [duty_row(one) for one in rows_read(session, Duty, "case_number", number)],
    }  # fmt: skip


_WHOLE: Any = Determination.content
_NUMBER: sa.BindParameter[str] = sa.bindparam("number")
_FIRST: Any = select(Case, Organization, Determination, Person)
_ITSELF: Any = (
    _FIRST.add_columns(has_public_entry(_NUMBER))
    .join(Organization, col(Organization.code) == col(Case.organization_code))
    .join(Determination, col(Determination.case_number) == col(Case.number))
    .join(Person, col(Person.id) == col(Determination.signed_by))
    .where(col(Case.number) == _NUMBER)
    .options(defer(_WHOLE))
)
"""Determination and signer are read along, for whoever asks this session for them by their keys."""
