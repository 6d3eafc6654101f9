"""Rules 9, 10 and 16: reasons, a signature, evidence, a scope."""

from typing import Any

import pytest

from models.duties import Authority
from rules.tables import small_counts
from tests.rules.makers import about, application, check, situation

ITEM: dict[str, Any] = {
    "title": "Incidents by school",
    "source": "Incident log",
    "period": "2023-07-01/2026-06-30",
    "file": "files/incidents.csv",
}


@pytest.mark.rule(9)
@pytest.mark.parametrize("reasons", [[], [{"text": ""}], [{"text": "  "}]])
def test_application_without_a_reason_is_refused(reasons: list[dict[str, str]]) -> None:
    """Blank is not a reason."""
    (refusal,) = check(application(reasons=reasons)).refusals
    assert (refusal.rule, refusal.clause, refusal.where) == (9, "37P(c)(i)", "reasons")


@pytest.mark.rule(9)
def test_application_without_a_signature_is_refused_naming_both_parts() -> None:
    """A written application is signed: a name, and a statement."""
    refusals = check(application(signed_by=None)).refusals
    assert [each.where for each in refusals] == ["signed_by.name", "signed_by.statement"]


@pytest.mark.rule(9)
def test_application_signed_without_a_statement_is_refused() -> None:
    """A name alone signs nothing."""
    (refusal,) = check(application(signed_by={"name": "Superintendent of Schools"})).refusals
    assert (refusal.rule, refusal.where) == (9, "signed_by.statement")


@pytest.mark.rule(10)
def test_application_without_data_or_evidence_is_refused() -> None:
    """At least one item of either."""
    (refusal,) = check(application(evidence=[])).refusals
    assert (refusal.rule, refusal.clause, refusal.where) == (10, "37P(c)(ii)", "evidence")


@pytest.mark.rule(10)
@pytest.mark.parametrize(("left_out", "words"), [("source", "no source"), ("period", "no period")])
def test_evidence_without_a_source_or_period_warns(left_out: str, words: str) -> None:
    """Each such item is named, and the application is filed all the same."""
    found = check(application(evidence=[ITEM, {**ITEM, left_out: None}]))
    assert found.refusals == []
    (warning,) = about(found.warnings, 10)
    assert warning.where == "evidence[1]"
    assert words in warning.message


@pytest.mark.rule(10)
def test_small_count_of_students_in_a_table_warns_with_file_column_and_line() -> None:
    """Three students of a school could be told by name."""
    table = "school,students involved\nHigh,41\nMiddle,3\n"
    around = situation(tables={"files/incidents.csv": table.splitlines(keepends=True)})
    (warning,) = about(check(application(evidence=[ITEM]), around).warnings, 10)
    assert warning.where == "evidence[0].file"
    assert warning.authority is Authority.POLICY
    for part in ("files/incidents.csv", "students involved", "line 3"):
        assert part in warning.message


@pytest.mark.rule(10)
def test_small_count_in_supporting_data_is_found_as_well() -> None:
    """A table is as telling under an alternative as under the evidence."""
    around = situation(tables={"files/counselor-staffing.csv": ["year,pupils\n", "2025,4\n"]})
    (warning,) = about(check(around=around).warnings, 10)
    assert warning.where == "alternatives[2].supporting_data[0].file"


@pytest.mark.rule(10)
@pytest.mark.parametrize(
    "table",
    [
        "school,students\nHigh,10\n",
        "school,students\nHigh,0\n",
        "school,students_pct\nHigh,3\n",
        "school,% of students\nHigh,3\n",
        "school,students_per_counselor\nHigh,3\n",
        "school,suspension rate of students\nHigh,3\n",
        "school,students\nHigh,3.5\n",
        "school,students\nHigh,n/a\n",
        "school,officers\nHigh,1\n",
        "school,students\nHigh\n",
        "",
        "\x00",
        'school,students\n"High,3',
    ],
)
def test_table_without_a_small_count_of_students_is_in_order(table: str) -> None:
    """Ten, none, a share, another thing counted, or no table at all."""
    assert small_counts(table.splitlines(keepends=True), 10) == []


@pytest.mark.rule(10)
@pytest.mark.parametrize(
    "table",
    [
        "students\n9\n",
        "\ufeffStudents\r\n1\r\n",
        "year;pupils\n2025;3\n",
        "year\tEnrolled children\n2025\t3\n",
        "year,studentsArrested\n2025, 3 \n",
    ],
)
def test_small_count_is_found_however_the_table_is_written(table: str) -> None:
    """Other separators, other words for students."""
    assert len(small_counts(table.splitlines(keepends=True), 10)) == 1


@pytest.mark.rule(16)
def test_application_without_a_scope_is_refused() -> None:
    """Which requirements are to be waived is said in words."""
    (refusal,) = check(application(scope="")).refusals
    assert (refusal.rule, refusal.where) == (16, "scope")


@pytest.mark.rule(16)
@pytest.mark.parametrize(
    "scope",
    [
        "Only the assignment of an officer to the middle school",
        "All requirements, provided that the dispatcher line is kept",
        "All requirements except training",
        "Part of the section",
    ],
)
def test_partial_or_conditional_scope_warns_that_the_text_is_silent(scope: str) -> None:
    """The section does not say whether part of it can be waived, or on conditions."""
    found = check(application(scope=scope))
    assert found.refusals == []
    assert len(about(found.warnings, 16)) == 1
