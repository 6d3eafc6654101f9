"""Reading lists: what a newcomer's spreadsheet gets wrong is named, all of it at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from actions.lists import Lists
from cli.filing import Unreadable
from cli.tables import LARGEST, Tables, read_tables
from models.people import ChiefBasis, Office
from models.registry import OrganizationKind

HEADER = "code,name,kind,towns\n"
PORT_EXAMPLE = "99010000,Port Example,municipal,Port Example\n"

Written = Callable[[str | bytes], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Give a way to write a list to a file."""

    def write(content: str | bytes) -> Path:
        path = tmp_path / "list.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def problems(tables: Tables) -> list[tuple[int | None, str | None, str]]:
    """Give line, field and words of everything wrong with a file."""
    with pytest.raises(Unreadable) as refusal:
        tables.require_sound(lambda _: [])
    return [(one.line, one.field, one.message) for one in refusal.value.problems]


def test_list_saved_by_a_spreadsheet_is_read(written: Written) -> None:
    """A byte-order mark, CRLF, quotes, spaces around and empty lines at the end are no fault."""
    content = (
        '\ufeffcode,name,kind,towns\r\n99010000, "Port Example" ,municipal,A; B;\r\n,,,\r\n\r\n'
    )
    rows = read_tables(organizations=written(content)).lists.organizations
    assert [(row.code, row.kind, row.towns) for row in rows] == [
        ("99010000", OrganizationKind.MUNICIPAL, ("A", "B"))
    ]


def test_columns_may_stand_in_any_order(written: Written) -> None:
    """A column is known by its name."""
    lists = read_tables(schools=written("town,organization,name,code\nT,99010000,N,99010305\n"))
    assert lists.lists.schools[0].town == "T"


def test_class_the_section_does_not_know_is_kept_as_a_word(written: Written) -> None:
    """It is `other` until an operator sets it."""
    content = HEADER + "99400000,Upland,education_collaborative,Quarry Hill\n"
    row = read_tables(organizations=written(content)).lists.organizations[0]
    assert (row.kind, row.listed_as) == (OrganizationKind.OTHER, "education_collaborative")


def test_offices_may_say_basis_and_dates(written: Written) -> None:
    """These columns may be there, and may be empty."""
    content = (
        "office,at,email,title,basis,since,until,acting\n"
        "chief,Quarry Hill,board@qh.example,Board,board,2026-07-01,2027-06-30,yes\n"
        "chief,Quarry Hill,chief@qh.example,Chief,,,,\n"
    )
    said, unsaid = (row.grant for row in read_tables(offices=written(content)).lists.offices)
    assert (said.office, said.basis, said.acting) == (Office.CHIEF, ChiefBasis.BOARD, True)
    assert (str(said.since), str(said.until)) == ("2026-07-01", "2027-06-30")
    assert (unsaid.basis, unsaid.since, unsaid.until, unsaid.acting) == (None, None, None, False)


def test_header_with_wrong_columns_names_each(written: Written) -> None:
    """Missing, unknown and repeated columns."""
    tables = read_tables(organizations=written("code,name,name,sort\n99010000,a,b,municipal\n"))
    assert [(line, field) for line, field, _ in problems(tables)] == [
        (1, "kind"),
        (1, "towns"),
        (1, "name"),
        (1, "sort"),
    ]


@pytest.mark.parametrize(
    ("line", "field", "said"),
    [
        ("9901000,Port Example,municipal,T", "code", "eight digits"),
        ("٩٩٠١٠٠٠٠,Port Example,municipal,T", "code", "eight digits"),
        (",Port Example,municipal,T", "code", "is empty"),
        ("99010000,,municipal,T", "name", "is empty"),
        ("99010000,Port Example,,T", "kind", "is empty"),
        (f"99010000,{'x' * 10_000},municipal,T", "name", "longer than 200"),
        ('99010000,"Port\nExample",municipal,T', "name", "line break"),
        ("99010000,Port\x07Example,municipal,T", "name", "control character"),
        (f"99010000,Port Example,municipal,{'t' * 101}", "towns", "longer than 100"),
        ("99010000,Port Example,municipal", None, "has 3 cells, but there are 4 columns"),
        ("99010000,Port, Example,municipal,T", None, "has 5 cells, but there are 4 columns"),
    ],
)
def test_line_that_does_not_fit_is_named_with_its_field(
    written: Written, line: str, field: str | None, said: str
) -> None:
    """Line, field, and what is wrong."""
    tables = read_tables(organizations=written(HEADER + PORT_EXAMPLE + line + "\n"))
    ((number, where, message),) = problems(tables)
    assert (number, where) == (3, field)
    assert said in message


@pytest.mark.parametrize(
    ("line", "field", "said"),
    [
        ("mayor,DESE,a@b.example,T,,,,", "office", "'mayor' is none of"),
        ("chief,T,a@b.example,T,king,,,", "basis", "'king' is none of"),
        ("chief,T,a@b.example,T,,20260701,,", "since", "write it as 2026-09-01"),
        ("chief,T,a@b.example,T,,,2026-02-30,", "until", "the calendar has no 2026-02-30"),
        ("chief,T,a@b.example,T,,,,perhaps", "acting", "neither yes nor no"),
        ("chief,T,,T,,,,", "email", "is empty"),
    ],
)
def test_office_that_does_not_fit_is_named_with_its_field(
    written: Written, line: str, field: str | None, said: str
) -> None:
    """Line, field, and what is wrong."""
    header = "office,at,email,title,basis,since,until,acting\n"
    ((number, where, message),) = problems(read_tables(offices=written(header + line + "\n")))
    assert (number, where) == (2, field)
    assert said in message


def test_every_fault_of_a_line_is_named(written: Written) -> None:
    """Not the first one only, and in the file's order."""
    tables = read_tables(organizations=written(HEADER + "1,,,\n" + PORT_EXAMPLE + "2,,,\n"))
    assert [(line, field) for line, field, _ in problems(tables)] == [
        (2, "code"),
        (2, "name"),
        (2, "kind"),
        (4, "code"),
        (4, "name"),
        (4, "kind"),
    ]


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b"", None, "is empty"),
        (b"\n \n", None, "is empty"),
        ((HEADER + PORT_EXAMPLE).encode("utf-16"), 1, "not UTF-8"),
        ((HEADER + PORT_EXAMPLE).encode() + b"99020000,Qu\xe9rry,x,\n", 3, "not UTF-8"),
        ((HEADER + PORT_EXAMPLE).encode() + b'99020000,"Quarry,x,\n', 3, "cannot be read as CSV"),
        (b" " * (LARGEST + 1), None, "larger than 10 MB"),
    ],
)
def test_file_that_is_no_list_is_refused_whole(
    written: Written, content: bytes, line: int | None, said: str
) -> None:
    """The other files are not held against what this one might have said."""
    path = written(content)
    school = path.with_name("schools.csv")
    school.write_text("code,name,organization,town\n99010305,High,99010000,Port Example\n")
    asked: list[Lists] = []
    tables = read_tables(organizations=path, schools=school)
    with pytest.raises(Unreadable) as refusal:
        tables.require_sound(lambda lists: asked.append(lists) or [])
    ((where, message),) = [(one.line, one.message) for one in refusal.value.problems]
    assert where == line
    assert said in message
    assert asked == []


def test_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """So is a folder in its place."""
    nowhere = problems(read_tables(schools=tmp_path / "nowhere.csv"))
    assert nowhere == [(None, None, "there is no such file")]
    assert problems(read_tables(schools=tmp_path)) == [(None, None, "is not a file")]
