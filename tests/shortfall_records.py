"""Makes a shortfall with everything that can be on record about it."""

from datetime import date
from typing import Any

from sqlmodel import Session

from models.cases import CaseKind, CaseState
from models.people import Person
from models.registry import School
from models.shortfalls import (
    Assignment,
    AssignmentOutcome,
    Contact,
    ContactOutcome,
    Determination,
    Figure,
    Memorandum,
    MemorandumFiling,
    Place,
    ShortfallSchool,
)
from tests.records import HASH, NOW, SHORTFALL, a_case


def a_filed_shortfall(session: Session) -> None:
    """Add a shortfall with a row in every table of it that is kept as it was."""
    a_case(session, SHORTFALL, kind=CaseKind.SHORTFALL, state=CaseState.COMPLETE)
    session.add(person := Person(email="chief@police.portexample.example"))
    session.add(
        School(code="99010305", name="High", organization_code="99010000", town="Port Example")
    )
    session.flush()
    act: dict[str, Any] = {"case_number": SHORTFALL, "by": person.id, "at": NOW}
    session.add(
        Determination(
            case_number=SHORTFALL,
            content="{}",
            sha256=HASH,
            town="Port Example",
            office_basis="Chief",
            determination="None to assign.",
            resources_lacking=["personnel"],
            fiscal_year=2027,
            consulted="superintendent@portexample.example",
            consulted_on="2026-09-08",
            consulted_mode="meeting",
            signed_by=person.id or 0,
            received_at=NOW,
            entered_by="operator",
        )
    )
    session.flush()
    on = date(2026, 9, 30)
    session.add_all(
        [
            Figure(case_number=SHORTFALL, id="F1", title="Budget", filename="b.csv", sha256=HASH),
            ShortfallSchool(case_number=SHORTFALL, school_code="99010305"),
            Contact(
                unit="Troop C", held_on=on, outcome=ContactOutcome.REACHED, note="Asked.", **act
            ),
            Assignment(
                outcome=AssignmentOutcome.PENDING, grounds=[], candidate_considered=False, **act
            ),
            Memorandum(
                version=1,
                sha256=HASH,
                filename="m.pdf",
                roles_page=1,
                signed_on=on,
                parts={},
                signatories=[],
                **act,
            ),
        ]
    )
    session.flush()
    session.add(
        MemorandumFiling(
            version=1,
            place=Place.STATE_POLICE,
            held_on=on,
            custodian="Clerk",
            sha256=HASH,
            **act,
        )
    )
