"""Find what fell between: open cases that nobody owes and no round will look at."""

from datetime import datetime

from sqlmodel import Session, col, select

from actions.cases import CLOSED
from actions.record import ENGINE, record
from actions.waking import wake
from models.cases import Case, CaseKind
from models.duties import Duty, DutyState


def sweep(session: Session, kind: CaseKind, *, now: datetime, limit: int = 500) -> list[str]:
    """Ring for stranded cases and for duties whose holder has left the office.

    An open case has an open duty or is ready; anything else is a fault, and
    each one found is put on record. Gives the numbers of the stranded ones.
    """
    stranded = _stranded(session, kind, limit)
    for case in stranded:
        case.ready_at = now
        record(session, case, "case.stranded", by=ENGINE, entered_by=ENGINE, now=now)
    session.flush()
    wake(session, now)
    return [case.number for case in stranded]


def _stranded(session: Session, kind: CaseKind, limit: int) -> list[Case]:
    owed = select(Duty.id).where(
        col(Duty.case_number) == col(Case.number), col(Duty.state) == DutyState.OPEN
    )
    query = (
        select(Case)
        .where(
            col(Case.kind) == kind,
            col(Case.state).not_in(CLOSED),
            col(Case.ready_at).is_(None),
            ~owed.exists(),
        )
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(session.exec(query))
