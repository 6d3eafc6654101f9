"""What a large file costs the portal's process in memory: the same as a small one."""

import io
import re
import secrets
import socket
import subprocess
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pikepdf
import pytest
import sqlalchemy as sa

from actions.offices import person
from actions.sessions import open_session
from database import transaction
from models.sessions import SignedInBy
from portal.cookies import new_token
from tests.actions.draft_makers import EDITOR, PORT
from tests.actions.makers import House
from tests.command import Recourse
from tests.documents.makers import pdf, png
from tests.portal.draft_pages import boxes, item_of
from tests.portal.premises import HIDDEN

LARGE = 25 * 1024 * 1024 - 64 * 1024
SMALL = 6 * 1024 * 1024
"""A little more than the store is given at once, so that every buffer is there already."""
MAY_GROW = 12 * 1024
"""Kilobytes: most often it is none; one thread more brings buffers of its own. A file held whole
would be nineteen thousand more than the small one."""
SECONDS = 30


def large_pdf(size: int) -> bytes:
    """Give a PDF with a picture that nothing packs."""

    def fill(document: pikepdf.Pdf) -> None:
        document.pages[0].Contents = document.make_stream(secrets.token_bytes(size))

    return pdf(fill, compress_streams=False)


def large_table(size: int) -> bytes:
    """Give a table with a column that is looked through for small counts."""
    row = b"North High,12,a line of the table that is neither short nor long\n"
    return b"school,students,note\n" + row * (size // len(row))


def large_picture(size: int) -> bytes:
    """Give a picture whose one part is as long as the file."""
    whole, end = png(), len(png()) - 12
    part = b"tEXt" + b"a" * size
    long = size.to_bytes(4) + part + zlib.crc32(part).to_bytes(4)
    return whole[:end] + long + whole[end:]


@dataclass
class Process:
    """The portal as a process of its own, and somebody at it."""

    pid: int
    client: httpx2.Client

    def peak(self) -> int:
        """Give the most memory it has held since it was last asked to forget, in kilobytes."""
        return self._kilobytes("VmHWM")

    def forget(self) -> int:
        """Begin to look for the most memory anew; gives what it holds now."""
        Path(f"/proc/{self.pid}/clear_refs").write_text("5")
        return self._kilobytes("VmRSS")

    def _kilobytes(self, name: str) -> int:
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(re.findall(rf"^{name}:\s+(\d+) kB$", status, re.MULTILINE)[0])

    def post(self, page: str, fields: dict[str, str], **more: Any) -> httpx2.Response:
        """Send a form as a browser does."""
        headers = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
        answer = self.client.post(page, data=fields, headers=headers, **more)
        assert answer.status_code == 303, answer.text[-3000:]
        return answer


@pytest.fixture
def process(recourse: Recourse, sqlite_url: str, sqlite_engine: sa.Engine) -> Iterator[Process]:
    """Give a portal with the sample registry, and an editor who has signed in."""
    house = House(sqlite_engine, now=datetime.now(UTC)).open()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    started = recourse.start("portal", "--port", str(port), RECOURSE_DATABASE_URL=sqlite_url)
    cookie = f"recourse={_session(house)}"
    with httpx2.Client(
        base_url=f"http://127.0.0.1:{port}", headers={"Cookie": cookie}, timeout=SECONDS
    ) as client:
        _wait_for(client, started)
        yield Process(started.pid, client)


def _session(house: House) -> str:
    token = new_token()
    with transaction(house.engine) as session:
        someone = person(session, EDITOR)
        assert someone is not None
        now = datetime.now(UTC)
        open_session(session, someone, token=token, by=SignedInBy.LINK, browser="test", now=now)
    return token


def _wait_for(client: httpx2.Client, started: "subprocess.Popen[str]") -> None:
    give_up = time.monotonic() + SECONDS
    while True:
        assert started.poll() is None, "the portal did not start"
        assert time.monotonic() < give_up, "the portal did not start"
        try:
            client.get("/healthz")
        except httpx2.TransportError:
            threading.Event().wait(0.05)
        else:
            return


def _to_and_fro(process: Process, name: str, content: bytes) -> None:
    """Put a file into a new draft, look at the draft's pages, and fetch the file again."""
    body = process.client.get(f"/bodies/{PORT}")
    address = process.post(f"/bodies/{PORT}", dict(HIDDEN.findall(body.text))).headers["location"]
    page = f"{address}/parts/evidence"
    loaded = process.client.get(page).text
    item = item_of(process.post(page, {**boxes(loaded), "do": "add evidence"}))
    loaded = process.client.get(page).text
    process.post(
        page, {**boxes(loaded), "do": "stay"},
        files={f"{item}.file": (name, io.BytesIO(content))},
    )  # fmt: skip
    process.client.get(f"{address}/sign")
    (link,) = re.findall(r'href="(/drafts/[^"]*/files/[^"]*)"', process.client.get(page).text)
    got = 0
    with process.client.stream("GET", link) as answer:
        assert answer.headers["content-length"] == str(len(content))
        for part in answer.iter_raw():
            got += len(part)
    assert got == len(content)


@pytest.mark.parametrize(
    ("name", "make"),
    [("a.pdf", large_pdf), ("a.csv", large_table), ("a.png", large_picture)],
    ids=["pdf", "csv", "png"],
)
def test_a_large_file_takes_no_more_memory_than_a_small_one(
    process: Process, name: str, make: Callable[[int], bytes]
) -> None:
    """25 MB sent, looked through, read over and fetched again: the process hardly grows."""
    for _ in range(4):
        _to_and_fro(process, name, make(SMALL))
    held = process.forget()
    _to_and_fro(process, name, make(LARGE))
    assert process.peak() - held < MAY_GROW
