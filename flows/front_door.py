"""The portal's process: it starts before all else, gets ready, and serves once the record is open.

Its imports take longer than anything else at a start, so they go on while the
house reads its configuration and opens the record. The two talk over a socket,
the process's standard input and, until it has a log, its output: the house says
where mail goes and where the log is, and by that, that the record is open; the
portal says that it listens. When either ends, however that came, the other finds
the line cut.
"""

import json
import os
import socket
import subprocess
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from flows.kept import Kept, process

LOOK_SECONDS = 0.1
"""How often the house looks, while it waits, whether it has been told to stop."""

LISTENING = b"listening\n"
STANDARD_INPUT, STANDARD_OUTPUT, STANDARD_ERROR = range(3)


class PortalDidNotStart(Exception):
    """The portal ended as it was started; the message says why."""


class HouseGone(Exception):
    """`recourse up` ended before it had opened the record: there is nothing to serve for."""


class FrontDoor(Kept):
    """The house's end of the line, and the process at the other."""

    def __init__(self, port: int) -> None:
        """Start the process; it is to listen on `port`, and waits for `open_up`."""
        self.port = port
        self._word: bytes | None = None
        self._said = b""
        self._log: Path | None = None
        self._logged_before = 0
        self._line = socket.socket()
        super().__init__(self._begin)

    def open_up(self, mail: str, log: Path, waiting: Callable[[float], None]) -> None:
        """Say that the record is open; return once the portal listens.

        A process that is started later, because this one has ended, need not wait.

        Raises:
            PortalDidNotStart: it ended; the message is what it said last.
        """
        self._log = log
        self._word = json.dumps({"mail": mail, "log": str(log.absolute())}).encode() + b"\n"
        self._say(self._word)
        self.await_answer(waiting)

    def await_answer(self, waiting: Callable[[float], None]) -> None:
        """Return once the process that was started last listens.

        Raises:
            PortalDidNotStart: as above.
        """
        self._line.settimeout(LOOK_SECONDS)
        began = time.monotonic()
        while not self._listens():
            waiting(time.monotonic() - began)

    def end(self) -> None:
        """End the process, gently first."""
        super().end()
        self._line.close()

    def _begin(self) -> "subprocess.Popen[bytes]":
        self._line.close()
        self._line, theirs = socket.socketpair()
        self._said = b""
        with theirs:
            begun = process(
                ["cli.told", str(self.port)], {}, line=theirs.fileno(), out=theirs.fileno()
            )
        if self._word is not None:
            self._say(self._word)
        return begun

    def _say(self, word: bytes) -> None:
        if self._log is not None and self._log.exists():
            self._logged_before = self._log.stat().st_size
        with suppress(OSError):  # it has ended: whoever looks next finds that out
            self._line.sendall(word)

    def _listens(self) -> bool:
        try:
            said = self._line.recv(4096)
        except TimeoutError:
            return False
        except ConnectionError:
            said = b""
        if not said:
            raise PortalDidNotStart(self._last_words())
        self._said += said
        return self._said.endswith(LISTENING)

    def _last_words(self) -> str:
        logged = b""
        if self._log is not None and self._log.exists():
            logged = self._log.read_bytes()[self._logged_before :]
        lines = (logged or self._said).decode(errors="replace").splitlines()
        return lines[-1].removeprefix("recourse: ") if lines else "the portal ended at once"


@contextmanager
def front_door(port: int) -> Generator[FrontDoor]:
    """Have the portal's process for as long as the block runs."""
    front = FrontDoor(port)
    try:
        yield front
    finally:
        front.end()


class HouseLine:
    """The portal's end of the line."""

    def __init__(self) -> None:
        """Take the line up: it is standard input."""
        self._line = socket.socket(fileno=STANDARD_INPUT)

    def mail(self) -> str:
        """Wait until the record is open; gives where mail goes. From then on there is a log.

        Raises:
            HouseGone: nobody is at the other end any more.
        """
        with self._line.makefile("r") as words:
            said = words.readline()
        if not said.endswith("\n"):
            raise HouseGone("`recourse up` ended before it had opened the record")
        told: dict[str, str] = json.loads(said)
        _write_to(Path(told["log"]))
        return told["mail"]

    def listening(self) -> None:
        """Say that whoever comes now is answered."""
        with suppress(OSError):  # the house has gone; a signal of its end is on its way
            self._line.sendall(LISTENING)


def _write_to(log: Path) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        for standard in (STANDARD_OUTPUT, STANDARD_ERROR):
            os.dup2(out.fileno(), standard)
