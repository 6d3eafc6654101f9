"""Plain text and tables: UTF-8, and nothing that some program would run."""

import codecs
import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO

from documents.kinds import CHUNK, TAKEN, MediaType, Unfit, chunks

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_RUNS = re.compile(r"\s*(<[a-z!?/]|#!)", re.IGNORECASE)
"""How a page, a drawing, XML or a script begins."""


def require_plain_text(content: BinaryIO) -> MediaType:
    """Read it to the end as text.

    Raises:
        Unfit: it is not UTF-8, holds control characters, or starts as a page,
            a drawing or a script does.
    """
    try:
        for number, text in enumerate(_texts(content)):
            if _CONTROL.search(text):
                raise Unfit("holds control characters, which no plain text has")
            if number == 0 and _RUNS.match(text):
                raise Unfit(f"looks like a web page, XML or a script: {TAKEN}")
    except UnicodeDecodeError:
        raise Unfit(_what_else(content)) from None
    return MediaType.TEXT


def _texts(content: BinaryIO) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    for chunk in chunks(content):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _what_else(content: BinaryIO) -> str:
    import filetype  # type: ignore[import-untyped] # noqa: PLC0415 - only to name what is refused

    content.seek(0)
    known: Any = filetype
    other = known.guess_mime(content.read(8192))
    if other is None:
        return f"is neither UTF-8 text nor another kind that is taken: {TAKEN}"
    if other in set(MediaType):
        return "is damaged at its start: open it and save it anew"
    return f"holds {other}, which is not taken: {TAKEN}"


class TableLines(Iterable[str]):
    """The lines of a table, read anew each time they are asked for, never all at once."""

    def __init__(self, content: Callable[[], BinaryIO]) -> None:
        """`content` opens it: a file on disk, or one in the store."""
        self._content = content

    def __iter__(self) -> Iterator[str]:
        """Yield each line with its end; one that is longer than any line in parts."""
        with io.TextIOWrapper(self._content(), encoding="utf-8-sig") as text:
            while line := text.readline(CHUNK):
                yield line


def table_lines(content: Callable[[], BinaryIO], media_type: str) -> TableLines | None:
    """Give a table's lines; None where the document is of another kind."""
    return TableLines(content) if media_type == MediaType.CSV else None
