"""Rules 1 to 3 and 22 on a shortfall, and the samples: each leads to what its first line says."""

from dataclasses import replace
from datetime import date

import pytest
import yaml

from models.cases import CaseKind, CaseState
from models.shortfall_form import ShortfallForm
from rules.shortfall import check_shortfall, towns_signed
from rules.states import arrows
from tests.rules.makers import (
    CHARTER,
    COLLABORATIVE,
    COUNTY_AGRICULTURAL,
    MUNICIPAL,
    NON_OPERATING,
    POLICY,
    REGIONAL,
    about,
    chief_of,
    rules_of,
)
from tests.rules.shortfall_makers import (
    BOARD,
    HIGH,
    around,
    determination,
    determined,
)
from tests.shared import CASES

EXPECTED: dict[str, list[tuple[int, str]]] = {
    "shortfall-complete.yaml": [],
    "shortfall-by-superintendent.yaml": [(19, "determined_by")],
    "shortfall-charter.yaml": [(3, "body")],
    "shortfall-no-superintendent.yaml": [(19, "superintendent_consultation")],
}
"""File: the rules that refuse it, and where."""


def test_every_sample_shortfall_is_expected_here() -> None:
    """No sample goes unread."""
    assert {path.name for path in CASES.glob("shortfall-*.yaml")} == set(EXPECTED)


@pytest.mark.parametrize("file", EXPECTED)
def test_sample_shortfall_is_refused_by_exactly_the_rules_it_names(file: str) -> None:
    """Refusals name every rule that the sample breaks, and no other."""
    form = ShortfallForm.model_validate(yaml.safe_load((CASES / file).read_text()))
    found = check_shortfall(form, around(form.body), POLICY)
    assert [(each.rule, each.where) for each in found.refusals] == EXPECTED[file]


def test_sample_that_is_opened_warns_only_that_the_section_was_rewritten() -> None:
    """Nothing else about it asks for a second look."""
    assert rules_of(determined().warnings) == [1]


@pytest.mark.rule(1)
def test_shortfall_of_before_the_rewrite_is_not_warned_about() -> None:
    """The section stood until the end of 2020."""
    then = around(on=date(2020, 12, 31))
    assert not about(determined(then, fiscal_year=2021).warnings, 1)


@pytest.mark.rule(2)
@pytest.mark.parametrize("code", [MUNICIPAL, NON_OPERATING, REGIONAL, COUNTY_AGRICULTURAL])
def test_shortfall_is_for_the_classes_that_may_ask_for_a_waiver(code: str) -> None:
    """(e) covers the same bodies as (c)."""
    assert not about(determined(body=code).refusals, 2)


@pytest.mark.rule(2)
def test_shortfall_of_a_body_of_no_known_class_is_refused_under_e() -> None:
    """Its class is set by an operator first; nothing else about the form is said."""
    (refusal,) = determined(body=COLLABORATIVE, resources_lacking=[]).refusals
    assert (refusal.rule, refusal.clause, refusal.where) == (2, "37P(e)", "body")
    assert "operator" in refusal.message


@pytest.mark.rule(2)
def test_shortfall_of_a_town_without_schools_warns_under_e() -> None:
    """The text asks of a school department."""
    (warning,) = about(determined(body=NON_OPERATING).warnings, 2)
    assert (warning.clause, warning.where) == ("37P(e)", "body")


@pytest.mark.rule(3)
def test_shortfall_of_a_charter_school_is_refused_saying_which_clauses_name_it() -> None:
    """(b) names it; (c) and (e) do not."""
    (refusal,) = determined(body=CHARTER).refusals
    assert (refusal.rule, refusal.clause) == (3, "37P(b)")
    assert "37P(e)" in refusal.message


@pytest.mark.rule(19)
@pytest.mark.rule(20)
def test_every_gap_of_an_empty_determination_is_named_at_once() -> None:
    """Nobody mends a form one refusal at a time."""
    form = ShortfallForm(form="shortfall/1", body=REGIONAL)
    found = check_shortfall(form, around(), POLICY).refusals
    assert [(each.rule, each.where) for each in found] == [
        (19, "determination"),
        (19, "determined_by"),
        (6, "office_basis"),
        (19, "superintendent_consultation"),
        (20, "resources_lacking"),
        (20, "fiscal_year"),
    ]


@pytest.mark.rule(7)
def test_determination_is_made_in_the_town_of_the_schools_it_names() -> None:
    """A board that is chief in two towns acts for the one where the school is."""
    board = chief_of("Quarry Hill").holders
    both = tuple(replace(chief_of(town), holders=board) for town in ("Port Example", "Quarry Hill"))
    assert towns_signed(determination(), around(chiefs=both), POLICY) == ["Quarry Hill"]
    assert towns_signed(determination(schools=[]), around(chiefs=both), POLICY) == [
        "Port Example",
        "Quarry Hill",
    ]


@pytest.mark.rule(22)
def test_shortfall_has_no_gate_by_the_department_of_education() -> None:
    """(e) has no commissioner: no move of the path reviews, returns or decides."""
    path = arrows(CaseKind.SHORTFALL)
    gates = {CaseState.SUBMITTED, CaseState.IN_REVIEW, CaseState.RETURNED, CaseState.DECIDED}
    assert not gates & {state for each in path for state in (each.start, each.to)}
    assert not [each.act for each in path if "review" in each.act or "decide" in each.act]


def test_addresses_are_known_in_small_letters_and_a_school_is_named_once() -> None:
    """A person is known by an address however it is typed; a school twice is a slip."""
    assert determination(determined_by=BOARD.upper()).determined_by == BOARD
    with pytest.raises(ValueError, match=f"names {HIGH} more than once"):
        determination(schools=[HIGH, HIGH])
