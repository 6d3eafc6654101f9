"""PNG and JPEG: whole pictures, walked from end to end."""

import os
import struct
import zlib
from typing import BinaryIO

from documents.kinds import CHUNK, MediaType, Unfit

FIRST_MARKER, START_OF_SCAN, LAST_MARKER = 0xC0, 0xDA, 0xFE
"""JPEG's segments (ITU T.81, annex B)."""
END_OF_PICTURE = b"\xff\xd9"


def require_whole_png(content: BinaryIO) -> MediaType:
    """Walk the chunks: IHDR comes first, and IEND where the file ends.

    Raises:
        Unfit: a part is missing, changed, or follows the end.
    """
    content.seek(8)
    kinds: list[bytes] = []
    while head := content.read(8):
        length, kind = struct.unpack(">I4s", head.ljust(8, b"\0"))
        checksum = zlib.crc32(kind)
        while length and (part := content.read(min(length, CHUNK))):
            checksum = zlib.crc32(part, checksum)
            length -= len(part)
        if content.read(4) != struct.pack(">I", checksum):
            raise Unfit("is a damaged PNG picture")
        kinds.append(kind)
    if kinds[:1] != [b"IHDR"] or kinds[-1:] != [b"IEND"] or b"IDAT" not in kinds:
        raise Unfit("is a damaged PNG picture")
    return MediaType.PNG


def require_whole_jpeg(content: BinaryIO) -> MediaType:
    """Walk the segments up to the scan, and find where the picture ends.

    Raises:
        Unfit: a segment is broken, or there is no end.
    """
    content.seek(2)
    while (kind := _skip_segment(content)) != START_OF_SCAN:
        if not FIRST_MARKER <= kind <= LAST_MARKER:
            raise Unfit("is a damaged JPEG picture")
    before = b""
    while part := content.read(CHUNK):
        if END_OF_PICTURE in before + part:
            return MediaType.JPEG
        before = part[-1:]
    raise Unfit("is a damaged JPEG picture")


def _skip_segment(content: BinaryIO) -> int:
    """Give a segment's kind and go past it; 0 where there is none."""
    head = content.read(4)
    size = int.from_bytes(head[2:])
    if len(head) < 4 or head[0] != 0xFF or size < 2:  # noqa: PLR2004 - the shape of a segment
        return 0
    content.seek(size - 2, os.SEEK_CUR)
    return head[1]
