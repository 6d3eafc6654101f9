"""Rules 6 to 8: who is chief, in which towns, and an officer across them."""

from dataclasses import replace

import pytest

from models.people import ChiefBasis
from models.registry import OrganizationKind
from rules.chiefs import officer_across_towns, towns_concerned
from rules.situation import ChiefHolder
from tests.rules.makers import REGIONAL, about, application, check, chief_of, situation

REGIONAL_FORM = application(applicant=REGIONAL)


@pytest.mark.rule(6)
def test_filing_without_any_chief_on_record_is_refused() -> None:
    """At least one holder of the office is needed: there is nobody to tell otherwise."""
    (refusal,) = check(around=situation(chiefs=(chief_of("Little Neck"),))).refusals
    assert (refusal.rule, refusal.clause) == (6, "37P(a)")
    assert "Little Neck" in refusal.message
    assert "operator" in refusal.message


@pytest.mark.rule(6)
def test_filing_of_a_body_without_any_town_on_record_is_refused() -> None:
    """Nothing on record at all: the refusal says what to record."""
    (refusal,) = check(around=situation(chiefs=())).refusals
    assert refusal.rule == 6
    assert "record the towns" in refusal.message


@pytest.mark.rule(6)
@pytest.mark.parametrize("basis", ChiefBasis)
def test_board_or_officer_having_control_of_the_police_counts_as_chief(basis: ChiefBasis) -> None:
    """A chief is a chief, or a board or officer having control of the police."""
    holder = ChiefHolder("board@police.portexample.example", "Select Board", basis)
    office = replace(chief_of("Port Example"), holders=(holder,))
    assert not about(check(around=situation(chiefs=(office,))).refusals, 6)


@pytest.mark.rule(6)
def test_vacant_office_in_one_of_two_towns_warns() -> None:
    """Somebody is chief somewhere, so it is filed; the vacant town is named."""
    chiefs = (chief_of("Quarry Hill", "High"), chief_of("Little Neck", "Middle"))
    found = check(REGIONAL_FORM, situation(REGIONAL, chiefs=chiefs))
    assert found.refusals == []
    (warning,) = about(found.warnings, 6)
    assert "Little Neck" in warning.message


@pytest.mark.rule(6)
def test_acting_chief_warns() -> None:
    """An acting holder is a holder; reviewers are told."""
    address = "acting@police.portexample.example"
    holder = ChiefHolder(address, "Captain", ChiefBasis.CHIEF, acting=True)
    office = replace(chief_of("Port Example"), holders=(holder,))
    found = check(around=situation(chiefs=(office,)))
    assert found.refusals == []
    (warning,) = about(found.warnings, 6)
    assert "acting chief in Port Example" in warning.message


@pytest.mark.rule(7)
def test_regional_schools_in_two_towns_list_the_chief_of_each() -> None:
    """The chief is that of the town where the school is located, so there are two."""
    (warning,) = about(check(REGIONAL_FORM).warnings, 7)
    assert "Port Example, Chief of Police (Three Rivers Regional Middle)" in warning.message
    assert "Quarry Hill, Select Board" in warning.message


@pytest.mark.rule(7)
def test_regional_schools_in_one_town_list_no_other_chief() -> None:
    """One town, one chief, nothing to point out."""
    chiefs = (chief_of("Quarry Hill", "High", "Middle"),)
    found = check(REGIONAL_FORM, situation(REGIONAL, chiefs=chiefs))
    assert not about(found.warnings, 7)


@pytest.mark.rule(7)
def test_regional_district_without_a_located_school_warns() -> None:
    """Where the schools are must be on record to know whose duty it is."""
    around = situation(REGIONAL, schools=(), chiefs=(chief_of("Quarry Hill"),))
    (warning,) = about(check(REGIONAL_FORM, around).warnings, 7)
    assert "No school" in warning.message


@pytest.mark.rule(7)
def test_towns_of_a_regional_district_are_those_its_schools_stand_in() -> None:
    """Little Neck is a member and has no school: its chief is not concerned."""
    found = towns_concerned(
        OrganizationKind.REGIONAL,
        ["Port Example", "Quarry Hill", "Little Neck"],
        [("High", "Quarry Hill"), ("Middle", "Port Example"), ("Academy", "Quarry Hill")],
    )
    assert found == {"Port Example": ("Middle",), "Quarry Hill": ("Academy", "High")}


@pytest.mark.rule(7)
def test_towns_of_a_regional_district_are_its_members_while_no_school_is_located() -> None:
    """Rather too many chiefs than none."""
    found = towns_concerned(OrganizationKind.REGIONAL, ["Quarry Hill", "Little Neck"], [])
    assert found == {"Little Neck": (), "Quarry Hill": ()}


@pytest.mark.rule(7)
def test_town_of_a_municipal_department_is_its_own() -> None:
    """A city's or town's department has its own chief, wherever a school building stands."""
    found = towns_concerned(
        OrganizationKind.MUNICIPAL,
        ["Port Example"],
        [("High", "Port Example"), ("Annex", "Quarry Hill")],
    )
    assert found == {"Port Example": ("High",)}


@pytest.mark.rule(8)
def test_officer_of_many_schools_in_one_town_is_in_order() -> None:
    """One officer may serve all schools of a city or town."""
    links = {"High": "Port Example", "Middle": "Port Example", "Elementary": "Port Example"}
    assert list(officer_across_towns("Officer 12", links)) == []


@pytest.mark.rule(8)
def test_officer_of_schools_in_two_towns_warns() -> None:
    """The section speaks of the schools of one city or town."""
    links = {"High": "Port Example", "Elementary": "Quarry Hill"}
    (warning,) = officer_across_towns("Officer 12", links)
    assert (warning.rule, warning.clause) == (8, "37P(b)")
    assert "Port Example and Quarry Hill" in warning.message
