"""`recourse up`: everything on one machine, and nothing of it left after Ctrl-C."""

import os
import signal
import socket
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx2
import pytest

from database.engines import WAIT_SECONDS
from flows.prefect_server import answers, free_port
from tests.actions.makers import INTAKE, SUPERINTENDENT, House
from tests.command import Recourse
from tests.journeys.premises import mails, on_record
from tests.portal.premises import marks_of
from tests.shared import CASES

SECONDS = 90
OPTIONS = ("--prefect-port", "--mail-port", "--portal-port")


@pytest.fixture
def house(home: Path, migrated_sqlite: Path) -> Iterator[House]:
    """Give a way to look at what is on record in the home, with the sample registry."""
    house = on_record(home, template=migrated_sqlite).open()
    yield house
    house.engine.dispose()


@pytest.fixture
def prefect_started_before(home: Path, run_folder: Path, prefect_api: str) -> None:
    """Give the home a Prefect database, as after a first start: that one takes half a minute."""
    assert answers(prefect_api)
    (home / "prefect").mkdir()
    with (
        closing(sqlite3.connect(run_folder / "prefect" / "prefect.db")) as made,
        closing(sqlite3.connect(home / "prefect" / "prefect.db")) as copy,
    ):
        made.backup(copy)


@pytest.mark.usefixtures("prefect_started_before")
def test_up_runs_everything_and_ctrl_c_ends_all_of_it(house: House, recourse: Recourse) -> None:
    """A case filed meanwhile by another command is routed and mailed; no process stays behind."""
    ports = {option: free_port() for option in OPTIONS}
    words = [str(word) for option in ports.items() for word in option]
    with _started(recourse, "up", *words) as up:
        said = _read_until(up, "Ctrl-C stops all of it.")
        for port in ports.values():
            assert f"127.0.0.1:{port}" in said
        assert str(recourse.home / "mailbox") in said
        portal = f"http://127.0.0.1:{ports['--portal-port']}"
        assert said.index(f"The portal is open: {portal}") < said.index("Recourse is running")
        assert f"{SUPERINTENDENT}: superintendent at Port Example" in said
        _signs_in(recourse, ports["--portal-port"])

        done = recourse("submit", CASES / "waiver-complete-municipal.yaml", "--as", SUPERINTENDENT)
        assert done.code == 0, done
        _wait_until(lambda: len(mails(recourse.home)) == 4)
        (number,) = (word for word in done.out.split() if word.startswith("W-"))
        assert [one["holder"] for one in house.show(number)["duties"]] == [INTAKE]

        twice = recourse("up", *words)
        assert (twice.code, twice.err.count("\n")) == (1, 1), twice
        assert "running already" in twice.err

        below = _descendants(up.pid)
        assert len(below) >= 3  # the Prefect server, the worker and the portal
        os.killpg(up.pid, signal.SIGINT)
        assert up.wait(SECONDS) == 0
        assert up.stdout is not None
        assert "Nothing is lost" in up.stdout.read()
    assert [pid for pid in below if Path(f"/proc/{pid}").exists()] == []
    assert [port for port in ports.values() if _is_taken(port)] == []


@pytest.mark.parametrize("option", OPTIONS)
def test_a_port_in_use_is_told_in_a_line(
    recourse: Recourse,
    house: House,  # noqa: ARG001 it saves making a database
    option: str,
) -> None:
    """Which port, and what to do; nothing is started."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = recourse("up", *_free_ports(), option, str(port))
    assert (done.code, done.out) == (1, ""), done
    assert done.err == (
        f"recourse: port {port} is taken by another program: stop it, or choose another port\n"
    )
    assert not (recourse.home / "logs").exists()


def test_a_database_that_cannot_be_opened_is_told_in_a_line(recourse: Recourse) -> None:
    """The portal's process had begun by then: it ends as well, and nothing else is started."""
    (recourse.home / "recourse.sqlite").write_bytes(b"these are no rows" * 100)
    done = recourse("up", *_free_ports())
    assert (done.code, done.out) == (1, ""), done
    assert done.err.startswith("recourse: the database file is something else, or damaged")
    assert done.err.count("\n") == 1
    assert _left(recourse.home) == []


