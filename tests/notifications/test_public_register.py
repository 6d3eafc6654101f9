"""The public register leaves as a table and as JSON, and nothing in it runs."""

import csv
import io
import json
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from notifications.public_register import FIELDS, PublicEntry, as_csv, as_json
from tests.shared import PROJECT


def entry(**changes: Any) -> PublicEntry:
    """Make an entry."""
    facts: dict[str, Any] = {
        "number": "W-2026-0001", "kind": "waiver", "body": "Port Example", "body_code": "99010000",
        "state": "decided", "outcome": "granted", "dated": date(2026, 11, 2),
        "decided_by": "Commissioner", "law_version": "37P-2018", "scope": "All", "text": "So",
        "conditions": ("One", "Two"), "until": None, "fiscal_year": "", "withheld": ("name",),
        "edition": 1, "because": "",
        "published_at": datetime(2026, 11, 3, 12, tzinfo=UTC),
    }  # fmt: skip
    return PublicEntry(**facts | changes)


def rows(*entries: PublicEntry) -> list[list[str]]:
    """Read the table as a spreadsheet would."""
    return list(csv.reader(io.StringIO("".join(as_csv([entries])), newline="")))


def test_csv_has_a_line_an_entry() -> None:
    """With a head, ISO dates, and conditions in one cell."""
    head, line = rows(entry())
    assert head[:3] == ["number", "kind", "body"]
    assert dict(zip(head, line, strict=True)) | {"dated": "2026-11-02"} == dict(
        zip(head, line, strict=True)
    )
    assert dict(zip(head, line, strict=True))["conditions"] == "One; Two"
    assert rows() == [head]


@given(st.text(max_size=30), st.lists(st.text(max_size=8), max_size=3))
def test_no_cell_runs_in_a_spreadsheet(text: str, conditions: list[str]) -> None:
    """One that begins like a formula has an apostrophe before it; its words are whole."""
    for start in ("", "=", "+", "-", "@", " =", "\t", "\r", "\n=", "\u200b=", "\u00a0+", "\uff1d"):
        _, line = rows(entry(text=start + text, conditions=tuple(conditions), body=start + text))
        for cell in line:
            seen = "".join(c for c in cell if c not in " \ufeff\u200b\u00a0")
            assert not seen.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"))
        assert (start + text) in {line[2], line[2].removeprefix("'")}


def document(*batches: list[PublicEntry]) -> list[dict[str, Any]]:
    """Read the JSON as a program would."""
    return json.loads("".join(as_json(batches)))["entries"]


def test_json_says_the_same() -> None:
    """One document however many batches it is made of, and an empty list where there is none."""
    (found,) = document([entry(text='=cmd|"x"')])
    assert (found["text"], found["conditions"]) == ('=cmd|"x"', ["One", "Two"])
    three = document([entry(), entry(edition=2)], [entry(edition=3)])
    assert [one["edition"] for one in three] == [1, 2, 3]
    assert document() == []


def test_every_column_is_told_in_words() -> None:
    """In the order of the table, and on the page that people read."""
    assert list(FIELDS) == [one.name for one in fields(PublicEntry)]
    page = (PROJECT / "docs" / "register.md").read_text()
    assert [f"| `{name}` | {words} |" for name, words in FIELDS.items()] == [
        line for line in page.splitlines() if line.startswith("| `")
    ]
