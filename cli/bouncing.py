"""Delivery reports at work: from standard input, files, mbox files and Maildirs."""

import mailbox
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from actions.bouncing import Taken, take_report
from cli.door import open_door
from cli.output import document, failed, say
from database import DatabaseUnavailable, transaction
from notifications.bounces import LARGEST

TRY_AGAIN = 75
"""EX_TEMPFAIL (sysexits.h): a mail server that pipes a report here keeps it and tries again."""


def bounce(files: Sequence[Path], *, as_json: bool) -> int:
    """Take in each report in a transaction of its own, and count what came of them."""
    counts: Counter[Taken] = Counter()
    try:
        door = open_door()
        for raw in _reports(files):
            with transaction(door.engine) as session:
                counts[take_report(session, raw, now=door.now)] += 1
    except DatabaseUnavailable as trouble:
        return failed(str(trouble), as_json=as_json, code=TRY_AGAIN)
    if as_json:
        document({taken.value: counts[taken] for taken in Taken})
    else:
        told = ", ".join(f"{counts[taken]} {taken.value}" for taken in Taken if counts[taken])
        say(f"{counts.total()} report(s) read: {told or 'none'}.")
    return 0


def _reports(files: Sequence[Path]) -> Iterator[bytes]:
    if not files:
        yield _bounded(sys.stdin.buffer)
    for path in files:
        if path.is_dir():
            yield from _kept(mailbox.Maildir(path, create=False))
        else:
            yield from _from_file(path)


def _from_file(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        beginning = file.read(5)
        file.seek(0)
        if beginning != b"From ":
            yield _bounded(file)
            return
    yield from _kept(mailbox.mbox(path, create=False))


def _kept(box: mailbox.Mailbox[Any]) -> Iterator[bytes]:
    for key in box.iterkeys():
        with box.get_file(key) as file:
            yield _bounded(file)


def _bounded(file: Any) -> bytes:
    """Read no more than shows that it is too large."""
    return file.read(LARGEST + 1)