def test_a_portal_that_would_not_be_safe_is_told_in_a_line(
    recourse: Recourse,
    house: House,  # noqa: ARG001 it saves making a database
) -> None:
    """The portal's own last words, and nothing is left of the house."""
    done = recourse("up", *_free_ports(), RECOURSE_PORTAL_URL="https://waivers.example")
    assert (done.code, done.out) == (1, ""), done
    assert done.err.startswith("recourse: RECOURSE_PORTAL_URL is set and RECOURSE_SECRET is not")
    assert done.err.count("\n") == 1
    assert _left(recourse.home) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_start_is_broken_off_while_the_database_is_being_made(
    recourse: Recourse, number: signal.Signals
) -> None:
    """Another program holds the database, so it cannot be made; told to stop, all of it does."""
    file = recourse.home / "recourse.sqlite"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("pragma journal_mode=wal")
        other.execute("begin immediate")
        up = recourse.start("up", *_free_ports())
        _wait_until(lambda: file in _open_files(up.pid))
        up.send_signal(number)
        began = time.monotonic()
        code = up.wait(SECONDS)
        assert time.monotonic() - began < WAIT_SECONDS / 2
        other.execute("rollback")
    assert up.stdout is not None
    if number is signal.SIGKILL:
        _wait_until(lambda: not _left(recourse.home))
    else:
        assert (code, up.stdout.read().count("\n")) == (0, 1)
        assert (recourse.home / "stderr").read_text() == ""
        assert _left(recourse.home) == []
    with closing(sqlite3.connect(file)) as made:
        assert made.execute("select count(*) from sqlite_master").fetchone() == (0,)


def _free_ports() -> list[str]:
    return [word for option in OPTIONS for word in (option, str(free_port()))]


def _open_files(pid: int) -> list[Path]:
    return [one.readlink() for one in Path(f"/proc/{pid}/fd").glob("*") if one.is_symlink()]


def _left(home: Path) -> list[str]:
    """Give the ids of the processes that run on a home."""
    mine = f"RECOURSE_HOME={home}".encode()
    found: list[str] = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mine in (process / "environ").read_bytes().split(b"\0"):
                found.append(process.name)
        except OSError:  # it has just ended
            continue
    return found


def _signs_in(recourse: Recourse, port: int) -> None:
    """Sign in by a link from the keyboard, and by one from the mailbox that `up` runs."""
    printed = recourse("sign-in", SUPERINTENDENT, "--port", str(port))
    link = printed.out.strip()
    assert link.startswith(f"http://127.0.0.1:{port}/sign-in/link?token="), printed
    with httpx2.Client(base_url=f"http://127.0.0.1:{port}") as browser:
        marks = marks_of(browser.get(link).text, "/sign-in/link")
        assert browser.post("/sign-in/link", data=marks).headers["location"] == "/desk"
    with httpx2.Client(base_url=f"http://127.0.0.1:{port}") as browser:
        marks = marks_of(browser.get("/sign-in").text, "/sign-in")
        browser.post("/sign-in", data={**marks, "email": SUPERINTENDENT})
        _wait_until(lambda: len(mails(recourse.home)) == 1)


@contextmanager
def _started(recourse: Recourse, *words: str) -> Generator[subprocess.Popen[str]]:
    """Start a command in a process group of its own, as a terminal does; end it at the end."""
    with subprocess.Popen(
        recourse.words(*words),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        env=recourse.surroundings({}),
        cwd=recourse.home,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def _read_until(process: subprocess.Popen[str], words: str) -> str:
    """Read what a process says up to a line with these words."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(f"it ended after saying:\n{said}")


def _wait_until(true: Callable[[], bool]) -> None:
    give_up = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < give_up, "it did not come to that"
        threading.Event().wait(0.1)


def _descendants(pid: int) -> set[int]:
    """Give the ids of the processes below one, from /proc."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        parents[int(stat.parent.name)] = int(after_name[1])
    found, fresh = set[int](), {pid}
    while fresh:
        fresh = {child for child, parent in parents.items() if parent in fresh}
        found |= fresh
    return found


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
