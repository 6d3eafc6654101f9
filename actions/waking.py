"""Ring for the engine when an office changes hands, so that its duties do too."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.offices import in_force
from models.cases import Case
from models.duties import Duty, DutyState
from models.people import Holding, Office
from rules.calendar import new_york_date, start_of


def wake_for(session: Session, granted: Iterable[Holding], now: datetime) -> None:
    """Ring for the engine where a case waits for an office just granted, from its first day."""
    owed = set(
        session.exec(
            select(Duty.office, Duty.at).where(col(Duty.state) == DutyState.OPEN).distinct()
        )
    )
    for holding in granted:
        if (holding.office, holding.at) in owed:
            first_day = holding.since or new_york_date(now)
            begins = start_of(first_day)
            wake(session, max(now, begins), office=holding.office, at=holding.at)


def wake(
    session: Session, when: datetime, *, office: Office | None = None, at: str | None = None
) -> None:
    """Ring for the engine where a duty is in the hands of somebody no longer in office.

    Of the office named, where nobody has its duty in hand as well; with none
    named, of all, for the sweep: a holding also ends by the calendar, when
    nobody acts. `when` is from when the engine shall look.
    """
    waiting = select(Duty.case_number).where(col(Duty.state) == DutyState.OPEN)
    unheld = col(Duty.holder).is_(None)
    if office is None:
        waiting = waiting.where(~unheld, _holder_has_left(when))
    else:
        waiting = waiting.where(col(Duty.office) == office, col(Duty.at) == at)
        waiting = waiting.where(sa.or_(unheld, _holder_has_left(when)))
    session.exec(
        sa.update(Case)
        .where(col(Case.number).in_(waiting))
        .where(sa.or_(col(Case.ready_at).is_(None), col(Case.ready_at) > when))
        .values(ready_at=when, failures=0, error=None)
    )


def _holder_has_left(when: datetime) -> sa.ColumnElement[bool]:
    in_office = select(Holding.id).where(
        col(Holding.person_id) == col(Duty.holder),
        col(Holding.office) == col(Duty.office),
        col(Holding.at) == col(Duty.at),
        in_force(new_york_date(when)),
    )
    return ~in_office.exists()
