"""A person's deadlines under a private link, for their calendar program."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.absences import known_person, require_self_or_operator
from actions.cases import refusal
from actions.deadlines import deadlines_of
from actions.offices import offices_of
from actions.record import record
from actions.remembering import gather
from models.cases import Case
from models.clocks import ClockChange
from models.duties import Duty, DutyState
from models.feeds import Feed
from models.people import Person
from models.registry import Organization
from models.reviews import Recusal
from notifications.calendars import feed as calendar
from notifications.letters import Deadline
from rules.calendar import new_york_date
from rules.findings import Refused

STREAM = "feeds"
"""The log of links made and taken back."""

SEEN_EVERY = timedelta(hours=1)
"""How exactly a fetch is kept: a calendar program asks often, and each note is a write."""

MOST = 2000
"""Deadlines in one calendar, the nearest first."""


class NoFeed(Refused):
    """The person has no link."""


def make_feed(session: Session, email: str, *, by: str, entered_by: str, now: datetime) -> str:
    """Make a person's private link, and give its token: it is shown this once.

    An earlier link stops working.

    Raises:
        NotAnAddress: an address is none.
        UnknownPerson: nobody of this address is on record.
        NotYourOffice: `by` is neither the person nor an operator.
    """
    someone = known_person(session, email, where="EMAIL")
    require_self_or_operator(session, someone, by, now)
    replaced = _end(session, someone, now)
    token = secrets.token_urlsafe(32)
    session.add(
        Feed(
            person_id=someone.id or 0,
            token_sha256=_hashed(token),
            made_by=by.casefold(),
            made_at=now,
        )
    )
    data = {"person": someone.email, "replaced": replaced}
    record(session, STREAM, "feed.made", by=by, entered_by=entered_by, now=now, data=data)
    return token


def revoke_feed(session: Session, email: str, *, by: str, entered_by: str, now: datetime) -> None:
    """Take a person's private link back, at once.

    Raises:
        NotAnAddress: an address is none.
        UnknownPerson: nobody of this address is on record.
        NotYourOffice: `by` is neither the person nor an operator.
        NoFeed: there is no link.
    """
    someone = known_person(session, email, where="EMAIL")
    require_self_or_operator(session, someone, by, now)
    if not _end(session, someone, now):
        raise NoFeed([refusal(f"{someone.email} has no link to a calendar.", where="EMAIL")])
    data = {"person": someone.email}
    record(session, STREAM, "feed.revoked", by=by, entered_by=entered_by, now=now, data=data)


def feed(session: Session, token: str, *, now: datetime) -> str | None:
    """Give the calendar behind a link; None where there is no such link, or no longer.

    In it are the open duties that the person has in hand, and those of offices
    they hold that nobody has in hand, on cases they have not stepped aside
    from. What is done has left it, and a calendar program that subscribes
    drops it too.
    """
    query = select(Feed).where(col(Feed.token_sha256) == _hashed(token))
    found = session.exec(query.where(col(Feed.revoked_at).is_(None))).first()
    if found is None:
        return None
    if found.last_fetched_at is None or now - found.last_fetched_at >= SEEN_EVERY:
        found.last_fetched_at = now
    someone = session.get_one(Person, found.person_id)
    return calendar(_deadlines(session, someone, now), name=f"Recourse deadlines, {someone.email}")


def _deadlines(session: Session, someone: Person, now: datetime) -> Sequence[Deadline]:
    held = offices_of(session, someone, new_york_date(now))
    of_their_offices = [
        sa.and_(col(Duty.office) == one.office, col(Duty.at) == one.at) for one in held
    ]
    nobodys = sa.and_(col(Duty.holder).is_(None), sa.or_(sa.false(), *of_their_offices))
    stepped_aside = sa.exists().where(
        col(Recusal.case_number) == col(Duty.case_number), col(Recusal.person_id) == someone.id
    )
    # Cases and bodies come along, so that the session has them at hand.
    rows = session.exec(
        select(Duty, Case, Organization)
        .join(Case, col(Case.number) == col(Duty.case_number))
        .join(Organization, col(Organization.code) == col(Case.organization_code))
        .where(
            col(Duty.state) == DutyState.OPEN,
            sa.or_(col(Duty.holder) == someone.id, nobodys),
            ~stepped_aside,
        )
        .order_by(col(Duty.due_on), col(Duty.id))
        .limit(MOST)
    )
    duties = [duty for duty, *_ in rows]
    gather(session, ClockChange, "duty_id", [duty.id for duty in duties])
    return deadlines_of(session, duties)


def _end(session: Session, someone: Person, now: datetime) -> int:
    """Revoke the person's links; gives how many there were."""
    query = select(Feed).where(col(Feed.person_id) == someone.id, col(Feed.revoked_at).is_(None))
    ended = list(session.exec(query))
    for one in ended:
        one.revoked_at = now
    return len(ended)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
