"""A home of Recourse with the sample registry in it, and a way to look at its record."""

import shutil
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from mailbox import Maildir
from pathlib import Path

import database
from tests.actions.makers import House
from tests.command import Recourse
from tests.shared import CASES

REGISTRY = (
    *("--organizations", CASES / "registry.csv"),
    *("--schools", CASES / "schools.csv"),
    *("--offices", CASES / "offices.csv"),
)
"""What `registry import` is given."""


def on_record(home: Path, *, template: Path | None = None) -> House:
    """Give a house that looks into the embedded database of `home`.

    With `template`, a migrated file, the database is that one's copy: it saves
    the command line from making one.
    """
    file = home / "recourse.sqlite"
    if template is not None:
        shutil.copy(template, file)
    return House(database.connect(f"sqlite:///{file}"), now=datetime.now(UTC))


def import_registry(recourse: Recourse) -> None:
    """Take the sample lists in, as an operator does first."""
    done = recourse("registry", "import", *REGISTRY)
    assert (done.code, done.err) == (0, ""), done


def mails(home: Path) -> list[EmailMessage]:
    """Read what lies in the embedded mailbox."""
    folder = Maildir(home / "mailbox", create=False)
    return [
        message_from_bytes(folder.get_bytes(key), policy=policy.default)
        for key in folder.iterkeys()
    ]
