"""Read the public register: a page of it, all of it, one entry, how much there is of what.

Each answer is a range of an index, so it stays quick however many entries there are.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from actions.record import sha256
from actions.register_marks import TAKEN_OUT
from models.cases import Case, CaseKind, CaseState
from models.publications import EntryState, RegisterEntry
from models.reviews import Outcome
from notifications.public_register import PublicEntry
from rules.redaction import Personal

AT_ONCE = 200
"""Entries that are read at a time when all of them are wanted."""

PUBLIC: sa.ColumnElement[bool] = col(RegisterEntry.state) == sa.literal_column("'published'")
"""As the conditions of the indexes have it: of a bound value no database would know that."""

Place = tuple[date, str]
"""Where an entry stands in the register: its day and its number."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for: of one kind, and narrowed by what else is said."""

    kind: CaseKind
    since: date | None = None
    until: date | None = None
    """The last day."""
    outcome: Outcome | None = None
    state: CaseState | None = None
    """A shortfall's state of today."""
    body: str | None = None
    """An organization's code."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, the newest first, and from where the pages beside it go on."""

    entries: tuple[PublicEntry, ...]
    newer: Place | None
    """The first entry of this page, where there are newer ones."""
    older: Place | None
    """The last entry of this page, where there are older ones."""


def page_of(
    session: Session,
    wanted: Wanted,
    *,
    after: Place | None = None,
    before: Place | None = None,
    size: int,
) -> Page:
    """Give the entries that come after a place, or right before it; the newest without either."""
    if before is not None:
        found = public_entries(session, wanted, before=before, limit=size + 1)
        entries = found[-size:]
        newer = len(found) > size
        older = True
    else:
        found = public_entries(session, wanted, after=after, limit=size + 1)
        entries = found[:size]
        newer, older = after is not None, len(found) > size
    if not entries:
        return Page((), None, None)
    first, last = entries[0], entries[-1]
    return Page(
        tuple(entries),
        (first.dated, first.number) if newer else None,
        (last.dated, last.number) if older else None,
    )


def public_entries(
    session: Session,
    wanted: Wanted,
    *,
    after: Place | None = None,
    before: Place | None = None,
    limit: int,
) -> list[PublicEntry]:
    """Give what the public is shown, the newest first: from the top, after or before a place.

    The state of a shortfall is today's; everything else is as it was published.
    """
    place = sa.tuple_(col(RegisterEntry.dated), col(RegisterEntry.case_number))
    query = _ENTRIES.where(*_chosen(wanted))
    newest = [col(RegisterEntry.dated).desc(), col(RegisterEntry.case_number).desc()]
    if before is not None:
        query = query.where(place > before)
        newest = [col(RegisterEntry.dated), col(RegisterEntry.case_number)]
    elif after is not None:
        query = query.where(place < after)
    rows: list[Any] = [*session.exec(query.order_by(*newest).limit(limit))]
    if before is not None:
        rows.reverse()
    return [_shown(*row) for row in rows]


def every_entry(
    reading: Callable[[], AbstractContextManager[Session]],
    wanted: Wanted,
    *,
    at_once: int = AT_ONCE,
) -> Iterator[list[PublicEntry]]:
    """Give all of them, a batch at a time, each batch in a reading of its own.

    Nothing is held between two batches, however slowly they are taken away.
    """
    after: Place | None = None
    while True:
        with reading() as session:
            found = public_entries(session, wanted, after=after, limit=at_once)
        if found:
            yield found
        if len(found) < at_once:
            return
        after = (found[-1].dated, found[-1].number)


def entry_of(session: Session, number: str) -> PublicEntry | None:
    """Give the published entry of a case; None where there is none, whatever the reason."""
    query = _ENTRIES.where(col(RegisterEntry.case_number) == number, PUBLIC)
    rows: list[Any] = [*session.exec(query)]
    return _shown(*rows[0]) if rows else None


def is_public(session: Session, number: str) -> bool:
    """Tell whether a case has an entry that the public may read."""
    query = select(RegisterEntry.edition).where(col(RegisterEntry.case_number) == number, PUBLIC)
    return session.exec(query).first() is not None


def has_public_entry(number: sa.BindParameter[str]) -> sa.ColumnElement[bool]:
    """Ask the same within another question."""
    query = sa.select(col(RegisterEntry.edition))
    return query.where(col(RegisterEntry.case_number) == number, PUBLIC).exists()


