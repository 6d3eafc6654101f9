"""Rules 20 to 31 and 33, in the law's words: what 37P(e) asks on the way to two filings."""

from datetime import date
from typing import Any

import pytest
import yaml

from models.people import ChiefBasis
from models.registry import OrganizationKind
from models.shortfall_form import ShortfallForm
from models.shortfalls import AssignmentOutcome, Employer
from rules.assignment import AssignmentFacts, AssignmentForm, check_assignment, memorandum_owed
from rules.findings import Finding, Findings
from rules.memorandum import PARTS, MemorandumFacts, MemorandumForm, Signatory, check_memorandum
from rules.shortfall import check_shortfall
from rules.situation import (
    Body,
    ChiefHolder,
    ChiefOffice,
    LocatedSchool,
    ShortfallSituation,
)
from tests.rules.makers import POLICY
from tests.shared import CASES

TODAY = date(2026, 9, 21)
SITUATION = ShortfallSituation(
    on=TODAY,
    body=Body("99600000", "Three Rivers Regional", OrganizationKind.REGIONAL, "regional"),
    chiefs=(
        ChiefOffice(
            "Quarry Hill",
            ("Three Rivers Regional High",),
            (ChiefHolder("board@selectboard.quarryhill.example", "Board", ChiefBasis.BOARD),),
        ),
    ),
    superintendents=("superintendent@quarryhill.example",),
    schools=(LocatedSchool("99600505", "Three Rivers Regional High", "Quarry Hill"),),
)


def determined(**changes: Any) -> Findings:
    """Check the sample determination, but for the fields changed."""
    written = yaml.safe_load((CASES / "shortfall-complete.yaml").read_text())
    form = ShortfallForm.model_validate({**written, **changes})
    return check_shortfall(form, SITUATION, POLICY)


def assigned(**changes: Any) -> Findings:
    """Check an assignment, but for the fields changed."""
    form: dict[str, Any] = {
        "outcome": AssignmentOutcome.ASSIGNED,
        "employer": Employer.STATE_POLICE,
        "grounds": ("Training in adolescent development",),
        "candidate_considered": True,
    }
    facts = AssignmentFacts(on=TODAY, fiscal_year=2027)
    return check_assignment(AssignmentForm(**{**form, **changes}), facts, POLICY)


def memorandum(**changes: Any) -> Findings:
    """Check a signed memorandum, but for the fields changed."""
    form: dict[str, Any] = {
        "filename": "memorandum.pdf",
        "roles_page": 2,
        "signed_on": date(2026, 9, 14),
        "parts": dict.fromkeys(PARTS, 2),
        "signatories": (
            Signatory("Superintendent of Schools", "for the school committee"),
            Signatory("State Police liaison", "for the colonel"),
        ),
    }
    return check_memorandum(
        MemorandumForm(**{**form, **changes}), MemorandumFacts(on=TODAY, pages=3)
    )


def numbers(findings: list[Finding]) -> set[int | None]:
    """Give the numbers of the rules that spoke."""
    return {finding.rule for finding in findings}


def test_sample_determination_is_refused_nothing() -> None:
    """The board of Quarry Hill determines, the superintendent was consulted."""
    assert determined().refusals == []


@pytest.mark.rule(20)
def test_resources_that_are_lacking_are_named() -> None:
    """Not sufficient resources to assign an officer: which?"""
    assert numbers(determined(resources_lacking=[]).refusals) == {20}


@pytest.mark.rule(20)
def test_determination_without_figures_goes_on_with_a_warning() -> None:
    """No budget figures: shown, not refused."""
    findings = determined(figures=[])
    assert findings.refusals == []
    assert 20 in numbers(findings.warnings)


