"""A due date explains itself: each day, and everything that moved it."""

from datetime import date

from models.duties import Authority
from tests.actions.clock_makers import WHY, Clocks
from tests.actions.makers import (
    OPERATOR,
)


def test_an_explanation_gives_everything_that_moved_the_date(clocks: Clocks, number: str) -> None:
    """Start, each day and why, pauses, extensions, closures, rule and authority."""
    clocks.house.later(days=1)
    clocks.pause(number)
    clocks.house.later(days=1)
    clocks.resume(number)
    clocks.extend(number, days=1, authority=Authority.PRACTICE)
    clocks.close(date(2026, 9, 25))

    one = clocks.explain(number)
    assert (one["start"], one["days_allowed"], one["counting"]) == (
        "2026-09-21",
        5,
        "business days",
    )
    assert [(day["day"][-2:], day["counted"], day["why"]) for day in one["days"]] == [
        ("22", False, f"paused: {WHY}"),
        ("23", False, f"paused: {WHY}"),
        ("24", True, "business day 1"),
        ("25", False, "closed: snow"),
        ("26", False, "Saturday"),
        ("27", False, "Sunday"),
        ("28", True, "business day 2"),
        ("29", True, "business day 3"),
        ("30", True, "business day 4"),
        ("01", True, "business day 5"),
        ("02", True, "business day 6"),
    ]
    assert one["pauses"] == [{"from": "2026-09-22", "to": "2026-09-23", "reason": WHY}]
    assert one["extensions"] == [
        {"days": 1, "reason": WHY, "authority": "practice", "by": OPERATOR}
    ]
    assert one["closures"] == [{"day": "2026-09-25", "why": "closed: snow"}]
    assert (one["due_on"], one["authority"], one["basis"]) == (
        "2026-10-02",
        "policy",
        "steps.intake.days",
    )
    kinds = [change["kind"] for change in one["changes"]]
    assert kinds == ["paused", "resumed", "extended", "recomputed"]


def test_an_explanation_of_a_clock_that_stands_says_since_when(clocks: Clocks, number: str) -> None:
    """Its days after that are not counted yet."""
    clocks.house.later(days=2)
    clocks.pause(number)
    one = clocks.explain(number)
    assert one["paused_on"] == "2026-09-23"
    assert one["pauses"] == [{"from": "2026-09-23", "to": None, "reason": WHY}]
    assert [day["day"] for day in one["days"] if day["counted"]] == ["2026-09-22"]
