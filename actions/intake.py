"""Open and close intake: whether new applications are taken at all."""

from datetime import datetime

from sqlmodel import Session, col, select

from actions.cases import refusal
from actions.offices import require_office
from actions.record import record
from models.people import Office
from models.policies import IntakeChange
from rules.calendar import new_york_date
from rules.findings import Refused


class IntakeClosed(Refused):
    """An operator has closed filing; the reason is in the message."""


def intake(session: Session) -> IntakeChange | None:
    """Give the last change of intake; None means it was never closed."""
    return session.exec(select(IntakeChange).order_by(col(IntakeChange.id).desc()).limit(1)).first()


def require_open_intake(session: Session) -> None:
    """Check that new applications are being taken.

    Raises:
        IntakeClosed: an operator closed it, for the reason given.
    """
    last = intake(session)
    if last and not last.open:
        message = f"No new applications are being taken: {last.reason}"
        raise IntakeClosed([refusal(message)])


def set_intake(
    session: Session, *, accepting: bool, reason: str, by: str, entered_by: str, now: datetime
) -> IntakeChange:
    """Open or close intake for everyone, with the reason that applicants are shown.

    Raises:
        NotYourOffice: `by` is no operator.
    """
    require_office(session, by, Office.OPERATOR, "DESE", new_york_date(now))
    change = IntakeChange(open=accepting, reason=reason, by=by, at=now)
    session.add(change)
    record(
        session,
        "intake",
        "intake.opened" if accepting else "intake.closed",
        by=by,
        entered_by=entered_by,
        now=now,
        data={"reason": reason},
    )
    return change
