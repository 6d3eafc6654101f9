"""Processes of our own: started, started again, ended with us."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from flows import prefect_server


def logged(
    words: Sequence[str], environment: Mapping[str, str], log: Path
) -> "subprocess.Popen[bytes]":
    """Start a module of ours, with its words; what it says goes to `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        return process(words, environment, line=subprocess.DEVNULL, out=out.fileno())


def process(
    words: Sequence[str], environment: Mapping[str, str], *, line: int, out: int
) -> "subprocess.Popen[bytes]":
    """Start a module of ours, with its words, that goes on by itself and ends with us."""
    return subprocess.Popen(
        prefect_server.dying_with_us([sys.executable, "-m", *words]),
        stdin=line,
        stdout=out,
        stderr=out,
        env=os.environ | environment,
        start_new_session=True,
    )


class Kept:
    """A process that is started again when it ends by itself."""

    def __init__(self, start: "Callable[[], subprocess.Popen[bytes]]") -> None:
        """Start it, and keep how."""
        self._start = start
        self.process = start()

    def look(self) -> None:
        """Start it again if it has ended."""
        if self.process.poll() is not None:
            self.process = self._start()

    def end(self) -> None:
        """End it, gently first."""
        prefect_server.stop(self.process)
