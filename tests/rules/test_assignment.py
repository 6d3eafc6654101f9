"""Rules 8, 23 to 26 and 33: what is put down on an assignment."""

import json
from datetime import date

import pytest

from models.cases import CaseKind, CaseState
from models.duties import Authority
from models.shortfalls import AssignmentOutcome, Employer
from rules.states import arrows, can_move
from tests.rules.makers import about, rules_of
from tests.rules.shortfall_makers import assigned


@pytest.mark.rule(26)
@pytest.mark.parametrize("employer", [Employer.STATE_POLICE, None])
def test_officer_of_the_state_police_is_assigned_with_the_gap_shown(
    employer: Employer | None,
) -> None:
    """(a) defines a municipal or special officer; (e)'s is the state's."""
    found = assigned(employer=employer)
    assert found.refusals == []
    assert rules_of(found.warnings) == [26]
    assert "counsel" in found.warnings[0].message


@pytest.mark.rule(33)
def test_officer_of_another_employer_is_assigned_and_shown_to_counsel() -> None:
    """The filing duty is not tied to an officer of the state."""
    found = assigned(employer=Employer.OTHER)
    assert found.refusals == []
    (warning,) = found.warnings
    assert warning.rule == 33
    assert "memorandum is owed" in warning.message


@pytest.mark.rule(33)
def test_assigned_case_has_no_way_around_the_memorandum() -> None:
    """Whoever the officer is, complete is reached from two owed filings only."""
    leading = {each.start for each in arrows(CaseKind.SHORTFALL) if each.to is CaseState.COMPLETE}
    assert leading == {CaseState.AWAITING_FILING}
    onwards = {each.to for each in arrows(CaseKind.SHORTFALL) if each.start is CaseState.ASSIGNED}
    assert onwards == {CaseState.AWAITING_FILING, CaseState.WITHDRAWN}


@pytest.mark.rule(23)
def test_no_outcome_of_an_assignment_is_a_denial() -> None:
    """Assigned, no appropriation, pending."""
    assert [each.value for each in AssignmentOutcome] == ["assigned", "no-appropriation", "pending"]
    assert "denied" not in json.dumps([each.text for each in arrows(CaseKind.SHORTFALL)])


@pytest.mark.rule(23)
def test_unfunded_case_is_asked_again_and_can_still_be_assigned() -> None:
    """A want of appropriation is of its year."""
    for to in (CaseState.AWAITING_ASSIGNMENT, CaseState.ASSIGNED):
        assert can_move(CaseKind.SHORTFALL, CaseState.UNFUNDED, to)


@pytest.mark.rule(23)
@pytest.mark.parametrize(
    ("reference", "warned"),
    [
        (None, True),
        (" ", True),
        ("8100-1001", True),
        ("Line item 8100-1001; the department's budget office", False),
        ("The colonel wrote on 2 October", False),
    ],
)
def test_want_of_appropriation_without_reference_or_source_is_pointed_out(
    reference: str | None, *, warned: bool
) -> None:
    """The reference, and who said so."""
    found = assigned(
        outcome=AssignmentOutcome.NO_APPROPRIATION,
        employer=None,
        grounds=(),
        candidate_considered=False,
        appropriation=reference,
    )
    assert found.refusals == []
    assert rules_of(found.warnings) == ([23] if warned else [])


@pytest.mark.rule(23)
def test_answer_in_a_new_fiscal_year_is_pointed_out() -> None:
    """On 1 July another appropriation stands."""
    (warning,) = about(assigned({"on": date(2027, 7, 1)}).warnings, 23)
    assert "2028 began on 1 July 2027" in warning.message
    assert not about(assigned({"on": date(2027, 6, 30)}).warnings, 23)


@pytest.mark.rule(24)
@pytest.mark.rule(25)
def test_pending_assignment_needs_neither_ground_nor_attestation() -> None:
    """Nobody has been chosen yet."""
    found = assigned(
        outcome=AssignmentOutcome.PENDING, grounds=(), candidate_considered=False, employer=None
    )
    assert (found.refusals, found.warnings) == ([], [])


@pytest.mark.rule(24)
@pytest.mark.parametrize("grounds", [(), ("",), ("…", "1.")])
def test_assignment_without_a_ground_is_refused(grounds: tuple[str, ...]) -> None:
    """It states a ground besides seniority."""
    (refusal,) = assigned(grounds=grounds).refusals
    assert (refusal.rule, refusal.clause, refusal.where) == (24, "37P(e)", "grounds")


@pytest.mark.rule(24)
def test_assignment_on_seniority_said_twice_is_refused() -> None:
    """Not solely on the basis of seniority, in however many words."""
    (refusal,) = assigned(grounds=("Seniority", "Most years of service")).refusals
    assert refusal.rule == 24
    assert "Seniority is the only ground" in refusal.message


@pytest.mark.rule(24)
def test_seniority_beside_another_ground_is_admitted() -> None:
    """Seniority may be one of the grounds."""
    found = assigned(grounds=("Seniority", "Work with young people"))
    assert found.refusals == []
    assert not about(found.warnings, 24)


@pytest.mark.rule(24)
def test_ground_that_mixes_seniority_with_another_is_admitted_and_shown() -> None:
    """Somebody should read it."""
    found = assigned(grounds=("Seniority, and work with young people",))
    assert found.refusals == []
    assert about(found.warnings, 24)


@pytest.mark.rule(25)
def test_candidate_who_would_foster_a_learning_environment_was_considered() -> None:
    """Shall be considered: attested, no more."""
    (refusal,) = assigned(candidate_considered=False).refusals
    assert (refusal.rule, refusal.where) == (25, "candidate_considered")


@pytest.mark.rule(25)
def test_detail_of_a_person_in_a_ground_is_pointed_out_and_not_repeated() -> None:
    """The attestation only; no personnel detail."""
    found = assigned(grounds=("Training", "Restorative practice, badge no. 4417"))
    assert found.refusals == []
    (warning,) = about(found.warnings, 25)
    assert (warning.where, warning.authority) == ("grounds[1]", Authority.PRACTICE)
    assert "4417" not in warning.message


@pytest.mark.rule(8)
def test_officer_for_schools_of_one_town_is_in_order() -> None:
    """One officer may serve all schools of a city or town."""
    schools = {"High": "Quarry Hill", "Elementary": "Quarry Hill"}
    assert not about(assigned({"schools": schools}).warnings, 8)


@pytest.mark.rule(8)
def test_officer_for_schools_in_two_towns_is_assigned_and_shown() -> None:
    """The same officer across towns: shown, not refused."""
    found = assigned({"schools": {"High": "Quarry Hill", "Middle": "Port Example"}})
    assert found.refusals == []
    (warning,) = about(found.warnings, 8)
    assert "Port Example and Quarry Hill" in warning.message
