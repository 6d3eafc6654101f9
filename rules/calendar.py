"""The one place for date arithmetic: business days, days set by law, New York.

Policy days are business days: weekdays that are no Massachusetts holiday and
no closure of the operator's. Days set by law roll forward by G.L. c.4 §9.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from itertools import count
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
SATURDAY, SUNDAY = 5, 6
NO_CLOSURES: frozenset[date] = frozenset()
QUARTERS = (1, 4, 7, 10)
"""The months in which a quarter begins."""
FISCAL_YEAR_BEGINS = 7
"""The month in which the fiscal year of the Commonwealth and its towns begins."""


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day on the way to a due date: its number if it counts, and why or why not."""

    day: date
    number: int | None
    """1, 2, 3 … of the days allowed; None when the day is skipped."""
    why: str


def new_york(instant: datetime) -> datetime:
    """Give the instant as clocks in New York show it.

    Raises:
        ValueError: `instant` has no time zone.
    """
    if instant.tzinfo is None:
        raise ValueError("a time without a zone has no place in New York")
    return instant.astimezone(NEW_YORK)


def new_york_date(instant: datetime) -> date:
    """Give the day it is in New York at that instant."""
    return new_york(instant).date()


@cache
def legal_holidays(year: int) -> dict[date, str]:
    """Give Massachusetts' legal holidays of a year by day (G.L. c.4 §7, eighteenth).

    One on a Saturday is not moved; one on a Sunday stands on the Monday too.
    """
    from holidays import country_holidays  # noqa: PLC0415 (0.1 s that most commands do not need)

    return dict(country_holidays("US", subdiv="MA", years=year).items())


def is_business_day(day: date, closures: frozenset[date] = NO_CLOSURES) -> bool:
    """Whether the day is a weekday, no legal holiday, and no closure."""
    return _why_skipped(day, closures) is None


def due_date(start: date, days: int, closures: frozenset[date] = NO_CLOSURES) -> date:
    """Give the day by the end of which (New York) a duty of `days` business days is owed.

    `start`, the day the duty opens, is day zero; counting starts on the next
    business day.

    Raises:
        ValueError: `days` is less than one.
    """
    if days < 1:
        raise ValueError("a duty allows at least one business day")
    left = days
    for year in count(start.year):
        open_days = _business_days(year, closures)
        after = bisect_right(open_days, start)
        if after + left <= len(open_days):
            return open_days[after + left - 1]
        left -= len(open_days) - after
    raise AssertionError("years do not end")


def count_days(
    start: date, days: int, closures: frozenset[date] = NO_CLOSURES
) -> tuple[CountedDay, ...]:
    """Explain `due_date`: every day after `start`, counted or skipped, and why."""
    counted: list[CountedDay] = []
    number, day = 0, start
    while number < days:
        day += timedelta(days=1)
        skipped = _why_skipped(day, closures)
        if skipped is None:
            number += 1
        counted.append(
            CountedDay(day, None if skipped else number, skipped or f"business day {number}")
        )
    return tuple(counted)


def days_between(start: date, end: date) -> int:
    """Count the calendar days from one day to another; less than none if it is earlier."""
    return (end - start).days


def days_ago(instant: datetime, days: int) -> datetime:
    """Give the same hour (New York) so many calendar days earlier."""
    return new_york(instant) - timedelta(days=days)


def year_of(year: int) -> tuple[datetime, datetime]:
    """Give the instants (New York) at which a year begins and the next one does."""
    return datetime(year, 1, 1, tzinfo=NEW_YORK), datetime(year + 1, 1, 1, tzinfo=NEW_YORK)


def roll_law_day(day: date) -> date:
    """Move a last day set by law off a Sunday or a legal holiday (G.L. c.4 §9).

    A Saturday stays where it is, unless it is itself a legal holiday.
    """
    while day.weekday() == SUNDAY or day in legal_holidays(day.year):
        day += timedelta(days=1)
    return day


def fiscal_year(on: date) -> int:
    """Give the fiscal year of a day, by the year it ends in: 2027 begins on 1 July 2026."""
    return on.year + (on.month >= FISCAL_YEAR_BEGINS)


def next_asking(on: date, months: Sequence[int] = QUARTERS) -> date:
    """Give the next first of one of these months after `on`: when an unfunded case is asked again.

    The days are policy; the first of July is when a new fiscal year begins.
    """
    firsts = (date(year, month, 1) for year in (on.year, on.year + 1) for month in sorted(months))
    return next(day for day in firsts if day > on)


def _why_skipped(day: date, closures: frozenset[date]) -> str | None:
    if day.weekday() in {SATURDAY, SUNDAY}:
        return day.strftime("%A")
    if day in closures:
        return "closed, as the operator recorded"
    return legal_holidays(day.year).get(day)


@lru_cache(maxsize=256)
def _business_days(year: int, closures: frozenset[date]) -> tuple[date, ...]:
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
    return tuple(day for day in days if _why_skipped(day, closures) is None)