def was_withdrawn(session: Session, number: str) -> bool:
    """Tell whether the public has seen an entry of this case that was withdrawn."""
    query = select(RegisterEntry.edition).where(
        col(RegisterEntry.case_number) == number,
        col(RegisterEntry.published_at).is_not(None),
        col(RegisterEntry.state) == EntryState.WITHDRAWN,
    )
    return session.exec(query.limit(1)).first() is not None


def counts(session: Session, wanted: Wanted) -> dict[str, int]:
    """Count decisions by outcome, or shortfalls by state."""
    by: Any = RegisterEntry.outcome if wanted.kind is CaseKind.WAIVER else Case.state
    query = select(by, func.count()).select_from(RegisterEntry).where(*_chosen(wanted))
    if wanted.kind is CaseKind.SHORTFALL or wanted.body:
        # An entry's kind is its case's. Said of both, PostgreSQL passes over cases of the other;
        # an outer join has SQLite begin with the entries all the same.
        case, its_own = _ITS_CASE
        query = query.outerjoin(case, sa.and_(its_own, col(Case.kind) == wanted.kind))
    return {value.value: count for value, count in session.exec(query.group_by(by)) if value}


def days_of(session: Session, kind: CaseKind) -> tuple[date, date] | None:
    """Give the days of the oldest and the newest entry of a kind; None where there is none."""
    ends: Any = session.connection().execute(_DAYS, {"kind": kind}).one()
    return (ends[0], ends[1]) if all(ends) else None


_DAYS: Any = sa.select(
    *(
        sa.select(end(col(RegisterEntry.dated)))
        .where(col(RegisterEntry.kind) == sa.bindparam("kind"), PUBLIC)
        .scalar_subquery()
        for end in (func.min, func.max)
    )
)
"""Two questions in one: of both ends together, SQLite would look through every entry."""


def fingerprint(session: Session, wanted: Wanted) -> str:
    """Give a word for these entries as they are: it changes when one of them does.

    An edition that is published is later than all before it, one withdrawn leaves
    the count, and what changes in a case adds to its log.
    """
    query = (
        select(
            func.count(),
            func.max(RegisterEntry.published_at),
            func.sum(RegisterEntry.edition),
            func.sum(Case.event_seq),
        )
        .select_from(RegisterEntry)
        .join(*_ITS_CASE)
        .where(*_chosen(wanted))
    )
    return sha256(f"{wanted} {tuple(session.exec(query).one())}")


def _shown(entry: RegisterEntry, code: str, state: CaseState) -> PublicEntry:
    return public_entry(
        entry, code, state, entry.shown, entry.redactions, published_at=entry.published_at
    )


def public_entry(
    entry: RegisterEntry,
    code: str,
    state: CaseState,
    shown: dict[str, str],
    redactions: Sequence[dict[str, Any]],
    *,
    published_at: datetime | None,
) -> PublicEntry:
    """Put an entry as the public reads it: with the body's code and the case's state of today."""
    numbers = sorted(
        (int(name[11:-1]), text) for name, text in shown.items() if name.startswith("conditions[")
    )
    withheld = [one["kind"] for one in redactions if one["done"] == TAKEN_OUT]
    return PublicEntry(
        number=entry.case_number,
        kind=entry.kind.value,
        body=entry.body_name,
        body_code=code,
        state=state.value,
        outcome=shown.get("outcome", ""),
        dated=entry.dated,
        decided_by=shown.get("decided_by", ""),
        law_version=shown.get("law_version", ""),
        scope=shown.get("scope", ""),
        text=shown.get("text", ""),
        conditions=tuple(text for _, text in numbers),
        until=date.fromisoformat(shown["until"]) if shown.get("until") else None,
        fiscal_year=shown.get("fiscal_year", ""),
        withheld=tuple(Personal[kind.upper()].value for kind in withheld),
        edition=entry.edition,
        because=entry.because or "",
        published_at=published_at or entry.proposed_at,
    )


_ITS_CASE: tuple[Any, Any] = (Case, col(Case.number) == col(RegisterEntry.case_number))
_ENTRIES: Any = select(RegisterEntry, Case.organization_code, Case.state).join(*_ITS_CASE)


def _chosen(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    chosen = [col(RegisterEntry.kind) == wanted.kind, PUBLIC]
    if wanted.since is not None:
        chosen.append(col(RegisterEntry.dated) >= wanted.since)
    if wanted.until is not None:
        chosen.append(col(RegisterEntry.dated) <= wanted.until)
    if wanted.outcome is not None:
        chosen.append(col(RegisterEntry.outcome) == wanted.outcome)
    if wanted.state is not None:
        chosen.append(col(Case.state) == wanted.state)
    if wanted.body is not None:
        chosen.append(col(Case.organization_code) == wanted.body)
    return chosen
