"""Business days, days set by law, and New York: the one place for date arithmetic."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.calendar import (
    business_day,
    count_days,
    days_of_fiscal_year,
    due_date,
    end_of,
    fiscal_year,
    is_business_day,
    morning_of,
    new_york,
    new_york_date,
    next_asking,
    roll_law_day,
    start_of,
)

DAYS = st.dates(date(2018, 1, 1), date(2035, 12, 31))
ALLOWED = st.integers(1, 365)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 4, 20), "Patriots' Day, which the rest of the country does not keep"),
        (date(2027, 7, 5), "Independence Day fell on a Sunday and moved to Monday"),
        (date(2026, 9, 26), "Saturday"),
        (date(2026, 9, 27), "Sunday"),
    ],
)
def test_weekend_or_massachusetts_holiday_is_no_business_day(day: date, why: str) -> None:
    """Business days are weekdays that are not Massachusetts holidays."""
    assert not is_business_day(day), why


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 7, 3), "Independence Day fell on a Saturday and is not moved to Friday"),
        (date(2026, 11, 27), "the day after Thanksgiving is none"),
        (date(2026, 3, 17), "Evacuation Day is Suffolk County's: an operator's closure"),
    ],
)
def test_weekday_that_is_no_holiday_is_a_business_day(day: date, why: str) -> None:
    """What is not on the list of holidays counts."""
    assert is_business_day(day), why


def test_closure_is_no_business_day() -> None:
    """An operator may close for a day the law does not name."""
    closed = frozenset({date(2026, 3, 17)})
    assert not is_business_day(date(2026, 3, 17), closed)
    assert due_date(date(2026, 3, 16), 1, closed) == date(2026, 3, 18)


@pytest.mark.parametrize(
    ("opened", "days", "due"),
    [
        (date(2026, 9, 21), 5, date(2026, 9, 28)),
        (date(2026, 9, 26), 1, date(2026, 9, 28)),
        (date(2026, 10, 9), 1, date(2026, 10, 13)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
    ],
)
def test_duty_is_due_so_many_business_days_after_the_day_it_opens(
    opened: date, days: int, due: date
) -> None:
    """The day it opens is day zero; counting starts on the next business day."""
    assert due_date(opened, days) == due


def test_duty_of_no_days_cannot_be_counted() -> None:
    """A duty owed before anybody hears of it is a mistake."""
    with pytest.raises(ValueError, match="at least one"):
        due_date(date(2026, 9, 21), 0)


@settings(deadline=None)
@given(DAYS, ALLOWED, st.frozensets(DAYS, max_size=5))
def test_due_date_is_the_last_of_the_days_it_explains(
    opened: date, days: int, closed: frozenset[date]
) -> None:
    """A due date can explain itself: each day counted or skipped, and why."""
    closures = dict.fromkeys(closed, "closed: snow")
    counted = count_days(opened, days, closures)
    assert counted[-1].day == due_date(opened, days, closures)
    assert [each.number for each in counted if each.number] == list(range(1, days + 1))
    assert [each.day for each in counted] == [
        opened + timedelta(days=n + 1) for n in range(len(counted))
    ]
    assert all(each.why for each in counted)
    assert all(bool(each.number) is is_business_day(each.day, closures) for each in counted)


@pytest.mark.parametrize(
    ("day", "offset", "found"),
    [
        (date(2026, 9, 23), 0, date(2026, 9, 23)),
        (date(2026, 9, 26), 0, date(2026, 9, 28)),
        (date(2026, 9, 26), 1, date(2026, 9, 28)),
        (date(2026, 9, 26), -1, date(2026, 9, 25)),
        (date(2026, 9, 28), -1, date(2026, 9, 25)),
        (date(2026, 10, 13), -2, date(2026, 10, 8)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2027, 1, 4), -1, date(2026, 12, 31)),
    ],
)
def test_business_day_so_many_before_or_after(day: date, offset: int, found: date) -> None:
    """A reminder goes on a working day: the day itself, or so many from it."""
    assert business_day(day, offset) == found


def test_business_day_passes_over_a_closure_both_ways() -> None:
    """Nobody is written to on a snow day."""
    closed = {date(2026, 9, 24): "closed: snow"}
    assert business_day(date(2026, 9, 24), 0, closed) == date(2026, 9, 25)
    assert business_day(date(2026, 9, 25), -1, closed) == date(2026, 9, 23)
    assert business_day(date(2026, 9, 23), 1, closed) == date(2026, 9, 25)


@given(DAYS, st.integers(1, 60), st.frozensets(DAYS, max_size=5))
def test_business_day_after_is_the_due_date_of_so_many_days(
    day: date, days: int, closures: frozenset[date]
) -> None:
    """There is one way to count, whichever function is asked."""
    assert business_day(day, days, closures) == due_date(day, days, closures)


@pytest.mark.parametrize(
    ("day", "eight"),
    [
        (date(2026, 3, 6), datetime(2026, 3, 6, 13, tzinfo=UTC)),
        (date(2026, 3, 9), datetime(2026, 3, 9, 12, tzinfo=UTC)),
        (date(2026, 10, 30), datetime(2026, 10, 30, 12, tzinfo=UTC)),
        (date(2026, 11, 2), datetime(2026, 11, 2, 13, tzinfo=UTC)),
    ],
)
def test_morning_is_by_new_yorks_clock_all_the_year(day: date, eight: datetime) -> None:
    """Eight o'clock before and after each change of the clocks, as people there read it."""
    assert morning_of(day, time(8)) == eight
    assert new_york(eight).time() == time(8)


