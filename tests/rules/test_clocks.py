"""When a duty is due: two calendars agree, and no order of events changes the date."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.duties import Authority
from rules.calendar import end_of, legal_holidays, new_york_date
from rules.clocks import Clock, Pause, days_of, due_on
from tests.rules import second_calendar

CHUNKS, OF_EACH = 25, 4_000
"""One hundred thousand clocks."""

YEARS = range(2018, 2041)
"""The first is the law's; the last is far enough."""

EDGES = [
    *(change for year in YEARS for change in second_calendar.summer(year)),
    *(datetime(year, 12, 31, 17, tzinfo=UTC) for year in YEARS),
]
"""Instants about which the day in New York, or the year, is easily got wrong."""


@dataclass(frozen=True, slots=True)
class Happened:
    """Something for both calendars to count."""

    opened: datetime
    days: int
    by_law: bool
    pauses: list[tuple[date, date]]
    extensions: list[int]
    closures: frozenset[date]


def anything(random: Random) -> Happened:
    """Make up a duty and what became of it; a third begin about a change of clocks or year."""
    opened = datetime(2018, 1, 1, 5, tzinfo=UTC) + timedelta(minutes=random.randrange(11_000_000))
    if random.random() < 0.33:
        opened = random.choice(EDGES) + timedelta(minutes=random.randrange(-4_000, 4_000))
    about = [opened.date() + timedelta(days=random.randrange(-5, 90)) for _ in range(12)]
    return Happened(
        opened,
        days=random.choice((1, 2, 5, 10, 15, 20, random.randrange(1, 200))),
        by_law=random.random() < 0.3,
        pauses=[
            (first, first + timedelta(days=random.choice((0, 1, 4, 9, 30))))
            for first in about[: random.randrange(4)]
        ],
        extensions=[random.choice((1, 2, 5, 20)) for _ in range(random.randrange(3))],
        closures=frozenset(about[4 : 4 + random.randrange(8)]),
    )


def clock_of(one: Happened) -> Clock:
    """Put what happened as the first calendar has it."""
    return Clock(
        new_york_date(one.opened),
        one.days,
        Authority.LAW if one.by_law else Authority.POLICY,
        tuple(Pause(first, last, "waiting") for first, last in one.pauses),
        tuple(one.extensions),
    )


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_two_calendars_agree(chunk: int) -> None:
    """Whatever the start, days, kind, pauses, extensions, closures; and when the day is over."""
    random = Random(chunk)  # noqa: S311 - the same clocks in every run
    for _ in range(OF_EACH):
        one = anything(random)
        by_hand = second_calendar.last_day(
            second_calendar.day_in_new_york(one.opened),
            one.days,
            by_law=one.by_law,
            pauses=one.pauses,
            extensions=one.extensions,
            closures=one.closures,
        )
        due = due_on(clock_of(one), one.closures)
        assert due == by_hand, one
        assert end_of(due) == second_calendar.midnight_after(by_hand), one


@pytest.mark.parametrize("year", YEARS)
def test_two_calendars_keep_the_same_holidays(year: int) -> None:
    """Reckoned by rule from G.L. c.4 §7, they are those the package lists."""
    assert set(legal_holidays(year)) == second_calendar.holidays_of(year)


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_a_year_is_over_at_midnight_in_new_york(year: int) -> None:
    """Also the one of 23 hours and the one of 25."""
    day = date(year, 1, 1)
    while day.year == year:
        assert end_of(day) == second_calendar.midnight_after(day)
        day += timedelta(days=1)


DAYS = st.dates(date(2025, 11, 1), date(2026, 4, 30))
PAUSES = st.tuples(DAYS, st.integers(0, 30)).map(
    lambda one: Pause(one[0], one[0] + timedelta(days=one[1]), "waiting")
)
CLOCKS = st.builds(
    Clock,
    DAYS,
    st.integers(1, 60),
    st.sampled_from([Authority.LAW, Authority.POLICY]),
    st.lists(PAUSES, max_size=5).map(tuple),
    st.lists(st.integers(1, 30), max_size=3).map(tuple),
)
CLOSED = st.lists(DAYS, max_size=8, unique=True)


@given(CLOCKS, CLOSED, st.randoms(use_true_random=False))
def test_any_order_gives_the_same_date(clock: Clock, closed: list[date], random: Random) -> None:
    """Pauses, extensions and closures, in whatever order they came."""
    shuffled = replace(
        clock,
        pauses=tuple(random.sample(clock.pauses, len(clock.pauses))),
        extensions=tuple(random.sample(clock.extensions, len(clock.extensions))),
    )
    in_order = dict.fromkeys(closed, "closed: snow")
    as_they_came = dict.fromkeys(random.sample(closed, len(closed)), "closed: snow")
    assert due_on(shuffled, as_they_came) == due_on(clock, in_order)


@given(CLOCKS, PAUSES)
def test_a_pause_within_another_moves_nothing(clock: Clock, pause: Pause) -> None:
    """A day is left out once, however many wait for something on it."""
    once = replace(clock, pauses=(pause,))
    inner = Pause(pause.first, pause.first, "waiting for somebody else")
    assert due_on(replace(clock, pauses=(pause, inner, pause))) == due_on(once)


