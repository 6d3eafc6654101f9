"""What is taken is told from the content, and the name has to agree with it."""

import hashlib
import os
from pathlib import Path

import pytest

from documents import LARGEST, DocumentRefused, examine
from documents.kinds import MediaType
from tests.documents import makers
from tests.documents.makers import refusal
from tests.shared import CASES

TAKEN: dict[str, tuple[bytes, MediaType]] = {
    "letter.pdf": (makers.pdf(), MediaType.PDF),
    "counts.csv": (b"school,count\nNorth,3\n", MediaType.CSV),
    "counts from a spreadsheet.CSV": (b"\xef\xbb\xbfschool,count\r\n", MediaType.CSV),
    "note.txt": ("Café, naïve".encode(), MediaType.TEXT),
    "plan.png": (makers.png(), MediaType.PNG),
    "plan.jpg": (makers.jpeg(), MediaType.JPEG),
    "plan.jpeg": (makers.jpeg(), MediaType.JPEG),
    "letter.docx": (makers.office(), MediaType.WORD),
    "counts.xlsx": (makers.office(MediaType.EXCEL), MediaType.EXCEL),
}
"""By file name: content, and the kind it is."""


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_is_known_by_its_content(name: str) -> None:
    """Hash, size and kind come from the bytes."""
    content, kind = TAKEN[name]
    examined = examine(content, name)
    assert examined.sha256 == hashlib.sha256(content).hexdigest()
    assert (examined.size, examined.media_type) == (len(content), kind.value)


@pytest.mark.parametrize("path", sorted((CASES / "files").iterdir()), ids=lambda path: path.name)
def test_every_sample_file_is_taken(path: Path) -> None:
    """A file on disk is examined where it lies."""
    assert examine(path).size == path.stat().st_size


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (makers.pdf(), "note.txt", "is named .txt but holds a PDF: name it for what it is"),
        (makers.png(), "plan.jpg", "is named .jpg but holds a PNG picture: name it for what it is"),
        (b"a,b\n", "letter.pdf", "is named .pdf but holds plain text: name it for what it is"),
        (
            makers.office(),
            "counts.xlsx",
            "is named .xlsx but holds a Word document: name it for what it is",
        ),
        (
            makers.office(MediaType.EXCEL),
            "counts.csv",
            "is named .csv but holds an Excel workbook: name it for what it is",
        ),
    ],
)
def test_a_misnamed_file_is_refused(content: bytes, name: str, reason: str) -> None:
    """A file's name says what it is; the refusal says what it holds instead."""
    assert refusal(content, name) == reason


def test_a_table_and_a_text_are_told_apart_by_name() -> None:
    """Nothing in the bytes does."""
    assert examine(b"a,b\n", "a.txt").media_type == MediaType.TEXT
    assert examine(b"a,b\n", "a.csv").media_type == MediaType.CSV


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "program.exe", "data", "letter.doc"])
def test_another_kind_of_file_is_refused_by_its_name(name: str) -> None:
    """The refusal says what is taken."""
    assert "PDF, CSV or plain text" in refusal(b"a,b\n", name)


def test_an_empty_file_is_refused() -> None:
    """Nothing is no evidence."""
    assert refusal(b"", "empty.csv") == "is empty"


def test_a_file_of_25_mb_is_taken_and_one_byte_more_is_not() -> None:
    """The limit is what may just be filed."""
    assert examine(b"a" * LARGEST, "large.txt").size == 26_214_400
    assert refusal(b"a" * (LARGEST + 1), "large.txt") == "is larger than 25 MB"


def test_a_path_that_leads_to_no_file_is_refused(tmp_path: Path) -> None:
    """Nothing there, a folder, a pipe: one line, and no waiting."""
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.csv").mkdir()
    for name, reason in {
        "absent.csv": "cannot be read: No such file or directory",
        "pipe.csv": "is not a file",
        "folder.csv": "is not a file",
    }.items():
        with pytest.raises(DocumentRefused, match=f"{name}: {reason}"):
            examine(tmp_path / name)


def test_a_refusal_is_one_printable_line() -> None:
    """A file's name cannot break the line or colour it."""
    with pytest.raises(DocumentRefused) as caught:
        examine(b"", "a\n\x1b[31mb.csv")
    assert str(caught.value).isprintable()
