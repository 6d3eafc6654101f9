"""Passkeys: the second factor of those who register one. The door checks what is signed."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.people import Person
from models.sessions import Passkey, PortalSession


def passkeys_of(session: Session, person: Person) -> list[Passkey]:
    """Give a person's passkeys, the oldest first."""
    query = select(Passkey).where(col(Passkey.person_id) == person.id)
    return list(session.exec(query.order_by(col(Passkey.added_at))))


def ask_for_passkey(session: Session, its: PortalSession, challenge: str) -> None:
    """Put down what a passkey has to sign next in this session."""
    session.get_one(PortalSession, its.id).challenge = challenge


def take_challenge(session: Session, its: PortalSession) -> str | None:
    """Give what was to be signed, which is then no longer good."""
    current = session.get_one(PortalSession, its.id, with_for_update=True)
    challenge, current.challenge = current.challenge, None
    return challenge


def add_passkey(
    session: Session,
    person: Person,
    *,
    credential_id: str,
    public_key: str,
    sign_count: int,
    name: str,
    now: datetime,
) -> Passkey:
    """Register a passkey: from the next sign-in on it is asked for."""
    added = Passkey(
        credential_id=credential_id,
        person_id=person.id or 0,
        public_key=public_key,
        sign_count=sign_count,
        name=name[:80] or "Passkey",
        added_at=now,
    )
    session.add(added)
    return added


def passkey_shown(
    session: Session, its: PortalSession, passkey: Passkey, *, sign_count: int, now: datetime
) -> None:
    """Put down that the session's person showed a passkey: the session now opens all of theirs."""
    current = session.get_one(Passkey, passkey.credential_id)
    current.sign_count, current.used_at = sign_count, now
    session.get_one(PortalSession, its.id).passkey_owed = False


def remove_passkey(session: Session, person: Person, credential_id: str) -> bool:
    """Forget one of a person's own passkeys; tell whether there was one."""
    found = session.get(Passkey, credential_id)
    if found is None or found.person_id != person.id:
        return False
    session.delete(found)
    return True
