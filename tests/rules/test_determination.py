"""Rules 6, 7 and 19: the chief of the town where the school is determines."""

from dataclasses import replace

import pytest

from models.people import ChiefBasis
from rules.findings import Findings
from rules.situation import ChiefHolder
from tests.rules.makers import MUNICIPAL, about, chief_of, rules_of
from tests.rules.shortfall_makers import (
    BOARD,
    CHIEF_OF_PORT_EXAMPLE,
    HIGH,
    MIDDLE,
    SUPERINTENDENT,
    around,
    consulted,
    determined,
)


@pytest.mark.rule(19)
def test_superintendent_cannot_open_a_shortfall_alone() -> None:
    """The chief determines; the superintendent is consulted."""
    (refusal,) = determined(determined_by=SUPERINTENDENT).refusals
    assert (refusal.rule, refusal.clause, refusal.where) == (19, "37P(e)", "determined_by")
    assert "Select Board having control of the police" in refusal.message


@pytest.mark.rule(6)
@pytest.mark.rule(19)
@pytest.mark.parametrize("basis", ChiefBasis)
def test_chief_or_board_or_officer_in_control_of_the_police_may_determine(
    basis: ChiefBasis,
) -> None:
    """A chief is a chief, or a board or officer having control of the police."""
    office = replace(chief_of("Quarry Hill"), holders=(ChiefHolder(BOARD, "Holder", basis),))
    assert determined(around(chiefs=(office,))).refusals == []


@pytest.mark.rule(7)
@pytest.mark.rule(19)
def test_chief_of_another_town_than_the_schools_cannot_determine() -> None:
    """The chief is that of the town where the school is located."""
    (refusal,) = determined(determined_by=CHIEF_OF_PORT_EXAMPLE).refusals
    assert (refusal.rule, refusal.where) == (19, "determined_by")
    assert "Quarry Hill" in refusal.message


@pytest.mark.rule(7)
def test_school_in_a_town_with_another_chief_is_left_to_that_chief() -> None:
    """One determination does not speak for two chiefs."""
    (refusal,) = determined(schools=[HIGH, MIDDLE]).refusals
    assert (refusal.rule, refusal.where) == (7, "schools[1]")
    assert "Port Example" in refusal.message


@pytest.mark.rule(7)
def test_school_that_is_not_the_bodys_is_refused() -> None:
    """Where a school is located must be on record."""
    (refusal,) = determined(schools=[HIGH, "99010305"]).refusals
    assert (refusal.rule, refusal.where) == (7, "schools[1]")


@pytest.mark.rule(7)
def test_determination_that_names_no_school_is_about_the_signers_town_and_says_so() -> None:
    """It goes on; who determines for the other town's schools is pointed out."""
    found = determined(schools=[])
    assert found.refusals == []
    (warning,) = about(found.warnings, 7)
    assert "Quarry Hill only" in warning.message
    assert "Port Example" in warning.message


@pytest.mark.rule(7)
def test_town_department_has_its_own_chief_wherever_a_school_stands() -> None:
    """As for a waiver: a city's or town's department has the city's or town's chief."""
    facts = around(MUNICIPAL)
    annex = replace(facts.schools[0], town="Quarry Hill")
    found = determined(
        replace(facts, schools=(annex,)),
        body=MUNICIPAL,
        determined_by=CHIEF_OF_PORT_EXAMPLE,
        schools=[annex.code],
        superintendent_consultation=consulted(by="superintendent@portexample.example"),
    )
    assert found.refusals == []


@pytest.mark.rule(6)
def test_determination_where_nobody_is_chief_is_refused_once() -> None:
    """The office is filled first: it is not the signer's doing."""
    empty = replace(chief_of("Quarry Hill"), holders=())
    assert rules_of(determined(around(chiefs=(empty,))).refusals) == [6]
    assert rules_of(determined(around(chiefs=())).refusals) == [6]


@pytest.mark.rule(6)
def test_determination_says_on_what_basis_its_signer_acts() -> None:
    """Chief, board or officer: in words."""
    (refusal,) = determined(office_basis=" ").refusals
    assert (refusal.rule, refusal.clause, refusal.where) == (6, "37P(a)", "office_basis")


@pytest.mark.rule(6)
def test_acting_chief_may_determine_and_it_is_shown() -> None:
    """An acting holder is a holder."""
    holder = ChiefHolder(BOARD, "Captain", ChiefBasis.CHIEF, acting=True)
    office = replace(chief_of("Quarry Hill"), holders=(holder,))
    found = determined(around(chiefs=(office,)))
    assert found.refusals == []
    (warning,) = about(found.warnings, 6)
    assert "acting chief in Quarry Hill" in warning.message


@pytest.mark.rule(19)
@pytest.mark.parametrize(
    ("found", "field"),
    [
        (determined(determination=" "), "determination"),
        (determined(determined_by=""), "determined_by"),
    ],
)
def test_determination_without_words_or_signer_is_refused(found: Findings, field: str) -> None:
    """What was determined, and by whom."""
    (refusal,) = found.refusals
    assert (refusal.rule, refusal.where) == (19, field)
