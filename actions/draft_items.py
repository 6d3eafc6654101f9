"""The items of a draft: add one, move it, take it out, bring it back."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from actions.cases import refusal
from actions.draft_access import draft_in_hand, files_of
from actions.draft_fields import (
    MOST_ITEMS,
    DraftTooLarge,
    flat,
    inside,
    is_there,
    item_ids,
    new_id,
    of_item,
    parts,
    require_list,
    unknown,
)
from actions.drafts import require_unchanged, write
from models.drafts import Draft, DraftEdit
from models.people import Person


def add_item(
    session: Session, draft_id: str, listed: str, *, by: str, now: datetime, item: str | None = None
) -> str:
    """Add an item at the end of a list, `evidence` or `alternatives[a1].supporting_data`.

    Gives its name. With an `item` id of the page's own, the same button pressed
    twice adds one.

    Raises:
        NoSuchDraftField: the form has no such list, or the item it is in is gone.
        DraftTooLarge: the list is full.
    """
    draft, writer = draft_in_hand(session, draft_id, by=by, now=now)
    require_list(listed, draft.kind)
    fields = flat(draft.content, draft.kind)
    item = item or new_id()
    path = f"{listed}[{item}]"
    if len(parts(path)) != len(parts(listed)) or not is_there(listed, fields):
        raise unknown(path)
    ids = fields.get(listed) or []
    if item not in ids:
        if item in item_ids(draft.content) or item in files_of(session, draft):
            raise unknown(path)  # a file hangs on an id, so each is one item's alone
        if len(ids) >= MOST_ITEMS:
            message = f"{listed} holds {MOST_ITEMS} items, which is as many as the form takes."
            raise DraftTooLarge([refusal(message, where=listed)])
        write(session, draft, {listed: [*ids, item]}, by=writer, now=now)
    return path


def move_item(
    session: Session, draft_id: str, path: str, to: int, *, by: str, now: datetime
) -> None:
    """Put an item at another place of its list; what it says and its files go with it.

    Raises:
        NoSuchDraftField: the draft has no such item.
    """
    draft, writer = draft_in_hand(session, draft_id, by=by, now=now)
    listed, item = require_item(draft, path)
    before = flat(draft.content, draft.kind)[listed]
    after = [one for one in before if one != item]
    after.insert(max(0, to), item)
    if after != before:
        write(session, draft, {listed: after}, by=writer, now=now)


def remove_item(
    session: Session, draft_id: str, path: str, *, seen: int, by: str, now: datetime
) -> None:
    """Take an item out of a draft. Its words can be brought back; its files stay with it.

    One that is out already is out.

    Raises:
        ChangedMeanwhile: somebody else wrote in it since revision `seen`.
        NoSuchDraftField: the form has no such list.
    """
    draft, writer = draft_in_hand(session, draft_id, by=by, now=now)
    listed, item = of_item(path)
    require_list(listed, draft.kind)
    fields = flat(draft.content, draft.kind)
    if not is_there(path, fields):
        return
    require_unchanged(session, draft, path, seen=seen, by=writer)
    gone = {field: None for field in fields if path in inside(field)}
    rest = [one for one in fields[listed] if one != item]
    write(session, draft, {**gone, listed: rest}, by=writer, now=now)


def restore_item(session: Session, draft_id: str, path: str, *, by: str, now: datetime) -> None:
    """Bring an item back that was taken out, at the end of its list, as it last was.

    Raises:
        NoSuchDraftField: no such item was ever taken out of the draft.
    """
    draft, writer = draft_in_hand(session, draft_id, by=by, now=now)
    listed, item = of_item(path)
    require_list(listed, draft.kind)
    fields = flat(draft.content, draft.kind)
    if is_there(path, fields):
        return
    removal = _removal(session, draft, listed, item)
    if removal is None or not is_there(listed, fields):
        raise unknown(path)
    back: dict[str, Any] = {
        field: value for field, value in removal.before.items() if path in inside(field)
    }
    back[listed] = [*(fields.get(listed) or []), item]
    write(session, draft, back, by=writer, now=now)


def require_item(draft: Draft, path: str) -> tuple[str, str]:
    """Give the list and the id of an item that is in the draft.

    Raises:
        NoSuchDraftField: it is not.
    """
    listed, item = of_item(path)
    require_list(listed, draft.kind)
    if not is_there(path, flat(draft.content, draft.kind)):
        raise unknown(path)
    return listed, item


def taken_out(session: Session, draft: Draft) -> list[tuple[str, str]]:
    """Name the items that were taken out and could be brought back, each with who did it."""
    fields = flat(draft.content, draft.kind)
    found: dict[str, str] = {}
    rows = session.exec(
        select(DraftEdit, Person)
        .join(Person, col(Person.id) == col(DraftEdit.by))
        .where(col(DraftEdit.draft_id) == draft.id)
        .order_by(col(DraftEdit.revision).desc())
    )
    for edit, who in rows:
        for field in edit.before:
            for path in inside(field):
                listed, _ = of_item(path)
                if not is_there(path, fields) and is_there(listed, fields):
                    found.setdefault(path, who.email)
    return sorted(found.items())


def _removal(session: Session, draft: Draft, listed: str, item: str) -> DraftEdit | None:
    query = select(DraftEdit).where(col(DraftEdit.draft_id) == draft.id)
    edits = session.exec(query.order_by(col(DraftEdit.revision).desc()))
    return next((edit for edit in edits if item in (edit.before.get(listed) or ())), None)
