"""When to try a mail again that the server put off."""

from datetime import datetime, timedelta

FIRST = timedelta(seconds=10)
LONGEST = timedelta(hours=4)
GIVE_UP = timedelta(days=3)
"""Policy of this engine, counted from the first failure."""


def next_try(first_failed_at: datetime, attempts: int, now: datetime) -> datetime | None:
    """Say when a mail is tried again after `attempts` failures, the last of them `now`.

    Ten seconds, doubling to four hours; the last try falls on the end of the
    third day. None from then on: a person has to look at it.
    """
    end = first_failed_at + GIVE_UP
    if now >= end:
        return None
    doublings = min(max(attempts - 1, 0), 20)
    return min(now + min(FIRST * 2**doublings, LONGEST), end)
