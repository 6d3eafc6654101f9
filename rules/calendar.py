"""The one place for date arithmetic: business days, days set by law, New York.

Policy days are business days: weekdays that are no Massachusetts holiday and
no closure of the operator's. Days set by law are calendar days, and the last
of them rolls forward by G.L. c.4 §9. The day something begins is day zero; it
is owed by the end of its last day, which is midnight in New York.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from itertools import count
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
SATURDAY, SUNDAY = 5, 6
Closures = Mapping[date, str]
"""The days an operator took out of the business days, and why, in words."""
NO_CLOSURES: Closures = MappingProxyType({})
QUARTERS = (1, 4, 7, 10)
"""The months in which a quarter begins."""
FISCAL_YEAR_BEGINS = 7
"""The month in which the fiscal year of the Commonwealth and its towns begins."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day on the way to a due date: its number if it counts, and why or why not."""

    day: date
    number: int | None
    """1, 2, 3 … of the days allowed; None when the day is skipped."""
    why: str


class Span(NamedTuple):
    """Days in a row that do not count, the first and the last included, and why."""

    first: date
    last: date
    why: str = ""


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


def morning_of(day: date, at: time) -> datetime:
    """Give the instant at which clocks in New York show `at` on that day, in UTC.

    A time that the clock shows twice in autumn is the first of the two; one
    that it leaves out in spring is as much later.
    """
    return datetime.combine(day, at, NEW_YORK).astimezone(UTC)


def start_of(day: date) -> datetime:
    """Give the instant at which a day begins in New York, in UTC."""
    return morning_of(day, time.min)


def end_of(day: date) -> datetime:
    """Give the instant at which a day is over in New York, in UTC: what it asked for is late."""
    return start_of(day + _DAY)


@cache
def legal_holidays(year: int) -> dict[date, str]:
    """Give Massachusetts' legal holidays of a year by day (G.L. c.4 §7, eighteenth).

    One on a Saturday is not moved; one on a Sunday stands on the Monday too.
    """
    from holidays import country_holidays  # noqa: PLC0415 (0.1 s that most commands do not need)

    return dict(country_holidays("US", subdiv="MA", years=year).items())


def is_business_day(day: date, closures: Collection[date] = ()) -> bool:
    """Whether the day is a weekday, no legal holiday, and no closure."""
    return day.weekday() < SATURDAY and day not in legal_holidays(day.year) and day not in closures


def why_no_business_day(day: date, closures: Closures = NO_CLOSURES) -> str | None:
    """Say why a day is no business day: a weekend, a holiday by name, a closure; None if it is."""
    if day.weekday() >= SATURDAY:
        return f"{day:%A}"
    return legal_holidays(day.year).get(day) or closures.get(day)


def business_day(day: date, offset: int, closures: Collection[date] = ()) -> date:
    """Give the business day so many after `day`, or before it where `offset` is less than none.

    With an offset of zero it is `day` itself, or else the next business day.
    """
    step = -_DAY if offset < 0 else _DAY
    left = abs(offset)
    while left or not is_business_day(day, closures):
        day += step
        left -= is_business_day(day, closures) and left > 0
    return day


def due_date(
    start: date, days: int, closures: Collection[date] = (), paused: Iterable[Span] = ()
) -> date:
    """Give the day by the end of which (New York) a duty of `days` business days is owed.

    `start`, the day the duty opens, is day zero; counting starts on the next
    business day. A closure or a paused day is not counted.

    Raises:
        ValueError: `days` is less than one.
    """
    number, numbered = partial(_number, start.year), partial(_numbered, start.year)
    pauses = [span for span in paused if span.last > start]
    last, known = _last_day(start, days, pauses, number, numbered), 0
    # A closure matters up to the due date alone, which each that matters moves on.
    while len(closed := [day for day in closures if start < day <= last]) > known:
        known = len(closed)
        out = [*pauses, *(Span(day, day) for day in closed)]
        last = _last_day(start, days, out, number, numbered)
    return last


def law_due_date(start: date, days: int, paused: Iterable[Span] = ()) -> date:
    """Give the day by the end of which something is owed that the law gives `days` for.

    Every calendar day counts that is not paused; the last one rolls on by
    G.L. c.4 §9, off a day on which the clock stands as well. Closures do not
    move it.

    Raises:
        ValueError: `days` is less than one.
    """
    out = [span for span in paused if span.last > start]
    last = _last_day(start, days, out, date.toordinal, date.fromordinal)
    while _rolls(last) or any(span.first <= last <= span.last for span in out):
        last += _DAY
    return last


def count_days(
    start: date, days: int, closures: Closures = NO_CLOSURES, paused: Sequence[Span] = ()
) -> tuple[CountedDay, ...]:
    """Explain `due_date`: every day after `start`, counted or skipped, and why."""

    def skipped(day: date) -> str | None:
        return why_no_business_day(day, closures) or _why_paused(day, paused)

    return _counted(start, days, skipped, "business day")


