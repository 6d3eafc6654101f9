"""A case's log as its readers see it: each entry a sentence, the office's own kept within."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from actions.concern import OF_THE_BODY
from models.events import Event
from models.people import Office
from portal.words import duty_words, event_words, office_words

INSIDE = frozenset({
    "case.rung", "case.stranded", "duty.reassigned", "evidence.opened", "mail.failed",
    "reviewer.recused", "reviewer.unconflicted",
})  # fmt: skip
"""What the office does within: of use to those who work on the case, and to nobody else."""

OUTSIDE = OF_THE_BODY | {Office.CHIEF, Office.STATE_POLICE}
"""Offices that a case concerns and that do not work on it within the department."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: when, what, and by whom, where that is a person."""

    at: datetime
    what: str
    by: str | None


def chronicle(events: Sequence[Event], offices: frozenset[Office]) -> list[Entry]:
    """Give what a reader who holds these offices in the case may see, the oldest first."""
    within = bool(offices - OUTSIDE)
    return [
        Entry(event.at, _sentence(event), event.by if "@" in event.by else None)
        for event in events
        if within or event.kind not in INSIDE
    ]


def _sentence(event: Event) -> str:
    facts: dict[str, Any] = json.loads(event.data)
    words = event_words(event.kind)
    match event.kind:
        case "duty.opened" | "duty.reassigned" if "what" in facts:
            return f"{words}: {duty_words(facts['what'])}"
        case "review.forwarded" | "review.returned" if "step" in facts:
            return f"{words} ({facts['step'].replace('_', ' ')})"
        case "evidence.opened" if "item" in facts:
            return f"{words}: {facts['item']}"
        case "memorandum.filed" if "place" in facts:
            return f"{words}: {office_words(facts['place'].replace('-', '_'))}"
        case "state_police.contacted" if "outcome" in facts:
            return f"{words}: {facts['outcome'].replace('-', ' ')}"
        case _:
            return words
