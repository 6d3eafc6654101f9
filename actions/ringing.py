"""Ring again for a case that was put aside: the engine looks at it now, not after its pause."""

from datetime import datetime

from sqlmodel import Session, col, select

from actions.cases import CLOSED, CannotMove, find_any, ready, refusal, words
from actions.desks import MOST
from actions.offices import DEPARTMENT, require_office
from actions.record import record
from models.cases import Case
from models.people import Office
from models.registry import Organization
from rules.calendar import new_york_date


def ring_again(session: Session, number: str, *, by: str, entered_by: str, now: datetime) -> Case:
    """Have the engine look at a case at once; what kept it before is in the log.

    It decides nothing and moves nothing by itself.

    Raises:
        NoSuchCase: there is none of this number.
        NotYourOffice: `by` is no operator.
        CannotMove: the case is closed.
    """
    require_office(session, by, Office.OPERATOR, DEPARTMENT, new_york_date(now))
    case = find_any(session, number)
    if case.state in CLOSED:
        message = f"{number} is {words(case.state)}: the engine has nothing to do on it."
        raise CannotMove([refusal(message)])
    data = {"failures": case.failures, "error": case.error}
    ready(case, now)
    record(session, case, "case.rung", by=by, entered_by=entered_by, now=now, data=data)
    return case


def put_aside(session: Session) -> list[tuple[Case, str]]:
    """Give the cases on which the engine failed, with the body's name; the next tried first."""
    rows = session.exec(
        select(Case, Organization.name)
        .join(Organization, col(Organization.code) == col(Case.organization_code))
        .where(col(Case.ready_at).is_not(None), col(Case.failures) > 0)
        .order_by(col(Case.ready_at), col(Case.number))
        .limit(MOST)
    )
    return list(rows)
