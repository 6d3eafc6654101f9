"""Write a draft, together: take it up, change it, give it up. Leaving it costs nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from actions.cases import refusal
from actions.draft_access import draft_in_hand, found_draft, require_open
from actions.draft_fields import (
    LARGEST,
    DraftTooLarge,
    clean,
    flat,
    inside,
    nested,
    of_item,
    require_leaf,
)
from actions.draft_merge import Clash, as_seen, merge
from actions.offices import person
from models.drafts import Draft, DraftEdit, DraftState, SetAside
from models.people import Person
from rules.findings import SomeoneElseActed


class ChangedMeanwhile(SomeoneElseActed):
    """Somebody changed this part of the draft since it was seen; nothing was changed now."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A change by somebody: who, when, which fields."""

    revision: int
    by: str
    at: datetime
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Texts kept beside the one that a draft has: whose, and whose stands."""

    id: int
    field: str
    typed: tuple[Any, ...]
    by: str
    at: datetime
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Clashing:
    """What was typed into a field that another had changed; both texts are kept."""

    clash: Clash
    changed_by: str
    changed_at: datetime

    @property
    def message(self) -> str:
        """Say who changed what, and that nothing is lost."""
        what = "changed this" if self.clash.theirs is not None else "removed this part"
        return (
            f"{self.changed_by} {what} at {self.changed_at:%Y-%m-%d %H:%M} UTC, after you had "
            "opened it. Their text stands; yours is kept beside it. Choose one, or join the two."
        )


@dataclass(frozen=True, slots=True)
class Edited:
    """What came of an edit."""

    draft: Draft
    taken: tuple[str, ...] = ()
    """The fields that now say what was typed."""
    clashes: tuple[Clashing, ...] = ()
    """The fields that do not: what was typed there is set aside on record."""
    others: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What others changed since the revision seen, as it says now. A page that goes on at the
    new revision must show this first, or its old text would be taken for an edit."""


def edit_draft(
    session: Session,
    draft_id: str,
    typed: Mapping[str, object],
    *,
    seen: int,
    by: str,
    now: datetime,
) -> Edited:
    """Write what a page says into a draft, as far as nobody else changed the same meanwhile.

    `typed` is any of the fields; those left as they were at revision `seen` are
    no edits. A field that another changed since keeps their text; what was typed
    is set aside on record and told in `clashes`. The same edit twice changes
    nothing and makes no revision. A save costs a row and reads no file.

    Raises:
        NoSuchDraft: there is none.
        NotYourOffice: `by` may not write in it.
        DraftClosed: it was sent, or given up.
        NoSuchDraftField: the form has no such field.
        DraftTooLarge: it would hold more than a draft can.
    """
    draft, writer = draft_in_hand(session, draft_id, by=by, now=now)
    for path in typed:
        require_leaf(path, draft.kind)
    cleaned = {path: clean(path, value) for path, value in typed.items()}
    fields, later = flat(draft.content, draft.kind), edits_after(session, draft, seen)
    then = as_seen(fields, [edit.before for edit in later])
    merged = merge(then, cleaned, fields)
    if merged.taken:
        write(session, draft, merged.taken, by=writer, now=now)
    clashes = tuple(_clashing(session, later, clash) for clash in merged.clashes)
    for one in clashes:
        _set_aside(session, draft, one, by=writer, now=now)
    others = {path for edit in later for path in edit.before} - {*merged.taken}
    return Edited(
        draft, tuple(merged.taken), clashes, {path: fields.get(path) for path in sorted(others)}
    )


def write(
    session: Session, draft: Draft, fields: Mapping[str, Any], *, by: Person, now: datetime
) -> None:
    """Put fields into a draft as its next revision, keeping what they said before.

    Raises:
        DraftTooLarge: it would hold more than a draft can.
    """
    until_now = flat(draft.content, draft.kind)
    after = {**until_now, **fields}
    if sum(len(str(value)) for value in after.values()) > LARGEST:
        message = "The draft is full: put long tables and texts into files, and attach these."
        raise DraftTooLarge([refusal(message)])
    draft.content = nested(after, draft.kind)
    keep_edit(session, draft, {path: until_now.get(path) for path in fields}, by=by, now=now)


def keep_edit(
    session: Session, draft: Draft, before: Mapping[str, Any], *, by: Person, now: datetime
) -> None:
    """Make the next revision, and keep who made it and what it replaced."""
    draft.revision += 1
    draft.touched_by, draft.touched_at = by.id or 0, now
    session.add(
        DraftEdit(
            draft_id=draft.id, revision=draft.revision, by=by.id or 0, at=now, before=dict(before)
        )
    )
    session.flush()


