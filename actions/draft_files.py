"""The files of a draft: each at a named place, hanging on the item it belongs to.

A door puts the bytes into the store first (`DocumentStore.put`, which examines
them) and hands over what is known of them.
"""

from datetime import datetime
from pathlib import PurePosixPath, PureWindowsPath

from sqlmodel import Session

from actions.cases import refusal
from actions.draft_access import draft_in_hand, file_at
from actions.draft_fields import NoSuchDraftField, require_list
from actions.draft_items import require_item
from actions.drafts import ChangedMeanwhile, keep_edit
from actions.filings import register
from documents import Examined
from models.drafts import DraftFile
from models.people import Person

LONGEST_NAME = 120
"""Characters of a file's name."""


def attach_file(
    session: Session,
    draft_id: str,
    path: str,
    examined: Examined,
    filename: str,
    *,
    instead_of: str | None,
    by: str,
    now: datetime,
) -> DraftFile:
    """Put a file to an item: `evidence[k1]`, `alternatives[a1].supporting_data[s1]`.

    `instead_of` is the SHA-256 of the file the page showed there, if any. The
    same file twice is there once.

    Raises:
        NoSuchDraftField: the draft has no such item, or the item takes no file.
        ChangedMeanwhile: somebody put another file there since.
    """
    draft, writer = draft_in_hand(session, draft_id, by=by, now=now)
    listed, item = require_item(draft, path)
    if not require_list(listed, draft.kind).takes_file:
        raise NoSuchDraftField([refusal("No file belongs here.", where=path)])
    filename, there = bare_name(filename), file_at(session, draft, item)
    if there and (there.sha256, there.filename) == (examined.sha256, filename):
        return there
    _take_out(session, there, path, instead_of, now=now)
    register(session, [examined], now=now)
    session.flush()
    attached = DraftFile(
        draft_id=draft.id,
        item=item,
        sha256=examined.sha256,
        filename=filename,
        attached_by=writer.id or 0,
        attached_at=now,
    )
    session.add(attached)
    keep_edit(
        session, draft, {f"{path}.file": there.filename if there else None}, by=writer, now=now
    )
    return attached


def remove_file(
    session: Session, draft_id: str, path: str, *, instead_of: str, by: str, now: datetime
) -> None:
    """Take the file of an item away; its bytes stay in the store. Gone already is gone.

    Raises:
        NoSuchDraftField: the draft has no such item.
        ChangedMeanwhile: another file is there now.
    """
    draft, writer = draft_in_hand(session, draft_id, by=by, now=now)
    _, item = require_item(draft, path)
    there = file_at(session, draft, item)
    if there is not None:
        _take_out(session, there, path, instead_of, now=now)
        keep_edit(session, draft, {f"{path}.file": there.filename}, by=writer, now=now)


def bare_name(filename: str) -> str:
    """Give a file's name without folders and without what no name may hold, its ending kept."""
    name = PureWindowsPath(PurePosixPath(filename).name).name
    name = "".join(letter for letter in name if letter.isprintable()).strip() or "document"
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: LONGEST_NAME - 10]}.{ending[:9]}" if dot else name[:LONGEST_NAME]


def _take_out(
    session: Session, there: DraftFile | None, path: str, instead_of: str | None, *, now: datetime
) -> None:
    found = there.sha256 if there else None
    if found != instead_of:
        who = session.get_one(Person, there.attached_by).email if there else "Somebody"
        what = f"put {there.filename} here" if there else "took the file here away"
        message = f"{who} {what} after you had opened the draft. Look at it, then choose."
        raise ChangedMeanwhile([refusal(message, where=path)])
    if there is not None:
        there.removed_at = now
        session.flush()
