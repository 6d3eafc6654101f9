"""The store: documents by the hash of their bytes, kept for good."""

import hashlib
import io
import os
import re
import secrets
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, nullcontext
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

from documents.examining import LARGEST, DocumentRefused, Examined, examine, name_of, opened
from documents.kinds import CHUNK, Unfit

COMING = "coming"
"""Where a file lies until all of it is there."""
PIECE = 5 * 1024 * 1024
"""Bytes sent to the store at once: an object store takes no smaller ones."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


class DocumentMissing(Exception):
    """The store has no document with this hash."""


class DocumentDamaged(Exception):
    """The bytes the store has are not those that were put: no part of them is handed over."""


class DocumentStoreUnavailable(Exception):
    """The store cannot be read or written now; the message says why, in one line."""


class DocumentStore:
    """Documents in a folder, by SHA-256; nothing else knows where their bytes lie.

    obstore keeps the bytes, so that the folder can become an object store.
    """

    def __init__(self, root: Path) -> None:
        """Take the folder. It is made, for its owner alone, at the first `put`."""
        self._root = root
        self._named: set[Path] = set()
        """Folders whose own names the disk is known to hold."""

    def put(
        self,
        source: Path | bytes | BinaryIO,
        filename: str | None = None,
        *,
        sha256: str | None = None,
    ) -> Examined:
        """Examine a file and keep it, unless it is there already; give what is known of it.

        When this returns the disk holds the bytes for good, so that a row may
        point to them. What was examined is what is kept, even if the file
        changes meanwhile: a copy of it is, read a part at a time. With `sha256`,
        only that very content is kept.

        Raises:
            DocumentRefused: as `examine` does, or the content is not `sha256`'s.
            DocumentStoreUnavailable: the disk is full, say, or the folder is not ours.
        """
        name = name_of(source, filename)
        if isinstance(source, bytes):
            return self._put(source, name, sha256)
        with _copied(source, name) as copy:
            return self._put(copy, name, sha256)

    def _put(self, content: Path | bytes, name: str, sha256: str | None) -> Examined:
        examined = examine(content, name)
        if sha256 is not None and sha256 != examined.sha256:
            raise DocumentRefused(name, "changed while it was being filed: file it again")
        with _trouble_in_a_line():
            self._keep(examined.sha256, content)
        return examined

    def open(self, sha256: str) -> io.BufferedReader:
        """Give a document to read, a part at a time.

        Raises:
            DocumentMissing: the store has none of this hash.
            DocumentStoreUnavailable: it cannot be read.
        """
        import obstore  # noqa: PLC0415 - few commands touch a document

        self._require_named(sha256)
        with _trouble_in_a_line():
            try:
                found = obstore.open_reader(self._store, _key(sha256), buffer_size=CHUNK)
            except FileNotFoundError:
                raise DocumentMissing(sha256) from None
        return io.BufferedReader(_Stored(found))

    def open_whole(self, sha256: str) -> io.BufferedReader:
        """Give a document to hand on, once all of it was found to be what its hash says.

        It is read twice: a download that breaks off in the middle would look like
        a fault of the line, and be tried again.

        Raises:
            DocumentMissing: the store has none of this hash.
            DocumentDamaged: not one byte of it is given.
            DocumentStoreUnavailable: it cannot be read.
        """
        content = self.open(sha256)
        if hashlib.file_digest(content, "sha256").hexdigest() != sha256:
            raise DocumentDamaged(sha256)
        content.seek(0)
        return content

    def verify(self, sha256: str) -> bool:
        """Whether the document is there and not one byte of it has changed."""
        try:
            self.open_whole(sha256).close()
        except (DocumentMissing, DocumentDamaged):
            return False
        return True

    def _require_named(self, sha256: str) -> None:
        if not _SHA256.fullmatch(sha256) or not self._root.is_dir():
            raise DocumentMissing(sha256)

    def _keep(self, sha256: str, content: Path | bytes) -> None:
        self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = _key(sha256)
        if not self._add(key, content, anew=False) and not self.verify(sha256):
            # A power cut may have left a name without its bytes; no row points to it then.
            self._add(key, content, anew=True)
        self._settle(self._root / key)

    def _add(self, key: str, content: Path | bytes, *, anew: bool) -> bool:
        """Put bytes under a key; tell whether they are there by this, or were before."""
        import obstore  # noqa: PLC0415 - as above
        from obstore.exceptions import AlreadyExistsError  # noqa: PLC0415 - as above

        coming = f"{COMING}/{secrets.token_hex(16)}"
        try:
            if isinstance(content, bytes):
                mode = "overwrite" if anew else "create"
                obstore.put(self._store, key, content, mode=mode, use_multipart=False)
            else:
                # Only whole files get a name that is looked for.
                obstore.put(self._store, coming, content, use_multipart=True,
                            chunk_size=PIECE, max_concurrency=1)  # fmt: skip
                obstore.rename(self._store, coming, key, overwrite=anew)
        except AlreadyExistsError:
            if isinstance(content, Path):
                obstore.delete(self._store, coming)
            return False
        return True

    def _settle(self, path: Path) -> None:
        """Make a file private, and have the disk hold it and the folders that name it."""
        path.chmod(0o600)
        _sync(path)
        unnamed: list[Path] = []
        for folder in path.parents[:3]:
            _sync(folder)
            if folder in self._named:
                break
            unnamed.append(folder)
        else:
            _sync(self._root.parent)
        self._named.update(unnamed)

    @cached_property
    def _store(self) -> Any:
        from obstore.store import LocalStore  # noqa: PLC0415 - as above

        return LocalStore(self._root)


class _Stored(io.RawIOBase):
    """A document as a file of Python's, over obstore's reader of it."""

    def __init__(self, found: Any) -> None:
        self._found = found

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return int(self._found.seek(offset, whence))

    def tell(self) -> int:
        return int(self._found.tell())

    def readinto(self, buffer: Any) -> int:
        with _trouble_in_a_line():
            part = memoryview(self._found.read(len(buffer)))
        buffer[: len(part)] = part
        return len(part)


def _key(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _sync(place: Path) -> None:
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _copied(source: Path | BinaryIO, name: str) -> Generator[Path]:
    """Copy what is to be kept to a file of our own, as far as a document may be long."""
    with tempfile.NamedTemporaryFile(prefix="recourse-") as copy:
        try:
            with opened(source) if isinstance(source, Path) else nullcontext(source) as content:
                _copy(content, copy, LARGEST + 1)
        except Unfit as unfit:
            raise DocumentRefused(name, str(unfit)) from None
        except OSError as error:
            raise DocumentRefused(name, f"cannot be read: {error.strerror or error}") from error
        copy.flush()
        yield Path(copy.name)


def _copy(content: BinaryIO, to: Any, most: int) -> None:
    while most > 0 and (chunk := content.read(min(CHUNK, most))):
        to.write(chunk)
        most -= len(chunk)


@contextmanager
def _trouble_in_a_line() -> Generator[None]:
    from obstore.exceptions import BaseError  # noqa: PLC0415 - as above

    try:
        yield
    except (OSError, BaseError) as error:
        line = str(error).splitlines()[0]
        raise DocumentStoreUnavailable(f"the documents cannot be reached: {line}") from error
