"""How long something took, with the times left out in which it was not in hand."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple


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
