"""Working moments, days left and anniversaries: the calendar as reminders need it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calendar import anniversary, business_days_left, is_business_day, working_moment

DAYS = st.dates(date(2018, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("instant", "moment"),
    [
        (datetime(2026, 9, 28, 12, 0, tzinfo=UTC), datetime(2026, 9, 28, 12, 0, tzinfo=UTC)),
        (datetime(2026, 9, 28, 11, 59, tzinfo=UTC), datetime(2026, 9, 28, 12, 0, tzinfo=UTC)),
        (datetime(2026, 9, 29, 3, 59, tzinfo=UTC), datetime(2026, 9, 29, 3, 59, tzinfo=UTC)),
        (datetime(2026, 9, 29, 4, 0, tzinfo=UTC), datetime(2026, 9, 30, 12, 0, tzinfo=UTC)),
        (datetime(2026, 10, 31, 15, 0, tzinfo=UTC), datetime(2026, 11, 2, 13, 0, tzinfo=UTC)),
    ],
    ids=["at eight", "before eight", "late in the evening", "a closed day", "over a clock change"],
)
def test_working_moment_is_now_or_the_next_morning(instant: datetime, moment: datetime) -> None:
    """What may go only on a working day goes now, if it is in one, or first thing on the next."""
    assert working_moment(instant, time(8), {date(2026, 9, 29): "closed: snow"}) == moment


@given(DAYS, st.integers(-60, 60), st.frozensets(st.integers(-40, 40), max_size=6))
def test_business_days_left_are_those_one_would_count(
    today: date, away: int, closed: frozenset[int]
) -> None:
    """From tomorrow to the last day; past it, the days since, as less than none."""
    due_on = today + timedelta(days=away)
    closures = {today + timedelta(days=days) for days in closed}
    first, last = sorted((today, due_on))
    between = (first + timedelta(days=n) for n in range(1, abs(away) + 1))
    counted = sum(is_business_day(day, closures) for day in between if day <= last)
    assert business_days_left(today, due_on, closures) == (counted if away >= 0 else -counted)


def test_year_later_is_the_same_day() -> None:
    """But for 29 February, which comes every fourth year."""
    assert anniversary(date(2026, 9, 21)) == date(2027, 9, 21)
    assert anniversary(date(2028, 2, 29)) == date(2029, 2, 28)
