"""Read the public register, and find what could be put in it."""

from datetime import date

from sqlmodel import Session, col, select

from models.cases import Case, CaseKind, CaseState
from models.decisions import Decision
from models.publications import EntryState, RegisterEntry
from models.reviews import Outcome
from notifications.public_register import PublicEntry

MOST = 10_000
"""Entries of one table."""


def public_entries(
    session: Session,
    kind: CaseKind,
    *,
    year: int | None = None,
    outcome: Outcome | None = None,
    state: CaseState | None = None,
    limit: int = MOST,
    after: tuple[date, str] | None = None,
) -> list[PublicEntry]:
    """Give what the public is shown, the newest first: decisions by outcome, shortfalls by state.

    `after` is the day and number of the last one seen. The state of a shortfall
    is today's; everything else is as it was published.
    """
    query = (
        select(RegisterEntry, Case)
        .join(Case, col(Case.number) == col(RegisterEntry.case_number))
        .where(col(RegisterEntry.kind) == kind, col(RegisterEntry.state) == EntryState.PUBLISHED)
    )
    if year is not None:
        dated = col(RegisterEntry.dated)
        query = query.where(dated >= date(year, 1, 1), dated <= date(year, 12, 31))
    if outcome is not None:
        query = query.join(
            Decision, col(Decision.case_number) == col(RegisterEntry.case_number)
        ).where(col(Decision.outcome) == outcome)
    if state is not None:
        query = query.where(col(Case.state) == state)
    if after is not None:
        day, number = after
        dated = col(RegisterEntry.dated)
        query = query.where(
            (dated < day) | ((dated == day) & (col(RegisterEntry.case_number) < number))
        )
    rows = session.exec(
        query.order_by(
            col(RegisterEntry.dated).desc(), col(RegisterEntry.case_number).desc()
        ).limit(min(limit, MOST))
    )
    return [_public(entry, case) for entry, case in rows]


def to_propose(session: Session, *, limit: int = 200) -> list[str]:
    """Give the decided waivers and the shortfalls that have no entry yet, the oldest first."""
    entered = select(RegisterEntry.case_number).where(
        col(RegisterEntry.case_number) == col(Case.number)
    )
    decided = col(Case.state) == CaseState.DECIDED
    shortfall = (col(Case.kind) == CaseKind.SHORTFALL) & (col(Case.state) != CaseState.WITHDRAWN)
    query = select(Case.number).where(decided | shortfall, ~entered.exists())
    return list(session.exec(query.order_by(col(Case.filed_at)).limit(limit)))


def proposed(session: Session, *, limit: int = 200) -> list[RegisterEntry]:
    """Give the entries that wait for a person to look at them, the oldest first."""
    query = select(RegisterEntry).where(col(RegisterEntry.state) == EntryState.PROPOSED)
    return list(session.exec(query.order_by(col(RegisterEntry.proposed_at)).limit(limit)))


def _public(entry: RegisterEntry, case: Case) -> PublicEntry:
    shown: dict[str, str] = entry.shown
    numbers = sorted(
        (int(name[11:-1]), text) for name, text in shown.items() if name.startswith("conditions[")
    )
    return PublicEntry(
        number=entry.case_number,
        kind=entry.kind.value,
        body=entry.body_name,
        body_code=case.organization_code,
        state=case.state.value,
        outcome=shown.get("outcome", ""),
        dated=entry.dated,
        decided_by=shown.get("decided_by", ""),
        law_version=shown.get("law_version", ""),
        scope=shown.get("scope", ""),
        text=shown.get("text", ""),
        conditions=tuple(text for _, text in numbers),
        until=date.fromisoformat(shown["until"]) if shown.get("until") else None,
        edition=entry.edition,
        published_at=entry.published_at or entry.proposed_at,
    )
