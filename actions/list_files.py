"""Read the registry's lists from CSV files; every bad line is named at once."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic

from pydantic import ValidationError

from actions.list_lines import Line, ListedLine, OfficeLine, OrganizationLine, Row, SchoolLine
from actions.lists import Fault, ListName, Lists, OfficeRow, OrganizationRow, SchoolRow
from actions.problems import Problem, Unreadable

LARGEST = 10 * 1024 * 1024
"""Bytes of a list: the state's whole one is 53 thousand."""

LONGEST_QUOTE = 60
"""Characters of a cell that a problem repeats."""


@dataclass(slots=True)
class Read(Generic[Row]):
    """What a file says: the rows that can be read, and what is wrong with the others."""

    file: str
    rows: list[Row] = field(default_factory=list[Row])
    problems: list[Problem] = field(default_factory=list[Problem])
    broken: bool = False
    """Whether the file as a whole cannot be used, so that nothing is known of its rows."""

    def wrong(self, where: str | None, line: int | None, message: str) -> None:
        """Note a problem of a line."""
        self.problems.append(Problem(self.file, where, line, message))

    def unusable(self, where: str | None, line: int | None, message: str) -> None:
        """Note a problem of the file as a whole."""
        self.broken = True
        self.wrong(where, line, message)


@dataclass(slots=True)
class Tables:
    """The files of one import, read."""

    organizations: Read[OrganizationRow] = field(default_factory=lambda: Read(""))
    schools: Read[SchoolRow] = field(default_factory=lambda: Read(""))
    offices: Read[OfficeRow] = field(default_factory=lambda: Read(""))

    @property
    def lists(self) -> Lists:
        """The rows that can be read."""
        return Lists(self.organizations.rows, self.schools.rows, self.offices.rows)

    def require_sound(self, faults_in: Callable[[Lists], Sequence[Fault]]) -> None:
        """Check that every line can be taken in; `faults_in` knows what the registry holds.

        Raises:
            Unreadable: names every problem of every file, in the files' order.
        """
        reads = {
            ListName.ORGANIZATIONS: self.organizations,
            ListName.SCHOOLS: self.schools,
            ListName.OFFICES: self.offices,
        }
        # With one file unknown, whatever the others say of its rows would look wrong.
        if not any(read.broken for read in reads.values()):
            for fault in faults_in(self.lists):
                reads[fault.on].wrong(fault.field, fault.line, fault.message)
        problems = [
            problem
            for read in reads.values()
            for problem in sorted(read.problems, key=lambda one: one.line or 0)
        ]
        if problems:
            raise Unreadable(problems)


def read_organizations(content: bytes | None, read: Read[OrganizationRow]) -> None:
    """Read registry.csv, or the department's own list."""
    _read(content, read, OrganizationLine, ListedLine)


def read_schools(content: bytes | None, read: Read[SchoolRow]) -> None:
    """Read schools.csv."""
    _read(content, read, SchoolLine)


def read_offices(content: bytes | None, read: Read[OfficeRow]) -> None:
    """Read offices.csv."""
    _read(content, read, OfficeLine)


def tables_of(files: Mapping[ListName, tuple[str, bytes]]) -> Tables:
    """Read files that came by name and content.

    What is wrong with them is kept for `Tables.require_sound`, which adds what
    `actions.lists.faults_in` finds; then `actions.registry.import_lists` takes
    in `Tables.lists`.
    """
    tables = Tables()
    for name, (file, content) in files.items():
        match name:
            case ListName.ORGANIZATIONS:
                tables.organizations = Read(file)
                read_organizations(content, tables.organizations)
            case ListName.SCHOOLS:
                tables.schools = Read(file)
                read_schools(content, tables.schools)
            case ListName.OFFICES:
                tables.offices = Read(file)
                read_offices(content, tables.offices)
    return tables


@dataclass(frozen=True, slots=True)
class _Record:
    """The cells of a line, and where in the file it starts."""

    number: int
    cells: list[str]


def _read(content: bytes | None, read: Read[Row], *forms: type[Line[Row]]) -> None:
    """Read a file in the one of these forms that its header is nearest to."""
    records = list(_records(content, read)) if content is not None else []
    if records:
        header = set(records[0].cells)
        form = max(forms, key=lambda one: len(header & one.model_fields.keys()))
        if _header_fits(read, records[0], form):
            _fill(read, records, form)


def _records(content: bytes, read: Read[Any]) -> Iterator[_Record]:
    """Yield the header and every line that is not blank, up to one that is not CSV."""
    reader = csv.reader(io.StringIO(_text(content, read), newline=""), strict=True)
    line = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _Record(line + 1, [cell.strip() for cell in cells])
            line = reader.line_num
    except csv.Error as error:
        read.unusable(None, line + 1, f"cannot be read as CSV: {error}")


def _text(content: bytes, read: Read[Any]) -> str:
    """Give the file's text; empty, with the problem noted, when it has none."""
    if len(content) > LARGEST:
        read.unusable(None, None, f"is larger than {LARGEST // 1024**2} MB")
        return ""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        read.unusable(None, line, "is not UTF-8 text: save the list as CSV UTF-8")
        return ""
    if not text.strip():
        read.unusable(None, None, "is empty: its first line must name the columns")
    return text


def _fill(read: Read[Row], records: Sequence[_Record], form: type[Line[Row]]) -> None:
    """Turn lines into rows, or into problems where they do not fit the form."""
    header, *lines = records
    for line in lines:
        if len(line.cells) != len(header.cells):
            message = f"has {len(line.cells)} cells, but there are {len(header.cells)} columns"
            read.wrong(None, line.number, message)
            continue
        # An empty cell says nothing, so a field that has to say something is missing.
        said = {name: c for name, c in zip(header.cells, line.cells, strict=True) if c}
        try:
            read.rows.append(form.model_validate(said).row(line.number))
        except ValidationError as invalid:
            for error in invalid.errors(include_url=False):
                read.wrong(str(error["loc"][0]), line.number, _words(error))


def _header_fits(read: Read[Any], header: _Record, form: type[Line[Any]]) -> bool:
    """Name every column that is missing, unknown, or there twice."""
    columns, cells, line = form.model_fields, header.cells, header.number
    before = len(read.problems)
    for name in columns:
        if name not in cells and name not in form.may_lack:
            read.unusable(name, line, "this column is missing")
    for name in dict.fromkeys(cells):
        if name not in columns:
            known = ", ".join(columns)
            read.unusable(name, line, f"there is no such column; the columns are {known}")
        elif cells.count(name) > 1:
            read.unusable(name, line, "this column is there twice")
    return len(read.problems) == before


def _words(error: Any) -> str:
    """Say in words what pydantic found."""
    context: dict[str, Any] = error.get("ctx", {})
    said = repr(str(error["input"])[:LONGEST_QUOTE])
    match error["type"]:
        case "missing":
            return "is empty"
        case "string_too_long" | "too_long":
            return f"is longer than {context['max_length']} characters"
        case "enum":
            return f"{said} is none of {context['expected'].replace(chr(39), '')}"
        case "bool_parsing" | "bool_type":
            return f"{said} is neither yes nor no"
        case "value_error":
            return str(context["error"])
        case _:
            return str(error["msg"])