@pytest.mark.rule(19)
def test_superintendent_who_disagrees_stops_nothing() -> None:
    """Consultation is recorded; agreement is not required."""
    consultation = {
        "by": "superintendent@quarryhill.example",
        "dates": [date(2026, 9, 8)],
        "mode": "meeting",
        "view": "The superintendent disagrees: an officer is needed.",
    }
    findings = determined(superintendent_consultation=consultation)
    assert findings.refusals == []
    assert any("an officer is needed" in found.message for found in findings.warnings)


@pytest.mark.rule(23)
def test_want_of_appropriation_without_a_reference_is_pointed_out() -> None:
    """Subject to appropriation: the reference, and who said so."""
    findings = assigned(outcome=AssignmentOutcome.NO_APPROPRIATION, employer=None, grounds=())
    assert findings.refusals == []
    assert 23 in numbers(findings.warnings)


@pytest.mark.rule(24)
@pytest.mark.parametrize(
    "ground", ["Seniority", "The most senior", "Years of service", "longest-serving"]
)
def test_assignment_on_seniority_alone_is_refused(ground: str) -> None:
    """Not solely on the basis of seniority."""
    assert 24 in numbers(assigned(grounds=(ground,)).refusals)


@pytest.mark.rule(24)
def test_seniority_beside_another_ground_is_admitted() -> None:
    """Seniority may be one of the grounds."""
    assert assigned(grounds=("Seniority", "Work with young people")).refusals == []


@pytest.mark.rule(25)
def test_candidate_for_a_learning_environment_shall_be_considered() -> None:
    """(e) asks that one was considered, no more."""
    assert numbers(assigned(candidate_considered=False).refusals) == {25}


@pytest.mark.rule(26)
def test_officer_of_the_state_police_is_assigned_with_the_gap_shown() -> None:
    """(a) defines a municipal or special officer; (e)'s is the state's."""
    findings = assigned()
    assert findings.refusals == []
    assert 26 in numbers(findings.warnings)


@pytest.mark.rule(33)
def test_officer_of_another_department_leaves_the_memorandum_owed() -> None:
    """The filing duty is not tied to a state officer."""
    assert 33 in numbers(assigned(employer=Employer.OTHER).warnings)
    assert memorandum_owed(AssignmentOutcome.ASSIGNED, Employer.OTHER)


@pytest.mark.rule(28)
@pytest.mark.parametrize("page", [0, -1, 4])
def test_memorandum_names_the_page_of_roles_and_duties(page: int) -> None:
    """Clearly defining roles and duties: on a page the document has."""
    assert 28 in numbers(memorandum(roles_page=page).refusals)


@pytest.mark.rule(28)
def test_parts_beyond_roles_and_duties_warn_and_do_not_block() -> None:
    """(b)'s items are strongly advised."""
    findings = memorandum(parts={})
    assert findings.refusals == []
    assert 28 in numbers(findings.warnings)


@pytest.mark.rule(29)
def test_part_nobody_knows_is_refused() -> None:
    """The checklist is (b)(i) to (viii) and the exclusion statement."""
    assert 29 in numbers(memorandum(parts={"b-ix": 2}).refusals)


@pytest.mark.rule(29)
def test_memorandum_older_than_a_year_is_pointed_out() -> None:
    """Signed long ago: look again."""
    assert 29 in numbers(memorandum(signed_on=date(2025, 9, 1)).warnings)


@pytest.mark.rule(30)
def test_memorandum_that_nobody_signed_is_refused() -> None:
    """At least one signatory."""
    assert 30 in numbers(memorandum(signatories=()).refusals)


@pytest.mark.rule(30)
def test_parties_are_not_invented() -> None:
    """(e) names no parties: without superintendent or state police it goes on, shown."""
    findings = memorandum(signatories=(Signatory("Town manager", "by the charter"),))
    assert findings.refusals == []
    assert 30 in numbers(findings.warnings)


@pytest.mark.rule(31)
def test_operating_procedures_not_recorded_are_pointed_out() -> None:
    """They are the chief's to make under (b)."""
    findings = memorandum()
    assert findings.refusals == []
    assert 31 in numbers(findings.warnings)
