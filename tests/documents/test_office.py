"""Word and Excel files are opened for real; macros and bombs are refused."""

import pytest

from documents.kinds import MediaType
from tests.documents.makers import archive, office, refusal


@pytest.mark.parametrize(
    "part", ["word/vbaProject.bin", "xl/VBAPROJECT.BIN", "word\\vbaProject.bin"]
)
def test_a_file_with_macros_is_refused(part: str) -> None:
    """A macro under a harmless name is still a macro."""
    reason = refusal(office(parts={part: b"\xd0\xcf"}), "letter.docx")
    assert reason == "holds macros or an embedded program: save it without them"


@pytest.mark.parametrize("part", ["word/activeX/activeX1.xml", "xl/embeddings/oleObject1.bin"])
def test_a_file_with_an_embedded_program_is_refused(part: str) -> None:
    """What is packed into a document can be a program."""
    assert refusal(office(parts={part: b"MZ"}), "letter.docx").startswith("holds macros or an emb")


def test_a_macro_file_under_another_name_is_refused() -> None:
    """The list of parts says that it is one with macros."""
    kind = "application/vnd.ms-word.document.macroEnabled"
    assert refusal(office(kind), "letter.docx") == "holds macros: save it as .docx or .xlsx"


def test_an_archive_is_refused() -> None:
    """A zip of files is not a document."""
    assert refusal(archive({"a.txt": "a"}), "letter.docx").startswith("is an archive (zip)")


def test_another_office_file_is_refused() -> None:
    """A presentation is none of the two."""
    kind = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    assert refusal(office(kind), "letter.docx").startswith("is neither a Word document nor")


def test_a_file_that_unpacks_without_end_is_refused() -> None:
    """A quarter of a megabyte that becomes a quarter of a gigabyte is no document."""
    bomb = office(MediaType.EXCEL, {f"xl/{n}.xml": bytes(2**26) for n in range(4)})
    assert len(bomb) < 2**19
    assert refusal(bomb, "counts.xlsx").startswith("unpacks to far more than it seems")


def test_a_file_that_lies_about_its_size_is_refused() -> None:
    """What a part declares is held against what it unpacks to."""
    sound = office(parts={"word/document.xml": bytes(5000)})
    lying = sound.replace((5000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    assert refusal(lying, "letter.docx").startswith("is a damaged file")


def test_a_locked_part_is_refused() -> None:
    """A part that nobody can open is no evidence."""
    locked = bytearray(office())
    entry = locked.index(b"PK\x01\x02")
    locked[entry + 8] |= 1
    assert refusal(bytes(locked), "letter.docx").startswith("is locked")


@pytest.mark.parametrize("end", [1, 30, 200])
def test_a_file_cut_short_is_refused(end: int) -> None:
    """An upload that broke off is noticed."""
    content = office(parts={"word/document.xml": "x" * 500})
    assert refusal(content[:-end], "letter.docx").startswith("is a damaged file")