def count_law_days(start: date, days: int, paused: Sequence[Span] = ()) -> tuple[CountedDay, ...]:
    """Explain `law_due_date`: every day after `start`, and why the last one moved."""
    counted = _counted(start, days, lambda day: _why_paused(day, paused), "day")
    day = counted[-1].day
    moved, skipped, rolled = _why_rolled(day), _why_rolled(day), list[CountedDay]()
    while skipped:
        day += _DAY
        skipped = _why_rolled(day) or _why_paused(day, paused)
        why = skipped or f"last day, moved off {moved} (G.L. c.4 §9)"
        rolled.append(CountedDay(day, None, why))
    return (*counted, *rolled)


def working_moment(instant: datetime, opens: time, closures: Collection[date] = ()) -> datetime:
    """Give the instant itself if it is in a working day, else the next morning; in UTC.

    A working day is a business day from the hour it `opens` on, to its end.
    """
    here = new_york(instant)
    if here.time() >= opens and is_business_day(here.date(), closures):
        return instant.astimezone(UTC)
    first = here.date() if here.time() < opens else here.date() + _DAY
    return morning_of(business_day(first, 0, closures), opens)


def business_days_left(today: date, due_on: date, closures: Collection[date] = ()) -> int:
    """Count the business days after `today` up to a last day; less than none once it is past."""
    first, last = sorted((today, due_on))
    counted = _number(first.year, last) - _number(first.year, first)
    counted -= sum(1 for day in closures if first < day <= last and is_business_day(day))
    return counted if due_on >= today else -counted


def anniversary(day: date) -> date:
    """Give the same day a year later; for 29 February, the last of that month."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if leap else day.day)


def days_before(day: date, days: int) -> date:
    """Give the day so many calendar days earlier."""
    return day - days * _DAY


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
    while _rolls(day):
        day += _DAY
    return day


def fiscal_year(on: date) -> int:
    """Give the fiscal year of a day, by the year it ends in: 2027 begins on 1 July 2026."""
    return on.year + (on.month >= FISCAL_YEAR_BEGINS)


def days_of_fiscal_year(year: int) -> tuple[date, date]:
    """Give the first and the last day of a fiscal year; a school year has the same."""
    return date(year - 1, FISCAL_YEAR_BEGINS, 1), date(year, FISCAL_YEAR_BEGINS - 1, 30)


def next_asking(on: date, months: Sequence[int] = QUARTERS) -> date:
    """Give the next first of one of these months after `on`: when an unfunded case is asked again.

    The days are policy; the first of July is when a new fiscal year begins.
    """
    firsts = (date(year, month, 1) for year in (on.year, on.year + 1) for month in sorted(months))
    return next(day for day in firsts if day > on)


def _rolls(day: date) -> bool:
    return day.weekday() == SUNDAY or day in legal_holidays(day.year)


def _why_rolled(day: date) -> str | None:
    return legal_holidays(day.year).get(day) or (f"{day:%A}" if _rolls(day) else None)


def _why_paused(day: date, paused: Iterable[Span]) -> str | None:
    return next((span.why for span in paused if span.first <= day <= span.last), None)


def _counted(
    start: date, days: int, skipped: Callable[[date], str | None], called: str
) -> tuple[CountedDay, ...]:
    counted: list[CountedDay] = []
    number, day = 0, start
    while number < days:
        day += _DAY
        why = skipped(day)
        number += why is None
        counted.append(CountedDay(day, None if why else number, why or f"{called} {number}"))
    return tuple(counted)


def _last_day(
    start: date,
    days: int,
    out: Iterable[Span],
    number: Callable[[date], int],
    numbered: Callable[[int], date],
) -> date:
    """Give the last of `days` days after `start`, by their numbers, past those that are out."""
    if days < 1:
        raise ValueError("a duty allows at least one day")
    begun = number(start)
    last = begun + days
    for first, end in _joined(out):
        before = number(first - _DAY) if first > start else begun
        if before >= last:
            break
        last += number(end) - before
    return numbered(last)


def _joined(spans: Iterable[Span]) -> list[tuple[date, date]]:
    """Put spans in order, those that overlap as one: no day is left out twice."""
    joined: list[tuple[date, date]] = []
    for first, last, _ in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined


def _number(year: int, day: date) -> int:
    """Count the business days from the first of `year` to `day`, that day included."""
    before = sum(len(_business_days(one)) for one in range(year, day.year))
    return before + bisect_right(_business_days(day.year), day)


def _numbered(year: int, number: int) -> date:
    """Give the business day of this number, counted from the first of `year`."""
    for one in count(year):
        open_days = _business_days(one)
        if number <= len(open_days):
            return open_days[number - 1]
        number -= len(open_days)
    raise AssertionError("years do not end")


@cache
def _business_days(year: int) -> tuple[date, ...]:
    """Give the business days of a year, as if the office were never closed."""
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
    return tuple(day for day in days if is_business_day(day))
