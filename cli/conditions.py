"""Every condition that ends a command, in words, with its exit code."""

import errno
from typing import Any

from pydantic import ValidationError

from cli.filing import Unreadable
from notifications.route import BadRoute
from rules.policy import PolicyInvalid

InputProblem = Unreadable
ROOMS = frozenset(
    {
        *("actions", "cli", "database", "documents", "flows", "migrations", "notifications"),
        *("portal", "rules"),
    }
)


def in_words(error: Exception) -> tuple[str, int]:
    """Say what went wrong in one line, and with which exit code the command ends."""
    if isinstance(error, PolicyInvalid | BadRoute):
        return str(error), 2
    if type(error).__module__.partition(".")[0] in ROOMS:
        # Ours are named for the condition, and their text is written to be read.
        return str(error), 1
    if isinstance(error, ValidationError):
        return _settings(error), 2
    if isinstance(error, OSError):
        return _os(error), 1
    return f"{type(error).__name__}: {error}", 1


def _settings(error: ValidationError) -> str:
    faults: list[Any] = error.errors(include_url=False)
    names = "; ".join(
        f"RECOURSE_{'_'.join(str(part) for part in fault['loc']).upper()}: {fault['msg']}"
        for fault in faults
    )
    return f"the configuration cannot be used: {names}"


def _os(error: OSError) -> str:
    name = f": {error.filename}" if error.filename else ""
    if error.errno == errno.ENOSPC:
        return f"the disk is full{name}. Nothing was stored in part; free some space and try again."
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"no permission to use{name or ' a file'}."
    return f"{error.strerror or error}{name}"
