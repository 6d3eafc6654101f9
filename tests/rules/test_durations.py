"""What time counts as taken, and what is left out."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.cases import CaseKind
from rules.calendar import is_business_day
from rules.durations import Stretch, seconds_within
from rules.expectation import steps_ahead
from rules.policy import default_policy_text, parse_policy

NOON = datetime(2026, 9, 21, 12, tzinfo=UTC)
HOURS = st.integers(0, 48)


def stretch(start: int, end: int) -> Stretch:
    """Give a time between two hours."""
    return Stretch(NOON + timedelta(hours=start), NOON + timedelta(hours=end))


def test_pauses_that_overlap_count_once() -> None:
    """Two reasons to wait at once are one wait; what lies outside does not count."""
    pauses = [stretch(2, 5), stretch(4, 6), stretch(3, 4), stretch(20, 30), stretch(-5, 1)]
    assert seconds_within(stretch(0, 10), pauses) == 5 * 3600


@given(st.lists(st.tuples(HOURS, HOURS).map(sorted)), st.tuples(HOURS, HOURS).map(sorted))
def test_paused_hours_are_those_that_some_pause_covers(
    pauses: list[list[int]], whole: list[int]
) -> None:
    """Counted hour by hour it comes to the same, and never to more than there was."""
    expected = sum(any(a <= hour < b for a, b in pauses) for hour in range(*whole))
    found = seconds_within(stretch(*whole), [stretch(*pause) for pause in pauses])
    assert found == expected * 3600


def test_steps_ahead_follow_one_another_on_business_days() -> None:
    """Each step begins when the one before has had all its days; all of it is policy."""
    policy = parse_policy(default_policy_text())
    for kind, parts in (
        (CaseKind.WAIVER, ["intake", "program", "counsel", "commissioner"]),
        (CaseKind.SHORTFALL, ["reply", "assignment", "memorandum", "filing"]),
    ):
        ahead = steps_ahead(policy, kind, NOON.date())
        assert [one.part for one in ahead] == parts
        days = [one.last_day for one in ahead]
        assert days == sorted(set(days))
        assert all(is_business_day(day) for day in days)
        assert {one.authority.value for one in ahead} == {"policy"}
    waiver = steps_ahead(policy, CaseKind.WAIVER, NOON.date())
    assert f"{waiver[0].last_day} {waiver[-1].last_day}" == "2026-09-28 2026-11-18"
