"""Rules 20 and 23 at filing: which resources, which figures, which fiscal year."""

from datetime import date

import pytest

from models.duties import Authority
from tests.rules.makers import about
from tests.rules.shortfall_makers import around, determined


@pytest.mark.rule(20)
def test_determination_names_which_resources_are_lacking() -> None:
    """Not sufficient resources to assign an officer: which?"""
    (refusal,) = determined(resources_lacking=[]).refusals
    assert (refusal.rule, refusal.clause, refusal.where) == (20, "37P(e)", "resources_lacking")
    assert "personnel, funds, equipment, training, other" in refusal.message


@pytest.mark.rule(20)
def test_resource_of_no_known_kind_is_unreadable() -> None:
    """A wrong word is the form's trouble, not the law's."""
    with pytest.raises(ValueError, match=r"resources_lacking\.0"):
        determined(resources_lacking=["goodwill"])


@pytest.mark.rule(20)
def test_determination_without_a_fiscal_year_is_refused() -> None:
    """Which year's resources?"""
    (refusal,) = determined(fiscal_year=None).refusals
    assert (refusal.rule, refusal.where) == (20, "fiscal_year")
    assert "2027 is 1 July 2026 to 30 June 2027" in refusal.message


@pytest.mark.rule(20)
def test_determination_without_figures_goes_on_with_a_warning() -> None:
    """No budget figures: shown, not refused."""
    found = determined(figures=[])
    assert found.refusals == []
    (warning,) = about(found.warnings, 20)
    assert warning.authority is Authority.PRACTICE


@pytest.mark.rule(20)
def test_only_other_resources_are_pointed_out() -> None:
    """“Other” does not say which."""
    assert about(determined(resources_lacking=["other"]).warnings, 20)
    assert not about(determined(resources_lacking=["other", "funds"]).warnings, 20)


@pytest.mark.rule(23)
@pytest.mark.parametrize(
    ("on", "stated", "warned"),
    [
        (date(2026, 6, 30), 2026, False),
        (date(2026, 7, 1), 2026, True),
        (date(2026, 7, 1), 2027, False),
        (date(2026, 6, 30), 2027, False),
        (date(2026, 6, 30), 2028, True),
    ],
)
def test_fiscal_year_that_is_over_or_far_off_is_pointed_out(
    on: date, stated: int, *, warned: bool
) -> None:
    """A fiscal year begins on 1 July; the next one may be planned for."""
    consultation = {
        "by": "superintendent@quarryhill.example",
        "dates": [date(2026, 6, 1)],
        "mode": "call",
        "view": "Agreed.",
    }
    found = determined(around(on=on), fiscal_year=stated, superintendent_consultation=consultation)
    assert found.refusals == []
    assert bool(about(found.warnings, 23)) is warned
