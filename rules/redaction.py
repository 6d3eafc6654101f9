"""What in a text could tell who somebody is, found by pattern, and how to take it out.

Found is offered to the person who publishes, with its place; they take out more,
or say that something is nothing personal. Patterns are bounded, so that no text
makes them slow, and look through letters that only pretend to be others.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum


class Personal(StrEnum):
    """What kind of thing it is; the word stands where it was taken out."""

    EMAIL = "e-mail address"
    PHONE = "telephone number"
    ADDRESS = "address"
    IDENTIFIER = "number of a person"
    LINK = "link"
    NAME = "name"
    PERHAPS_A_NAME = "perhaps a name"
    """Two words with capitals: offered, never taken out by itself."""
    MARKED = "words"
    """Marked by the person who publishes."""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a field's text, by the letters' numbers; `end` is the first one after it."""

    field: str
    start: int
    end: int
    kind: Personal = Personal.MARKED


SURE = frozenset(Personal) - {Personal.PERHAPS_A_NAME, Personal.MARKED}
"""What the first cut takes out, and what does not stand in public unless somebody cleared it."""

_WORD = r"[A-Z][\w'’.-]{0,30}"
_ROAD = (
    r"(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|court|ct|way|place|pl|square|sq|terrace"
    r"|circle|boulevard|blvd|parkway|pkwy|highway|hwy|turnpike|route|wharf)"
)
_TITLE = (
    r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|officer|chief|captain|capt|lieutenant|lt|sergeant|sgt"
    r"|detective|trooper|superintendent|principal|commissioner|judge|rev|father|sister)"
)
_PATTERNS = {
    Personal.LINK: re.compile(r"\b(?:https?://|www\.)[^\s<>\"]{1,500}", re.IGNORECASE),
    Personal.EMAIL: re.compile(
        r"[\w.+'%-]{1,64}\s{0,2}(?:@|[\[({]\s{0,2}at\s{0,2}[\])}])\s{0,2}[\w-]{1,63}"
        r"(?:\s{0,2}(?:\.|[\[({]\s{0,2}dot\s{0,2}[\])}])\s{0,2}[\w-]{1,63}){1,5}",
        re.IGNORECASE,
    ),
    Personal.IDENTIFIER: re.compile(r"(?<!\d)\d{3}[\s-]\d{2}[\s-]\d{4}(?!\d)"),
    Personal.PHONE: re.compile(
        r"(?<!\d)(?:\+?1[\s.\-]{0,2})?\(?\d{3}\)?[\s.\-/]{0,3}\d{3}[\s.\-]{0,2}\d{4}(?!\d)"
        r"|(?<![\d-])\d{3}[.\-]\d{4}(?![\d-])"
    ),
    Personal.ADDRESS: re.compile(
        rf"(?<!\w)\d{{1,6}}[A-Za-z]?\s{{1,3}}(?:[\w'’.-]{{1,30}}\s{{1,3}}){{1,4}}?{_ROAD}\b\.?"
        r"|\bp\.?\s?o\.?\s{0,2}box\s{1,3}\d{1,6}|\b(?:MA|Massachusetts),?\s{1,3}\d{5}(?:-\d{4})?\b",
        re.IGNORECASE,
    ),
    Personal.NAME: re.compile(rf"\b(?i:{_TITLE})\.?\s{{1,3}}{_WORD}(?:\s{{1,3}}{_WORD}){{0,2}}"),
    Personal.PERHAPS_A_NAME: re.compile(
        r"\b[A-Z][a-z'’-]{1,30}\s{1,3}(?:[A-Z]\.?\s{1,3})?[A-Z][a-z'’-]{1,30}\b"
    ),
}
_NOT_A_NAME = frozenset(
    [
        "the",
        "this",
        "that",
        "these",
        "those",
        "a",
        "an",
        "all",
        "both",
        "each",
        "every",
        "no",
        "some",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "and",
        "but",
        "or",
        "if",
        "when",
        "while",
        "since",
        "its",
        "our",
        "their",
        "his",
        "her",
        "we",
        "they",
        "it",
        "he",
        "she",
        "is",
        "are",
        "was",
        "were",
    ]
)


