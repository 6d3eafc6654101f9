"""Small counts of students in a table, which could tell who is meant."""

import csv
import re
from collections.abc import Iterator
from io import StringIO

_STUDENTS = {
    "student", "students", "pupil", "pupils", "child", "children", "learners", "enrollment",
    "enrolment", "enrolled",
}  # fmt: skip
_NO_COUNT = {
    "pct", "percent", "percentage", "percentages", "proportion", "rate", "rates", "ratio", "per",
    "share", "average", "avg", "mean", "median", "index", "score",
}  # fmt: skip


def small_counts(text: str, below: int) -> Iterator[tuple[str, list[int]]]:
    """Give each column of a CSV that counts students, with the lines of its small counts.

    A small count is an integer from 1 to `below` - 1. Lines are numbered from
    1, the header's. A text that is no table has none.
    """
    header, *rows = _rows(text) or [(1, list[str]())]
    for position, column in enumerate(header[1]):
        if _counts_students(column):
            lines = [
                line
                for line, cells in rows
                if position < len(cells) and 0 < _whole(cells[position]) < below
            ]
            if lines:
                yield column.strip(), lines


def _rows(text: str) -> list[tuple[int, list[str]]]:
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    reader = csv.reader(StringIO(text), delimiter=max(",;\t", key=first.count))
    try:
        return [(reader.line_num, cells) for cells in reader if cells]
    except csv.Error:
        return []


def _counts_students(column: str) -> bool:
    words = set(re.findall(r"[a-z]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", column).lower()))
    return bool(words & _STUDENTS) and not words & _NO_COUNT and "%" not in column


def _whole(cell: str) -> int:
    plain = re.fullmatch(r"\s*0*([0-9]{1,9})\s*", cell.replace(",", ""))
    return int(plain.group(1)) if plain else 0
