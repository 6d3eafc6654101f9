"""The pages' own files: vendored as reviewed, every class there is, every word said."""

import hashlib
import re
from pathlib import Path

import pytest

from models.cases import CaseState
from models.clocks import ChangeKind
from models.people import Office
from portal import static_files
from portal.assets.vendor import SUMS, cut
from portal.matrix import MATRIX
from portal.navigation import ENTRIES
from portal.rendering import FOLDER, environment
from portal.words import EVENTS, OFFICES, STATES, duty_words
from tests.shared import PROJECT

TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
SOURCES = [path.read_text() for path in sorted((PROJECT / "actions").glob("*.py"))]
NOT_OF_CASES = ("offices.", "intake.", "registry.", "closure.", "clients.", "feed.")
"""Logs that are no case's."""


def test_vendored_files_are_those_that_were_reviewed() -> None:
    """Each has the digest that the maintainer's script wrote down."""
    lines = [line.split("  ", 1) for line in SUMS.read_text().splitlines()]
    listed = {name: digest for digest, name in lines}
    there = {
        path.relative_to(static_files.FOLDER).as_posix()
        for path in (static_files.FOLDER / "uswds").iterdir()
    }
    assert there == set(listed)
    for name, digest in listed.items():
        content = (static_files.FOLDER / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest, name


def test_style_sheets_name_only_files_that_are_there() -> None:
    """Nothing is fetched from elsewhere, and nothing is missing."""
    for sheet in static_files.FOLDER.rglob("*.css"):
        for named in re.findall(r"url\(([^)]+)\)", sheet.read_text()):
            assert (sheet.parent / named.strip("'\"")).exists(), named


def test_the_cut_keeps_rules_whole() -> None:
    """Of a list of selectors those that are used stay; a rule about nothing used goes."""
    sheet = ".usa-tag,.usa-modal{a:b}.usa-modal{c:d}@media(x){.usa-tag:not(.usa-x,i){e:f}}p{g:h}"
    assert cut(sheet) == ".usa-tag{a:b}\np{g:h}\n"


def _classes(words: str) -> set[str]:
    """Give the names in a class attribute, but those that are put together."""
    plain = re.sub(r"\{%.*?%\}", " ", re.sub(r"\{\{.*?\}\}", "…", words))
    return {name for name in plain.split() if "…" not in name}


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_use_only_classes_that_exist(name: str) -> None:
    """A class that no sheet knows is a slip, or one that the cut left out."""
    sheets = "".join(sheet.read_text() for sheet in static_files.FOLDER.rglob("*.css"))
    known = {c.replace("\\", "") for c in re.findall(r"\.((?:[\w-]|\\.)+)", sheets)}
    source = (FOLDER / name).read_text()
    used = {c for words in re.findall(r'class="([^"]*)"', source) for c in _classes(words)}
    assert used - known - MEANT == set()


MEANT = {
    "usa-form-group--month",
    "usa-form-group--day",
    "usa-form-group--year",
    "usa-prose",
    "usa-current",
}
"""Names that mean something to readers of the page's source, with or without a style."""


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_hold_nothing_inline(name: str) -> None:
    """The content security policy would refuse it, and the page would look broken."""
    source = (FOLDER / name).read_text()
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]* src=)", source)
    assert environment().get_template(name)


def test_every_event_of_a_case_is_told_in_words() -> None:
    """A reader of the timeline never meets a program's word."""
    kinds = {
        kind
        for source in SOURCES
        for kind in re.findall(r'"([a-z_]+\.[a-z_]+)"', source)
        if re.search(rf'record\([^)]*?"{kind}"|"{kind}"', source)
    }
    kinds |= {f"clock.{kind}" for kind in ChangeKind}
    told = {k for k in kinds if k.rpartition(".")[2].endswith("ed") or k.endswith("overdue")}
    untold = {k for k in told if not k.startswith(NOT_OF_CASES)} - set(EVENTS)
    assert untold == set()


def test_every_state_and_office_is_told_in_words() -> None:
    """All of them, and nothing beside."""
    assert set(STATES) == set(CaseState)
    assert set(OFFICES) == {office.value for office in Office}


@pytest.mark.parametrize(
    "what", ["review:intake", "decide:commissioner", "answer:questions", "assign:program",
             "reach:7", "reply:state_police", "assignment:officer", "memorandum:signed",
             "filing:superintendent"],
)  # fmt: skip
def test_every_duty_is_told_in_words(what: str) -> None:
    """What is to be done, not a slug."""
    assert duty_words(what) != what
    assert "_" not in duty_words(what)


def test_menu_leads_to_pages_that_need_nothing_else() -> None:
    """Each entry has its page in the matrix, and none names a case."""
    assert all(f"GET {entry.path}" in MATRIX and "{" not in entry.path for entry in ENTRIES)


def test_a_file_of_another_kind_is_not_served() -> None:
    """Licences and sources lie in the folder and stay there."""
    with pytest.raises(LookupError):
        static_files.address("uswds/LICENSE.md")
    assert Path(static_files.FOLDER / "uswds" / "LICENSE.md").exists()
