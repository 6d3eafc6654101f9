"""When a mail that was put off is tried again."""

from datetime import timedelta

import pytest

from notifications.backoff import next_try
from tests.notifications.makers import NOON


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 10), (2, 20), (3, 40), (11, 10240), (12, 14400), (500, 14400)]
)
def test_next_try_doubles_to_four_hours(attempts: int, seconds: int) -> None:
    """Ten seconds, doubling, and never more than four hours."""
    assert next_try(NOON, attempts, NOON) == NOON + timedelta(seconds=seconds)


def test_next_try_before_the_third_day_ends_is_not_after_it() -> None:
    """The last try falls on the end of the third day."""
    end = NOON + timedelta(days=3)
    assert next_try(NOON, 30, end - timedelta(minutes=1)) == end


def test_next_try_after_three_days_is_none() -> None:
    """After three days a person has to look at it."""
    assert next_try(NOON, 30, NOON + timedelta(days=3)) is None
