"""Links to sign in by: made for a known person, good once, for a quarter of an hour."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from actions.cases import refusal
from actions.offices import person
from actions.record import sha256
from models.people import Person
from models.sessions import SignInLink
from rules.findings import Refused

GOOD_FOR = timedelta(minutes=15)
MOST_AT_ONCE = 5
"""Links to one person that may be good at the same time: more are not sent, these stay good."""


class LinkNoLongerGood(Refused):
    """A sign-in link that was used, or is too old, or never was one."""


def make_link(session: Session, email: str, *, nonce: str, now: datetime) -> Person | None:
    """Put down a link for whoever has this address; gives whom to send it to.

    None where nobody has the address, or where enough links are on their way
    already: asking for more in somebody else's name keeps nobody out, since
    those sent stay good.
    """
    someone = person(session, email)
    if someone is None or _good_links(session, someone, now) >= MOST_AT_ONCE:
        return None
    session.add(
        SignInLink(
            nonce_sha256=sha256(nonce),
            person_id=someone.id or 0,
            asked_at=now,
            ends_at=now + GOOD_FOR,
        )
    )
    return someone


def _good_links(session: Session, someone: Person, now: datetime) -> int:
    query = select(func.count()).where(
        col(SignInLink.person_id) == someone.id,
        col(SignInLink.used_at).is_(None),
        col(SignInLink.ends_at) > now,
    )
    return session.exec(query).one()


def use_link(session: Session, nonce: str, *, now: datetime) -> Person:
    """Use a link up, and give whose it is. Of two who come at once, one is let in.

    Raises:
        LinkNoLongerGood: it was used, or is too old, or never was one.
    """
    used = session.connection().execute(
        sa.update(SignInLink)
        .where(
            col(SignInLink.nonce_sha256) == sha256(nonce),
            col(SignInLink.used_at).is_(None),
            col(SignInLink.ends_at) > now,
        )
        .values(used_at=now)
    )
    if used.rowcount != 1:
        raise LinkNoLongerGood(
            [refusal("This link was used, or is more than 15 minutes old. Ask for another.")]
        )
    link = session.get_one(SignInLink, sha256(nonce))
    return session.get_one(Person, link.person_id)
