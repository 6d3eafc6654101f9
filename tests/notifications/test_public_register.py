"""The public register leaves as a table and as JSON, and nothing in it runs."""

import csv
import io
import json
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from notifications.public_register import PublicEntry, as_csv, as_json


def entry(**changes: Any) -> PublicEntry:
    """Make an entry."""
    facts: dict[str, Any] = {
        "number": "W-2026-0001", "kind": "waiver", "body": "Port Example", "body_code": "99010000",
        "state": "decided", "outcome": "granted", "dated": date(2026, 11, 2),
        "decided_by": "Commissioner", "law_version": "37P-2018", "scope": "All", "text": "So",
        "conditions": ("One", "Two"), "until": None, "edition": 1,
        "published_at": datetime(2026, 11, 3, 12, tzinfo=UTC),
    }  # fmt: skip
    return PublicEntry(**facts | changes)


def rows(*entries: PublicEntry) -> list[list[str]]:
    """Read the table as a spreadsheet would."""
    return list(csv.reader(io.StringIO("".join(as_csv(entries)), newline="")))


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
    for start in ("", "=", "+", "-", "@", " =", "\t", "\r"):
        _, line = rows(entry(text=start + text, conditions=tuple(conditions), body=start + text))
        for cell in line:
            assert not cell.lstrip(" \ufeff").startswith(("=", "+", "-", "@", "\t", "\r"))
        assert (start + text) in {line[2], line[2].removeprefix("'")}


def test_json_says_the_same() -> None:
    """One document, with an empty list where nothing is published."""
    (found,) = json.loads(as_json([entry(text='=cmd|"x"')]))["entries"]
    assert (found["text"], found["conditions"]) == ('=cmd|"x"', ["One", "Two"])
    assert json.loads(as_json([])) == {"entries": []}
