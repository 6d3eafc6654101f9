"""Write the memorandum's draft as an editable Word document.

Headings are real headings, so that a reader can move by them and a table of
contents can be made. The same facts give the same bytes.
"""

# python-docx is typed in part: what comes out of its XML is unknown to the checker.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import zipfile
from datetime import UTC, date, datetime, time
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Inches, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from notifications.papers import parts
from notifications.papers.facts import MemorandumFacts
from notifications.papers.letterforms import typed
from notifications.wording import day

BLANK, GUIDANCE, MARK = "Blank", "Guidance", "Mark"
"""Styles of our own: what to fill in, what to take out, what a part rests on."""

INK = RGBColor(0x1B, 0x1B, 0x1B)
BLUE = RGBColor(0x16, 0x2E, 0x51)
GRAY = RGBColor(0x49, 0x49, 0x49)

_WIDTHS = (Inches(1.6), Inches(4.9))

# Zip keeps a time for each file inside; a fixed one keeps the bytes the same.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def draft_docx(facts: MemorandumFacts) -> bytes:
    """Draft a memorandum of understanding as a Word document, for people to finish."""
    document = Document()
    _describe(document, facts)
    _style(document)
    _open(document, facts)
    for part in parts.PARTS:
        _write_part(document, part)
    _write_kept(document)
    _write_signatures(document, facts)
    _number_pages(document, facts)
    return _bytes(document)


def _describe(document: WordDocument, facts: MemorandumFacts) -> None:
    about = document.core_properties
    about.title = f"{parts.TITLE}, {typed(facts.case_number)} (draft)"
    about.subject = f"37P(e): {typed(facts.applicant)}"[:255]
    about.author = about.last_modified_by = "Recourse"
    about.category = "Draft"
    about.comments = "A draft prepared from the case; nobody has agreed to it."
    about.keywords = ""
    about.language = "en-US"
    about.revision = 1
    about.created = about.modified = _midnight(facts.prepared_on)


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), UTC).replace(tzinfo=None)  # the format's own: UTC, unmarked


def _style(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(1)
    section.top_margin = section.bottom_margin = Inches(0.9)
    _dress(_named(document, "Normal"), 11, INK, after=6)
    _dress(_named(document, "Title"), 24, BLUE, after=4, bold=True)
    _dress(_named(document, "Heading 1"), 15, BLUE, before=18, after=2)
    _dress(_named(document, "Heading 2"), 12, BLUE, before=10, after=2)
    _dress(_added(document, MARK), 9.5, GRAY, after=3, bold=True, with_next=True)
    _dress(_added(document, GUIDANCE), 10.5, GRAY, after=4, italic=True, with_next=True)
    _dress(_added(document, BLANK), 11, INK, after=10)


def _named(document: WordDocument, name: str) -> ParagraphStyle:
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is no style of a paragraph")
    return style


def _added(document: WordDocument, name: str) -> ParagraphStyle:
    document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style = _named(document, name)
    style.base_style = _named(document, "Normal")
    return style


def _dress(
    style: ParagraphStyle,
    size: float,
    ink: RGBColor,
    *,
    before: float = 0,
    after: float = 0,
    bold: bool | None = None,
    italic: bool | None = None,
    with_next: bool | None = None,
) -> None:
    style.font.name, style.font.size, style.font.color.rgb = "Calibri", Pt(size), ink
    style.font.bold = style.font.bold if bold is None else bold
    style.font.italic = italic
    # The theme's own font for headings would win over the name.
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    if with_next is not None:
        style.paragraph_format.keep_with_next = with_next


def _open(document: WordDocument, facts: MemorandumFacts) -> None:
    document.add_paragraph(parts.TITLE, style="Title")
    document.add_paragraph(f"DRAFT, prepared on {day(facts.prepared_on)}", style=MARK)
    document.add_paragraph(parts.GUIDE, style=GUIDANCE)
    document.add_paragraph(parts.MARKS, style=GUIDANCE)
    _add_table(document, parts.particulars(facts))
    law = document.add_paragraph(style=GUIDANCE)
    law.paragraph_format.space_before = Pt(8)
    law.paragraph_format.keep_with_next = False
    law.add_run(f"{typed(facts.law_title)}. {typed(facts.law_notice)}")


def _write_part(document: WordDocument, part: parts.Part) -> None:
    document.add_heading(part.heading, level=1)
    document.add_paragraph(part.mark, style=MARK)
    document.add_paragraph(part.guidance, style=GUIDANCE)
    for blank in part.blanks:
        document.add_heading(blank, level=2)
        document.add_paragraph(parts.WRITE_HERE, style=BLANK)
    if not part.blanks:
        document.add_paragraph(parts.WRITE_HERE, style=BLANK)


def _write_kept(document: WordDocument) -> None:
    document.add_heading(parts.KEPT.heading, level=1)
    document.add_paragraph(parts.KEPT.mark, style=MARK)
    document.add_paragraph(parts.KEPT.guidance)


def _write_signatures(document: WordDocument, facts: MemorandumFacts) -> None:
    document.add_heading(parts.SIGNATURES.heading, level=1)
    document.add_paragraph(parts.SIGNATURES.guidance, style=GUIDANCE)
    for title in parts.signatories(facts):
        document.add_heading(title, level=2)
        lines = [(line, title if line == "Title" else "") for line in parts.SIGNATURE_LINES]
        _add_table(document, tuple(lines), tall=True)


def _add_table(
    document: WordDocument, rows: tuple[tuple[str, str], ...], *, tall: bool = False
) -> None:
    """Add a table of labels and values; `tall` leaves room for a hand."""
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width
    for label, value in rows:
        row = table.add_row()
        row.height = Pt(26 if tall else 18)
        for cell, text, width in zip(row.cells, (label, value), _WIDTHS, strict=True):
            cell.width = width
            cell.text = typed(text)
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
            cell.paragraphs[0].paragraph_format.keep_with_next = tall
        row.cells[0].paragraphs[0].runs[0].font.bold = True
    # The first row names the column, for a reader who listens.
    (first,) = _element(table.cell(0, 0).paragraphs[0]).xpath("ancestor::w:tr")
    first.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _number_pages(document: WordDocument, facts: MemorandumFacts) -> None:
    foot = document.sections[0].footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run(f"{typed(facts.case_number)}, draft. Page ")
    _add_field(foot, "PAGE")


def _add_field(paragraph: Paragraph, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    _element(paragraph).append(field)


def _element(paragraph: Paragraph) -> BaseOxmlElement:
    """Give the paragraph's XML, for what the library has no word for."""
    return paragraph.paragraph_format.element


def _bytes(document: WordDocument) -> bytes:
    """Pack the document with fixed times, so that the same facts give the same bytes."""
    packed, repacked = BytesIO(), BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as parcel, zipfile.ZipFile(repacked, "w") as again:
        for name in parcel.namelist():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            again.writestr(entry, parcel.read(name))
    return repacked.getvalue()
