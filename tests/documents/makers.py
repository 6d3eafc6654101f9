"""Small files of each kind, made from nothing."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from documents import DocumentRefused, examine
from documents.kinds import MediaType

OFFICE = "<Types><Override ContentType='{kind}.main+xml'/></Types>"


def refusal(content: bytes, filename: str) -> str:
    """Give why a content is refused under a name."""
    with pytest.raises(DocumentRefused) as caught:
        examine(content, filename)
    assert str(caught.value) == f"{filename}: {caught.value.reason}"
    return caught.value.reason


def pdf(change: Callable[[pikepdf.Pdf], Any] = lambda _: None, **how: Any) -> bytes:
    """Give a PDF of one empty page, after a change; `how` is for saving it."""
    document = pikepdf.new()
    document.add_blank_page()
    change(document)
    into = io.BytesIO()
    document.save(into, **how)
    return into.getvalue()


def png() -> bytes:
    """Give a picture of one pixel."""
    size = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = (b"IHDR", size), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )


def jpeg() -> bytes:
    """Give the frame of a picture: its segments, a scan, its end."""
    segments = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    return b"\xff\xd8" + segments + b"\xff\xda\x00\x02" + b"scan" + b"\xff\xd9"


def office(kind: str = MediaType.WORD, parts: dict[str, str | bytes] | None = None) -> bytes:
    """Give a Word document or an Excel workbook, with these parts besides what it must have."""
    return archive({"[Content_Types].xml": OFFICE.format(kind=kind), **(parts or {})})


def archive(parts: dict[str, str | bytes]) -> bytes:
    """Give a zip of these parts."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return into.getvalue()