def discard_draft(session: Session, draft_id: str, *, by: str, now: datetime) -> Draft:
    """Give a draft up. What it says stays on record; nobody writes in it any more.

    Raises:
        NoSuchDraft: there is none.
        NotYourOffice: `by` may not write in it.
        DraftClosed: it was sent already. One given up twice is given up.
    """
    draft, writer = found_draft(session, draft_id, by=by, now=now)
    if draft.state is not DraftState.DISCARDED:
        require_open(session, draft)
        draft.state, draft.closed_at = DraftState.DISCARDED, now
        draft.touched_by, draft.touched_at = writer.id or 0, now
    return draft


def settle(session: Session, set_aside: int, *, by: str, now: datetime) -> None:
    """Put away what was set aside, once somebody has looked and chosen."""
    found = session.get(SetAside, set_aside)
    if found is not None:
        draft_in_hand(session, found.draft_id, by=by, now=now)
        session.delete(found)


def history(session: Session, draft: Draft, *, limit: int = 200) -> list[Changed]:
    """Say who changed what in a draft, the newest first."""
    rows = session.exec(
        select(DraftEdit, Person)
        .join(Person, col(Person.id) == col(DraftEdit.by))
        .where(col(DraftEdit.draft_id) == draft.id)
        .order_by(col(DraftEdit.revision).desc())
        .limit(limit)
    )
    return [Changed(edit.revision, who.email, edit.at, tuple(edit.before)) for edit, who in rows]


def set_asides(session: Session, draft: Draft) -> list[SetAside]:
    """Give what was typed and not taken, until somebody settles it."""
    query = select(SetAside).where(col(SetAside.draft_id) == draft.id)
    return list(session.exec(query.order_by(col(SetAside.id))))


def beside(session: Session, draft: Draft) -> list[Beside]:
    """Give what was set aside, with who typed it and who had changed the field."""
    return [
        Beside(
            kept.id or 0,
            kept.field,
            tuple(kept.typed),
            session.get_one(Person, kept.by).email,
            kept.at,
            session.get_one(Person, kept.changed_by).email,
            kept.changed_at,
        )
        for kept in set_asides(session, draft)
    ]


def edits_after(session: Session, draft: Draft, seen: int) -> list[DraftEdit]:
    """Give the changes since a revision, the newest first.

    Raises:
        ChangedMeanwhile: the draft never had that revision.
    """
    if not 0 <= seen <= draft.revision:
        message = "The page is of no revision of this draft. Open the draft again."
        raise ChangedMeanwhile([refusal(message)])
    query = select(DraftEdit).where(
        col(DraftEdit.draft_id) == draft.id, col(DraftEdit.revision) > seen
    )
    return list(session.exec(query.order_by(col(DraftEdit.revision).desc())))


def require_unchanged(session: Session, draft: Draft, item: str, *, seen: int, by: Person) -> None:
    """Check that nobody else touched an item since a revision.

    Raises:
        ChangedMeanwhile: says who did.
    """
    for edit in edits_after(session, draft, seen):
        if edit.by != by.id and any(item in inside(path) for path in edit.before):
            raise someone_changed(session, edit)


def someone_changed(session: Session, edit: DraftEdit) -> ChangedMeanwhile:
    """Say who changed a part of a draft since it was seen."""
    who = session.get_one(Person, edit.by).email
    message = (
        f"{who} changed this part at {edit.at:%Y-%m-%d %H:%M} UTC, after you had opened it. "
        "Nothing was changed now. Look at it as it is, then try again."
    )
    return ChangedMeanwhile([refusal(message, where=next(iter(edit.before), None))])


def _clashing(session: Session, later: list[DraftEdit], clash: Clash) -> Clashing:
    """Say whose change it was: of the field, or the one that took its item out."""
    gone = [of_item(one) for one in inside(clash.path)]
    edit = next(
        edit
        for edit in later
        if clash.path in edit.before
        or any(item in (edit.before.get(listed) or ()) for listed, item in gone)
    )
    return Clashing(clash, session.get_one(Person, edit.by).email, edit.at)


def _set_aside(session: Session, draft: Draft, one: Clashing, *, by: Person, now: datetime) -> None:
    found = session.exec(
        select(SetAside).where(
            col(SetAside.draft_id) == draft.id,
            col(SetAside.field) == one.clash.path,
            col(SetAside.by) == by.id,
        )
    ).first()
    if found is None:
        other = person(session, one.changed_by)
        found = SetAside(
            draft_id=draft.id,
            field=one.clash.path,
            by=by.id or 0,
            at=now,
            typed=[],
            changed_by=(other or by).id or 0,
            changed_at=one.changed_at,
        )
        session.add(found)
    found.typed, found.at = _and(found.typed, one.clash.typed), now


def _and(typed: list[Any], more: Any) -> list[Any]:
    """Add a text to those kept. One that goes on where the last left off takes its place."""
    if more in typed:
        return typed
    last = typed[-1] if typed else None
    goes_on = isinstance(last, str) and isinstance(more, str) and more.startswith(last)
    return [*(typed[:-1] if goes_on else typed), more]
