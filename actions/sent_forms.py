"""Forms on their way: taken once, and kept when a session is over before they arrive."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exc
from sqlmodel import Session

from actions.record import sha256
from models.people import Person
from models.sessions import KeptForm, SentForm


class SentTwice(Exception):
    """This very form was taken before: a double click, or the back button and send again."""

    def __init__(self, location: str | None) -> None:
        """Keep where it led to the first time, where that is known."""
        super().__init__("this form was taken already; nothing was done twice")
        self.location = location


def take_form(session: Session, person: Person, once: str, *, now: datetime) -> SentForm:
    """Take a form by its own mark, in the transaction of the act it asks for.

    Raises:
        SentTwice: it was taken before.
    """
    key = sha256(once)
    if before := session.get(SentForm, key):
        raise SentTwice(before.location)
    taken = SentForm(once_sha256=key, person_id=person.id or 0, at=now)
    session.add(taken)
    try:
        session.flush()
    except exc.IntegrityError:
        raise SentTwice(None) from None
    return taken


def keep_form(
    session: Session,
    person: Person,
    *,
    id_: str,
    path: str,
    fields: Sequence[tuple[str, str]],
    now: datetime,
) -> KeptForm:
    """Keep what a person had typed, until they have signed in again."""
    kept = KeptForm(
        id=id_,
        person_id=person.id or 0,
        path=path,
        fields=[list(field) for field in fields],
        kept_at=now,
    )
    session.add(kept)
    return kept


def kept_form(session: Session, person: Person, id_: str) -> KeptForm | None:
    """Give a form kept for this very person."""
    found = session.get(KeptForm, id_)
    return found if found and found.person_id == person.id else None