@given(CLOCKS, CLOSED)
def test_nothing_that_happens_to_a_clock_takes_days_away(clock: Clock, closed: list[date]) -> None:
    """A pause, an extension, a closure: each leaves the date or moves it on."""
    plain = due_on(replace(clock, pauses=(), extensions=()))
    assert plain <= due_on(replace(clock, pauses=())) <= due_on(clock)
    assert due_on(clock) <= due_on(clock, frozenset(closed))


@given(CLOCKS, CLOSED)
def test_an_explanation_ends_on_the_due_date_and_counts_each_day_once(
    clock: Clock, closed: list[date]
) -> None:
    """Every day from day one to the last, numbered without a gap, each with a reason."""
    closures = dict.fromkeys(closed, "closed: snow")
    days = days_of(clock, closures)
    assert days[-1].day == due_on(clock, closures)
    assert [one.number for one in days if one.number] == list(range(1, clock.allowed + 1))
    assert [one.day for one in days] == [
        clock.start + timedelta(days=n) for n in range(1, len(days) + 1)
    ]
    assert all(one.why for one in days)


@given(CLOCKS, CLOSED)
def test_days_of_the_law_are_not_moved_by_a_closure(clock: Clock, closed: list[date]) -> None:
    """An operator's snow day is policy."""
    by_law = replace(clock, authority=Authority.LAW)
    assert due_on(by_law, frozenset(closed)) == due_on(by_law)


MONDAY = date(2026, 9, 21)


def test_neither_the_day_of_pausing_nor_that_of_resuming_counts() -> None:
    """Five days from Monday; paused Wednesday, resumed Thursday: two days later."""
    clock = Clock(MONDAY, 5)
    assert due_on(clock) == date(2026, 9, 28)
    paused = replace(clock, pauses=(Pause(date(2026, 9, 23), date(2026, 9, 24), "asked"),))
    assert due_on(paused) == date(2026, 9, 30)
    why = {one.day: one.why for one in days_of(paused)}
    assert why[date(2026, 9, 23)] == why[date(2026, 9, 24)] == "paused: asked"
    assert why[date(2026, 9, 25)] == "business day 2"


def test_a_pause_of_one_day_is_one_day() -> None:
    """Paused and resumed on the same day, that day does not count."""
    pause = Pause(date(2026, 9, 23), date(2026, 9, 23), "asked")
    assert due_on(Clock(MONDAY, 5, pauses=(pause,))) == date(2026, 9, 29)


def test_a_pause_on_the_last_day_moves_it() -> None:
    """The day is not over when the clock stops, so it is still owed."""
    last = date(2026, 9, 28)
    pause = Pause(last, last, "asked")
    assert due_on(Clock(MONDAY, 5, pauses=(pause,))) == date(2026, 9, 29)
    after = Pause(date(2026, 9, 29), date(2026, 10, 9), "asked late")
    assert due_on(Clock(MONDAY, 5, pauses=(after,))) == last


def test_an_open_pause_leaves_the_date_and_says_that_nothing_counts() -> None:
    """The clock stands; the date is counted anew when it goes on."""
    standing = Clock(MONDAY, 5, pauses=(Pause(date(2026, 9, 24), None, "asked"),))
    assert due_on(standing) == due_on(Clock(MONDAY, 5))
    counted = [one for one in days_of(standing) if one.number]
    assert [one.day for one in counted] == [date(2026, 9, 22), date(2026, 9, 23)]
    assert days_of(standing)[-1].why == "paused: asked"
    assert standing.stands is standing.pauses[0]


def test_reasons_name_weekend_holiday_closure_and_pause() -> None:
    """What would not have counted anyway is not put down to the pause."""
    clock = Clock(
        date(2026, 11, 24), 2, pauses=(Pause(date(2026, 11, 25), date(2026, 11, 29), "x"),)
    )
    why = {one.day.day: one.why for one in days_of(clock, {date(2026, 11, 30): "closed: snow"})}
    assert why == {
        25: "paused: x",
        26: "Thanksgiving Day",
        27: "paused: x",
        28: "Saturday",
        29: "Sunday",
        30: "closed: snow",
        1: "business day 1",
        2: "business day 2",
    }


def test_last_day_of_the_law_rolls_off_a_sunday_and_off_a_day_that_stands() -> None:
    """G.L. c.4 §9; and a clock that stands on the day it rolled to stands."""
    clock = Clock(date(2026, 9, 17), 10, Authority.LAW)
    assert due_on(clock) == date(2026, 9, 28)
    assert days_of(clock)[-1].why == "last day, moved off Sunday (G.L. c.4 §9)"
    assert [one.why for one in days_of(clock)[-3:-1]] == ["day 9", "day 10"]
    monday = Pause(date(2026, 9, 28), date(2026, 9, 28), "by order")
    assert due_on(replace(clock, pauses=(monday,))) == date(2026, 9, 29)


def test_an_extension_of_the_law_is_of_calendar_days() -> None:
    """It adds days of the duty's own kind."""
    by_law = Clock(MONDAY, 3, Authority.LAW, extensions=(2,))
    assert due_on(by_law) == date(2026, 9, 26)
    assert due_on(Clock(MONDAY, 3, extensions=(2,))) == date(2026, 9, 28)


def test_a_clock_without_days_cannot_be_counted() -> None:
    """Extensions that take back more than was given are a mistake."""
    with pytest.raises(ValueError, match="at least one"):
        due_on(Clock(MONDAY, 5, extensions=(-5,)))
