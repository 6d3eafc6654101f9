"""The command line, run as a person runs it: a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

COMMAND = str(Path(sys.executable).with_name("recourse"))
RUN_SECONDS = 180
STOP_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a command."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Read standard output as the one JSON document it must hold."""
        return json.loads(self.out)


@dataclass
class Recourse:
    """The `recourse` command with a home, and whatever else its surroundings say."""

    home: Path
    environment: dict[str, str] = field(default_factory=dict[str, str])
    _started: list[subprocess.Popen[str]] = field(default_factory=list["subprocess.Popen[str]"])

    def __call__(self, *arguments: str | Path, stdin: str = "", **environment: str) -> Result:
        """Run a command to its end; keywords are environment variables for this one."""
        done = subprocess.run(
            self.words(*arguments),
            input=stdin,
            capture_output=True,
            text=True,
            env=self.surroundings(environment),
            cwd=self.home,
            timeout=RUN_SECONDS,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    def start(self, *arguments: str | Path, **environment: str) -> subprocess.Popen[str]:
        """Start a command that goes on by itself; it is ended with the test.

        Its standard output is a pipe, its standard error the file `stderr` in the home.
        """
        with (self.home / "stderr").open("ab") as errors:
            process = subprocess.Popen(
                self.words(*arguments),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=self.surroundings(environment),
                cwd=self.home,
            )
        self._started.append(process)
        return process

    def end(self) -> None:
        """End what was started and still runs."""
        for process in self._started:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout is not None:
                process.stdout.close()

    def words(self, *arguments: str | Path) -> list[str]:
        """Give the command line as a list of words."""
        return [COMMAND, *map(str, arguments)]

    def surroundings(self, changes: Mapping[str, str]) -> dict[str, str]:
        """Give the environment: nothing of Prefect's or ours but what the test says."""
        mine = {"RECOURSE_HOME": str(self.home)}
        outside = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PREFECT_", "RECOURSE_"))
        }
        return outside | mine | self.environment | dict(changes)
