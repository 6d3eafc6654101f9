"""What waits to be published, and what was: for operators and counsel."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from actions.register_marks import TAKEN_OUT
from models.cases import Case, CaseKind, CaseState
from models.people import Person
from models.publications import EntryState, RegisterEntry
from models.registry import Organization
from models.reviews import Recusal

MOST = 200
"""Lines of a list, the oldest first."""


@dataclass(frozen=True, slots=True)
class Unpublished:
    """A case that could be in the register and has no entry."""

    number: str
    kind: CaseKind
    body: str
    state: CaseState
    since: datetime
    """When it was decided, or filed."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of an entry, and who did what with it. Nothing of its text."""

    edition: int
    state: EntryState
    because: str | None
    proposed_by: str
    proposed_at: datetime
    published_by: str | None
    published_at: datetime | None
    withdrawn_by: str | None
    withdrawn_at: datetime | None
    withdrawn_reason: str | None
    taken_out: int
    """Places at which something was taken out."""

    @property
    def was_public(self) -> bool:
        """Whether the public has seen it."""
        return self.published_at is not None


def to_propose(session: Session, someone: Person, *, limit: int = MOST) -> list[Unpublished]:
    """Give the decided waivers and the shortfalls that have no entry yet, the oldest first.

    Without those that this person has stepped aside from.
    """
    entered = select(RegisterEntry.case_number).where(
        col(RegisterEntry.case_number) == col(Case.number)
    )
    decided = col(Case.state) == CaseState.DECIDED
    shortfall = (col(Case.kind) == CaseKind.SHORTFALL) & (col(Case.state) != CaseState.WITHDRAWN)
    query = (
        select(Case, Organization.name)
        .join(Organization, col(Organization.code) == col(Case.organization_code))
        .where(
            decided | shortfall,
            ~entered.exists(),
            col(Case.number).not_in(_stepped_aside(someone)),
        )
    )
    rows = session.exec(query.order_by(col(Case.filed_at)).limit(limit))
    return [
        Unpublished(one.number, one.kind, body, one.state, one.closed_at or one.filed_at)
        for one, body in rows
    ]


def proposed(session: Session, someone: Person, *, limit: int = MOST) -> list[RegisterEntry]:
    """Give the entries that wait for a person to look at them, the oldest first."""
    query = select(RegisterEntry).where(
        col(RegisterEntry.state) == sa.literal_column("'proposed'"),  # as the index has it
        col(RegisterEntry.case_number).not_in(_stepped_aside(someone)),
    )
    return list(session.exec(query.order_by(col(RegisterEntry.proposed_at)).limit(limit)))


def editions_of(session: Session, number: str) -> list[Edition]:
    """Give every edition of a case's entry, the newest first, with who did what."""
    publisher, withdrawer = aliased(Person), aliased(Person)
    query = (
        select(RegisterEntry, publisher.email, withdrawer.email)
        .outerjoin(publisher, col(publisher.id) == col(RegisterEntry.published_by))
        .outerjoin(withdrawer, col(withdrawer.id) == col(RegisterEntry.withdrawn_by))
        .where(col(RegisterEntry.case_number) == number)
        .order_by(col(RegisterEntry.edition).desc())
    )
    return [
        Edition(
            edition=one.edition,
            state=one.state,
            because=one.because,
            proposed_by=one.proposed_by,
            proposed_at=one.proposed_at,
            published_by=published_by,
            published_at=one.published_at,
            withdrawn_by=withdrawn_by,
            withdrawn_at=one.withdrawn_at,
            withdrawn_reason=one.withdrawn_reason,
            taken_out=sum(row["done"] == TAKEN_OUT for row in one.redactions),
        )
        for one, published_by, withdrawn_by in session.exec(query)
    ]


def _stepped_aside(someone: Person) -> SelectOfScalar[str]:
    return select(Recusal.case_number).where(col(Recusal.person_id) == someone.id)
