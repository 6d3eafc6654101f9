"""Rules 1 to 3: the text in force, and who may apply."""

from dataclasses import replace
from datetime import date

import pytest

from models.registry import OrganizationKind
from tests.rules.makers import (
    BEFORE_THE_REWRITE,
    CHARTER,
    COLLABORATIVE,
    COUNTY_AGRICULTURAL,
    MUNICIPAL,
    NON_OPERATING,
    REGIONAL,
    about,
    application,
    check,
    rules_of,
    situation,
)


@pytest.mark.rule(1)
def test_filing_after_the_rewrite_warns_to_confirm_authority() -> None:
    """Filed after 31 December 2020: the section has been rewritten."""
    (warning,) = about(check(around=situation(on=date(2021, 1, 1))).warnings, 1)
    assert "Confirm the authority" in warning.message


@pytest.mark.rule(1)
def test_filing_on_the_last_day_of_the_text_does_not_warn() -> None:
    """On 31 December 2020 the text carried was still the law."""
    around = situation(on=date(2020, 12, 31))
    assert not about(check(around=around).warnings, 1)


@pytest.mark.rule(2)
@pytest.mark.parametrize("code", [MUNICIPAL, NON_OPERATING, REGIONAL, COUNTY_AGRICULTURAL])
def test_body_of_one_of_the_three_classes_is_not_refused_by_its_class(code: str) -> None:
    """A town's department, a regional district, a county agricultural school may apply."""
    assert not {2, 3} & set(rules_of(check(application(applicant=code)).refusals))


@pytest.mark.rule(2)
def test_body_of_another_class_is_refused_and_told_who_can_set_it() -> None:
    """A collaborative is none of the three until an operator says on what basis it is."""
    (refusal,) = check(application(applicant=COLLABORATIVE)).refusals
    assert (refusal.rule, refusal.clause, refusal.where) == (2, "37P(c)", "applicant")
    assert "operator" in refusal.message
    assert "37P(b)" not in refusal.message


@pytest.mark.rule(2)
def test_body_listed_as_a_charter_of_unknown_class_hears_of_the_charter_clauses_too() -> None:
    """A class in the list's own word that says charter gets rule 3's clauses besides."""
    body = replace(situation(COLLABORATIVE).body, listed_as="Horace Mann Charter School")
    (refusal,) = check(around=situation(COLLABORATIVE, body=body)).refusals
    assert refusal.rule == 2
    assert "37P(b)" in refusal.message


@pytest.mark.rule(2)
def test_town_without_schools_is_warned_about() -> None:
    """About a third of towns run no school department of their own."""
    assert about(check(application(applicant=NON_OPERATING)).warnings, 2)


@pytest.mark.rule(2)
def test_class_set_by_an_operator_is_shown_with_its_basis() -> None:
    """Reviewers see who set the class, and why."""
    body = replace(
        situation(COLLABORATIVE).body,
        kind=OrganizationKind.REGIONAL,
        kind_set_by="operator@doe.example",
        kind_basis="An agreement under chapter 71, section 16",
    )
    (warning,) = about(check(around=situation(REGIONAL, body=body)).warnings, 2)
    assert "operator@doe.example" in warning.message
    assert "chapter 71, section 16" in warning.message


@pytest.mark.rule(3)
def test_charter_school_is_refused_with_the_clauses_that_name_it_and_do_not() -> None:
    """(b) names commonwealth charter schools; (c) and (e) do not."""
    (refusal,) = check(application(applicant=CHARTER)).refusals
    assert refusal.rule == 3
    for clause in ("37P(b)", "37P(c)", "37P(e)"):
        assert clause in refusal.message


@pytest.mark.rule(3)
def test_body_that_may_not_apply_gets_no_other_gap() -> None:
    """Filling the gaps would not help it, so they are not listed."""
    empty = application(applicant=CHARTER, evidence=[], reasons=[], alternatives=[])
    found = check(empty, situation(CHARTER, on=BEFORE_THE_REWRITE))
    assert (rules_of(found.refusals), found.warnings) == ([3], [])
