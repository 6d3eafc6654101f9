"""Where a case stands and who acts next, in plain words; and what happened to it so far."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from actions.duties import open_duties
from actions.offices import AT_A_BODY
from actions.policies import policy_of
from actions.record import ENGINE
from actions.status_words import EVENTS, FOR_PARTIES, STATES, owed_words
from models.cases import Case, CaseState
from models.duties import Authority, Duty
from models.events import Event
from models.people import Holding, Office, Person
from models.registry import Organization
from rules.calendar import new_york_date


@dataclass(frozen=True, slots=True)
class Awaited:
    """An act that is owed on a case: by whom, what, by which day, on whose authority."""

    who: str
    what: str
    due_on: date
    authority: Authority
    overdue: bool
    paused: bool = False
    """Whether its clock stands; then nothing is late."""
    holder: str | None = None
    """The address of whoever has it in hand, for the office itself."""


@dataclass(frozen=True, slots=True)
class Status:
    """Where a case stands, as its parties are told."""

    state: CaseState
    words: str
    next: tuple[Awaited, ...]
    next_words: str
    """Who acts next, in a sentence."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened, and who did it, by title."""

    at: datetime
    kind: str
    words: str
    who: str


def status_of(session: Session, case: Case, *, now: datetime) -> Status:
    """Say where a case stands and who acts next."""
    awaited = tuple(
        _awaited(session, case, duty, on=new_york_date(now)) for duty in open_duties(session, case)
    )
    return Status(case.state, STATES[case.state], awaited, _next_words(case, awaited))


def history_of(session: Session, case: Case, *, office: bool) -> list[Happened]:
    """Say what happened to a case, the newest first.

    Its parties are not told what is the office's own: who opened which evidence,
    who stepped aside, which mail failed.
    """
    rows = session.exec(
        select(Event).where(col(Event.stream) == case.number).order_by(col(Event.seq).desc())
    ).all()
    shown = [one for one in rows if one.kind in (EVENTS if office else FOR_PARTIES)]
    titles = _titles(session, {one.by for one in shown})
    return [_happened(one, titles) for one in shown]


def _happened(event: Event, titles: Mapping[str, str]) -> Happened:
    data = {key: _in_words(value) for key, value in json.loads(event.data).items()}
    words = EVENTS[event.kind].words.format_map(_Known(data))
    return Happened(event.at, event.kind, words, titles.get(event.by, "Recourse"))


class _Known(dict[str, str]):
    """What an event says of itself; what it does not say is left out of the sentence."""

    def __missing__(self, key: str) -> str:
        return ""


def _in_words(value: object) -> str:
    return "" if value is None else str(value).replace("_", " ").replace("-", " ")


def _titles(session: Session, emails: set[str]) -> dict[str, str]:
    """Give everyone's newest title, so that no address or name is shown."""
    rows = session.exec(
        select(Person.email, Holding.title)
        .join(Holding, col(Holding.person_id) == col(Person.id))
        .where(col(Person.email).in_(emails - {ENGINE}))
        .order_by(col(Holding.id))
    )
    return dict.fromkeys(emails - {ENGINE}, "Somebody no longer in office") | dict(rows.all())


def _awaited(session: Session, case: Case, duty: Duty, *, on: date) -> Awaited:
    holder = session.get(Person, duty.holder) if duty.holder else None
    return Awaited(
        who=_office_words(session, duty.office, duty.at),
        what=owed_words(duty.what, policy_of(session, case)),
        due_on=duty.due_on,
        authority=duty.authority,
        overdue=duty.due_on < on and duty.paused_on is None,
        paused=duty.paused_on is not None,
        holder=holder.email if holder else None,
    )


def _office_words(session: Session, office: Office, at: str) -> str:
    body = session.get(Organization, at) if office in AT_A_BODY else None
    name = {Office.STATE_POLICE: "department of state police", Office.CHIEF: "chief of police"}.get(
        office, office.value.replace("_", " ")
    )
    place = body.name if body else at
    return f"the {name}" + ("" if office is Office.STATE_POLICE else f" ({place})")


def _next_words(case: Case, awaited: tuple[Awaited, ...]) -> str:
    if case.closed_at is not None:
        return "Nothing more is owed: the case is closed."
    if not awaited:
        return "The next step is being opened; it takes a moment."
    said = [
        f"{one.who} is to {one.what} by {one.due_on:%-d %B %Y} ({one.authority.value}{_late(one)})"
        for one in awaited
    ]
    sentence = "; ".join(said)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _late(awaited: Awaited) -> str:
    if awaited.paused:
        return "; its clock stands"
    return ", overdue: nothing is decided by that" if awaited.overdue else ""
