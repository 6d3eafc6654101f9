"""Queue mail in the words of an act: who is told of what."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from actions.absences import stand_ins
from actions.offices import AT_A_BODY, holders
from actions.remembering import asked_once, remember
from actions.situations import chiefs_concerned, organization
from models.cases import Case
from models.events import Event
from models.messages import Message
from models.people import Holding, Office, Person
from models.registry import Organization
from notifications.compose import Recipient, Template, compose
from rules.calendar import new_york_date

TITLES, TOLD = "titles", "told"
"""What is asked once a transaction: see `actions.remembering`."""


def tell(
    session: Session,
    case: Case,
    template: Template,
    to: Iterable[Recipient],
    *,
    event: Event,
    now: datetime,
    about: Mapping[str, Any] | None = None,
) -> None:
    """Queue one message to each person, once, however many offices they hold in it.

    Who is away today is told all the same, and so is their stand-in.
    """
    session.add_all(
        compose(template, case, recipient, event=event.seq, about=about or {}, now=now)
        for recipient in with_stand_ins(session, to, case_number=case.number, now=now)
    )


def with_stand_ins(
    session: Session, to: Iterable[Recipient], *, case_number: str | None, now: datetime
) -> list[Recipient]:
    """Give each person once, then the stand-ins of those who are away today.

    A stand-in who is told anyway is told once, for themself.
    """
    by_address: dict[str, Recipient] = {}
    for recipient in to:
        by_address.setdefault(recipient.email, recipient)
    standing_in = stand_ins(session, by_address, case_number=case_number, now=now)
    for away, stand_in in standing_in.items():
        copy = Recipient(stand_in, by_address[away].office, stands_in_for=away)
        by_address.setdefault(stand_in, copy)
    return list(by_address.values())


def holders_of(session: Session, office: Office, at: str, now: datetime) -> list[Recipient]:
    """Give everyone who holds an office today, as recipients."""
    return [
        Recipient(person.email, f"{office.value}@{at}")
        for _, person in holders(session, office, at, new_york_date(now))
    ]


def applicant_of(session: Session, case: Case, now: datetime) -> list[Recipient]:
    """Give whoever signs for the applicant: its superintendent, or several."""
    return holders_of(session, Office.SUPERINTENDENT, case.organization_code, now)


def chiefs_of(session: Session, case: Case, now: datetime) -> list[Recipient]:
    """Give every chief whose duty the case is about (rules 7 and 18)."""
    return chiefs_for(session, case.organization_code, now)


def chiefs_for(session: Session, code: str, now: datetime) -> list[Recipient]:
    """Give every chief concerned with a body (rule 7)."""
    body = organization(session, code)
    return [
        Recipient(holder.email, f"{Office.CHIEF.value}@{office.town}")
        for office in chiefs_concerned(session, body, new_york_date(now))
        for holder in office.holders
    ]


def title_of(session: Session, email: str, office: Office, at: str) -> str:
    """Give the title under which somebody holds, or last held, an office."""
    held = asked_once(session, (TITLES, email), lambda: _titles(session, [email])[email])
    return held.get((office, at)) or office.value.replace("_", " ").capitalize()


def gather_titles(session: Session, emails: Collection[str]) -> None:
    """Read in one query under which titles these people hold, or last held, their offices."""
    for email, held in _titles(session, emails).items():
        remember(session, (TITLES, email), held)


def _titles(session: Session, emails: Collection[str]) -> dict[str, dict[tuple[Office, str], str]]:
    found: dict[str, dict[tuple[Office, str], str]] = {email: {} for email in emails}
    query = (
        select(Person.email, Holding.office, Holding.at, Holding.title)
        .join(Holding, col(Person.id) == col(Holding.person_id))
        .where(col(Person.email).in_(emails))
        .order_by(col(Holding.id))
    )
    for email, office, at, title in session.exec(query):
        found[email][Office(office), at] = title
    return found


def others_told(session: Session, message: Message) -> tuple[str, ...]:
    """Say who else is told of the same, by title and place."""
    same = _telling(message)
    told = asked_once(session, (TOLD, same), lambda: _told(session, [message])[same])
    return tuple(sorted(_named(session, one) for one in told if one.to_email != message.to_email))


def gather_told(session: Session, messages: Collection[Message]) -> None:
    """Read in one query who is told of what these messages tell."""
    for same, told in _told(session, messages).items():
        remember(session, (TOLD, same), told)


_Telling = tuple[str | None, str, datetime]
"""What one event is told in to several: of which case, by which template, when."""


def _telling(message: Message) -> _Telling:
    return message.case_number, message.template, message.queued_at


def _told(session: Session, messages: Collection[Message]) -> dict[_Telling, list[Message]]:
    found: dict[_Telling, list[Message]] = {_telling(one): [] for one in messages}
    numbers, templates = ({one[n] for one in found} for n in (0, 1))
    query = select(Message).options(load_only(*_WHO_IS_TOLD))  # not the words it was sent in
    several = col(Message.case_number).in_(numbers), col(Message.template).in_(templates)
    for one in session.exec(query.where(*several)):
        if (same := _telling(one)) in found:
            found[same].append(one)
    return found


_WHO_IS_TOLD: list[Any] = [
    Message.case_number,
    Message.template,
    Message.queued_at,
    Message.to_email,
    Message.to_office,
    Message.about,
]


def _named(session: Session, message: Message) -> str:
    """Name who a message goes to, by title and place; a stand-in by whom they stand in for."""
    person = message.about.get("for")
    titled = office_title(session, person or message.to_email, message.to_office)
    return f"The stand-in of {titled}" if person else titled


def office_title(session: Session, email: str, owed_by: str) -> str:
    """Give a person's title and its place in words: `Chief of Police, Port Example`."""
    office, _, at = owed_by.partition("@")
    place = session.get(Organization, at) if Office(office) in AT_A_BODY else None
    return f"{title_of(session, email, Office(office), at)}, {place.name if place else at}"
