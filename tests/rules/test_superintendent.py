"""Rule 19: in consultation with the superintendent, who need not agree."""

from datetime import date, timedelta
from typing import Any

import pytest

from models.duties import Authority
from rules.wording import disputes_shortfall
from tests.rules.makers import FILED_ON, about
from tests.rules.shortfall_makers import SUPERINTENDENT, around, consulted, determined

pytestmark = pytest.mark.rule(19)


def test_determination_without_the_superintendent_is_refused() -> None:
    """The chief determines in consultation with the superintendent."""
    (refusal,) = determined(superintendent_consultation=None).refusals
    assert (refusal.rule, refusal.where) == (19, "superintendent_consultation")


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"by": "principal@quarryhill.example"}, "by"),
        ({"by": ""}, "by"),
        ({"dates": []}, "dates"),
        ({"dates": [FILED_ON + timedelta(days=1)]}, "dates"),
        ({"mode": " "}, "mode"),
    ],
)
def test_consultation_with_somebody_else_or_not_held_is_refused(
    changes: dict[str, Any], where: str
) -> None:
    """Of this body's superintendent, on a day that has come, somehow."""
    (refusal,) = determined(superintendent_consultation=consulted(**changes)).refusals
    assert (refusal.rule, refusal.where) == (19, f"superintendent_consultation.{where}")


def test_body_without_a_superintendent_on_record_is_told_to_record_one() -> None:
    """Nobody can be consulted who is not known."""
    (refusal,) = determined(around(superintendents=())).refusals
    assert "Nobody is on record as superintendent of Three Rivers Regional" in refusal.message


def test_consultation_on_the_day_of_filing_counts() -> None:
    """It has taken place."""
    today = consulted(dates=[date(2026, 8, 30), FILED_ON])
    assert determined(superintendent_consultation=today).refusals == []


def test_disagreement_of_the_superintendent_is_shown_whole_and_refuses_nothing() -> None:
    """Agreement is not required."""
    view = "The superintendent disagrees: the night shift has two officers to spare."
    found = determined(superintendent_consultation=consulted(view=view))
    assert found.refusals == []
    (warning,) = about(found.warnings, 19)
    assert view in warning.message


@pytest.mark.parametrize("view", [None, ""])
def test_consultation_without_a_view_is_pointed_out_as_practice(view: str | None) -> None:
    """What the superintendent said helps whoever reads it."""
    found = determined(superintendent_consultation=consulted(view=view))
    assert found.refusals == []
    (warning,) = about(found.warnings, 19)
    assert warning.authority is Authority.PRACTICE


def test_address_of_the_superintendent_is_known_however_it_is_typed() -> None:
    """Capitals do not make another person."""
    shouted = consulted(by=SUPERINTENDENT.upper())
    assert determined(superintendent_consultation=shouted).refusals == []


@pytest.mark.parametrize(
    "view",
    [
        "The superintendent disagrees.",
        "She does not agree with the determination.",
        "He believes the department has enough officers.",
        "The superintendent objects: an officer is needed.",
        "The department could assign an officer from the night shift.",
        "An officer could be found, the superintendent thinks.",
        "The superintendent disputes the figures.",
        "The superintendent asks for an officer all the same.",
    ],
)
def test_view_against_the_determination_is_told(view: str) -> None:
    """In whatever words."""
    assert disputes_shortfall(view)


@pytest.mark.parametrize(
    "view",
    [
        "The superintendent agrees that the department cannot assign an officer this year.",
        "No objection.",
        "She does not dispute the figures.",
        "The department does not have enough officers, as the superintendent sees it.",
        "The department can no longer assign one.",
        "Concurs.",
        "",
    ],
)
def test_view_that_agrees_is_not_taken_for_a_disagreement(view: str) -> None:
    """A negated word is none."""
    assert not disputes_shortfall(view)