def personal_in(
    field: str, text: str, *, names: Collection[str] = (), places: Collection[str] = ()
) -> list[Mark]:
    """Find what could tell who somebody is: the surest kinds first, none over another.

    `names` are known to be persons', in any case; `places` (bodies, schools,
    towns) are no names though they look like some.
    """
    plain, where = _plain(text)
    taken: list[tuple[int, int]] = []
    found: list[Mark] = []
    for kind, start, end in _matches(plain, names, places):
        if all(end <= other or start >= until for other, until in taken):
            taken.append((start, end))
            found.append(Mark(field, where[start], where[end - 1] + 1, kind))
    return sorted(found)


def said_in(field: str, text: str, words: str) -> list[Mark]:
    """Find every place at which a text says these words, in any case and however spaced."""
    plain, where = _plain(text)
    found = _known(plain, [words])
    return [Mark(field, where[start], where[end - 1] + 1) for _, start, end in found]


def joined(text: str, marks: Iterable[Mark]) -> list[Mark]:
    """Give the marks of a text in order, those that overlap as one of the first one's kind.

    Raises:
        ValueError: a mark lies outside the text.
    """
    found: list[Mark] = []
    for mark in sorted(marks):
        if not 0 <= mark.start < mark.end <= len(text):
            raise ValueError(f"{mark.field}: no letters {mark.start} to {mark.end} in this text")
        if found and mark.start < found[-1].end:
            found[-1] = replace(found[-1], end=max(found[-1].end, mark.end))
        else:
            found.append(mark)
    return found


def redact(text: str, marks: Iterable[Mark]) -> str:
    """Put what kind of thing it was in the place of each mark; marks that overlap become one.

    Raises:
        ValueError: a mark lies outside the text.
    """
    shown, until = list[str](), 0
    for mark in joined(text, marks):
        shown += [text[until : mark.start], f"[{mark.kind.value} withheld]"]
        until = mark.end
    return "".join([*shown, text[until:]])


def _matches(
    plain: str, names: Collection[str], places: Collection[str]
) -> Iterator[tuple[Personal, int, int]]:
    for kind, pattern in _PATTERNS.items():
        if kind is Personal.PERHAPS_A_NAME:
            yield from _known(plain, names)
        for found in pattern.finditer(plain):
            if kind is not Personal.PERHAPS_A_NAME or _may_be_a_name(found.group(), places):
                yield kind, found.start(), found.end()


def _known(plain: str, names: Collection[str]) -> Iterator[tuple[Personal, int, int]]:
    for name in sorted({_plain(one)[0].strip() for one in names} - {""}, key=len, reverse=True):
        words = r"\s+".join(re.escape(word) for word in name.split())
        whole = rf"{_edge(name[0])}{words}{_edge(name[-1])}"
        for found in re.finditer(whole, plain, re.IGNORECASE):
            yield Personal.NAME, found.start(), found.end()


def _edge(letter: str) -> str:
    return r"\b" if re.match(r"\w", letter) else ""


def _may_be_a_name(words: str, places: Collection[str]) -> bool:
    first = words.split(maxsplit=1)[0].casefold()
    known = any(words.casefold() in place.casefold() for place in places)
    return first not in _NOT_A_NAME and not known


def _plain(text: str) -> tuple[str, list[int]]:
    """Give a text as it looks, each letter with its place: wide digits plain, hidden marks gone."""
    plain, where = list[str](), list[int]()
    for place, letter in enumerate(text):
        if unicodedata.category(letter) in {"Cf", "Mn", "Me"}:
            continue
        for one in unicodedata.normalize("NFKC", letter):
            plain.append(one)
            where.append(place)
    return "".join(plain), where
