"""What a letter says for the sake of who reads it: as a stand-in, by a link, in a calendar."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from actions.absences import away_until
from actions.closures import closures_of
from actions.deadlines import deadlines_set
from actions.mailing import office_title
from actions.offices import holders
from actions.policies import policy_of
from models.cases import Case
from models.duties import Duty
from models.messages import Message
from models.people import Office, Person
from models.reviews import Recusal
from notifications.links import ACKNOWLEDGED
from rules.calendar import business_day, new_york_date


def for_its_reader(
    session: Session, case: Case, message: Message, duty: Duty | None, now: datetime
) -> dict[str, Any]:
    """Give the facts that depend on the reader alone, whatever the letter tells."""
    facts = standing_in(session, message, now)
    if message.template in ACKNOWLEDGED:
        days = policy_of(session, case).acknowledge_days
        today, closures = new_york_date(now), closures_of(session)
        facts["acknowledge_until"] = business_day(today, days, closures)
    return {**facts, "deadlines": deadlines_set(session, case, message, duty)}


def standing_in(session: Session, message: Message, now: datetime) -> dict[str, Any]:
    """Give the facts of a stand-in's copy; none for a letter to the person themself."""
    person = message.about.get("for")
    if person is None:
        return {}
    office, _, at = message.to_office.partition("@")
    held = holders(session, Office(office), at, new_york_date(now))
    holds = any(holder.email == message.to_email for _, holder in held)
    failed = "instead_of" in message.about
    titled = f"{office_title(session, person, message.to_office)} ({person})"
    return {
        "stands_in_for": titled,
        "away_until": None if failed else away_until(session, person, now),
        "holds_office": holds,
        **({} if holds else {"to_title": ""}),
    }


def stepped_aside(session: Session, case: Case, email: str) -> bool:
    """Tell whether the person of this address has stepped aside from the case."""
    query = (
        select(Recusal.id)
        .join(Person, col(Person.id) == col(Recusal.person_id))
        .where(col(Recusal.case_number) == case.number, col(Person.email) == email)
    )
    return session.exec(query).first() is not None
