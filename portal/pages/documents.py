"""Files of a case, as attachments that no browser renders. Who read which is on record."""

from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse

from actions.filed_items import read_item
from portal.arriving import Caller

pages = APIRouter()

ATTACHED = "application/octet-stream"
CHUNK = 64 * 1024
SANDBOX = "default-src 'none'; sandbox"


@pages.get("/documents/{number}/{item}")
def download(visit: Caller, number: str, item: str, version: int | None = None) -> Response:
    """Hand a file over, and put down who has read it."""
    with visit.acting() as session:
        found = read_item(
            session, number, item, version=version, by=visit.by, entered_by=visit.by, now=visit.now
        )
        content = visit.portal.store.open_whole(found.sha256)  # what cannot be read was not read
    return attachment(content, found.filename)


def attachment(content: BinaryIO, filename: str) -> Response:
    """Answer with bytes that a browser saves and never shows, whatever they claim to be."""
    return StreamingResponse(
        _chunks(content),
        media_type=ATTACHED,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{_quoted(filename)}",
            "Content-Length": str(_size(content)),
            "Content-Security-Policy": SANDBOX,
        },
    )


def _quoted(filename: str) -> str:
    name = filename.replace("\\", "/").rpartition("/")[2]
    plain = "".join(letter for letter in name if letter.isprintable())[-200:]
    return quote(plain or "document", safe="")


def _size(content: BinaryIO) -> int:
    size = content.seek(0, 2)
    content.seek(0)
    return size


def _chunks(content: BinaryIO) -> Iterator[bytes]:
    while chunk := content.read(CHUNK):
        yield chunk
