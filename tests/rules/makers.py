"""Applications and the situations around them, made from the sample cases."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from models.forms import WaiverForm
from models.people import ChiefBasis
from models.registry import OrganizationKind
from rules.chiefs import towns_concerned
from rules.findings import Finding, Findings
from rules.policy import default_policy_text, parse_policy
from rules.situation import Body, ChiefHolder, ChiefOffice, Situation
from rules.waiver import check_waiver
from tests.shared import CASES

MUNICIPAL, REGIONAL, COUNTY_AGRICULTURAL = "99010000", "99600000", "99100000"
NON_OPERATING, CHARTER, COLLABORATIVE = "99030000", "99350000", "99400000"

FILED_ON = date(2026, 9, 21)
BEFORE_THE_REWRITE = date(2020, 10, 1)

POLICY = parse_policy(default_policy_text())

PROCEDURE: dict[str, Any] = {
    "kind": "procedure",
    "description": "A dispatcher line reserved for the schools.",
    "in_use_since": date(2024, 9, 1),
    "supporting_data": [{"title": "Calls answered", "file": "files/dispatcher-line.csv"}],
}
RESOURCE: dict[str, Any] = {
    "kind": "resource",
    "description": "A counselor at each school.",
    "in_use_since": date(2024, 9, 1),
    "supporting_data": [{"title": "Counselor staffing", "file": "files/counselor-staffing.csv"}],
}


def paper(file: str) -> WaiverForm:
    """Read one of the sample applications."""
    return WaiverForm.model_validate(yaml.safe_load((CASES / file).read_text()))


def application(**changes: Any) -> WaiverForm:
    """Make the complete municipal application, but for the fields changed."""
    written = yaml.safe_load((CASES / "waiver-complete-municipal.yaml").read_text())
    return WaiverForm.model_validate({**written, **changes})


def consultation(**changes: Any) -> dict[str, Any]:
    """Make a consultation with the chief of Port Example, but for the fields changed."""
    return {
        "office": "Chief of Police, Port Example",
        "dates": [date(2026, 9, 2)],
        "mode": "meeting",
        "summary": "Reviewed the calls to both schools.",
        "view": "The chief supports the request.",
        "attested_by": "superintendent@portexample.example",
        **changes,
    }


def situation(code: str = MUNICIPAL, **changes: Any) -> Situation:
    """Make the situation of a body of the sample registry, but for the facts changed."""
    row = next(row for row in rows("registry.csv") if row["code"] == code)
    kind = OrganizationKind(row["kind"])
    schools = [
        (school["name"], school["town"])
        for school in rows("schools.csv")
        if school["organization"] == code
    ]
    towns = towns_concerned(kind, row["towns"].split(";"), schools)
    facts: dict[str, Any] = {
        "on": FILED_ON,
        "body": Body(code, row["name"], kind, listed_as=row["kind"]),
        "chiefs": tuple(chief_of(town, *at) for town, at in towns.items()),
        "schools": tuple(name for name, _ in schools),
        **changes,
    }
    return Situation(**facts)


def chief_of(town: str, *schools: str) -> ChiefOffice:
    """Make the office of chief in a town, held by whom the sample list names."""
    holders = (
        ChiefHolder(row["email"], row["title"], ChiefBasis.CHIEF)
        for row in rows("offices.csv")
        if row["office"] == "chief" and row["at"] == town
    )
    return ChiefOffice(town, schools, tuple(holders))


def attached(form: WaiverForm) -> dict[str, list[str]]:
    """Read the tables that a sample application names."""
    files = {item.file for item in form.items() if item.file.endswith(".csv")}
    return {file: (CASES / file).read_text().splitlines(keepends=True) for file in files}


def check(form: WaiverForm | None = None, around: Situation | None = None) -> Findings:
    """Check an application, the complete one by default, under the shipped policy."""
    form = form or application()
    return check_waiver(form, around or situation(form.applicant), POLICY)


def rules_of(found: list[Finding]) -> list[int | None]:
    """Give the rules that spoke, in order."""
    return [each.rule for each in found]


def about(found: list[Finding], rule: int) -> list[Finding]:
    """Give what one rule had to say."""
    return [each for each in found if each.rule == rule]


def rows(file: str) -> list[dict[str, str]]:
    """Read one of the sample lists."""
    with Path(CASES / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
