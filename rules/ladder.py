"""The ladder of a duty: which reminders, escalations and tasks come, when, and what is overtaken.

Pure: the round and its dry run ask the same functions, so one foretells the other.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache

from models.people import Office
from models.reminders import RungKind
from rules.calendar import business_day, morning_of, new_york_date, working_moment
from rules.policy import Ladder

ORDER = (RungKind.REMIND, RungKind.ESCALATE, RungKind.TELEPHONE)
"""Of rungs of the same morning."""


@dataclass(frozen=True, slots=True)
class Climbing:
    """What a ladder needs to know of a duty."""

    due_on: date
    opened_at: datetime
    anew_at: datetime | None = None
    """When an extension began the ladder anew: its rungs are others than those before."""

    @property
    def since(self) -> datetime:
        """From when its rungs apply."""
        return self.anew_at or self.opened_at


@dataclass(frozen=True, slots=True)
class Rung:
    """One thing that is to happen about a duty, at an instant."""

    key: str
    """Its name in the ledger: `remind-5`."""
    kind: RungKind
    days: int
    """Business days from the last day."""
    at: datetime
    to: Office | None = None
    """Escalations: the office told."""
    stand_in: Office | None = None


@dataclass(frozen=True, slots=True)
class Climb:
    """What happens at a moment, what is overtaken, and when the next is due."""

    goes: tuple[Rung, ...]
    overtaken: tuple[Rung, ...]
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Mornings:
    """When working days begin."""

    hour: int
    closures: frozenset[date] = frozenset()

    def after(self, day: date, days: int) -> datetime:
        """Give the morning so many business days from a day; before it if less than none."""
        return _morning(day, days, self.hour, self.closures)

    def from_(self, instant: datetime) -> datetime:
        """Give the instant if it is in a working day, else the next morning."""
        return working_moment(instant, time(self.hour), self.closures)


@lru_cache(maxsize=4096)
def _morning(day: date, days: int, hour: int, closures: frozenset[date]) -> datetime:
    return morning_of(business_day(day, days, closures), time(hour))


def rungs(ladder: Ladder, duty: Climbing, mornings: Mornings) -> tuple[Rung, ...]:
    """Give a duty's rungs in their order.

    One whose moment is not after the duty was opened, or its ladder begun
    anew, does not apply.
    """
    every = [rung for rung in _all(ladder, duty, mornings) if rung.at > duty.since]
    return tuple(sorted(every, key=lambda rung: (rung.at, ORDER.index(rung.kind))))


def _all(ladder: Ladder, duty: Climbing, mornings: Mornings) -> Iterator[Rung]:
    anew = f"/{duty.anew_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if duty.anew_at else ""
    for days in ladder.remind:
        at = mornings.after(duty.due_on, days)
        yield Rung(f"remind{days:+}{anew}", RungKind.REMIND, days, at)
    for one in ladder.escalate:
        yield Rung(
            f"escalate{one.after:+}:{one.to}{anew}",
            RungKind.ESCALATE,
            one.after,
            mornings.after(duty.due_on, one.after),
            one.to,
            one.stand_in,
        )
    if ladder.telephone:
        at = mornings.after(duty.due_on, ladder.telephone)
        yield Rung(f"telephone{ladder.telephone:+}{anew}", RungKind.TELEPHONE, ladder.telephone, at)


def climb(ladder: tuple[Rung, ...], gone: AbstractSet[str], now: datetime) -> Climb:
    """Say what goes now, given what the ledger holds.

    Of reminders missed only the newest still matters; escalations and tasks
    go once each, however late.
    """
    left = [rung for rung in ladder if rung.key not in gone]
    missed = [rung for rung in left if rung.at <= now]
    reminders = [rung for rung in missed if rung.kind is RungKind.REMIND]
    overtaken = tuple(reminders[:-1])
    return Climb(
        goes=tuple(rung for rung in missed if rung not in overtaken),
        overtaken=overtaken,
        next_at=next((rung.at for rung in left if rung.at > now), None),
    )


def next_moment(ladder: tuple[Rung, ...], gone: AbstractSet[str]) -> datetime | None:
    """Give when the first rung that has not gone is due; it may be past."""
    return next((rung.at for rung in ladder if rung.key not in gone), None)


def foretell(
    ladder: tuple[Rung, ...],
    gone: AbstractSet[str],
    mornings: Mornings,
    *,
    since: datetime,
    until: date,
) -> Iterator[tuple[datetime, Climb]]:
    """Yield each moment up to the end of `until` at which something goes, if nobody acts."""
    gone, now = set(gone), since
    while (first := next_moment(ladder, gone)) is not None:
        now = mornings.from_(max(first, now))
        if new_york_date(now) > until:
            return
        step = climb(ladder, gone, now)
        yield now, step
        gone |= {rung.key for rung in (*step.goes, *step.overtaken)}
