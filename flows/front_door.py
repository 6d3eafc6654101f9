"""The portal's process: it starts first, gets ready, and serves once the record is open.

Its imports take longer than all else at a start, so they go on while the house
opens the record. The two talk over the process's standard input, a socket: the
house says where mail goes, and by that, that the record is open; the portal says
that it listens. When either ends, however that came, the other finds the line cut.
"""

import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from flows.kept import process

LOOK_SECONDS = 0.1
"""How often the house looks, while it waits, whether it has been told to stop."""

LISTENING = b"listening\n"
STANDARD_INPUT = 0


class PortalDidNotStart(Exception):
    """The portal ended as it was started; the message says why."""


class HouseGone(Exception):
    """`recourse up` ended before it had opened the record: there is nothing to serve for."""


class FrontDoor:
    """The house's end of the line."""

    def __init__(self, port: int, log: Path) -> None:
        """Name the port it is to listen on, and its log."""
        self.port = port
        self._log = log
        self._logged_before = 0
        self._mail: str | None = None
        self._line = socket.socket()

    def start(self) -> "subprocess.Popen[bytes]":
        """Start the process; it waits for `open_up`, unless that has been before."""
        self._logged_before = self._log.stat().st_size if self._log.exists() else 0
        self.hang_up()
        self._line, theirs = socket.socketpair()
        with theirs:
            portal = process(["cli.told", str(self.port)], {}, self._log, theirs.fileno())
        if self._mail is not None:
            self._say(self._mail)
        return portal

    def open_up(self, mail: str, waiting: Callable[[float], None]) -> None:
        """Say that the record is open and where mail goes; return once the portal listens.

        Raises:
            PortalDidNotStart: it ended; the message is what it said last.
        """
        self._mail = mail
        self._say(mail)
        self.await_answer(waiting)

    def await_answer(self, waiting: Callable[[float], None]) -> None:
        """Return once the portal that was started last listens.

        Raises:
            PortalDidNotStart: as above.
        """
        self._line.settimeout(LOOK_SECONDS)
        began = time.monotonic()
        while not self._listens():
            waiting(time.monotonic() - began)

    def hang_up(self) -> None:
        """Let go of the line."""
        self._line.close()

    def _say(self, mail: str) -> None:
        with suppress(OSError):  # it has ended: whoever looks next finds that out
            self._line.sendall(f"{mail}\n".encode())

    def _listens(self) -> bool:
        try:
            said = self._line.recv(len(LISTENING))
        except TimeoutError:
            return False
        except ConnectionError:
            said = b""
        if not said:
            raise PortalDidNotStart(self._last_words())
        return True

    def _last_words(self) -> str:
        logged = self._log.read_bytes()[self._logged_before :]
        lines = logged.decode(errors="replace").splitlines()
        return lines[-1] if lines else f"the portal ended at once: see {self._log}"


class HouseLine:
    """The portal's end of the line."""

    def __init__(self) -> None:
        """Take the line up: it is standard input."""
        self._line = socket.socket(fileno=STANDARD_INPUT)

    def mail(self) -> str:
        """Wait until the record is open; gives where mail goes.

        Raises:
            HouseGone: nobody is at the other end any more.
        """
        with self._line.makefile("r") as words:
            said = words.readline()
        if not said.endswith("\n"):
            raise HouseGone("`recourse up` ended before it had opened the record")
        return said.strip()

    def listening(self) -> None:
        """Say that whoever comes now is answered."""
        with suppress(OSError):  # the house has gone; a signal of its end is on its way
            self._line.sendall(LISTENING)
