"""The items of a draft and their files; and what was set aside."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from actions.cases import refusal
from actions.draft_access import NoSuchDraft, found_draft
from actions.draft_files import attach_file, remove_file
from actions.draft_items import add_item, move_item, remove_item, restore_item
from actions.drafts import beside, settle
from database import Session
from portal.api.calls import Call, Caller
from portal.api.draft_shapes import DraftRevision
from portal.api.files import file_named
from portal.api.routing import acts, router
from portal.api.sent import (
    LARGEST_NUMBER,
    FilePut,
    FileRemoved,
    ItemAdded,
    ItemMoved,
    ItemNamed,
    ItemSeen,
    Nothing,
)

routes = router()

CHANGED = "The draft’s revision now"


def _now_at(session: Session, call: Call, draft: str, path: str | None) -> Response:
    found, _ = found_draft(session, draft, by=call.by, now=call.now, lock=False)
    return call.done({"id": draft, "revision": found.revision, "path": path})


@acts(routes, "/drafts/{draft}/items", ItemAdded, DraftRevision, description=CHANGED)
def add_draft_item(call: Caller, draft: str) -> Response:
    """Add an item at the end of a list: `evidence`, `alternatives[a1].supporting_data`.

    With an id of one's own, an item that is there already is left as it is.
    """
    sent = call.sent(ItemAdded)
    with call.acting_once() as session:
        path = add_item(session, draft, sent.list, by=call.by, now=call.now, item=sent.item)
        return _now_at(session, call, draft, path)


@acts(routes, "/drafts/{draft}/items/move", ItemMoved, DraftRevision, description=CHANGED)
def move_draft_item(call: Caller, draft: str) -> Response:
    """Put an item at another place of its list; what it says and its files go with it."""
    sent = call.sent(ItemMoved)
    with call.acting_once() as session:
        move_item(session, draft, sent.path, sent.to, by=call.by, now=call.now)
        return _now_at(session, call, draft, sent.path)


@acts(routes, "/drafts/{draft}/items/remove", ItemSeen, DraftRevision, description=CHANGED)
def remove_draft_item(call: Caller, draft: str) -> Response:
    """Take an item out, unless somebody else wrote in it since `seen`."""
    sent = call.sent(ItemSeen)
    with call.acting_once() as session:
        remove_item(session, draft, sent.path, seen=sent.seen, by=call.by, now=call.now)
        return _now_at(session, call, draft, sent.path)


@acts(routes, "/drafts/{draft}/items/restore", ItemNamed, DraftRevision, description=CHANGED)
def restore_draft_item(call: Caller, draft: str) -> Response:
    """Bring an item back that was taken out, as it last was."""
    sent = call.sent(ItemNamed)
    with call.acting_once() as session:
        restore_item(session, draft, sent.path, by=call.by, now=call.now)
        return _now_at(session, call, draft, sent.path)


@acts(routes, "/drafts/{draft}/files", FilePut, DraftRevision, description=CHANGED)
def put_draft_file(call: Caller, draft: str) -> Response:
    """Put a file to an item: `evidence[k1]`. `POST /files` gives its token."""
    sent = call.sent(FilePut)
    examined = file_named(call, sent.file, "file")
    with call.acting_once() as session:
        attach_file(
            session, draft, sent.path, examined, sent.filename,
            instead_of=sent.instead_of, by=call.by, now=call.now,
        )  # fmt: skip
        return _now_at(session, call, draft, sent.path)


@acts(routes, "/drafts/{draft}/files/remove", FileRemoved, DraftRevision, description=CHANGED)
def remove_draft_file(call: Caller, draft: str) -> Response:
    """Take the file of an item away, if it is still the one that was seen."""
    sent = call.sent(FileRemoved)
    with call.acting_once() as session:
        remove_file(session, draft, sent.path, instead_of=sent.instead_of, by=call.by, now=call.now)
        return _now_at(session, call, draft, sent.path)


@acts(routes, "/drafts/{draft}/set-asides/{id}/settle", Nothing, DraftRevision, description=CHANGED)
def settle_set_aside(
    call: Caller,
    draft: str,
    id: Annotated[int, Path(ge=1, le=LARGEST_NUMBER)],  # noqa: A002 - the path's own word
) -> Response:
    """Put away what was set aside, once somebody has looked and chosen."""
    call.sent(Nothing)
    with call.acting_once() as session:
        there, _ = found_draft(session, draft, by=call.by, now=call.now)
        if id not in {one.id for one in beside(session, there)}:
            raise NoSuchDraft([refusal("Nothing of this number is set aside in this draft.")])
        settle(session, id, by=call.by, now=call.now)
        return _now_at(session, call, draft, None)
