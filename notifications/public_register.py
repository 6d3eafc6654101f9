"""The public register as a table (CSV) and as JSON: what the public is shown, and nothing else."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicEntry:
    """One entry of the register. Texts are redacted already; persons stand by title."""

    number: str
    kind: str
    body: str
    body_code: str
    state: str
    outcome: str
    """What was decided; empty for a shortfall, which nobody decides."""
    dated: date
    """Decided, or determined."""
    decided_by: str
    law_version: str
    scope: str
    text: str
    """The belief, or the determination."""
    conditions: tuple[str, ...]
    until: date | None
    edition: int
    published_at: datetime


def as_csv(entries: Iterable[PublicEntry]) -> Iterator[str]:
    """Give the register as CSV, a line at a time; nothing in it runs in a spreadsheet."""
    names = [one.name for one in fields(PublicEntry)]
    yield _line(names)
    for entry in entries:
        values = {name: getattr(entry, name) for name in names}
        yield _line([_cell(value) for value in values.values()])


def as_json(entries: Iterable[PublicEntry]) -> str:
    """Give the register as one JSON document."""
    rows = [{name: _plain(value) for name, value in asdict(entry).items()} for entry in entries]
    return json.dumps({"entries": rows}, ensure_ascii=False, indent=2) + "\n"


def _line(cells: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def _cell(value: object) -> str:
    plain = _plain(value)
    text = "; ".join(plain) if isinstance(plain, list) else "" if plain is None else str(plain)
    return f"'{text}" if text.lstrip(" \ufeff").startswith(FORMULA) else text


def _plain(value: object) -> list[str] | str | int | None:
    match value:
        case datetime() | date():
            return value.isoformat()
        case tuple() | list():
            return [str(one) for one in value]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        case int() | None:
            return value
        case _:
            return str(value)
