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

_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")
_OPENING = re.compile(r" *(?:> |- |\d+\. )?")


_LETTERS = {
    "waiver-received": "Receipt of a waiver application",
    "waiver-notice": "Notice to a chief that a waiver is applied for",
    "step-opened": "A review step, to its reviewer",
    "waiver-returned": "Questions to the applicant",
    "waiver-decided": "The commissioner's decision",
    "waiver-withdrawn": "Notice that an application is withdrawn",
    "shortfall-received": "Receipt of a determination of insufficient resources",
    "shortfall-notice": "Notice of a determination to the superintendent",
    "consultation-asked": "Consultation of the state police",
    "assignment-asked": "Question whether an officer can be assigned",
    "officer-assigned": "Notice that an officer is assigned",
    "shortfall-unfunded": "Notice that there is no appropriation",
    "filing-asked": "Request to put the memorandum on file",
    "filing-confirmed": "Notice that one filing is confirmed",
    "shortfall-complete": "Notice that both filings are confirmed",
    "shortfall-withdrawn": "Notice that a determination is withdrawn",
    "clock-changed": "Notice of a changed due date",
    "staff-needed": "Call for an operator",
    "reminder-digest": "A day's reminders",
    "telephone-needed": "Call for somebody to telephone",
    "date-ahead": "Notice of a date that comes",
}


def letter_words(template: str) -> str:
    """Say what a letter is, of its folder's name."""
    return _LETTERS.get(template) or template.replace("-", " ").capitalize()


def one_line(text: str) -> str:
    """Make one line of a text, without what cannot be seen."""
    return _UNSEEN.sub(" ", text).strip()


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
