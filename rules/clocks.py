"""Clocks: when a duty is due, from how it began and all that happened to it since.

A due date is never shifted. It is counted anew from the day the duty opened,
so pauses, extensions and closures give the same date in whatever order they
came. The conventions, all of them policy but where the law is named:

- *Day zero* is the day the duty opens, in New York. Counting begins the day after.
- *By the end of*: a duty is done in time until midnight in New York at the end
  of its due date, also on the days on which the clocks change.
- *Policy days* are business days. *Days set by law* are calendar days; only the
  last one rolls on, by G.L. c.4 §9. Closures move policy days alone.
- *A pause*: neither the day of pausing nor the day of resuming counts, nor any
  day between. Counting goes on with the next day that counts. Where pauses
  overlap, a day is left out once.
- *An open pause*: the clock stands. The date keeps what it was, as if there
  were no pause, until the clock is resumed; meanwhile nothing is late.
- *An extension* adds days of the same kind as the duty's own, at its end.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from models.duties import Authority
from rules.calendar import (
    NO_CLOSURES,
    Closures,
    CountedDay,
    Span,
    count_days,
    count_law_days,
    due_date,
    law_due_date,
)


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which the clock stood, from the day of pausing to the day of resuming."""

    first: date
    last: date | None
    """None while the clock stands."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """A duty's time: when it began, how long it may take, and what happened since."""

    start: date
    """The day it opened, New York."""
    days: int
    """As many as it was given when it opened."""
    authority: Authority = Authority.POLICY
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[int, ...] = ()

    @property
    def allowed(self) -> int:
        """The days it may take, extensions included."""
        return self.days + sum(self.extensions)

    @property
    def by_law(self) -> bool:
        """Whether its days are the law's, which are calendar days."""
        return self.authority is Authority.LAW

    @property
    def stands(self) -> Pause | None:
        """The pause that has not ended, if there is one."""
        return next((pause for pause in self.pauses if pause.last is None), None)


def due_on(clock: Clock, closures: Collection[date] = NO_CLOSURES) -> date:
    """Give the day by the end of which (New York) the duty is owed.

    Raises:
        ValueError: it allows less than one day.
    """
    if clock.by_law:
        return law_due_date(clock.start, clock.allowed, _spans(clock))
    return due_date(clock.start, clock.allowed, closures, _spans(clock))


def days_of(clock: Clock, closures: Closures = NO_CLOSURES) -> tuple[CountedDay, ...]:
    """Explain `due_on`: every day after day zero, counted or skipped, and why.

    From the day an open pause began no day counts: those are the days that
    will be counted anew when the clock is resumed.
    """
    if clock.by_law:
        counted = count_law_days(clock.start, clock.allowed, _spans(clock))
    else:
        counted = count_days(clock.start, clock.allowed, closures, _spans(clock))
    if stands := clock.stands:
        return tuple(_standing(day, stands) for day in counted)
    return counted


def _standing(day: CountedDay, pause: Pause) -> CountedDay:
    if day.number is None or day.day < pause.first:
        return day
    return replace(day, number=None, why=_why(pause))


def _spans(clock: Clock) -> list[Span]:
    return [
        Span(pause.first, pause.last, _why(pause))
        for pause in clock.pauses
        if pause.last is not None
    ]


def _why(pause: Pause) -> str:
    return f"paused: {pause.reason}"
