"""Who may act on a shortfall: its chief, its superintendent, the liaison, an operator."""

from datetime import datetime

from sqlmodel import Session

from actions.cases import refusal
from actions.offices import DEPARTMENT, offices_of, person
from actions.shortfalls import STATE_POLICE
from models.cases import Case
from models.people import Office, Person
from models.shortfalls import Determination
from rules.calendar import new_york_date
from rules.findings import NotYourOffice


def offices_concerned(session: Session, case: Case) -> dict[Office, str]:
    """Give the offices that a shortfall concerns, and where each is held."""
    return {
        Office.CHIEF: session.get_one(Determination, case.number).town,
        Office.SUPERINTENDENT: case.organization_code,
        Office.STATE_POLICE: STATE_POLICE,
        Office.OPERATOR: DEPARTMENT,
    }


def held_by(session: Session, case: Case, someone: Person | None, now: datetime) -> set[Office]:
    """Give those of the offices concerned that a person holds today."""
    if someone is None:
        return set()
    concerned = offices_concerned(session, case)
    return {
        holding.office
        for holding in offices_of(session, someone, new_york_date(now))
        if concerned.get(holding.office) == holding.at
    }


def require_one_of(
    session: Session, case: Case, by: str, offices: set[Office], now: datetime
) -> tuple[Person, set[Office]]:
    """Check that `by` holds one of these offices for this case. Gives the person and which.

    Raises:
        NotYourOffice: says which offices may do this, and where they are held.
    """
    someone = person(session, by)
    held = held_by(session, case, someone, now) & offices
    if someone is None or not held:
        concerned = offices_concerned(session, case)
        may = ", ".join(f"{office.value}@{concerned[office]}" for office in sorted(offices))
        message = f"{by} may not do this on {case.number}: it belongs to {may}."
        raise NotYourOffice([refusal(message, where="--as")])
    return someone, held
