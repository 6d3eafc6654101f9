"""PDF: opened for real; what a reader would run, send or unpack is refused."""

import logging
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from documents.kinds import MediaType, Unfit

MOST_OBJECTS = 100_000
"""Objects of a PDF: more take too long to look through."""

UNPACKED = 64 * 1024 * 1024
"""Bytes one packed part of a PDF may grow to while it is read."""

SCRIPT = "a script"
FILE = "another file inside"
MEDIUM = "sound, film or a 3D scene"

ACTIVE_KEYS = {
    "/JS": SCRIPT,
    "/JavaScript": SCRIPT,
    "/XFA": "an interactive form",
    "/EmbeddedFiles": FILE,
    "/EF": FILE,
}
ACTIVE_NAMES = {
    "/S": {
        "/JavaScript": SCRIPT,
        "/Launch": "an action that starts a program",
        "/SubmitForm": "an action that sends data away",
        "/ImportData": "an action that takes data in",
        "/GoToE": FILE,
        "/Rendition": MEDIUM,
        "/RichMediaExecute": MEDIUM,
    },
    "/Type": {"/EmbeddedFile": FILE},
    "/Subtype": {
        "/FileAttachment": FILE,
        "/RichMedia": MEDIUM,
        "/Screen": MEDIUM,
        "/Movie": MEDIUM,
        "/Sound": MEDIUM,
        "/3D": MEDIUM,
    },
}
"""What a dictionary of a PDF is or does (ISO 32000), by the key that says so."""


def require_passive_pdf(content: BinaryIO) -> MediaType:
    """Open it, and look for anything a reader would run, send or unpack.

    Raises:
        Unfit: it is locked, damaged, without pages, or active.
    """
    pikepdf = _pikepdf()
    content.seek(0)
    try:
        with pikepdf.open(
            content,
            attempt_recovery=False,
            suppress_warnings=True,
            access_mode=pikepdf.AccessMode.stream,  # a mapped file that shrinks ends the process
        ) as pdf:
            _require_passive(pdf)
    except pikepdf.PasswordError:
        raise Unfit("is locked: save it without a password") from None
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError, LookupError) as error:
        raise Unfit("is a damaged PDF: open it and print it to a new PDF") from error
    return MediaType.PDF


def page_count(path: Path) -> int | None:
    """Count the pages of a PDF that was examined before; None for any other kind of file."""
    with path.open("rb") as content:
        return pages_in(content)


def pages_in(content: BinaryIO) -> int | None:
    """Count the pages of a PDF that was examined before; None for any other kind of file."""
    if content.read(5) != b"%PDF-":
        return None
    with _pikepdf().open(content, attempt_recovery=False, suppress_warnings=True) as pdf:
        return len(pdf.pages)


@cache
def _pikepdf() -> Any:
    import pikepdf  # noqa: PLC0415 - it takes a tenth of a second

    # What it finds odd in a PDF is told by the refusal, where there is one.
    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    # The limits hold for the whole process, and are to be set before anything is opened.
    pikepdf.settings.set_qpdf_limits(flate_max_memory=UNPACKED, run_length_max_memory=UNPACKED)
    return pikepdf


def _require_passive(pdf: Any) -> None:
    if pdf.is_encrypted:
        raise Unfit("is locked: save it without a password or restrictions")
    if not len(pdf.pages):
        raise Unfit("has no pages")
    if len(pdf.objects) > MOST_OBJECTS:
        raise Unfit("is too intricate to be looked through: print it to a new PDF")
    active = next(_active(pdf.objects), None)
    if active:
        raise Unfit(f"holds {active}, which is not taken: print it to a new PDF")


def _active(objects: Iterable[Any]) -> Iterator[str]:
    """Yield what each object does beyond being read, looking through to its last part."""
    pikepdf = _pikepdf()
    waiting = list(objects)
    while waiting:
        found = waiting.pop()
        if isinstance(found, pikepdf.Array):
            parts = list(found)
        elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
            named = dict(found.items())
            yield from _active_in(named)
            parts = list(named.values())
        else:
            continue
        # What is not direct is an object of its own, and comes by itself.
        waiting.extend(p for p in parts if isinstance(p, pikepdf.Object) and not p.is_indirect)


def _active_in(named: dict[str, Any]) -> Iterator[str]:
    yield from (ACTIVE_KEYS[key] for key in ACTIVE_KEYS.keys() & named.keys())
    for key, names in ACTIVE_NAMES.items():
        name = named.get(key)
        if isinstance(name, _pikepdf().Name) and str(name) in names:
            yield names[str(name)]
