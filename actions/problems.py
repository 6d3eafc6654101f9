"""Problems with what a person gave us: each in a line, all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with what somebody gave us, and where."""

    file: str
    field: str | None
    line: int | None
    message: str

    def __str__(self) -> str:
        """Say it in a line: `waiver.yaml:12: evidence[0].period: ends before it starts`."""
        file = self.file if self.line is None else f"{self.file}:{self.line}"
        said = ": ".join(part for part in (file, self.field, self.message) if part)
        return "".join(_printable(letter) for letter in said)


def _printable(letter: str) -> str:
    return letter if letter.isprintable() else " " if letter.isspace() else "?"


class Unreadable(Exception):
    """What was given cannot be used; carries every problem at once."""

    exit_code = 2

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems; the text has a line for each."""
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
