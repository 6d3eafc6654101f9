"""Determinations and the situations around them, made from the sample cases."""

from datetime import date
from typing import Any

import yaml

from models.registry import OrganizationKind
from models.shortfall_form import ShortfallForm
from models.shortfalls import AssignmentOutcome, Employer
from rules.assignment import AssignmentFacts, AssignmentForm, check_assignment
from rules.chiefs import towns_concerned
from rules.findings import Findings
from rules.memorandum import PARTS, MemorandumFacts, MemorandumForm, Signatory, check_memorandum
from rules.shortfall import check_shortfall
from rules.situation import Body, LocatedSchool, ShortfallSituation
from tests.rules.makers import FILED_ON, POLICY, REGIONAL, chief_of, rows
from tests.shared import CASES

BOARD = "board@selectboard.quarryhill.example"
CHIEF_OF_PORT_EXAMPLE = "chief@police.portexample.example"
SUPERINTENDENT = "superintendent@quarryhill.example"
HIGH, MIDDLE = "99600505", "99600510"
"""The regional high school, in Quarry Hill, and middle school, in Port Example."""


def determination(**changes: Any) -> ShortfallForm:
    """Make the sample determination of Quarry Hill's board, but for the fields changed."""
    written = yaml.safe_load((CASES / "shortfall-complete.yaml").read_text())
    return ShortfallForm.model_validate({**written, **changes})


def consulted(**changes: Any) -> dict[str, Any]:
    """Make a consultation with the superintendent, but for the fields changed."""
    return {
        "by": SUPERINTENDENT,
        "dates": [date(2026, 9, 8)],
        "mode": "meeting",
        "view": "The superintendent agrees that the department cannot assign an officer.",
        **changes,
    }


def around(code: str = REGIONAL, **changes: Any) -> ShortfallSituation:
    """Make the situation of a body of the sample registry, but for the facts changed."""
    row = next(row for row in rows("registry.csv") if row["code"] == code)
    kind = OrganizationKind(row["kind"])
    schools = tuple(
        LocatedSchool(school["code"], school["name"], school["town"])
        for school in rows("schools.csv")
        if school["organization"] == code
    )
    located = [(school.name, school.town) for school in schools]
    towns = towns_concerned(kind, row["towns"].split(";"), located)
    facts: dict[str, Any] = {
        "on": FILED_ON,
        "body": Body(code, row["name"], kind, listed_as=row["kind"]),
        "chiefs": tuple(chief_of(town, *names) for town, names in towns.items()),
        "superintendents": tuple(
            office["email"]
            for office in rows("offices.csv")
            if office["office"] == "superintendent" and office["at"] == code
        ),
        "schools": schools,
        **changes,
    }
    return ShortfallSituation(**facts)


def determined(facts: ShortfallSituation | None = None, **changes: Any) -> Findings:
    """Check the sample determination, but for the facts and the fields changed."""
    form = determination(**changes)
    return check_shortfall(form, facts or around(form.body), POLICY)


def assigned(facts: dict[str, Any] | None = None, **changes: Any) -> Findings:
    """Check a sound assignment of a state police officer, but for what is changed."""
    form: dict[str, Any] = {
        "outcome": AssignmentOutcome.ASSIGNED,
        "employer": Employer.STATE_POLICE,
        "grounds": ("Training in adolescent development",),
        "candidate_considered": True,
        **changes,
    }
    known: dict[str, Any] = {"on": FILED_ON, "fiscal_year": 2027, **(facts or {})}
    return check_assignment(AssignmentForm(**form), AssignmentFacts(**known), POLICY)


def memorandum(facts: dict[str, Any] | None = None, **changes: Any) -> Findings:
    """Check a whole memorandum of three pages, but for what is changed."""
    form: dict[str, Any] = {
        "filename": "memorandum-three-rivers.pdf",
        "roles_page": 2,
        "signed_on": date(2026, 9, 14),
        "parts": dict.fromkeys(PARTS, 2),
        "signatories": (
            Signatory("Superintendent of Schools", "vote of the school committee"),
            Signatory("Troop commander, State Police", "for the colonel"),
        ),
        **changes,
    }
    known: dict[str, Any] = {"on": FILED_ON, "pages": 3, **(facts or {})}
    return check_memorandum(MemorandumForm(**form), MemorandumFacts(**known))
