"""How long something took, with the times left out in which it was not in hand."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

DAY_SECONDS = 24 * 60 * 60


def in_days(seconds: float) -> str:
    """Say an elapsed time in days of 24 hours: `under a day`, `1.5 days`, `31 days`."""
    days = seconds / DAY_SECONDS
    if days < 1:
        return "under a day"
    exact = f"{days:.1f}".removesuffix(".0")
    return "1 day" if exact == "1" else f"{exact if days < 10 else round(days)} days"  # noqa: PLR2004


class Stretch(NamedTuple):
    """A time from one instant to another."""

    start: datetime
    end: datetime

    @property
    def seconds(self) -> float:
        """Its length."""
        return (self.end - self.start).total_seconds()


def seconds_within(stretch: Stretch, pauses: Iterable[Stretch]) -> float:
    """Count how many seconds of a stretch fall into pauses; overlapping ones count once."""
    paused, until = 0.0, stretch.start
    for pause in sorted(pauses):
        start, end = max(pause.start, until), min(pause.end, stretch.end)
        if start < end:
            paused += (end - start).total_seconds()
            until = end
    return paused
