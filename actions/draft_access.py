"""Whose a draft is: who may write in it, who finds it again."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.cases import CannotMove, refusal
from actions.offices import (
    DEPARTMENT,
    offices_of,
    person,
    require_address,
    require_office,
)
from models.cases import CaseKind
from models.drafts import Draft, DraftFile, DraftState
from models.people import Office, Person
from rules.calendar import new_york_date
from rules.findings import Refused

WRITERS = {
    CaseKind.WAIVER: (Office.SUPERINTENDENT, Office.EDITOR),
    CaseKind.SHORTFALL: (Office.CHIEF,),
}
"""Who writes each kind; the first of them signs."""


class NoSuchDraft(Refused):
    """There is no draft of this name."""

    exit_code = 5


class DraftClosed(CannotMove):
    """The draft was sent or given up: nothing is written in it any more."""


def draft_in_hand(
    session: Session, draft_id: str, *, by: str, now: datetime
) -> tuple[Draft, Person]:
    """Give an open draft, locked until the transaction ends, to somebody who may write in it."""
    draft, writer = found_draft(session, draft_id, by=by, now=now)
    require_open(session, draft)
    return draft, writer


def found_draft(
    session: Session, draft_id: str, *, by: str, now: datetime, lock: bool = True
) -> tuple[Draft, Person]:
    """Give a draft of any state to somebody who may write such drafts.

    Raises:
        NoSuchDraft: there is none.
        NotYourOffice: `by` may not see it.
    """
    # The row is read anew: it may have been waited for.
    draft = session.get(Draft, draft_id, with_for_update=lock or None, populate_existing=lock)
    if draft is None:
        raise NoSuchDraft([refusal("There is no such draft. Look in the list of drafts.")])
    return draft, require_writer(session, draft, by=by, now=now)


def require_writer(session: Session, draft: Draft, *, by: str, now: datetime) -> Person:
    """Check that a person writes in drafts like this one: of their body, or their town.

    One that is typed from a paper is the operators' to write in, and nobody else's.
    """
    if draft.paper_signer is not None:
        today = new_york_date(now)
        typist, _ = require_office(session, by, Office.OPERATOR, DEPARTMENT, today)
        return typist
    return writer_at(session, draft.kind, held_at(draft), by=by, now=now)


def writer_at(session: Session, kind: CaseKind, at: str, *, by: str, now: datetime) -> Person:
    """Check that a person may write a draft of this kind at this place, and give them.

    Raises:
        NotYourOffice: they hold no office there that may.
    """
    require_address(by, where="--as")
    someone = person(session, by)
    if someone is not None:
        for one in offices_of(session, someone, new_york_date(now)):
            if one.office in WRITERS[kind] and one.at == at:
                return someone
    signer, _ = require_office(session, by, WRITERS[kind][0], at, new_york_date(now))
    return signer


def may_write(session: Session, draft_id: str, *, by: str, now: datetime) -> bool:
    """Tell whether a person may see and write a draft of an application."""
    return _holds(session, draft_id, WRITERS[CaseKind.WAIVER], by=by, now=now)


def may_sign(session: Session, draft_id: str, *, by: str, now: datetime) -> bool:
    """Tell whether a person may sign a draft of an application, whatever it lacks still."""
    return _holds(session, draft_id, WRITERS[CaseKind.WAIVER][:1], by=by, now=now)


def _holds(
    session: Session, draft_id: str, offices: tuple[Office, ...], *, by: str, now: datetime
) -> bool:
    draft, someone = session.get(Draft, draft_id), person(session, by)
    if draft is None:
        raise NoSuchDraft([refusal("There is no such draft. Look in the list of drafts.")])
    if someone is None or draft.kind is not CaseKind.WAIVER:
        return False
    held = {(one.office, one.at) for one in offices_of(session, someone, new_york_date(now))}
    if draft.paper_signer is not None:
        return (Office.OPERATOR, DEPARTMENT) in held
    return not held.isdisjoint((office, held_at(draft)) for office in offices)


def signer_of(session: Session, draft: Draft) -> str | None:
    """Give who signed the paper that a draft is typed from; None where it is from none."""
    if draft.paper_signer is None:
        return None
    return session.get_one(Person, draft.paper_signer).email


def held_at(draft: Draft) -> str:
    """Say where the offices are held that write and sign a draft."""
    return draft.town or draft.organization_code


def require_open(session: Session, draft: Draft) -> None:
    """Check that a draft can still be written in.

    Raises:
        DraftClosed: says by whom it was sent or given up, and what it became.
    """
    if draft.state is DraftState.OPEN:
        return
    who = session.get_one(Person, draft.touched_by).email
    what = f"sent by {who}, as {draft.became}" if draft.became else f"given up by {who}"
    message = f"This draft was {what}. Nothing was changed; what you typed is not in it."
    raise DraftClosed([refusal(message)])


def drafts_of(session: Session, *, by: str, now: datetime) -> list[Draft]:
    """Give the open drafts that a person may write in, the last touched first."""
    someone = person(session, by)
    if someone is None:
        return []
    held = offices_of(session, someone, new_york_date(now))
    bodies = [one.at for one in held if one.office in WRITERS[CaseKind.WAIVER]]
    towns = [one.at for one in held if one.office in WRITERS[CaseKind.SHORTFALL]]
    mine = sa.or_(
        sa.and_(col(Draft.organization_code).in_(bodies), col(Draft.kind) == CaseKind.WAIVER),
        sa.and_(col(Draft.town).in_(towns), col(Draft.kind) == CaseKind.SHORTFALL),
    )
    query = select(Draft).where(
        mine, col(Draft.state) == DraftState.OPEN, col(Draft.paper_signer).is_(None)
    )
    return list(session.exec(query.order_by(col(Draft.touched_at).desc()).limit(200)))


def drafts_from_paper(session: Session) -> list[tuple[Draft, str]]:
    """Give the open drafts that are typed from papers, each with who signed it."""
    query = (
        select(Draft, Person.email)
        .join(Person, col(Person.id) == col(Draft.paper_signer))
        .where(col(Draft.state) == DraftState.OPEN, col(Draft.paper_signer).is_not(None))
    )
    rows = session.exec(query.order_by(col(Draft.touched_at).desc()).limit(200))
    return [(draft, email) for draft, email in rows]


def files_of(session: Session, draft: Draft) -> dict[str, DraftFile]:
    """Give a draft's files by the id of their item, also of items taken out."""
    query = select(DraftFile).where(
        col(DraftFile.draft_id) == draft.id, col(DraftFile.removed_at).is_(None)
    )
    return {one.item: one for one in session.exec(query)}


def file_at(session: Session, draft: Draft, item: str) -> DraftFile | None:
    """Give the file of an item."""
    query = select(DraftFile).where(
        col(DraftFile.draft_id) == draft.id,
        col(DraftFile.item) == item,
        col(DraftFile.removed_at).is_(None),
    )
    return session.exec(query).first()
