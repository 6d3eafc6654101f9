"""Reading a form: every problem is named at once, with file, line and field."""

import json
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import Field

from cli.filing import Problem, Unreadable, read_form, read_waiver
from models.forms import Form, ItemForm
from models.submissions import AlternativeKind
from tests.cli.forms import FORM, form_folder, read, refusals, with_part
from tests.shared import CASES

CHANGES: dict[str, tuple[str, str, str]] = {
    "unknown field": (
        "    source: Log\n",
        "    sourc: Log\n",
        "13: evidence[0].sourc: is not a field of waiver/1 here: did you mean source?",
    ),
    "missing field": ("    mode: meeting\n", "", "6: chief_consultations[0].mode: is missing"),
    "period out of order": (
        "2023-07-01/2026-06-30",
        "2026-06-30/2023-07-01",
        "14: evidence[0].period: ends before it starts",
    ),
    "no date": (
        "2024-09-01",
        "2024-09-31",
        (
            "19: alternatives[0].in_use_since: is not a date: "
            "write year, month and day, as in 2026-09-01"
        ),
    ),
    "code without quotes": (
        '"99010000"',
        "00350000",
        '2: applicant: is a number: write it in quotes, "00350000"',
    ),
    "code too short": (
        "99010000",
        "9901",
        '2: applicant: is not a code: eight digits in quotes, as in "01234567"',
    ),
    "school year": (
        "2026-27",
        "2026-28",
        "4: school_years[0]: is not a school year: the second year follows the first, 2026-27",
    ),
    "school year in words": (
        "2026-27",
        "next year",
        "4: school_years[0]: is not a school year: write it as 2026-27",
    ),
    "unknown kind": (
        "procedure",
        "plan",
        "17: alternatives[0].kind: must be procedure or resource",
    ),
    "text is a list": ("All requirements", "[all, some]", "3: scope: must be text, not a list"),
    "text is fields": ("All requirements", "{all: some}", "3: scope: must be text, not fields"),
    "text is a number": (
        "scope: All requirements",
        "scope: 12.50",
        '3: scope: is a number: write it in quotes, "12.50"',
    ),
    "text is true": ("All requirements", "true", "3: scope: must be text: write it in quotes"),
    "text is empty": (
        " All requirements",
        "",
        "3: scope: is empty: write the text, or leave the field out",
    ),
    "list is text": (
        "[2026-09-02]",
        "soon",
        "7: chief_consultations[0].dates: must be a list, each item after a dash",
    ),
    "list is empty": (
        "[2026-09-02]",
        "[]",
        "7: chief_consultations[0].dates: is empty: at least one is needed",
    ),
    "fields are text": (
        "  - kind: procedure\n    description: A protocol\n    in_use_since: 2024-09-01\n",
        "  - a protocol\n",
        "17: alternatives[0]: must hold fields, each on its own line",
    ),
    "newline in a subject": (
        "title: Incidents",
        'title: "Incidents\\nBcc: someone@example.example"',
        "12: evidence[0].title: holds a line break or a control character",
    ),
    "control character by escape": (
        "We met.",
        '"We \\x07met."',
        "9: chief_consultations[0].summary: holds a control character",
    ),
    "ten thousand letters": (
        "Chief of Police, Port Example",
        "C" * 10000,
        "6: chief_consultations[0].office: is longer than 200 characters",
    ),
    "another form": (
        "waiver/1",
        "shortfall/1",
        "1: form: is shortfall/1, but waiver/1 is read here",
    ),
    "no form's name": (
        "form: waiver/1\n",
        "",
        "1: form: is missing: the first line is form: waiver/1",
    ),
}
"""What is changed, to what, and the problem that is named."""


@pytest.mark.parametrize("change", CHANGES)
def test_a_wrong_part_is_named_with_its_line_and_field(tmp_path: Path, change: str) -> None:
    """One wrong part, one problem, in plain words."""
    old, new, problem = CHANGES[change]
    assert refusals(tmp_path, with_part(old, new)) == [f"waiver.yaml:{problem}"]


def test_every_problem_is_named_at_once(tmp_path: Path) -> None:
    """A person mends a form once, not once a problem."""
    text = FORM.replace('"99010000"', "99010000").replace("title: Incidents", "titel: Incidents")
    text = text.replace("2023-07-01/", "2027-07-01/").replace("files/incidents", "files/absent")
    assert refusals(tmp_path, text) == [
        'waiver.yaml:2: applicant: is a number: write it in quotes, "99010000"',
        "waiver.yaml:12: evidence[0].title: is missing",
        "waiver.yaml:12: evidence[0].titel: is not a field of waiver/1 here: did you mean title?",
        "waiver.yaml:14: evidence[0].period: ends before it starts",
        "waiver.yaml:15: evidence[0].file: there is no file files/absent.csv in the form's folder",
    ]