def test_time_that_the_clock_leaves_out_or_shows_twice() -> None:
    """Half past two on 8 March is an hour later; half past one on 1 November the first one."""
    assert new_york(morning_of(date(2026, 3, 8), time(2, 30))).time() == time(3, 30)
    assert morning_of(date(2026, 11, 1), time(1, 30)) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 8), 23), (date(2026, 7, 4), 24), (date(2026, 11, 1), 25)]
)
def test_day_on_which_the_clocks_change_is_over_at_midnight(day: date, hours: int) -> None:
    """By the end of the day is midnight there, however long the day was."""
    assert end_of(day) - start_of(day) == timedelta(hours=hours)
    assert new_york_date(start_of(day)) == day
    assert new_york_date(end_of(day) - timedelta(seconds=1)) == day
    assert new_york_date(end_of(day)) == day + timedelta(days=1)


def test_explanation_names_the_holiday_it_skips() -> None:
    """A district reads why Thursday did not count."""
    why = [each.why for each in count_days(date(2026, 11, 25), 1)]
    assert why == ["Thanksgiving Day", "business day 1"]


@pytest.mark.parametrize(
    ("last_day", "rolled"),
    [
        (date(2026, 9, 26), date(2026, 9, 26)),
        (date(2026, 9, 27), date(2026, 9, 28)),
        (date(2026, 10, 11), date(2026, 10, 13)),
        (date(2026, 7, 4), date(2026, 7, 6)),
        (date(2027, 7, 4), date(2027, 7, 6)),
        (date(2026, 7, 3), date(2026, 7, 3)),
    ],
)
def test_last_day_set_by_law_rolls_from_a_sunday_or_holiday_and_not_from_a_saturday(
    last_day: date, rolled: date
) -> None:
    """G.L. c.4 §9."""
    assert roll_law_day(last_day) == rolled


@settings(deadline=None)
@given(DAYS)
def test_rolled_day_stays_and_is_never_earlier(day: date) -> None:
    """Rolling twice is rolling once, and never takes a day away."""
    rolled = roll_law_day(day)
    assert day <= rolled <= day + timedelta(days=4)
    assert roll_law_day(rolled) == rolled


def test_late_evening_in_new_york_is_still_that_day() -> None:
    """Four in the morning in UTC is the evening before in New York."""
    assert new_york_date(datetime(2026, 9, 22, 3, 59, tzinfo=UTC)) == date(2026, 9, 21)
    assert new_york_date(datetime(2026, 9, 22, 4, 0, tzinfo=UTC)) == date(2026, 9, 22)
    assert new_york_date(datetime(2026, 12, 22, 4, 59, tzinfo=UTC)) == date(2026, 12, 21)


def test_time_without_a_zone_is_no_time_in_new_york() -> None:
    """It could be any day."""
    with pytest.raises(ValueError, match="without a zone"):
        new_york_date(datetime(2026, 9, 22, 4, 0))  # noqa: DTZ001 (the fault itself)


@pytest.mark.parametrize(
    ("on", "year"),
    [
        (date(2026, 6, 30), 2026),
        (date(2026, 7, 1), 2027),
        (date(2027, 6, 30), 2027),
        (date(2026, 12, 31), 2027),
    ],
)
def test_fiscal_year_begins_on_the_first_of_july(on: date, year: int) -> None:
    """2027 runs from 1 July 2026 to 30 June 2027."""
    assert fiscal_year(on) == year
    first, last = days_of_fiscal_year(year)
    assert first <= on <= last
    assert (first, last) == (date(year - 1, 7, 1), date(year, 6, 30))


@pytest.mark.rule(23)
@pytest.mark.parametrize(
    ("on", "asked"),
    [
        (date(2026, 9, 21), date(2026, 10, 1)),
        (date(2026, 9, 30), date(2026, 10, 1)),
        (date(2026, 10, 1), date(2027, 1, 1)),
        (date(2026, 12, 31), date(2027, 1, 1)),
        (date(2027, 6, 30), date(2027, 7, 1)),
    ],
)
def test_unfunded_case_is_asked_again_at_the_next_quarter_or_fiscal_year(
    on: date, asked: date
) -> None:
    """Each 1 July and every quarter; never on the day itself."""
    assert next_asking(on) == asked


@settings(deadline=None)
@given(DAYS)
def test_next_asking_is_after_the_day_and_never_later_than_the_first_of_july(on: date) -> None:
    """A new fiscal year is never missed, quarterly or yearly."""
    july = date(fiscal_year(on), 7, 1)
    assert on < next_asking(on) <= next_asking(on, months=(7,)) == july
