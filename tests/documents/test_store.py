"""The store holds bytes by their hash: private, unchanged, there for good."""

import hashlib
import stat
import tempfile
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from documents import (
    LARGEST,
    DocumentMissing,
    DocumentRefused,
    DocumentStore,
    DocumentStoreUnavailable,
)
from tests.documents.makers import pdf

TABLE = b"school,count\nNorth,3\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give the folder of a store."""
    return tmp_path / "home" / "documents"


@pytest.fixture
def store(root: Path) -> DocumentStore:
    """Give a store that holds nothing yet."""
    return DocumentStore(root)


def kept(root: Path) -> list[Path]:
    """List the files of a store."""
    return [path for path in root.rglob("*") if path.is_file()]


def test_a_document_comes_back_as_it_was_put(store: DocumentStore) -> None:
    """What is put is found by its hash."""
    examined = store.put(TABLE, "counts.csv")
    assert examined.sha256 == hashlib.sha256(TABLE).hexdigest()
    assert store.open(examined.sha256).read() == TABLE
    assert store.verify(examined.sha256)


def test_a_file_is_put_from_where_it_lies(store: DocumentStore, tmp_path: Path) -> None:
    """A path is read whole; its name is the document's."""
    (tmp_path / "letter.pdf").write_bytes(pdf())
    assert store.open(store.put(tmp_path / "letter.pdf").sha256).read() == pdf()


def test_the_same_document_twice_is_kept_once(store: DocumentStore, root: Path) -> None:
    """A hash stands for one content."""
    assert store.put(TABLE, "a.csv") == store.put(TABLE, "b.csv")
    assert len(kept(root)) == 1


def test_a_document_put_by_many_at_once_is_kept_once(store: DocumentStore, root: Path) -> None:
    """Two districts may send the same table in the same second."""
    names = [f"{number}.csv" for number in range(40)]
    with ThreadPoolExecutor(8) as people:
        found = set(people.map(store.put, [TABLE] * len(names), names))
    assert len(found) == len(kept(root)) == 1
    assert store.verify(found.pop().sha256)


def test_a_document_is_private_and_never_runs(store: DocumentStore, root: Path) -> None:
    """Only the owner of the store reads it, and nothing in it can be executed."""
    store.put(TABLE, "counts.csv")
    (path,) = kept(root)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    assert path.name == path.relative_to(root).as_posix().rpartition("/")[2]
    assert path.suffix == ""


def test_what_is_refused_leaves_nothing(store: DocumentStore, root: Path) -> None:
    """A store holds only what was examined."""
    with pytest.raises(DocumentRefused, match=r"page\.csv: looks like a web page"):
        store.put(b"<html>", "page.csv")
    assert not root.exists()


def test_a_file_that_changed_since_it_was_examined_is_refused(store: DocumentStore) -> None:
    """A row's hash is that of the bytes that are kept."""
    first = store.put(TABLE, "counts.csv")
    with pytest.raises(DocumentRefused, match="changed while it was being filed"):
        store.put(TABLE + b"South,1\n", "counts.csv", sha256=first.sha256)


def test_a_changed_byte_is_found(store: DocumentStore, root: Path) -> None:
    """The bytes are held against the hash they are known by."""
    examined = store.put(TABLE, "counts.csv")
    (path,) = kept(root)
    path.write_bytes(TABLE.replace(b"3", b"4"))
    assert not store.verify(examined.sha256)


def test_a_damaged_document_is_mended_by_putting_it_again(store: DocumentStore, root: Path) -> None:
    """What a power cut left of a file does not stand in the way of the whole one."""
    examined = store.put(TABLE, "counts.csv")
    (path,) = kept(root)
    path.write_bytes(b"")
    store.put(TABLE, "counts.csv")
    assert store.verify(examined.sha256)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["0" * 64, "", "../secret", "0" * 63 + "/", "A" * 64])
def test_what_is_not_there_is_missing(store: DocumentStore, name: str) -> None:
    """No name but a hash leads anywhere."""
    for holds_something in False, True:
        if holds_something:
            store.put(TABLE, "counts.csv")
        assert not store.verify(name)
        with pytest.raises(DocumentMissing):
            store.open(name)


def test_a_store_that_cannot_be_made_says_so_in_a_line(tmp_path: Path) -> None:
    """A file where the folder should be: one line, no trace of a half-kept document."""
    (tmp_path / "home").write_text("in the way")
    with pytest.raises(DocumentStoreUnavailable) as caught:
        DocumentStore(tmp_path / "home" / "documents").put(TABLE, "counts.csv")
    assert str(caught.value).startswith("the documents cannot be reached: ")
    assert "\n" not in str(caught.value)


def test_a_large_file_is_kept_a_part_at_a_time(tmp_path: Path) -> None:
    """25 MB take a few of memory, and nothing of its coming stays behind."""
    root = tmp_path / "documents"
    row = b"2026-09-21,0123456789\n"
    with tempfile.TemporaryFile() as upload:
        for _ in range(LARGEST // len(row) // 1000):
            upload.write(row * 1000)
        size = upload.tell()
        upload.seek(0)
        tracemalloc.start()
        examined = DocumentStore(root).put(upload, "long.csv")
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert examined.size == size > LARGEST * 0.99
    assert peak < LARGEST / 3
    assert DocumentStore(root).verify(examined.sha256)
    assert list((root / "coming").iterdir()) == []
