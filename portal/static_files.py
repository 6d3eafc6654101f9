"""Files that never change while the portal runs: held in memory, packed once."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

FOLDER = Path(__file__).parent / "static"
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
"""What is served, by ending; anything else in the folder is not."""
FOR_A_YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class _File:
    content: bytes
    packed: bytes | None
    kind: str


@cache
def _files() -> dict[str, _File]:
    return {
        path.relative_to(FOLDER).as_posix(): _read(path)
        for path in sorted(FOLDER.rglob("*"))
        if path.suffix in KINDS
    }


def _read(path: Path) -> _File:
    content = path.read_bytes()
    packed = gzip.compress(content, 9, mtime=0) if path.suffix != ".woff2" else None
    return _File(content, packed, KINDS[path.suffix])


@cache
def version() -> str:
    """Give a name for the files as they are: it changes when one of them does."""
    digest = hashlib.sha256()
    for name, file in _files().items():
        digest.update(name.encode() + b"\0" + file.content)
    return digest.hexdigest()[:12]


def address(name: str) -> str:
    """Give the address of a file, which browsers may keep for as long as they like.

    Raises:
        LookupError: there is no such file.
    """
    if name not in _files():
        raise LookupError(f"no static file {name}")
    return f"/static/{version()}/{name}"


def serve(request: Request, name: str) -> Response | None:
    """Answer with a file; None where there is none of this name."""
    file = _files().get(name)
    if file is None:
        return None
    headers = {"Cache-Control": FOR_A_YEAR, "Vary": "Accept-Encoding"}
    if file.packed and "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(file.packed, headers=headers, media_type=file.kind)
    return Response(file.content, headers=headers, media_type=file.kind)
