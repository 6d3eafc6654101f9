"""Sessions of the portal: open one, know it again, end it here or everywhere."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.offices import in_force, keep_offices
from actions.record import sha256
from models.people import Holding, Person
from models.sessions import KeptForm, Passkey, PortalSession, SentForm, SignedInBy, SignInLink

IDLE = timedelta(minutes=30)
"""How long a session lasts without anything done in it."""
LONGEST = timedelta(hours=12)
"""How long it lasts at most."""
NOTICED = timedelta(seconds=30)
"""What is done within this time of the last act is not written down again."""
KEPT_FOR = timedelta(days=30)
"""How long what is over is kept, for the person to look at."""


@dataclass(frozen=True, slots=True)
class Known:
    """Whose session a token is of, and whether it still holds."""

    session: PortalSession
    person: Person
    live: bool


def open_session(
    session: Session,
    person: Person,
    *,
    token: str,
    by: SignedInBy,
    browser: str,
    now: datetime,
) -> PortalSession:
    """Sign a person in. Where they have a passkey, it has yet to be shown.

    Clears out what of everybody's sessions, links and forms is long over.
    """
    _clear_out(session, now)
    has_passkey = select(Passkey.person_id).where(col(Passkey.person_id) == person.id).limit(1)
    opened = PortalSession(
        token_sha256=sha256(token),
        person_id=person.id or 0,
        signed_in_by=by,
        browser=browser[:200],
        created_at=now,
        last_seen_at=now,
        ends_at=now + LONGEST,
        passkey_owed=session.exec(has_passkey).first() is not None,
    )
    session.add(opened)
    session.flush()
    return opened


def known(session: Session, token: str, *, now: datetime, on: date) -> Known | None:
    """Say whose session this is; None where it was never one.

    The offices they hold on a day are asked for with it, and kept for `offices_of`.
    """
    asked = {"token": sha256(token), "on": on}
    rows = session.exec(_KNOWN, params=asked).all()
    if not rows:
        return None
    its, person, _ = rows[0]
    keep_offices(session, person, on, [held for _, _, held in rows if held])
    return Known(its, person, live=its.ended_at is None and now < over_at(its))


_KNOWN = (
    select(PortalSession, Person, Holding)
    .join(Person, col(Person.id) == col(PortalSession.person_id))
    .outerjoin(
        Holding,
        sa.and_(
            col(Holding.person_id) == col(Person.id),
            in_force(sa.bindparam("on", type_=sa.Date)),
        ),
    )
    .where(col(PortalSession.token_sha256) == sa.bindparam("token"))
    .order_by(col(Holding.id))
)


def over_at(its: PortalSession) -> datetime:
    """Say when a session is over if nothing more is done in it."""
    return min(its.last_seen_at + IDLE, its.ends_at)


def is_to_be_noticed(its: PortalSession, now: datetime) -> bool:
    """Tell whether the last act was long enough ago to be worth writing down."""
    return now - its.last_seen_at >= NOTICED


def notice(session: Session, its: PortalSession, now: datetime) -> None:
    """Put down that something was done in a session."""
    session.connection().execute(
        sa.update(PortalSession)
        .where(col(PortalSession.id) == its.id, col(PortalSession.last_seen_at) < now)
        .values(last_seen_at=now)
    )


def renew(session: Session, its: PortalSession, token: str) -> None:
    """Give a session another token: the old one opens nothing any more."""
    session.get_one(PortalSession, its.id).token_sha256 = sha256(token)


def end_session(session: Session, person: Person, id_: int, *, now: datetime) -> bool:
    """Sign one of a person's own sessions out; tell whether there was one."""
    return _end(session, col(PortalSession.person_id) == person.id, col(PortalSession.id) == id_,
                now=now) > 0  # fmt: skip


def end_all_sessions(session: Session, person: Person, *, now: datetime) -> int:
    """Sign a person out everywhere. Gives how many sessions that ended."""
    return _end(session, col(PortalSession.person_id) == person.id, now=now)


def _end(session: Session, *which: sa.ColumnElement[bool], now: datetime) -> int:
    done = session.connection().execute(
        sa.update(PortalSession)
        .where(*which, col(PortalSession.ended_at).is_(None))
        .values(ended_at=now)
    )
    return done.rowcount


def live_sessions(session: Session, person: Person, *, now: datetime) -> list[PortalSession]:
    """Give a person's sessions that hold, the newest act first."""
    found = session.exec(
        select(PortalSession)
        .where(col(PortalSession.person_id) == person.id, col(PortalSession.ended_at).is_(None))
        .order_by(col(PortalSession.last_seen_at).desc())
    )
    return [one for one in found if now < over_at(one)]


def _clear_out(session: Session, now: datetime) -> None:
    long_ago = now - KEPT_FOR
    for over in (
        sa.delete(PortalSession).where(col(PortalSession.ends_at) < long_ago),
        sa.delete(SignInLink).where(col(SignInLink.ends_at) < long_ago),
        sa.delete(SentForm).where(col(SentForm.at) < long_ago),
        sa.delete(KeptForm).where(col(KeptForm.kept_at) < long_ago),
    ):
        session.connection().execute(over)
