"""The portal's process gets ready before the record is open, and serves at the house's word."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import httpx2
import pytest

from flows.front_door import FrontDoor, PortalDidNotStart, front_door
from flows.prefect_server import free_port, stop
from tests.command import Recourse
from tests.shared import PROJECT

SECONDS = 60


MAIL = "smtp://127.0.0.1:1"


@pytest.fixture
def log(home: Path) -> Path:
    """Give where the portal says what goes wrong, once it has been told."""
    return home / "logs" / "portal.log"


@pytest.fixture
def front(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FrontDoor]:
    """Give the house's end of the line; the process has begun, on a home without record."""
    monkeypatch.setenv("RECOURSE_HOME", str(home))
    with front_door(free_port()) as front:
        yield front


def test_the_portal_waits_until_the_record_is_open(
    front: FrontDoor, recourse: Recourse, home: Path, log: Path
) -> None:
    """Started before there is a database, it makes none; told that there is, it answers."""
    assert not (home / "recourse.sqlite").exists()
    assert recourse("migrate").code == 0
    assert not _answers(front.port)
    front.open_up(MAIL, log, _in_patience)
    assert _answers(front.port)
    assert log.exists()


def test_a_portal_started_again_need_not_wait(
    front: FrontDoor, recourse: Recourse, log: Path
) -> None:
    """It had been told where mail goes: the next one is told the same as it starts."""
    assert recourse("migrate").code == 0
    front.open_up(MAIL, log, _in_patience)
    stop(front.process)
    assert not _answers(front.port)
    front.look()
    front.await_answer(_in_patience)
    assert _answers(front.port)


def test_a_portal_that_cannot_serve_says_why(
    front: FrontDoor, recourse: Recourse, log: Path
) -> None:
    """Its last words, of this start and no other, are what the person at the keyboard reads."""
    assert recourse("migrate").code == 0
    with (
        socket.create_server(("127.0.0.1", front.port)),
        pytest.raises(PortalDidNotStart, match="address already in use"),
    ):
        front.open_up(MAIL, log, _in_patience)
    assert front.process.wait(SECONDS) != 0


def test_a_portal_that_may_not_write_its_log_says_so(
    front: FrontDoor, recourse: Recourse, home: Path, log: Path
) -> None:
    """It has nowhere to say it but on the line."""
    assert recourse("migrate").code == 0
    (home / "logs").write_text("a file where a folder should be")
    with pytest.raises(PortalDidNotStart, match=f"File exists: {home / 'logs'}"):
        front.open_up(MAIL, log, _in_patience)


def test_a_portal_that_ends_before_the_word_is_found_out(front: FrontDoor, log: Path) -> None:
    """What was logged before this start is not taken for its reason."""
    log.parent.mkdir()
    log.write_text("something of last week\n")
    front.process.kill()
    with pytest.raises(PortalDidNotStart, match="the portal ended at once"):
        front.open_up(MAIL, log, _in_patience)


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


def _in_patience(seconds: float) -> None:
    assert seconds < SECONDS, "it did not come to that"


def _answers(port: int) -> bool:
    try:
        return httpx2.get(f"http://127.0.0.1:{port}/").status_code == HTTPStatus.OK
    except httpx2.ConnectError:
        return False
