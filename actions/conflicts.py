"""Whether a reviewer has a conflict: asked, naming the parties, before a case's content is seen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.cases import find_case
from actions.offices import holders
from actions.policies import policy_of
from actions.record import record
from actions.situations import chiefs_concerned, organization, schools_of
from actions.standing import require_not_recused, staff_member
from models.cases import Case, CaseKind
from models.events import Event
from models.people import Holding, Office, Person
from models.submissions import Submission
from rules.calendar import new_york_date
from rules.law import enforces

NO_CONFLICT = "reviewer.unconflicted"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody whose case it is, or whose duty: all that is shown before the question."""

    role: str
    name: str
    email: str | None = None


@enforces(14)
def declare_no_conflict(
    session: Session, number: str, *, by: str, entered_by: str, now: datetime
) -> None:
    """Say that one has no conflict in a case, which opens its content. Said once, it is on record.

    Raises:
        NoSuchCase: no waiver has this number.
        NotYourOffice: `by` holds no office that reviews or decides it, or stepped aside.
    """
    case = find_case(session, number)
    someone = staff_member(session, case, by, now)
    require_not_recused(session, case, someone)
    if not has_declared(session, case, someone):
        record(session, case, NO_CONFLICT, by=someone.email, entered_by=entered_by, now=now)


def has_declared(session: Session, case: Case, someone: Person) -> bool:
    """Tell whether a person has said that they have no conflict in this case."""
    asked = {"number": case.number, "by": someone.email}
    return session.exec(_DECLARED, params=asked).first() is not None


_DECLARED = (
    select(Event.seq)
    .where(
        col(Event.stream) == sa.bindparam("number"),
        col(Event.kind) == NO_CONFLICT,
        col(Event.by) == sa.bindparam("by"),
    )
    .limit(1)
)


def is_to_be_asked(
    session: Session, case: Case, someone: Person, holdings: Sequence[Holding]
) -> bool:
    """Tell whether a person has to say whether they have a conflict before they read on.

    Whoever holds an office that reviews or decides the case, while it is open.
    """
    if case.kind is not CaseKind.WAIVER or case.closed_at is not None:
        return False
    steps = {(step.office, step.at) for step in policy_of(session, case).steps}
    if steps.isdisjoint((one.office, one.at) for one in holdings):
        return False
    return not has_declared(session, case, someone)


def parties(session: Session, case: Case, *, now: datetime) -> list[Party]:
    """Name the applicant, who signed for it, and the chiefs concerned. Nothing of the content."""
    on = new_york_date(now)
    body = organization(session, case.organization_code)
    chiefs = chiefs_concerned(session, body, schools_of(session, body.code), on)
    found = [
        Party("Applicant", f"{body.name} ({body.code})"),
        *_signatories(session, case),
        *_people("Superintendent", holders(session, Office.SUPERINTENDENT, body.code, on)),
        *(
            Party(f"Police, {chief.town}", held.title, held.email)
            for chief in chiefs
            for held in chief.holders
        ),
    ]
    return list(dict.fromkeys(found))


def _signatories(session: Session, case: Case) -> list[Party]:
    query = (
        select(Person.email)
        .join(Submission, col(Submission.signed_by) == col(Person.id))
        .where(col(Submission.case_number) == case.number)
        .distinct()
    )
    return [Party("Signed by", email) for email in sorted(session.exec(query))]


def _people(role: str, held: Iterable[tuple[Holding, Person]]) -> list[Party]:
    return [Party(role, holding.title, someone.email) for holding, someone in held]
