"""What people write, YAML or JSON, as plain values, each known by its line.

Only what both languages mean by the same words is taken: text, numbers, true,
false, null, lists and fields. Dates stay text, so that a quoted one and a bare
one are the same, and `no` is a word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cli.marks import TOO_DEEP, Kind, Mark, NotWritten, json_marks, yaml_marks

Place = tuple[str | int, ...]
"""Where a value stands: `("evidence", 0, "period")`."""

DEEPEST = 12
"""Lists and fields within one another."""

MOST_VALUES = 10_000
"""Texts, numbers, lists and fields of one form."""

MOST_DIGITS = 40

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_WHOLE = re.compile(r"[-+]?[0-9]+")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NO_NUMBER = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|NaN|-?Infinity")
_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None} | {
    spelled: value
    for word, value in (("true", True), ("false", False))
    for spelled in (word, word.capitalize(), word.upper())
}


class Fault(NamedTuple):
    """Something wrong at one place."""

    place: Place
    line: int
    message: str


@dataclass(slots=True)
class Written:
    """A text, read."""

    data: Any = None
    lines: dict[Place, int] = field(default_factory=dict[Place, int])
    spelled: dict[Place, str] = field(default_factory=dict[Place, str])
    """Texts and numbers as they were written, leading zeros and all."""
    faults: dict[Place, Fault] = field(default_factory=dict[Place, Fault])
    """What is wrong so far; reading goes on."""

    def line_of(self, place: Place) -> int:
        """Give the line of a place; of what holds it, where it is missing itself."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def fault(self, place: Place, message: str, *, line: int | None = None) -> None:
        """Note what is wrong at a place; the first thing found there is enough."""
        self.faults.setdefault(place, Fault(place, line or self.line_of(place), message))


def read_yaml(text: str) -> Written:
    """Read one YAML document.

    Raises:
        NotWritten: it cannot be read; what only is wrong in parts is in `faults`.
    """
    return _Building(yaml_marks(text)).run()


def read_json(text: str) -> Written:
    """Read a JSON document.

    Raises:
        NotWritten: as `read_yaml` does.
    """
    return _Building(json_marks(text)).run()


class _Building:
    """Puts marks together to values."""

    def __init__(self, marks: Iterator[Mark]) -> None:
        self._written = Written()
        self._marks = marks

    def run(self) -> Written:
        first = next(self._marks, None)
        if first is not None:
            self._written.data = self._value(first, (), first.line)
        for extra in self._marks:
            raise NotWritten(extra.line, "holds a second document: one form, one file")
        return self._written

    def _value(self, mark: Mark, place: Place, line: int) -> Any:
        self._written.lines[place] = line
        if len(self._written.lines) > MOST_VALUES:
            raise NotWritten(mark.line, f"holds more than {MOST_VALUES:,} values")
        if mark.kind in {Kind.BARE, Kind.TEXT}:
            self._written.spelled[place] = mark.text
            return self._bare(mark, place) if mark.kind is Kind.BARE else self._text(mark, place)
        if len(place) >= DEEPEST:
            raise NotWritten(mark.line, TOO_DEEP)
        return self._fields(place) if mark.kind is Kind.FIELDS else self._items(place)

    def _until_the_end(self) -> Iterator[Mark]:
        for mark in self._marks:
            if mark.kind is Kind.END:
                return
            yield mark

    def _fields(self, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key in self._until_the_end():
            if key.kind in {Kind.FIELDS, Kind.ITEMS}:
                raise NotWritten(key.line, "has a list or fields where a field's name belongs")
            name = self._text(key, place)
            if name in found:
                message = "is there twice: keep one of the two"
                self._written.fault((*place, name), message, line=key.line)
            found[name] = self._value(next(self._marks), (*place, name), key.line)
        return found

    def _items(self, place: Place) -> list[Any]:
        found: list[Any] = []
        for mark in self._until_the_end():
            found.append(self._value(mark, (*place, len(found)), mark.line))
        return found

    def _bare(self, mark: Mark, place: Place) -> Any:
        text = mark.text
        if text in _WORDS:
            return _WORDS[text]
        number = _NUMBER.fullmatch(text)
        if _NO_NUMBER.fullmatch(text) or (number and len(text) > MOST_DIGITS):
            self._written.fault(place, "is not a number that can be used", line=mark.line)
            return None
        if number:
            return int(text) if _WHOLE.fullmatch(text) else float(text)
        return text

    def _text(self, mark: Mark, place: Place) -> str:
        if not _SURROGATE.search(mark.text):
            return mark.text
        self._written.fault(place, "holds half of a character", line=mark.line)
        return _SURROGATE.sub("?", mark.text)
