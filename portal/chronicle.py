"""A case's log as its readers see it: each entry a sentence, the office's own kept within."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from actions.concern import OUTSIDE
from actions.signed_papers import KEPT
from models.events import Event
from models.people import Office
from notifications.wording import day
from portal.words import duty_words, event_words, office_words

INSIDE = frozenset({
    "case.rung", "case.stranded", "duty.acknowledged", "duty.attended", "duty.escalated",
    "duty.reassigned", "duty.reminded", "duty.telephoned", "evidence.opened", "mail.bounced",
    "mail.failed", "notice.acknowledged", "reviewer.recused", "reviewer.unconflicted",
})  # fmt: skip
"""What the office does within: of use to those who work on the case, and to nobody else."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: when, what, and by whom, where that is a person."""

    at: datetime
    what: str
    by: str | None
    entered_by: str | None = None
    """Who entered it, where that is another person."""
    scan: str | None = None
    """The name of the scan it kept, to be downloaded by."""


def chronicle(events: Sequence[Event], offices: frozenset[Office]) -> list[Entry]:
    """Give what a reader who holds these offices in the case may see, the oldest first."""
    within = bool(offices - OUTSIDE)
    return [_entry(event) for event in events if within or event.kind not in INSIDE]


def _entry(event: Event) -> Entry:
    other = event.entered_by if event.entered_by != event.by and "@" in event.entered_by else None
    scan = f"P{event.seq}" if event.kind == KEPT else None
    return Entry(event.at, _sentence(event), event.by if "@" in event.by else None, other, scan)


def _sentence(event: Event) -> str:
    facts: dict[str, Any] = json.loads(event.data)
    name, put = MORE.get(event.kind, ("", str))
    more = facts.get(name)
    words = event_words(event.kind)
    return f"{words}: {put(more)}" if isinstance(more, str) and more else words


def _plain(word: str) -> str:
    return word.replace("_", " ").replace("-", " ")


def _received(on: str) -> str:
    return f"received on {day(date.fromisoformat(on))}"


def _place(place: str) -> str:
    return office_words(place.replace("-", "_"))


MORE: dict[str, tuple[str, Callable[[str], str]]] = {
    "duty.opened": ("what", duty_words),
    "duty.reassigned": ("what", duty_words),
    "review.forwarded": ("step", _plain),
    "review.returned": ("step", _plain),
    "clock.paused": ("reason", str),
    "clock.resumed": ("reason", str),
    "clock.extended": ("reason", str),
    "evidence.opened": ("item", str),
    "memorandum.filed": ("place", _place),
    "paper.kept": ("came_on", _received),
    "state_police.contacted": ("outcome", _plain),
}
"""What of an entry's facts its sentence ends with, by kind, and how it is put."""
