"""Word and Excel: the archive is opened for real; macros and bombs are refused."""

import re
import zipfile
import zlib
from typing import BinaryIO

from documents.kinds import CHUNK, TAKEN, MediaType, Unfit

UNPACKED = 250 * 1024 * 1024
"""Bytes that all parts may unpack to together."""

MOST_PARTS = 5_000
CONTENT_TYPES = "[Content_Types].xml"
MAIN_PART = {
    MediaType.WORD: f"{MediaType.WORD}.main+xml".encode(),
    MediaType.EXCEL: f"{MediaType.EXCEL}.main+xml".encode(),
}
PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
LOCKED = 0x1
"""The bit of a part's flags that says it is encrypted (PKWARE APPNOTE 4.4.4)."""

_RUNS = re.compile(r"(^|[/\\])(vbaproject\.bin|activex[/\\]|oleobject[^/\\]*\.bin)", re.IGNORECASE)


def office_kind(content: BinaryIO) -> MediaType:
    """Open the archive and every part of it, and tell which of the two it is.

    Raises:
        Unfit: it is another kind of archive, locked, damaged or a bomb, or it
            holds macros or embedded programs.
    """
    try:
        with zipfile.ZipFile(content) as archive:
            parts = archive.infolist()
            _require_modest(parts)
            if any(_RUNS.search(part.filename) for part in parts):
                raise Unfit("holds macros or an embedded program: save it without them")
            kind = _kind_of(archive)
            broken = archive.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError) as error:
        raise Unfit("is a damaged file: open it and save it anew") from error
    if broken:
        raise Unfit("is a damaged file: open it and save it anew")
    return kind


def _require_modest(parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & LOCKED or part.compress_type not in PACKED for part in parts):
        raise Unfit("is locked, or packed in a way that is not taken: save it anew")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise Unfit("unpacks to far more than it seems: save it as a PDF")
    if len({part.filename.lower() for part in parts}) < len(parts):
        raise Unfit("holds two parts of the same name: save it anew")


def _kind_of(archive: zipfile.ZipFile) -> MediaType:
    if CONTENT_TYPES not in archive.namelist():
        raise Unfit(f"is an archive (zip), which is not taken: {TAKEN}")
    with archive.open(CONTENT_TYPES) as file:
        types = file.read(CHUNK)
    if b"macroenabled" in types.lower():
        raise Unfit("holds macros: save it as .docx or .xlsx")
    for kind, main in MAIN_PART.items():
        if main in types:
            return kind
    raise Unfit(f"is neither a Word document nor an Excel workbook: {TAKEN}")
