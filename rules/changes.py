"""What changed between two versions of an application, field by field."""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, cast

from rules.changed_words import Piece, Pieces, changed_words


class How(StrEnum):
    """What became of a field."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs, with what it said and what it says."""

    field: str
    before: str | None
    after: str | None

    @property
    def how(self) -> How:
        """Whether it is new, gone, or different."""
        if self.before is None:
            return How.ADDED
        return How.REMOVED if self.after is None else How.CHANGED

    @property
    def in_words(self) -> tuple[Pieces, Pieces]:
        """Both texts, cut by what the other lacks; where there is no other, each is whole."""
        if self.how is How.CHANGED:
            return changed_words(self.before or "", self.after or "")
        before, after = (
            (Piece(text, changed=False),) if text else () for text in (self.before, self.after)
        )
        return before, after


class _Said(NamedTuple):
    """A field's value as people read it, and what stands for it when compared."""

    words: str
    compared: str


def compare(before: str, after: str) -> list[Change]:
    """Give the fields that differ between two frozen contents, in reading order.

    Both are canonical JSON as `actions.filings` writes it. A file that was
    replaced under the same name counts, and one renamed does not: its hash
    stands in for the name. Files are shown by name, with the start of the hash.
    """
    old, new = _fields(before), _fields(after)
    pairs = ((name, old.get(name), new.get(name)) for name in {**new, **old})
    return [
        Change(name, was.words if was else None, says.words if says else None)
        for name, was, says in pairs
        if (was and was.compared) != (says and says.compared)
    ]


def changed_fields(before: str, after: str) -> list[str]:
    """Name the fields that differ, as `compare` finds them."""
    return [change.field for change in compare(before, after)]


def _fields(content: str) -> dict[str, _Said]:
    form: dict[str, Any] = json.loads(content)
    documents: dict[str, str] = form.pop("documents", {})
    found: dict[str, _Said] = {}
    _collect(form, "", documents, found)
    return found


def _collect(value: Any, path: str, documents: dict[str, str], found: dict[str, _Said]) -> None:
    if isinstance(value, dict):
        for key, inner in cast("dict[str, Any]", value).items():
            _collect(inner, f"{path}.{key}" if path else key, documents, found)
    elif isinstance(value, list):
        for number, inner in enumerate(cast("list[Any]", value)):
            _collect(inner, f"{path}[{number}]", documents, found)
    elif value is not None:
        found[path] = _said(path, str(value), documents)


def _said(path: str, text: str, documents: dict[str, str]) -> _Said:
    sha256 = documents.get(text) if path.endswith(".file") else None
    if sha256 is None:
        return _Said(text, text)
    return _Said(f"{text.rpartition('/')[2]} ({sha256[:12]})", sha256)
