"""The law as dated data, and the register of what keeps each rule.

A function that keeps a rule says so: `@enforces(11)`, `@warns(11)`,
`@records(11)`. `docs/statute.md` is generated from that register.
"""

import hashlib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, TypeVar

from models.duties import Authority
from rules.findings import Finding

Kept = TypeVar("Kept", bound=Callable[..., object])


class Part(StrEnum):
    """What a function does for a rule."""

    ENFORCES = "enforces"
    WARNS = "warns"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the carried law, in our own words."""

    number: int
    clause: str
    authority: Authority
    title: str
    enforce: str
    warn: str
    record: str


@dataclass(frozen=True, slots=True)
class LawVersion:
    """One text of the section: its dates, where it comes from, whether it is carried."""

    id: str
    title: str
    citation: str
    source: str
    carried: bool
    notice: str
    """One or two sentences for screens: which text this is, and what became of it."""
    dates_note: str
    """What the dates rest on."""
    text_sha256: str
    """Of the version's file here, byte for byte."""
    enacted: date | None = None
    in_force_from: date | None = None
    in_force_until: date | None = None
    """The last day, where another text followed."""
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Keeper:
    """A function that keeps a part of a rule."""

    rule: int
    part: Part
    module: str
    function: str


def law(version: str) -> LawVersion:
    """Give a text of the section by its id.

    Raises:
        LookupError: no text with this id is on file.
    """
    for text in versions():
        if text.id == version:
            return text
    raise LookupError(f"no text of the law is on file as {version!r}")


@cache
def carried() -> LawVersion:
    """Give the text that new cases are filed under."""
    (text,) = (text for text in versions() if text.carried)
    return text


def rules() -> tuple[Rule, ...]:
    """Give the carried text's rules, by number."""
    return carried().rules


@cache
def rule(number: int) -> Rule:
    """Give one rule of the carried text.

    Raises:
        LookupError: there is no rule of this number.
    """
    for candidate in rules():
        if candidate.number == number:
            return candidate
    raise LookupError(f"{carried().id} has no rule {number}")


def finding(
    number: int,
    message: str,
    *,
    where: str | None = None,
    clause: str | None = None,
    authority: Authority | None = None,
) -> Finding:
    """Say what rule `number` has to say, under its own clause and authority unless narrowed."""
    source = rule(number)
    return Finding(number, clause or source.clause, authority or source.authority, message, where)


def enforces(number: int) -> Callable[[Kept], Kept]:
    """Mark a function, of any room, as one that refuses what rule `number` refuses."""
    return _keeps(number, Part.ENFORCES)


def warns(number: int) -> Callable[[Kept], Kept]:
    """Mark a function as one that shows what rule `number` warns of."""
    return _keeps(number, Part.WARNS)


def records(number: int) -> Callable[[Kept], Kept]:
    """Mark a function as one that keeps what rule `number` wants on record."""
    return _keeps(number, Part.RECORDS)


def keepers() -> tuple[Keeper, ...]:
    """Give what the modules imported so far have marked, in order of rule and place."""
    return tuple(sorted(_keepers, key=lambda k: (k.rule, k.part, k.module, k.function)))


@cache
def versions() -> tuple[LawVersion, ...]:
    """Give every text on file, by id."""
    folder = resources.files("rules").joinpath("versions")
    files = (file for file in folder.iterdir() if file.name.endswith(".toml"))
    return tuple(sorted((_read(file.read_bytes()) for file in files), key=lambda text: text.id))


_keepers: set[Keeper] = set()


def _keeps(number: int, part: Part) -> Callable[[Kept], Kept]:
    def mark(function: Kept) -> Kept:
        name = getattr(function, "__qualname__", repr(function))
        _keepers.add(Keeper(number, part, function.__module__, name))
        return function

    return mark


def _read(content: bytes) -> LawVersion:
    written = tomllib.loads(content.decode())
    found = tuple(_rule(table) for table in written.pop("rule", []))
    for key in ("notice", "dates_note"):
        written[key] = written[key].strip()
    return LawVersion(
        **written,
        rules=tuple(sorted(found, key=lambda each: each.number)),
        text_sha256=hashlib.sha256(content).hexdigest(),
    )


def _rule(table: Mapping[str, Any]) -> Rule:
    facts: dict[str, Any] = {**table, "authority": Authority(table["authority"])}
    return Rule(**facts)
