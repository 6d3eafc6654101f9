"""YAML and JSON as one row of marks, each with its line, made without recursion."""

import json
import re
from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple

MOST_BRACKETS = 100
"""Brackets left open at once: beyond, the YAML library takes minutes to say no."""

TOO_DEEP = "nests lists or fields too deep"

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_JSON = re.compile(
    r'(?P<TEXT>"[^"\\]*(?:\\.[^"\\]*)*")|(?P<FIELDS>\{)|(?P<ITEMS>\[)|(?P<END>[\]}])'
    r"|(?P<BARE>[^\s,:\[\]{}\"]+)|(?P<line>\n)"
)


class NotWritten(Exception):
    """The text is no YAML or JSON that is taken, from this line on."""

    def __init__(self, line: int, message: str) -> None:
        """Keep both."""
        self.line = line
        super().__init__(message)


class Kind(Enum):
    """What a mark of a text is."""

    FIELDS = "where fields begin"
    ITEMS = "where a list begins"
    END = "where either ends"
    BARE = "a word without quotes: a number, true, null, or text"
    TEXT = "text"


class Mark(NamedTuple):
    """One thing read, and the line it starts on."""

    kind: Kind
    line: int
    text: str = ""


def yaml_marks(text: str) -> Iterator[Mark]:
    """Yield the marks of a YAML text.

    Raises:
        NotWritten: it is not YAML, or uses an anchor, an alias or a tag.
    """
    import yaml

    _require_no_control(text)
    _require_shallow(text)
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        # Events, not nodes: the library makes nodes by recursion, and hostile nesting ends it.
        for event in yaml.parse(text, Loader=loader):
            mark = _yaml_mark(event, yaml)
            if mark is not None:
                yield mark
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise NotWritten(line, f"is not YAML: {error.problem}") from error
    except (yaml.YAMLError, ValueError) as error:
        raise NotWritten(1, "is not YAML that can be read") from error


def _yaml_mark(event: Any, yaml: Any) -> Mark | None:
    line = event.start_mark.line + 1
    if getattr(event, "anchor", None):
        raise NotWritten(line, "uses & or * to repeat a part: write it out, or quote the text")
    if getattr(event, "tag", None):
        raise NotWritten(line, "uses ! to give a part a type: leave it out, or quote the text")
    match event:
        case yaml.MappingStartEvent():
            return Mark(Kind.FIELDS, line)
        case yaml.SequenceStartEvent():
            return Mark(Kind.ITEMS, line)
        case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
            return Mark(Kind.END, line)
        case yaml.ScalarEvent():
            return Mark(Kind.BARE if event.implicit[0] else Kind.TEXT, line, event.value)
        case _:
            return None


def json_marks(text: str) -> Iterator[Mark]:
    """Yield the marks of a JSON text.

    Raises:
        NotWritten: it is not JSON.
    """
    _require_no_control(text)
    try:
        json.loads(text, parse_int=len)  # how it is built; what the numbers are comes later
    except json.JSONDecodeError as error:
        raise NotWritten(error.lineno, f"is not JSON: {error.msg}") from error
    except RecursionError as error:
        raise NotWritten(1, TOO_DEEP) from error
    line = 1
    for token in _JSON.finditer(text):
        if token.lastgroup == "line":
            line += 1
            continue
        kind = Kind[str(token.lastgroup)]
        yield Mark(kind, line, json.loads(token[0]) if kind is Kind.TEXT else token[0])


def _require_no_control(text: str) -> None:
    if found := _CONTROL.search(text):
        raise NotWritten(_line_at(text, found.start()), "holds a control character")


def _require_shallow(text: str) -> None:
    depth = 0
    for found in re.finditer(r"[\[{\]}]", text):
        depth = depth + 1 if found[0] in "[{" else max(depth - 1, 0)
        if depth > MOST_BRACKETS:
            raise NotWritten(_line_at(text, found.start()), TOO_DEEP)


def _line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