@pytest.mark.parametrize("sample", sorted(CASES.glob("waiver-*.yaml")), ids=lambda path: path.stem)
def test_every_sample_is_read_with_each_file_it_names(sample: Path) -> None:
    """A sample's files are found under the names it gives them."""
    waiver = read_waiver(sample)
    assert set(waiver.attachments) == {item.file for item in waiver.form.items()}
    assert all(path.is_file() for path in waiver.attachments.values())


def test_dates_and_codes_are_what_the_form_says(tmp_path: Path) -> None:
    """Bare dates become dates; a code and a school year stay text."""
    form = read(tmp_path).form
    assert form.applicant == "99010000"
    assert form.school_years == ["2026-27"]
    assert form.chief_consultations[0].dates[0].isoformat() == "2026-09-02"
    assert form.alternatives[0].kind is AlternativeKind.PROCEDURE


@pytest.mark.parametrize("text", ["", "# nothing\n", "waiver\n", "- form: waiver/1\n", "5"])
def test_a_text_without_fields_is_no_form(tmp_path: Path, text: str) -> None:
    """An empty file, a word and a list are no form."""
    problem = "waiver.yaml:1: holds no form: the first line of one is form: waiver/1"
    assert refusals(tmp_path, text) == [problem]


def test_an_oversized_form_is_refused(tmp_path: Path) -> None:
    """A form is text that a person wrote: a megabyte is plenty."""
    problem = "waiver.yaml: is larger than 1 MB, which no form is"
    assert refusals(tmp_path, FORM + "#" * 1024**2) == [problem]


def test_text_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    """A form saved in another encoding is not guessed at."""
    form = tmp_path / "waiver.yaml"
    form.write_bytes(FORM.replace("We met.", "Café").encode("latin-1"))
    with pytest.raises(Unreadable, match="yaml:9: is not UTF-8 text: save the file as UTF-8"):
        read_waiver(form)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("absent.yaml", "absent.yaml: there is no such file"),
        ("waiver.txt", "waiver.txt: is no form: the name of one ends in .yaml, .yml, .json"),
        ("folder.yaml", "folder.yaml: is not a file"),
        ("pipe.yaml", "pipe.yaml: is not a file"),
        ("loop.yaml", "loop.yaml: cannot be read: Too many levels of symbolic links"),
    ],
)
def test_a_path_that_leads_to_no_form_is_refused(tmp_path: Path, name: str, problem: str) -> None:
    """Whatever the path leads to, one line says what is wrong."""
    (tmp_path / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    with pytest.raises(Unreadable, match=re.escape(problem)):
        read_waiver(tmp_path / name)


def test_a_field_name_cannot_break_the_line(tmp_path: Path) -> None:
    """A problem is one line of printable text, whatever a field is called."""
    (problem,) = refusals(tmp_path, FORM + '"a\\n\\e[31mb": 1\n')
    assert problem.isprintable()


def test_a_problem_of_a_whole_file_is_still_a_line() -> None:
    """What concerns the whole file has neither line nor field."""
    assert str(Problem("offices.csv", None, None, "is empty")) == "offices.csv: is empty"


class Letter(Form):
    """Another form: `letter/1`."""

    form: Literal["letter/1"]
    enclosed: list[ItemForm] = Field(default_factory=list[ItemForm])


def test_another_form_is_read_by_its_own_model(tmp_path: Path) -> None:
    """The reader serves any form: its name, its fields, its files."""
    letter = form_folder(tmp_path) / "letter.yaml"
    letter.write_text("form: letter/1\nenclosed: [{title: Data, file: files/incidents.csv}]\n")
    assert list(read_form(letter, Letter).attachments) == ["files/incidents.csv"]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@st.composite
def a_form_with_a_slip(draw: st.DrawFn) -> str:
    """Write the form with some letters of it gone and others in their place."""
    start = draw(st.integers(0, len(FORM)))
    end = start + draw(st.integers(0, 20))
    return FORM[:start] + draw(st.text(max_size=8)) + FORM[end:]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary()
    | (st.text() | VALUES.map(json.dumps) | a_form_with_a_slip()).map(
        lambda text: text.encode("utf-8", "replace")
    ),
    name=st.sampled_from(["waiver.yaml", "waiver.json"]),
)
def test_no_content_ends_a_reading_in_another_way(
    tmp_path: Path, content: bytes, name: str
) -> None:
    """Whatever stands in the file: a form, or problems that each are a printable line."""
    form = form_folder(tmp_path) / name
    form.write_bytes(content)
    problems: tuple[Problem, ...] | None = None
    with suppress(Unreadable):
        try:
            read_waiver(form)
        except Unreadable as unreadable:
            problems = unreadable.problems
            raise
    assert problems is None or (problems and all(str(one).isprintable() for one in problems))
