"""Bring together what several people typed into one draft. Pure; nothing typed is dropped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from actions.draft_fields import is_there


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that was changed by another since it was seen."""

    path: str
    typed: Any
    """What this person typed: not taken."""
    theirs: Any
    """What the field says now; None where its item is gone."""


@dataclass(slots=True)
class Merged:
    """What of an edit goes in, and what does not."""

    taken: dict[str, Any] = field(default_factory=dict[str, Any])
    clashes: list[Clash] = field(default_factory=list[Clash])


def as_seen(now: Mapping[str, Any], before: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Give the fields as they were before some changes, by what each replaced, newest first."""
    seen = dict(now)
    for replaced in before:
        seen.update(replaced)
    return {path: value for path, value in seen.items() if value}


def merge(seen: Mapping[str, Any], typed: Mapping[str, Any], now: Mapping[str, Any]) -> Merged:
    """Take what was typed where nobody else changed the field since it was seen.

    A field left as it was seen is no edit. One that says already what was typed
    is none either, so the same edit sent twice changes nothing.
    """
    merged = Merged()
    for path, value in typed.items():
        text, there = value or "", is_there(path, now)
        was, says = seen.get(path) or "", now.get(path) or ""
        if text == was or (there and text == says):
            continue
        if there and was == says:
            merged.taken[path] = text
        else:
            merged.clashes.append(Clash(path, text, says if there else None))
    return merged
