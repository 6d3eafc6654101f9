"""The memorandum's draft: what people start from."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from docx import Document
from docx.document import Document as WordDocument

from models.duties import Authority
from models.shortfalls import Employer
from notifications.papers import parts
from notifications.papers.facts import MemorandumFacts
from notifications.papers.typeset import draft_pdf
from notifications.papers.word import draft_docx
from tests.notifications.papers.makers import HOSTILE, MEMORANDUM, drafted
from tests.notifications.papers.reading import barriers, letters, pages, tagged, text


def opened(facts: MemorandumFacts) -> WordDocument:
    """Open the Word draft."""
    return Document(BytesIO(draft_docx(facts)))


def headings(document: WordDocument, level: int) -> list[str]:
    """Give the headings of a level, in order."""
    style = f"Heading {level}"
    return [p.text for p in document.paragraphs if p.style and p.style.name == style]


def words(document: WordDocument) -> str:
    """Give every word of the document, tables included."""
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


@pytest.mark.rule(28)
def test_roles_and_duties_come_first() -> None:
    """The one part that 37P(e) asks for opens the memorandum and is marked as law."""
    assert headings(opened(MEMORANDUM), 1)[0] == "Roles and duties"
    assert [part.heading for part in parts.PARTS if part.authority is Authority.LAW] == [
        "Roles and duties"
    ]
    assert "LAW, 37P(e)" in words(opened(MEMORANDUM))


@pytest.mark.rule(29)
def test_all_eight_items_have_a_heading() -> None:
    """(b)(i) to (viii), in order, each advised and none of them a gate."""
    first = [heading.partition(" ")[0] for heading in headings(opened(MEMORANDUM), 1)]
    assert first[1:9] == ["(i)", "(ii)", "(iii)", "(iv)", "(v)", "(vi)", "(vii)", "(viii)"]
    assert {part.authority for part in parts.ADVISED} == {Authority.PRACTICE}


@pytest.mark.rule(29)
def test_exclusion_statement_has_its_four_clauses() -> None:
    """Discipline, school rules, clinicians, police powers: each a heading with a blank."""
    document = opened(MEMORANDUM)
    assert "What officers are not: the exclusion statement" in headings(document, 1)
    under = " ".join(headings(document, 2))
    for clause in ("disciplinarians", "school rules", "psychologists", "police powers"):
        assert clause in under


def test_every_part_leaves_room_to_write() -> None:
    """One blank a heading, to be filled in."""
    blanks = [p for p in opened(MEMORANDUM).paragraphs if p.style and p.style.name == "Blank"]
    assert len(blanks) == sum(max(1, len(part.blanks)) for part in parts.PARTS)


@pytest.mark.rule(30)
def test_signature_blocks_ask_title_authority_and_date() -> None:
    """One for each likely signatory, to be kept or taken out: the section names no parties."""
    document = opened(MEMORANDUM)
    blocks = [[row.cells[0].text for row in table.rows] for table in document.tables[1:]]
    assert blocks == [["Title", "Authority to sign", "Signature", "Date signed"]] * 3
    assert "does not say who signs" in words(document)


@pytest.mark.rule(27)
def test_draft_says_where_the_signed_document_goes() -> None:
    """Two offices; the chief's copy is not one of them."""
    assert "on file in two offices" in words(opened(MEMORANDUM))
    assert "is not one of the two" in words(opened(MEMORANDUM))


@pytest.mark.rule(33)
def test_officer_of_another_employer_is_not_called_state_police() -> None:
    """The memorandum is due whoever employs the officer."""
    other = replace(MEMORANDUM, employer=Employer.OTHER)
    assert "An officer of another employer" in words(opened(other))
    assert "An officer of another employer" in text(draft_pdf(other))


@pytest.mark.rule(32)
def test_draft_promises_nobody_safety() -> None:
    """Safety meetings are named, since (b)(iv) is about them; nothing is promised."""
    said = text(draft_pdf(MEMORANDUM)).lower()
    assert said.count("safe") == said.count("safety meetings")


def test_word_draft_says_what_it_is() -> None:
    """Title, author and date are those of the paper, none of the machine's."""
    about = opened(MEMORANDUM).core_properties
    assert about.title == "Memorandum of understanding, S-2026-0001 (draft)"
    assert about.author == "Recourse"
    assert about.created is not None
    assert about.created.date() == MEMORANDUM.prepared_on


def test_word_draft_holds_no_macro() -> None:
    """It can pass any office's filter."""
    with zipfile.ZipFile(BytesIO(draft_docx(MEMORANDUM))) as parcel:
        assert not [name for name in parcel.namelist() if "vba" in name.lower()]


@pytest.mark.parametrize("name", [HOSTILE, "Chef\x00\ufffe\u202e", "東京 🙂", "Wm" * 100, "\ud800"])
def test_names_of_any_kind_lead_to_a_draft(name: str) -> None:
    """Quotes, brackets, other scripts and what cannot be seen stop neither paper."""
    assert len(opened(drafted(name)).tables) == 4
    assert tagged(draft_pdf(drafted(name)))


def test_names_are_written_as_they_are() -> None:
    """A sign that means something to a typesetter is a letter here."""
    assert HOSTILE in words(opened(drafted(HOSTILE)))
    assert HOSTILE.replace(" ", "") in letters(draft_pdf(drafted(HOSTILE)))


def test_word_draft_keeps_names_in_every_script() -> None:
    """Word brings its own fonts."""
    assert "東京" in words(opened(drafted("東京")))


def test_pdf_draft_holds_what_the_word_draft_holds() -> None:
    """The same headings, guidance and signatories in both."""
    said = letters(draft_pdf(MEMORANDUM))
    document = opened(MEMORANDUM)
    for heading in headings(document, 1) + headings(document, 2):
        assert heading.replace(" ", "") in said
    for part in parts.PARTS:
        assert part.guidance.replace(" ", "") in said


def test_pdf_draft_can_be_read_aloud() -> None:
    """Tagged, titled, in a known language, tables with headers."""
    paper = draft_pdf(MEMORANDUM)
    assert pages(paper) == 5
    assert tagged(paper)
    assert barriers(paper) == []
    with pikepdf.open(BytesIO(paper)) as pdf:
        assert str(pdf.Root.Lang) == "en-US"


def test_same_facts_give_the_same_drafts() -> None:
    """Drawn up twice of one record, the bytes are the same."""
    assert draft_pdf(MEMORANDUM) == draft_pdf(MEMORANDUM)
    assert draft_docx(MEMORANDUM) == draft_docx(MEMORANDUM)
