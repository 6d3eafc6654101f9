"""Which cases there are, and what is owed on each: for lists."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.cases import refusal
from actions.outline import moment
from actions.remembering import rows_read
from models.cases import Case, CaseKind, CaseState
from models.duties import Duty, DutyState
from models.events import Event
from models.registry import Organization
from rules.findings import Refused


class NoSuchPlace(Refused):
    """A list was to go on after a case that is not on record."""

    exit_code = 2


def cases(
    session: Session,
    *,
    kind: CaseKind | None = None,
    state: CaseState | None = None,
    overdue_on: date | None = None,
    which: sa.ColumnElement[bool] | None = None,
    after: str | None = None,
    limit: int = 1000,
) -> list[dict[str, Any]]:
    """Give cases in a line each, newest first; with `overdue_on`, those with a duty past due.

    A duty whose clock stands is not past due. `which` narrows the list further
    (`actions.concern.concerning`); `after` goes on behind a case of this number.

    Raises:
        NoSuchPlace: there is no case to go on after.
    """
    query = select(Case, Organization.name).join(
        Organization, col(Organization.code) == col(Case.organization_code)
    )
    if kind:
        query = query.where(col(Case.kind) == kind)
    if state:
        query = query.where(col(Case.state) == state)
    if overdue_on:
        late = select(Duty.case_number).where(
            col(Duty.state) == DutyState.OPEN,
            col(Duty.due_on) < overdue_on,
            col(Duty.paused_on).is_(None),
        )
        query = query.where(col(Case.number).in_(late))
    if which is not None:
        query = query.where(which)
    if after is not None:
        query = query.where(_behind(session, after))
    found = session.exec(
        query.order_by(col(Case.filed_at).desc(), col(Case.number).desc()).limit(limit)
    ).all()
    owed = _owed(session, [case.number for case, _ in found])
    return [
        {
            "number": case.number,
            "kind": case.kind.value,
            "state": case.state.value,
            "step": case.step,
            "applicant": {"code": case.organization_code, "name": name},
            "filed_at": moment(case.filed_at),
            "owed": owed.get(case.number, []),
            "trouble": case.error,
        }
        for case, name in found
    ]


def _behind(session: Session, number: str) -> sa.ColumnElement[bool]:
    last = session.get(Case, number)
    if last is None:
        raise NoSuchPlace(
            [refusal(f"There is no case {number[:20]} to go on after.", where="after")]
        )
    return sa.or_(
        col(Case.filed_at) < last.filed_at,
        sa.and_(col(Case.filed_at) == last.filed_at, col(Case.number) < last.number),
    )


def _owed(session: Session, numbers: list[str]) -> dict[str, list[dict[str, str | None]]]:
    rows = session.exec(
        select(Duty)
        .where(col(Duty.state) == DutyState.OPEN, col(Duty.case_number).in_(numbers))
        .order_by(col(Duty.due_on))
    )
    owed: dict[str, list[dict[str, str | None]]] = {}
    for duty in rows:
        owed.setdefault(duty.case_number, []).append(
            {
                "what": duty.what,
                "owed_by": duty.owed_by,
                "due_on": duty.due_on.isoformat(),
                "paused_on": duty.paused_on.isoformat() if duty.paused_on else None,
            }
        )
    return owed


def events_of(session: Session, number: str) -> list[Event]:
    """Give a case's log, oldest first."""
    return list(rows_read(session, Event, "stream", number))
