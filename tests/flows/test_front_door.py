"""The portal's process gets ready before the record is open, and serves at the house's word."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import httpx2
import pytest

from flows.front_door import FrontDoor, PortalDidNotStart
from flows.prefect_server import free_port, stop
from tests.command import Recourse
from tests.shared import PROJECT

SECONDS = 60


@pytest.fixture
def log(home: Path) -> Path:
    """Give where the portal says what goes wrong."""
    return home / "logs" / "portal.log"


@pytest.fixture
def front(home: Path, log: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FrontDoor]:
    """Give the house's end of the line, on a home without any record."""
    monkeypatch.setenv("RECOURSE_HOME", str(home))
    front = FrontDoor(free_port(), log)
    yield front
    front.hang_up()


def test_the_portal_waits_until_the_record_is_open(
    front: FrontDoor, recourse: Recourse, home: Path
) -> None:
    """Started before there is a database, it makes none; told that there is, it answers."""
    process = front.start()
    try:
        assert not (home / "recourse.sqlite").exists()
        assert recourse("migrate").code == 0
        assert not _answers(front.port)
        front.open_up("smtp://127.0.0.1:1", lambda _: None)
        assert _answers(front.port)
    finally:
        stop(process)


def test_a_portal_started_again_need_not_wait(
    front: FrontDoor, recourse: Recourse, log: Path
) -> None:
    """It had been told where mail goes: the next one is told the same as it starts."""
    assert recourse("migrate").code == 0
    first = front.start()
    front.open_up("smtp://127.0.0.1:1", lambda _: None)
    stop(first)
    again = front.start()
    try:
        front.await_answer(lambda _: None)
        assert _answers(front.port), log.read_text()
    finally:
        stop(again)


def test_a_portal_that_cannot_serve_says_why(front: FrontDoor, recourse: Recourse) -> None:
    """Its last words, of this start and no other, are what the person at the keyboard reads."""
    assert recourse("migrate").code == 0
    process = front.start()
    with (
        socket.create_server(("127.0.0.1", front.port)),
        pytest.raises(PortalDidNotStart, match="address already in use"),
    ):
        front.open_up("smtp://127.0.0.1:1", lambda _: None)
    assert process.wait(SECONDS) != 0


def test_a_portal_that_ends_before_the_word_says_why(front: FrontDoor, log: Path) -> None:
    """What was logged before this start is not taken for its reason."""
    log.parent.mkdir()
    log.write_text("something of last week\n")
    process = front.start()
    process.kill()
    process.wait()
    with pytest.raises(PortalDidNotStart, match=f"ended at once: see {log}"):
        front.open_up("smtp://127.0.0.1:1", lambda _: None)


def test_a_portal_ends_when_the_house_has_gone(recourse: Recourse) -> None:
    """Nobody is left to say that the record is open: one line, and no process stays behind."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "cli.told", str(free_port())],
            cwd=PROJECT,
            stdin=theirs.fileno(),
            stderr=subprocess.PIPE,
            text=True,
            env=recourse.surroundings({}),
        )
    ours.close()
    _, said = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert said == "recourse: `recourse up` ended before it had opened the record\n"


def _answers(port: int) -> bool:
    try:
        return httpx2.get(f"http://127.0.0.1:{port}/").status_code == HTTPStatus.OK
    except httpx2.ConnectError:
        return False
