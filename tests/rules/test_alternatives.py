"""Rule 11: procedures and resources relied upon, with supporting data of their own."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.wording import reads_as_plan
from tests.rules.makers import PROCEDURE, RESOURCE, about, application, check

pytestmark = pytest.mark.rule(11)

SHARED_FILE = "files/climate-survey-2026.csv"
"""A file of the complete application's evidence."""


def with_data(alternative: dict[str, Any], *files: str) -> dict[str, Any]:
    """Give the alternative with these files, and only these, to support it."""
    return {**alternative, "supporting_data": [{"title": "Data", "file": file} for file in files]}


@pytest.mark.parametrize(("present", "missing"), [(PROCEDURE, "resource"), (RESOURCE, "procedure")])
def test_application_with_one_kind_of_alternative_lacks_the_other(
    present: dict[str, Any], missing: str
) -> None:
    """The section asks for procedures **and** resources."""
    (refusal,) = check(application(alternatives=[present])).refusals
    assert (refusal.rule, refusal.clause) == (11, "37P(c)(iii)")
    assert f"one alternative {missing}" in refusal.message


def test_application_without_alternatives_lacks_all_three_things() -> None:
    """A procedure, a resource, and data on either: named at once."""
    refusals = check(application(alternatives=[])).refusals
    assert [(each.rule, each.where) for each in refusals] == [(11, "alternatives")] * 3


def test_alternative_without_a_description_is_refused_in_its_field() -> None:
    """To name an alternative is not to describe it."""
    undescribed = {**RESOURCE, "description": ""}
    (refusal,) = check(application(alternatives=[PROCEDURE, undescribed])).refusals
    assert refusal.where == "alternatives[1].description"


def test_alternatives_without_any_supporting_data_are_refused() -> None:
    """A description **and** supporting data."""
    bare = [with_data(PROCEDURE), with_data(RESOURCE)]
    (refusal,) = check(application(alternatives=bare)).refusals
    assert refusal.where == "alternatives[0].supporting_data"


@pytest.mark.parametrize("file", [SHARED_FILE, f"./{SHARED_FILE}", f"files/../{SHARED_FILE}"])
def test_supporting_data_that_is_only_the_evidence_again_is_refused(file: str) -> None:
    """(iii)'s data is its own: the evidence of (ii), filed twice, does not stand in for it."""
    borrowed = [with_data(PROCEDURE, file), with_data(RESOURCE, file)]
    (refusal,) = check(application(alternatives=borrowed)).refusals
    assert refusal.where == "alternatives[0].supporting_data"
    assert "evidence as well" in refusal.message


def test_one_alternative_without_data_beside_another_with_some_only_warns() -> None:
    """One supporting item of (iii)'s own is what the section needs at the least."""
    found = check(application(alternatives=[PROCEDURE, with_data(RESOURCE, SHARED_FILE)]))
    assert found.refusals == []
    (warning,) = about(found.warnings, 11)
    assert warning.where == "alternatives[1].supporting_data"


@settings(deadline=None)
@given(files=st.lists(st.sampled_from([SHARED_FILE, "own.csv"]), max_size=4), places=st.data())
def test_data_is_refused_exactly_when_no_item_is_apart_from_the_evidence(
    files: list[str], places: st.DataObject
) -> None:
    """However the items are spread, one of (iii)'s own is enough and none is too few."""
    cut = places.draw(st.integers(0, len(files)))
    spread = [with_data(PROCEDURE, *files[:cut]), with_data(RESOURCE, *files[cut:])]
    refused = bool(check(application(alternatives=spread)).refusals)
    assert refused is ("own.csv" not in files)


@pytest.mark.parametrize(
    ("change", "sign"),
    [
        ({"description": "The district will hire a counselor."}, "worded as one"),
        ({"in_use_since": None}, "since when"),
        ({"in_use_since": date(2027, 1, 4)}, "only from 4 January 2027"),
    ],
)
def test_alternative_that_is_a_plan_warns(change: dict[str, Any], sign: str) -> None:
    """Relied upon is in use; a plan is shown to be one and holds nothing up."""
    found = check(application(alternatives=[PROCEDURE, {**RESOURCE, **change}]))
    assert found.refusals == []
    (warning,) = about(found.warnings, 11)
    assert warning.where == "alternatives[1]"
    assert sign in warning.message


@pytest.mark.parametrize(
    "description",
    [
        "We plan to add a counselor.",
        "The board intends to adopt a protocol.",
        "A proposed dispatcher line.",
        "A counselor is to be hired.",
        "Once funded, a social worker.",
        "A mentoring program is planned for the spring.",
        "Will be adopted in May.",
    ],
)
def test_description_of_what_is_to_come_reads_as_a_plan(description: str) -> None:
    """Will, plan to, intend, propose."""
    assert reads_as_plan(description)


@pytest.mark.parametrize(
    "description",
    [
        "The emergency plan, drilled each quarter.",
        "Safety planning teams at both schools.",
        "Conferences entered of free will.",
        "A counselor at each school.",
        "",
    ],
)
def test_description_of_what_is_in_use_does_not_read_as_a_plan(description: str) -> None:
    """A plan that is drilled is a procedure."""
    assert reads_as_plan(description) is None
