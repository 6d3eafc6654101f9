"""A second calendar, written from LAW.md and the conventions alone, one day after another.

It shares no line with the first and imports nothing of ours: what the two
agree on was not copied from one to the other.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache

ONE = timedelta(days=1)
HOUR = timedelta(hours=1)
MONDAY, THURSDAY, SATURDAY, SUNDAY = 0, 3, 5, 6
FIRST_JUNETEENTH = 2021


def nth(year: int, month: int, weekday: int, which: int) -> date:
    """Give the first, second, … such weekday of a month; the last one for -1."""
    found: list[date] = []
    day = date(year, month, 1)
    while day.month == month:
        if day.weekday() == weekday:
            found.append(day)
        day += ONE
    return found[which if which < 0 else which - 1]


def on_the_day(year: int) -> Iterator[date]:
    """Yield the Massachusetts holidays of a year (G.L. c.4 §7) where they fall."""
    yield date(year, 1, 1)
    yield nth(year, 1, MONDAY, 3)  # Martin Luther King
    yield nth(year, 2, MONDAY, 3)  # Washington
    yield nth(year, 4, MONDAY, 3)  # Patriots
    yield nth(year, 5, MONDAY, -1)  # Memorial
    if year >= FIRST_JUNETEENTH:
        yield date(year, 6, 19)
    yield date(year, 7, 4)
    yield nth(year, 9, MONDAY, 1)  # Labor
    yield nth(year, 10, MONDAY, 2)  # Columbus
    yield date(year, 11, 11)
    yield nth(year, 11, THURSDAY, 4)  # Thanksgiving
    yield date(year, 12, 25)


@cache
def holidays_of(year: int) -> frozenset[date]:
    """Give the holidays as they are kept: on a Sunday, the Monday too; on a Saturday, no other."""
    days = set(on_the_day(year))
    return frozenset(days | {day + ONE for day in days if day.weekday() == SUNDAY})


def is_holiday(day: date) -> bool:
    """Whether the day is a legal holiday."""
    return day in holidays_of(day.year)


def stands(day: date, pauses: Iterable[tuple[date, date]]) -> bool:
    """Whether the clock stands: on the day of pausing, that of resuming, and between."""
    return any(first <= day <= last for first, last in pauses)


def counts(day: date, closures: frozenset[date]) -> bool:
    """Whether a policy day counts: a weekday, no holiday, no closure."""
    return day.weekday() not in {SATURDAY, SUNDAY} and not is_holiday(day) and day not in closures


def last_day(
    start: date,
    days: int,
    *,
    by_law: bool,
    pauses: list[tuple[date, date]],
    extensions: list[int],
    closures: frozenset[date],
) -> date:
    """Walk from day zero until all days are used up; a last day of the law's then rolls on."""
    left, day = days + sum(extensions), start
    while left > 0:
        day += ONE
        if not stands(day, pauses) and (by_law or counts(day, closures)):
            left -= 1
    while by_law and (day.weekday() == SUNDAY or is_holiday(day) or stands(day, pauses)):
        day += ONE
    return day


@cache
def summer(year: int) -> tuple[datetime, datetime]:
    """Give the two instants at which New York's clocks change.

    The second Sunday of March, two o'clock by winter time; the first Sunday of
    November, two o'clock by summer time (15 U.S.C. §260a).
    """
    spring, autumn = nth(year, 3, SUNDAY, 2), nth(year, 11, SUNDAY, 1)
    begins = datetime(year, spring.month, spring.day, 7, tzinfo=UTC)
    ends = datetime(year, autumn.month, autumn.day, 6, tzinfo=UTC)
    return begins, ends


def day_in_new_york(instant: datetime) -> date:
    """Give the day it is in New York: five hours behind UTC, four in summer."""
    begins, ends = summer((instant - 5 * HOUR).year)
    return (instant - (4 if begins <= instant < ends else 5) * HOUR).date()


def midnight_after(day: date) -> datetime:
    """Give the instant at which a day is over in New York: the first one of the next day."""
    instant = datetime(day.year, day.month, day.day, tzinfo=UTC) + ONE
    while day_in_new_york(instant) == day:
        instant += HOUR
    return instant
