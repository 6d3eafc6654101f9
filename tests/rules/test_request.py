"""Rules 12, 15 and 17 at filing: the ground, the applicant as a whole, no term."""

import pytest

from models.duties import Authority
from rules.wording import only_money_or_staff
from tests.rules.makers import about, application, check, situation


@pytest.mark.rule(12)
def test_one_reason_about_more_than_money_is_enough() -> None:
    """Money may be mentioned; it may not be all there is."""
    reasons = [
        {"text": "There is no money in the budget."},
        {"text": "No incident of the last two years would have been prevented by an officer."},
    ]
    assert not about(check(application(reasons=reasons)).warnings, 12)


@pytest.mark.rule(12)
@pytest.mark.parametrize(
    "text",
    [
        "The department has no money in the budget to pay for an officer this year.",
        "Positions were cut for lack of funds.",
        "The police department is understaffed. It cannot fill two vacancies.",
        "We cannot afford a school safety officer.",
        "It costs $92,000.",
    ],
)
def test_reason_about_money_or_staff_only_is_told(text: str) -> None:
    """That is (e), not (c)."""
    assert only_money_or_staff(text)


@pytest.mark.rule(12)
@pytest.mark.parametrize(
    "text",
    [
        "Calls for police have fallen to one in the last school year.",
        "There is no budget for an officer. Students feel safe without one.",
        "Counselors have built trust, and the money is better spent on them.",
        "An officer would not help here.",
        "",
    ],
)
def test_reason_about_what_an_officer_would_do_is_not_taken_for_money(text: str) -> None:
    """Whether an officer would assist is what (c) asks."""
    assert not only_money_or_staff(text)


@pytest.mark.rule(12)
def test_reason_copied_from_another_case_is_shown_with_its_number() -> None:
    """The commissioner believes something of that particular applicant."""
    found = check(around=situation(copied_from=("W-2026-0007",)))
    assert found.refusals == []
    (warning,) = about(found.warnings, 12)
    assert "W-2026-0007" in warning.message


@pytest.mark.rule(15)
def test_scope_that_names_some_schools_warns_that_the_unit_is_the_applicant() -> None:
    """The unit of decision is the applicant, not a school."""
    found = check(application(scope="All requirements, for Port Example High"))
    assert found.refusals == []
    (warning,) = about(found.warnings, 15)
    assert "Port Example High" in warning.message


@pytest.mark.rule(15)
@pytest.mark.parametrize(
    "scope",
    [
        "All requirements of the section",
        "All requirements, for Port Example High and port example middle",
    ],
)
def test_scope_that_names_every_school_or_none_is_in_order(scope: str) -> None:
    """The applicant as a whole."""
    assert not about(check(application(scope=scope)).warnings, 15)


@pytest.mark.rule(15)
def test_school_whose_name_lies_in_another_schools_name_is_not_taken_as_named() -> None:
    """“Harbor Middle” does not name “Harbor”."""
    around = situation(schools=("Harbor", "Harbor Middle"))
    (warning,) = about(check(application(scope="For Harbor Middle"), around).warnings, 15)
    assert "names Harbor Middle, not" in warning.message


@pytest.mark.rule(17)
def test_application_without_school_years_is_advised_and_not_refused() -> None:
    """The section sets no term: to name one is practice."""
    found = check(application(school_years=[]))
    assert found.refusals == []
    assert [each.authority for each in about(found.warnings, 17)] == [Authority.PRACTICE]


def test_other_open_cases_of_the_body_are_named() -> None:
    """A body may have several open cases; the filing says which others there are."""
    found = check(around=situation(open_cases=("W-2026-0003", "W-2026-0005")))
    (warning,) = [each for each in found.warnings if each.rule is None]
    assert warning.authority is Authority.PRACTICE
    assert "W-2026-0003, W-2026-0005" in warning.message
