"""The command line on bad input: what is wrong is named, and nothing is stored in part."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from models.cases import Case
from models.documents import Document
from models.messages import Message
from tests.actions.makers import SUPERINTENDENT, House
from tests.command import Recourse, Result
from tests.journeys.premises import on_record
from tests.shared import CASES

PAPER = (CASES / "waiver-complete-municipal.yaml").read_text()
FORM = "waiver.yaml"


@dataclass(frozen=True, slots=True)
class Desk:
    """A home that the module's tests share, and the command line in it."""

    recourse: Recourse
    house: House

    def submit(self, paper: Path, *words: str, **environment: str) -> Result:
        """File a paper as the superintendent."""
        return self.recourse("submit", paper, "--as", SUPERINTENDENT, *words, **environment)

    def stored(self) -> tuple[int, int, int]:
        """Count the cases, the documents on record, and the files in the store."""
        files = [one for one in (self.recourse.home / "documents").rglob("*") if one.is_file()]
        return len(self.house.rows(Case)), len(self.house.rows(Document)), len(files)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[Desk]:
    """Give the home, with the sample registry."""
    home = tmp_path_factory.mktemp("home")
    desk = Desk(Recourse(home), on_record(home, template=migrated_sqlite).open())
    yield desk
    desk.house.engine.dispose()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with a sound paper and its files."""
    folder = tmp_path / "papers"
    shutil.copytree(CASES / "files", folder / "files")
    for path in (folder, folder / "files", *(folder / "files").iterdir()):
        path.chmod(0o700)  # the samples may be kept read-only
    (folder / FORM).write_text(PAPER)
    return folder


@dataclass(frozen=True, slots=True)
class Fault:
    """A way to spoil the paper, and what is then named."""

    spoil: Callable[[Path], None]
    line: int | None
    field: str | None
    words: str


def written(old: str, new: str) -> Callable[[Path], None]:
    """Give the act of writing one part of the paper otherwise."""
    assert old in PAPER
    return lambda folder: _overwrite(folder / FORM, PAPER.replace(old, new, 1))


def _overwrite(path: Path, text: str) -> None:
    path.write_text(text)


def _misname(folder: Path) -> None:
    (folder / "files" / "response-protocol.pdf").write_text("<html><script>x</script></html>")


def _link_out(folder: Path) -> None:
    secret = folder.parent / "secret.csv"
    secret.write_text("a,b\n")
    named = folder / "files" / "incidents-2023-2026.csv"
    named.unlink()
    named.symlink_to(secret)


def line_of(text: str) -> int:
    """Give the line of the paper on which a text first stands."""
    return PAPER[: PAPER.index(text)].count("\n") + 1


EVIDENCE = "files/incidents-2023-2026.csv"
FAULTS = {
    "no yaml": Fault(written("form: waiver/1", "form: ["), None, None, "is not YAML"),
    "2 MB": Fault(
        lambda folder: _overwrite(folder / FORM, PAPER + "#" * 2 * 1024**2),
        None,
        None,
        "is larger than 1 MB",
    ),
    "misnamed file": Fault(
        _misname,
        line_of("files/response-protocol.pdf"),
        "alternatives[0].supporting_data[0].file",
        "PDF",
    ),
    "path that escapes": Fault(
        written(EVIDENCE, "../secret.csv"),
        line_of(EVIDENCE),
        "evidence[0].file",
        "leads out of the form's folder",
    ),
    "link that leads out": Fault(
        _link_out, line_of(EVIDENCE), "evidence[0].file", "leads out of the form's folder"
    ),
    "wrong type": Fault(
        written("scope: All", "scope: [All] #"),
        line_of("scope:"),
        "scope",
        "must be text, not a list",
    ),
    "unknown field": Fault(
        written("reasons:", "reazons:"), line_of("reasons:"), "reazons", "did you mean reasons?"
    ),
    "date out of order": Fault(
        written("2023-07-01/2026-06-30", "2026-06-30/2023-07-01"),
        line_of("2023-07-01/2026-06-30"),
        "evidence[0].period",
        "ends before it starts",
    ),
    "newline in a title": Fault(
        written("title: School climate survey", 'title: "Survey\\nBcc: x@example.example"'),
        line_of("title: School climate survey"),
        "evidence[1].title",
        "holds a line break",
    ),
    "name of ten thousand letters": Fault(
        written("name: Superintendent of Schools", f"name: {'S' * 10_000}"),
        line_of("name: Superintendent"),
        "signed_by.name",
        "is longer than",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_bad_input_is_named_with_file_field_and_line(desk: Desk, folder: Path, name: str) -> None:
    """Exit 2, one JSON document that says where it is wrong, nothing stored."""
    fault, before = FAULTS[name], desk.stored()
    fault.spoil(folder)
    done = desk.submit(folder / FORM, "--json")
    assert done.code == 2, done
    problem = done.json()["unreadable"][0]
    assert problem["file"] == str(folder / FORM)
    assert fault.words in problem["message"]
    if fault.field:
        assert (problem["line"], problem["field"]) == (fault.line, fault.field)
    assert desk.stored() == before


def test_bad_input_is_told_in_a_line_each(desk: Desk, folder: Path) -> None:
    """A person reads the file, the line, the field and what to do, on standard error."""
    FAULTS["unknown field"].spoil(folder)
    done = desk.submit(folder / FORM)
    assert (done.code, done.out) == (2, "")
    said = [line for line in done.err.splitlines() if "reazons" in line]
    assert said[0].startswith(f"{folder / FORM}:{line_of('reasons:')}: reazons: is not a field")


def test_a_file_that_is_not_there_is_named(desk: Desk, folder: Path) -> None:
    """An unreadable form is no traceback."""
    done = desk.submit(folder / "absent.yaml")
    assert (done.code, done.out) == (2, "")
    assert done.err == f"{folder / 'absent.yaml'}: there is no such file\n"


def test_an_unknown_code_is_named_and_nothing_is_stored(desk: Desk, folder: Path) -> None:
    """No body of the registry: exit 2, at the applicant; not even its files are kept."""
    before = desk.stored()
    written('"99010000"', '"99999999"')(folder)
    done = desk.submit(folder / FORM, "--json")
    assert done.code == 2, done
    (gap,) = done.json()["refused"]
    assert gap["where"] == "applicant"
    assert "99999999" in gap["message"]
    assert desk.stored() == before


def test_a_paper_refused_to_this_person_leaves_no_file_behind(desk: Desk, folder: Path) -> None:
    """Somebody without the office gets exit 4 and the reason; nothing is stored."""
    before = desk.stored()
    done = desk.recourse("submit", folder / FORM, "--as", "grants@portexample.example")
    assert (done.code, done.out) == (4, "")
    assert desk.stored() == before


def test_the_same_paper_twice_is_one_case_and_one_receipt(desk: Desk, folder: Path) -> None:
    """The same number comes back, and nobody is mailed again."""
    first = desk.submit(folder / FORM, "--json").json()
    mails, before = len(desk.house.rows(Message)), desk.stored()
    second = desk.submit(folder / FORM, "--json")
    assert second.code == 0
    assert second.json()["number"] == first["number"]
    assert second.json()["sha256"] == first["sha256"]
    assert (len(desk.house.rows(Message)), desk.stored()) == (mails, before)


def test_usage_in_json_is_one_document(desk: Desk) -> None:
    """A command typed wrongly says so; with --json as JSON."""
    done = desk.recourse("submit", "--json")
    assert done.code == 2
    assert "Missing argument 'file'" in json.loads(done.out)["error"]


def test_debug_shows_where_a_fault_arose(desk: Desk) -> None:
    """Without it there is one line."""
    lost = os.devnull + "/policy.toml"
    brief = desk.recourse("check", CASES / "waiver-charter.yaml", RECOURSE_POLICY=lost)
    assert (brief.code, len(brief.err.splitlines())) == (1, 1), brief
    whole = desk.recourse("check", CASES / "waiver-charter.yaml", "--debug", RECOURSE_POLICY=lost)
    assert whole.code == 1
    assert "Traceback" in whole.err
