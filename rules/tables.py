"""Small counts of students in a table, which could tell who is meant."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

NAMED = 5
"""Lines of a column that are named; the others are counted."""

_STUDENTS = {
    "student", "students", "pupil", "pupils", "child", "children", "learners", "enrollment",
    "enrolment", "enrolled",
}  # fmt: skip
_NO_COUNT = {
    "pct", "percent", "percentage", "percentages", "proportion", "rate", "rates", "ratio", "per",
    "share", "average", "avg", "mean", "median", "index", "score",
}  # fmt: skip


@dataclass(slots=True)
class SmallCounts:
    """A column that counts students, and its small counts."""

    column: str
    place: int
    lines: list[int] = field(default_factory=list[int])
    """The first of them, numbered from 1, the header's."""
    count: int = 0

    def note(self, line: int) -> None:
        """Count one more."""
        self.count += 1
        if self.count <= NAMED:
            self.lines.append(line)


def small_counts(table: Iterable[str], below: int) -> list[SmallCounts]:
    """Give each column of a CSV that counts students and has small counts.

    A small count is an integer from 1 to `below` - 1. The lines of the table are
    read one by one, and none after the first where no column counts students. A
    text that is no table has none.
    """
    try:
        return _counted(_rows(table), below)
    except csv.Error:
        return []


def _counted(rows: Iterator[tuple[int, list[str]]], below: int) -> list[SmallCounts]:
    _, header = next(rows, (1, list[str]()))
    counting = [
        SmallCounts(column.strip(), place)
        for place, column in enumerate(header)
        if _counts_students(column)
    ]
    for line, cells in rows if counting else ():
        for one in counting:
            if one.place < len(cells) and 0 < _whole(cells[one.place]) < below:
                one.note(line)
    return [one for one in counting if one.count]


def _rows(table: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    lines = iter(table)
    first = next(lines, "").removeprefix("\ufeff")
    reader = csv.reader(chain([first], lines), delimiter=max(",;\t", key=first.count))
    yield from ((reader.line_num, cells) for cells in reader if cells)


def _counts_students(column: str) -> bool:
    words = set(re.findall(r"[a-z]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", column).lower()))
    return bool(words & _STUDENTS) and not words & _NO_COUNT and "%" not in column


def _whole(cell: str) -> int:
    plain = re.fullmatch(r"\s*0*([0-9]{1,9})\s*", cell.replace(",", ""))
    return int(plain.group(1)) if plain else 0
