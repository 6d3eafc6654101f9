"""Open a piece of evidence, and keep who did."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.cases import find_case, refusal
from actions.questions import NoSuchField
from actions.record import record
from actions.standing import require_not_recused, staff_member
from models.cases import Case
from models.people import Person
from models.reviews import Opening
from models.submissions import Evidence, SupportingData
from rules.law import enforces


@enforces(13)
def open_item(
    session: Session, number: str, item: str, *, by: str, entered_by: str, now: datetime
) -> Evidence | SupportingData:
    """Open a piece of evidence or supporting data, and put on record who did.

    Raises:
        NoSuchCase: no waiver has this number.
        NotYourOffice: `by` does not review or decide this case, or is recused.
        NoSuchField: the version before the office has no such item.
    """
    case = find_case(session, number)
    reader = staff_member(session, case, by, now)
    require_not_recused(session, case, reader)
    key = (number, case.version, item)
    found = session.get(Evidence, key) or session.get(SupportingData, key)
    if found is None:
        message = f"{number} has no item {item} in version {case.version}."
        raise NoSuchField([refusal(message, where="ITEM")])
    session.add(
        Opening(
            case_number=number, version=case.version, item=item, person_id=reader.id or 0, at=now
        )
    )
    record(
        session,
        case,
        "evidence.opened",
        by=by,
        entered_by=entered_by,
        now=now,
        data={"item": item, "version": case.version},
    )
    return found


def openings(session: Session, case: Case, reader: Person) -> list[str]:
    """Give the ids of what a person has opened of the version now before the office."""
    asked = {"number": case.number, "version": case.version, "person": reader.id}
    return sorted(set(session.exec(_OPENED, params=asked)))


_OPENED = select(Opening.item).where(
    col(Opening.case_number) == sa.bindparam("number"),
    col(Opening.version) == sa.bindparam("version"),
    col(Opening.person_id) == sa.bindparam("person"),
)
