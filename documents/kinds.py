"""The kinds of document that are taken, and why a content is none of them."""

from collections.abc import Iterator
from enum import StrEnum
from typing import BinaryIO

CHUNK = 1024 * 1024
"""Bytes in memory at once while a document is examined."""

TAKEN = "PDF, CSV or plain text (UTF-8), PNG, JPEG, Word (.docx) and Excel (.xlsx) are taken"


class MediaType(StrEnum):
    """What is taken; all of it is served to be saved, none to be run."""

    PDF = "application/pdf"
    CSV = "text/csv"
    TEXT = "text/plain"
    PNG = "image/png"
    JPEG = "image/jpeg"
    WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    @property
    def in_words(self) -> str:
        """What a person calls it."""
        return _IN_WORDS[self]


_IN_WORDS = {
    MediaType.PDF: "a PDF",
    MediaType.CSV: "a table",
    MediaType.TEXT: "plain text",
    MediaType.PNG: "a PNG picture",
    MediaType.JPEG: "a JPEG picture",
    MediaType.WORD: "a Word document",
    MediaType.EXCEL: "an Excel workbook",
}

BY_EXTENSION = {
    ".pdf": MediaType.PDF,
    ".csv": MediaType.CSV,
    ".txt": MediaType.TEXT,
    ".png": MediaType.PNG,
    ".jpg": MediaType.JPEG,
    ".jpeg": MediaType.JPEG,
    ".docx": MediaType.WORD,
    ".xlsx": MediaType.EXCEL,
}


class Unfit(Exception):
    """Why a content is not taken; `examine` adds the file's name."""


def chunks(content: BinaryIO) -> Iterator[bytes]:
    """Yield a content from its start, a part at a time."""
    content.seek(0)
    while chunk := content.read(CHUNK):
        yield chunk
