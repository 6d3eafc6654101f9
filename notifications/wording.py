"""How dates, times and long lines read in a letter."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")

WIDTH = 76
"""Columns of a plain text mail."""

# Written out: the standard library's names follow the machine's language.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_OPENING = re.compile(r" *(?:> |- |\d+\. )?")


def day(value: date) -> str:
    """Write a day in words: `Monday, November 30, 2026`."""
    return f"{_DAYS[value.weekday()]}, {_MONTHS[value.month - 1]} {value.day}, {value.year}"


def moment(value: datetime) -> str:
    """Write an instant by New York's clock: `Monday, November 30, 2026, 4:05 p.m. Eastern time`.

    Raises:
        ValueError: the time has no zone.
    """
    if value.tzinfo is None:
        raise ValueError("a time without a zone cannot be shown")
    local = value.astimezone(NEW_YORK)
    half = "a.m." if local.hour < 12 else "p.m."  # noqa: PLR2004 - noon
    return f"{day(local)}, {local.hour % 12 or 12}:{local.minute:02} {half} Eastern time"


def quoted(value: str) -> str:
    """Mark another person's words, line by line, as mail programs do: `> …`."""
    return "\n".join(f"> {line}".rstrip() for line in value.splitlines())


def wrapped(text: str) -> str:
    """Wrap each line at `WIDTH` columns; no word is broken.

    Lists keep their indent and quotations their mark. Runs of empty lines
    shrink to one.
    """
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip():
            lines += [line.rstrip()] if len(line) <= WIDTH else _wrap(line)
        elif lines and lines[-1]:
            lines.append("")
    return "\n".join(lines).strip("\n") + "\n"


def _wrap(line: str) -> list[str]:
    opening = _OPENING.match(line)
    indent = opening[0] if opening else ""
    onward = indent if indent.endswith("> ") else " " * len(indent)
    lines: list[str] = []
    current = indent
    for word in line[len(indent) :].split():
        if len(current) + len(word) > WIDTH and len(current) > len(indent):
            lines.append(current.rstrip())
            current = onward
        current += word + " "
    return [*lines, current.rstrip()]
