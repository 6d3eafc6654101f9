"""Each sample application leads to what its first line says, when checked and when filed."""

from dataclasses import dataclass, field
from typing import Any

import pytest
import yaml

from models.cases import Case
from models.events import RefusedAttempt
from tests.actions.makers import House
from tests.command import Recourse
from tests.shared import CASES

SAMPLES = sorted(CASES.glob("waiver-*.yaml"))


@dataclass(frozen=True, slots=True)
class Expected:
    """What the first line of a sample says, for a program."""

    signer: str = "superintendent@portexample.example"
    refused: set[tuple[int, str, str]] = field(default_factory=set[tuple[int, str, str]])
    """Every rule and clause it is refused by, and the field at fault."""
    warned: set[int] = field(default_factory=set[int])
    words: tuple[str, ...] = ()
    """What the refusals or warnings say besides."""


EXPECTED = {
    "waiver-complete-municipal": Expected(),
    "waiver-chief-objects": Expected(
        warned={5},
        words=(
            (
                "The chief objects. An officer in each school remains the department's "
                "recommendation, and the dispatcher line does not replace one."
            ),
        ),
    ),
    "waiver-money-only": Expected(warned={12}, words=("(e)",)),
    "waiver-regional-no-consultation": Expected(
        signer="superintendent@quarryhill.example",
        warned={4, 7},
        words=("advised", "Port Example", "Quarry Hill"),
    ),
    "waiver-incomplete": Expected(
        refused={
            (10, "37P(c)(ii)", "evidence"),
            (11, "37P(c)(iii)", "alternatives"),
            (11, "37P(c)(iii)", "alternatives[0].supporting_data"),
        }
    ),
    "waiver-municipal-no-consultation": Expected(refused={(4, "37P(c)", "chief_consultations")}),
    "waiver-charter": Expected(
        signer="director@harborlight.example",
        refused={(3, "37P(b)", "applicant")},
        words=("(c)", "(e)"),
    ),
}


def test_every_sample_is_expected_to_lead_somewhere() -> None:
    """A sample added to the folder is added here; its first line says filed or refused."""
    assert [path.stem for path in SAMPLES] == sorted(EXPECTED)
    for path in SAMPLES:
        verb = "refused" if EXPECTED[path.stem].refused else "filed"
        assert f"Expected: {verb}" in path.read_text().splitlines()[0]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_check_says_what_filing_would_lead_to(office: Recourse, record: House, name: str) -> None:
    """`check` stores nothing, and names every gap and warning at once."""
    expected, before = EXPECTED[name], len(record.rows(Case))
    done = office("check", CASES / f"{name}.yaml", "--json")
    found = done.json()
    assert done.code == (3 if expected.refused else 0)
    assert found["accepted"] is (not expected.refused)
    _require_expected(found, expected)
    assert len(record.rows(Case)) == before


@pytest.mark.parametrize("name", EXPECTED)
def test_filing_leads_to_what_the_first_line_says(
    office: Recourse, record: House, name: str
) -> None:
    """A sample is filed with its warnings, or refused with every gap and nothing stored."""
    expected, before = EXPECTED[name], len(record.rows(Case))
    done = office("submit", CASES / f"{name}.yaml", "--as", expected.signer, "--json")
    found = done.json()
    _require_expected(found, expected)
    if expected.refused:
        assert done.code == 3
        assert len(record.rows(Case)) == before
        return
    assert done.code == 0
    assert (found["state"], found["version"]) == ("submitted", 1)
    assert found["sha256"] == record.show(found["number"])["sha256"]
    kept = {one["rule"] for one in record.show(found["number"])["warnings"]}
    assert kept == {one["rule"] for one in found["warnings"]}


def _require_expected(found: dict[str, Any], expected: Expected) -> None:
    """Check refusals whole, warnings for those the first line names, and what both say."""
    refused, warned = found.get("refused", []), found.get("warnings", [])
    assert {(one["rule"], one["clause"], one["where"]) for one in refused} == expected.refused
    assert {one["authority"] for one in refused} <= {"law"}
    assert {one["rule"] for one in warned} >= expected.warned
    said = "\n".join(one["message"] for one in [*refused, *warned])
    assert all(words in said for words in expected.words), said


@pytest.mark.rule(3)
def test_a_charter_schools_attempt_is_on_record(office: Recourse, record: House) -> None:
    """Who tried, for which body, by which act, and what it was refused with."""
    form = CASES / "waiver-charter.yaml"
    code = yaml.safe_load(form.read_text())["applicant"]
    before = len(record.rows(RefusedAttempt))
    office("submit", form, "--as", "director@harborlight.example", RECOURSE_OPERATOR="clerk")
    attempts = record.rows(RefusedAttempt)
    assert len(attempts) == before + 1
    last = attempts[-1]
    assert (last.act, last.organization_code) == ("submit", code)
    assert (last.by, last.entered_by) == ("director@harborlight.example", "clerk")
    assert [one["rule"] for one in last.findings] == [3]
