"""The public register as a table (CSV) and as JSON: what the public is shown, and nothing else."""

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a cell begins that a spreadsheet would run."""

FIELDS = {
    "number": "The case. W for a waiver application, S for a shortfall.",
    "kind": "`waiver`, 37P(c), or `shortfall`, 37P(e).",
    "body": "Whose case it is, by name.",
    "body_code": "The same by its code in the department’s list of organizations.",
    "state": "Where the case stands today: `decided`, or the state of a shortfall.",
    "outcome": "`granted` or `denied`. Empty for a shortfall, which nobody decides.",
    "dated": "The day (New York) of the decision, or of the chief’s determination.",
    "decided_by": "Who decided, or determined, by title.",
    "law_version": "The text of the section that it was decided under.",
    "scope": "Which requirements a decision is about. Empty for a shortfall.",
    "text": "The belief in the decider’s words, or the chief’s determination.",
    "conditions": "The conditions of a decision; in the table with a semicolon between.",
    "until": "The last day of a waiver’s term (policy). Empty where there is none.",
    "fiscal_year": "The year that a shortfall is about, by the year it ends in.",
    "withheld": "What kinds of things were taken out of the texts, one for each place.",
    "edition": "1, or more where the entry was amended.",
    "because": "Why there is an edition after the first.",
    "published_at": "When this edition was published, in UTC.",
}
"""The columns, in their order, and what each says."""


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
    fiscal_year: str
    withheld: tuple[str, ...]
    """What kinds of things were taken out."""
    edition: int
    because: str
    published_at: datetime


def as_csv(batches: Iterable[Iterable[PublicEntry]]) -> Iterator[str]:
    """Give the register as CSV, a batch at a time; nothing in it runs in a spreadsheet."""
    yield _line(list(FIELDS))
    for batch in batches:
        yield "".join(_line([_cell(getattr(one, name)) for name in FIELDS]) for one in batch)


def as_json(batches: Iterable[Iterable[PublicEntry]]) -> Iterator[str]:
    """Give the register as one JSON document, a batch at a time, an entry a line."""
    yield '{"entries": ['
    between = "\n"
    for batch in batches:
        rows = [{name: _plain(getattr(one, name)) for name in FIELDS} for one in batch]
        yield between + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        between = ",\n"
    yield "\n]}\n"


def _line(cells: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def _cell(value: object) -> str:
    plain = _plain(value)
    text = "; ".join(plain) if isinstance(plain, list) else "" if plain is None else str(plain)
    return f"'{text}" if _runs(text) else text


def _runs(text: str) -> bool:
    """Whether a spreadsheet would run it: over what nobody sees, wide signs as plain ones."""
    for letter in text:
        if letter != " " and unicodedata.category(letter) not in {"Cf", "Zs"}:
            return unicodedata.normalize("NFKC", letter).startswith(FORMULA)
    return False


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
