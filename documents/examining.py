"""Examine a file: its hash, its size, its kind, and whether it is taken at all."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from documents.kinds import BY_EXTENSION, TAKEN, MediaType, Unfit, chunks
from documents.office import office_kind
from documents.pdf import require_passive_pdf
from documents.pictures import require_whole_jpeg, require_whole_png
from documents.text import require_plain_text

LARGEST = 25 * 1024 * 1024
"""Bytes of one document."""


class DocumentRefused(Exception):
    """This file is not taken; `reason` says why and what to do."""

    def __init__(self, filename: str, reason: str) -> None:
        """Keep both; the text names the file."""
        self.filename = filename
        self.reason = reason
        shown = "".join(letter if letter.isprintable() else "?" for letter in filename[:200])
        super().__init__(f"{shown}: {reason}")


@dataclass(frozen=True, slots=True)
class Examined:
    """What is known of a document that is taken."""

    sha256: str
    size: int
    """Bytes."""
    media_type: str


def examine(source: Path | bytes, filename: str | None = None) -> Examined:
    """Check a file and give its hash, size and kind, reading a part at a time.

    The kind is told from the content, and the name has to agree with it. A
    table and a text cannot be told apart: there the name says which it is.

    Raises:
        DocumentRefused: it is empty, too large, locked, damaged, misnamed, of a
            kind that is not taken, or holds something that runs.
    """
    name = name_of(source, filename)
    try:
        with opened(source) as content:
            sha256, size = _measure(content)
            return Examined(sha256, size, _kind(content, name).value)
    except Unfit as unfit:
        raise DocumentRefused(name, str(unfit)) from unfit.__cause__
    except OSError as error:
        raise DocumentRefused(name, f"cannot be read: {error.strerror or error}") from error


def name_of(source: object, filename: str | None) -> str:
    """Give the name to call a file by."""
    return filename or (source.name if isinstance(source, Path) else "document")


def opened(source: Path | bytes) -> BinaryIO:
    """Open a file's content.

    Raises:
        Unfit: the path leads to something else than a file.
    """
    if isinstance(source, bytes):
        return io.BytesIO(source)
    if source.exists() and not source.is_file():  # a pipe would keep us waiting
        raise Unfit("is not a file")
    return source.open("rb")


def _measure(content: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks(content):
        size += len(chunk)
        if size > LARGEST:
            raise Unfit(f"is larger than {LARGEST // 1024**2} MB")
        digest.update(chunk)
    if not size:
        raise Unfit("is empty")
    return digest.hexdigest(), size


def _kind(content: BinaryIO, name: str) -> MediaType:
    extension = PurePosixPath(name).suffix.lower()
    named = BY_EXTENSION.get(extension)
    if named is None:
        raise Unfit(f"is not a kind of file that is taken: {TAKEN}")
    found = _kind_by_content(content)
    if found is MediaType.TEXT and named is MediaType.CSV:
        return named
    if found is not named:
        raise Unfit(f"is named {extension} but holds {found.in_words}: name it for what it is")
    return found


_BY_START: dict[bytes, Callable[[BinaryIO], MediaType]] = {
    b"%PDF-": require_passive_pdf,
    b"\x89PNG\r\n\x1a\n": require_whole_png,
    b"\xff\xd8\xff": require_whole_jpeg,
    b"PK\x03\x04": office_kind,
}


def _kind_by_content(content: BinaryIO) -> MediaType:
    content.seek(0)
    start = content.read(8)
    for signature, kind_of in _BY_START.items():
        if start.startswith(signature):
            return kind_of(content)
    return require_plain_text(content)
