"""Say who is away and who gets their mail meanwhile; say that they are back."""

from collections.abc import Iterable
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from actions.cases import refusal
from actions.offices import DEPARTMENT, offices_of, person, require_address
from actions.record import record
from actions.remembering import asked_once, forget, rows_of
from models.absences import Absence
from models.people import Office, Person
from models.reviews import Recusal
from rules.calendar import new_york_date
from rules.findings import NotYourOffice, Refused

STREAM = "absences"
"""The log of absences."""

AWAY = "away"
"""What is asked once a transaction: see `actions.remembering`."""


class UnknownPerson(Refused):
    """Nobody of this address is on record."""


class CannotBeAway(Refused):
    """Days out of order or past, or a stand-in who is the person themself."""

    exit_code = 2


class NotAway(Refused):
    """There is no absence to end."""


def go_away(
    session: Session,
    email: str,
    *,
    stand_in: str,
    since: date,
    until: date,
    by: str,
    entered_by: str,
    now: datetime,
) -> Absence:
    """Put on record that a person is away, and that a stand-in gets their mail as well.

    It gives the stand-in no office. It holds for mail queued from `since` to
    the end of `until`; one hop only, so a stand-in's own absence sends
    nothing further. An earlier absence for some of the same days is replaced.

    Raises:
        NotAnAddress: one of the addresses is none.
        UnknownPerson: the person or the stand-in is not on record.
        NotYourOffice: `by` is neither the person nor an operator.
        CannotBeAway: says what is wrong with the days or the stand-in.
    """
    someone = known_person(session, email, where="EMAIL")
    require_self_or_operator(session, someone, by, now)
    other = known_person(session, stand_in, where="--stand-in")
    _require_days(since, until, new_york_date(now))
    if other.id == someone.id:
        raise CannotBeAway([refusal("Nobody stands in for themself.", where="--stand-in")])
    for earlier in _to_come(session, someone, since):
        if earlier.since <= until:
            earlier.withdrawn_at = now
    forget(session, AWAY)
    absence = Absence(
        person_id=someone.id or 0,
        stand_in_id=other.id or 0,
        since=since,
        until=until,
        by=by.casefold(),
        entered_by=entered_by,
        at=now,
    )
    session.add(absence)
    session.flush()
    data = {
        "person": someone.email,
        "stand_in": other.email,
        "since": since.isoformat(),
        "until": until.isoformat(),
    }
    record(session, STREAM, "person.away", by=by, entered_by=entered_by, now=now, data=data)
    return absence


def come_back(
    session: Session, email: str, *, by: str, entered_by: str, now: datetime
) -> list[Absence]:
    """End a person's absence at once, and those yet to begin.

    Raises:
        NotAnAddress: an address is none.
        UnknownPerson: nobody of this address is on record.
        NotYourOffice: `by` is neither the person nor an operator.
        NotAway: there is no absence to end.
    """
    someone = known_person(session, email, where="EMAIL")
    require_self_or_operator(session, someone, by, now)
    ended = _to_come(session, someone, new_york_date(now))
    if not ended:
        raise NotAway([refusal(f"{someone.email} is not on record as away.", where="EMAIL")])
    for absence in ended:
        absence.withdrawn_at = now
    session.flush()
    forget(session, AWAY)
    data = {"person": someone.email, "absences": [one.id for one in ended]}
    record(session, STREAM, "person.back", by=by, entered_by=entered_by, now=now, data=data)
    return ended


def stand_ins(
    session: Session, emails: Iterable[str], *, case_number: str | None, now: datetime
) -> dict[str, str]:
    """Give the stand-in of each of these people who is away today, both by address.

    One query a day and transaction, however many people. A stand-in who has
    stepped aside from the case is left out: they get nothing of it.
    """
    today = new_york_date(now)
    away = asked_once(session, (AWAY, today), lambda: _away(session, today))
    theirs = {email: away[email] for email in emails if email in away}
    if not theirs or case_number is None:
        return {email: stand_in.email for email, stand_in in theirs.items()}
    aside = {one.person_id for one in rows_of(session, Recusal, "case_number", case_number)}
    return {email: stand_in.email for email, stand_in in theirs.items() if stand_in.id not in aside}


def _away(session: Session, today: date) -> dict[str, Person]:
    """Give the stand-in of everybody who is away, by the address of the latter."""
    with session.no_autoflush:  # an absence is written as soon as it is entered
        return dict(session.exec(_AWAY, params={"today": today}).all())


_PERSON, _STAND_IN = aliased(Person), aliased(Person)
_AWAY = (
    select(_PERSON.email, _STAND_IN)
    .select_from(Absence)
    .join(_PERSON, col(Absence.person_id) == _PERSON.id)
    .join(_STAND_IN, col(Absence.stand_in_id) == _STAND_IN.id)
    .where(
        col(Absence.withdrawn_at).is_(None),
        col(Absence.since) <= sa.bindparam("today"),
        col(Absence.until) >= sa.bindparam("today"),
    )
)


def away_until(session: Session, email: str, now: datetime) -> date | None:
    """Give the last day of the absence that a person is on today; None where there is none."""
    today = new_york_date(now)
    query = (
        select(Absence)
        .join(Person, col(Person.id) == col(Absence.person_id))
        .where(
            col(Person.email) == email,
            col(Absence.withdrawn_at).is_(None),
            col(Absence.since) <= today,
            col(Absence.until) >= today,
        )
    )
    absence = session.exec(query).first()
    return absence.until if absence else None


def known_person(session: Session, email: str, *, where: str) -> Person:
    """Give the person of this address.

    Raises:
        NotAnAddress: `email` is none.
        UnknownPerson: nobody of this address is on record.
    """
    require_address(email, where=where)
    someone = person(session, email)
    if someone is None:
        message = f"Nobody with the address {email} is on record."
        raise UnknownPerson([refusal(message, where=where)])
    return someone


def require_self_or_operator(session: Session, someone: Person, by: str, now: datetime) -> None:
    """Check that `by` is the person themself, or an operator.

    Raises:
        NotAnAddress: `by` is none.
        NotYourOffice: `by` is neither.
    """
    actor = known_person(session, by, where="--as") if by.casefold() != someone.email else someone
    if actor.id == someone.id:
        return
    held = offices_of(session, actor, new_york_date(now))
    if any(one.office is Office.OPERATOR and one.at == DEPARTMENT for one in held):
        return
    message = f"Only {someone.email} or an operator may do this; {by} is neither."
    raise NotYourOffice([refusal(message, where="--as")])


def _require_days(since: date, until: date, today: date) -> None:
    if until < since:
        message = f"The last day, {until}, comes before the first, {since}."
        raise CannotBeAway([refusal(message, where="--until")])
    if until < today:
        raise CannotBeAway([refusal(f"{until} is past.", where="--until")])


def _to_come(session: Session, someone: Person, since: date) -> list[Absence]:
    """Give the absences of a person that end on `since` or later."""
    query = select(Absence).where(
        col(Absence.person_id) == someone.id,
        col(Absence.withdrawn_at).is_(None),
        col(Absence.until) >= since,
    )
    return list(session.exec(query))
