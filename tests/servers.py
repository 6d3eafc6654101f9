"""The real servers the tests talk to: started once a run, when first asked for.

A run has one folder, one PostgreSQL and one Prefect server, however many pytest
workers share the work. Each server has a keeper (tests/keepers.py), a process
that starts it, says where it is, and stops it once the run is over. Keepers
know that by the pipe `alive`, which the first pytest process holds open: when
that process ends, even by `kill -9`, nothing is left behind.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from filelock import FileLock

from tests.shared import PROJECT

STOP_SECONDS = 20

Facts = dict[str, str]
"""What a keeper says of its server, and `keeper`, its own process id."""


class Run:
    """One run of the tests: its folder, and the pipe that tells keepers it goes on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        os.mkfifo(folder / "alive")
        # Read and write at once: opening it for writing alone would wait for a reader.
        self._alive = os.open(folder / "alive", os.O_RDWR)

    def end(self) -> None:
        """Let the keepers stop their servers, and wait until each has."""
        os.close(self._alive)
        for said in self.folder.glob("*.json"):
            _wait_until_gone(int(json.loads(said.read_text())["keeper"]))


def ask_for(server: str, folder: Path) -> Facts:
    """Give the facts of the run's `server`, starting it if nobody has yet.

    Raises:
        RuntimeError: it did not start; the message ends with its log.
    """
    said = folder / f"{server}.json"
    with FileLock(folder / f"{server}.lock"):
        if not said.exists():
            said.write_text(_start(server, folder))
    return json.loads(said.read_text())


def _start(server: str, folder: Path) -> str:
    log = folder / f"{server}.log"
    with log.open("wb") as errors:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.keepers", server, str(folder)],
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,  # a Ctrl-C is for pytest, which then ends the run
        )
    assert keeper.stdout is not None
    with keeper.stdout as saying:
        said = saying.readline()
    if not said:
        raise RuntimeError(f"{server} did not start:\n{log.read_text()[-2000:]}")
    keeper.returncode = 0  # it outlives this process on purpose: no warning about that
    return said


def _wait_until_gone(pid: int) -> None:
    """Wait for a keeper to end; one that does not is ended by force."""
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline:
        with suppress(ChildProcessError):  # it may be another worker's child
            os.waitpid(pid, os.WNOHANG)
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        threading.Event().wait(0.05)
    os.kill(pid, signal.SIGKILL)
