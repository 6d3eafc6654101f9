"""Each sample application leads to what its first line says."""

import pytest

from rules.findings import Findings
from tests.rules.makers import about, attached, check, paper, rules_of, situation
from tests.shared import CASES

EXPECTED: dict[str, tuple[list[int], list[int]]] = {
    "waiver-complete-municipal.yaml": ([], []),
    "waiver-chief-objects.yaml": ([], [5]),
    "waiver-money-only.yaml": ([], [12]),
    "waiver-regional-no-consultation.yaml": ([], [4, 7]),
    "waiver-municipal-no-consultation.yaml": ([4], []),
    "waiver-incomplete.yaml": ([10, 11, 11], []),
    "waiver-charter.yaml": ([3], []),
}
"""File: the rules that refuse it, and those that warn besides rule 1 (filed in 2026)."""


def checked(file: str) -> Findings:
    """Check a sample with its tables."""
    form = paper(file)
    return check(form, situation(form.applicant, tables=attached(form)))


def test_every_sample_application_is_expected_here() -> None:
    """No sample application goes unread."""
    assert {path.name for path in CASES.glob("waiver-*.yaml")} == set(EXPECTED)


@pytest.mark.parametrize("file", EXPECTED)
def test_sample_is_refused_by_exactly_the_rules_it_names(file: str) -> None:
    """Refusals name every rule that the sample breaks, and no other."""
    assert rules_of(checked(file).refusals) == EXPECTED[file][0]


@pytest.mark.parametrize("file", [file for file, (refusing, _) in EXPECTED.items() if not refusing])
def test_sample_that_is_filed_warns_of_exactly_what_it_names(file: str) -> None:
    """Warnings are those the sample is about, and that the section was rewritten."""
    assert rules_of(checked(file).warnings) == [1, *EXPECTED[file][1]]


def test_incomplete_application_names_both_clauses_and_fields_at_once() -> None:
    """The district learns of all it must add in one go, each with its clause and field."""
    found = [(each.clause, each.where) for each in checked("waiver-incomplete.yaml").refusals]
    assert found == [
        ("37P(c)(ii)", "evidence"),
        ("37P(c)(iii)", "alternatives"),
        ("37P(c)(iii)", "alternatives[0].supporting_data"),
    ]


def test_objection_of_the_chief_is_carried_whole() -> None:
    """A reviewer reads the objection in the chief's own words, to the last."""
    form = paper("waiver-chief-objects.yaml")
    (warning,) = about(check(form).warnings, 5)
    assert form.chief_consultations[0].view
    assert form.chief_consultations[0].view in warning.message


def test_money_only_reasons_are_pointed_to_the_other_path() -> None:
    """Want of resources is the ground of 37P(e)."""
    (warning,) = about(checked("waiver-money-only.yaml").warnings, 12)
    assert "37P(e)" in warning.message
