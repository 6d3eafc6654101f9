"""Read a paper back, as a reader's program does."""

from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

import pikepdf
from pdfua import validate
from pdfua.model import Confidence
from pypdf import PdfReader

INVISIBLE = {ord("\u200b"): None, ord("\u00ad"): None}


def text(pdf: bytes) -> str:
    """Give the words of every page, lines and pages joined by one space."""
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    return " ".join(" ".join(pages).translate(INVISIBLE).split())


def letters(pdf: bytes) -> str:
    """Give the letters of every page without spaces: long names wrap anywhere."""
    return text(pdf).replace(" ", "")


def pages(pdf: bytes) -> int:
    """Count the pages."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def tagged(pdf: bytes) -> bool:
    """Whether a screen reader is given the structure: marked, and with a tree."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return bool(opened.Root.MarkInfo.Marked) and "/StructTreeRoot" in opened.Root


def barriers(pdf: bytes) -> list[str]:
    """List what stands in the way of a reader who listens."""
    with NamedTemporaryFile(suffix=".pdf") as paper:
        Path(paper.name).write_bytes(pdf)
        report = validate(paper.name)
    return [
        f"{finding.rule_id} {finding.message}"
        for finding in report.findings
        if finding.confidence is Confidence.CERTAIN
    ]
