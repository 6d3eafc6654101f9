"""What a command prints: words for a person, or one JSON document."""

import json
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rules.findings import Finding, Refused


def say(text: str = "") -> None:
    """Print a line for a person."""
    sys.stdout.write(f"{text}\n")


def note(text: str) -> None:
    """Print a line beside the output, on standard error."""
    sys.stderr.write(f"{text}\n")


def document(value: Mapping[str, Any] | list[Any]) -> None:
    """Print the one JSON document of a `--json` command."""
    json.dump(value, sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")


def mark(text: str, colour: str) -> str:
    """Colour a word when a person looks at a terminal."""
    codes = {"red": "31", "green": "32", "yellow": "33", "bold": "1", "faint": "2"}
    return f"\033[{codes[colour]}m{text}\033[0m" if _coloured() else text


def _coloured() -> bool:
    import os

    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def finding_line(finding: "Finding") -> str:
    """Give a finding in a line: what, where, on whose authority."""
    where = f" [{finding.where}]" if finding.where else ""
    said = source(finding.rule, finding.clause)
    return f"{finding.message} ({said}; {finding.authority.value}){where}"


def source(rule: int | None, clause: str) -> str:
    """Say what a finding rests on; where only the process is at issue there is no rule."""
    return f"rule {rule}, {clause}" if rule else clause


def refused(error: "Refused", *, as_json: bool) -> int:
    """Print every gap at once. Gives the exit code."""
    if as_json:
        from actions.answers import finding_row

        document({"refused": [finding_row(one, where=True) for one in error.findings]})
    else:
        for one in error.findings:
            note(f"Refused: {finding_line(one)}")
    return error.exit_code


def unreadable(problems: Iterable[Any], *, as_json: bool) -> int:
    """Print every problem of the input, with file, field and line. Gives the exit code."""
    listed = list(problems)
    if as_json:
        document(
            {
                "unreadable": [
                    {
                        "file": one.file,
                        "line": one.line,
                        "field": one.field,
                        "message": one.message,
                    }
                    for one in listed
                ]
            }
        )
    else:
        for one in listed:
            note(str(one))
    return 2


def failed(words: str, *, as_json: bool, code: int) -> int:
    """Print anything else that went wrong, in one line. Gives the exit code."""
    line = " ".join(words.split())
    if as_json:
        document({"error": line})
    else:
        note(f"recourse: {line}")
    return code


def warnings(found: Iterable["Finding"]) -> None:
    """Print what the rules warn of."""
    for one in found:
        say(f"{mark('Note', 'yellow')}: {finding_line(one)}")
