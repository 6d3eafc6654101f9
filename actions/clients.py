"""Programs that act through the API: made and revoked by an operator, known by a key."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.cases import refusal
from actions.offices import DEPARTMENT, act_within, offices_of, person, require_office
from actions.record import record
from models.clients import ApiClient, Scope
from models.people import Holding, Office, Person
from rules.calendar import new_york_date
from rules.findings import Refused

STREAM = "clients"
"""Where the log keeps who made and revoked which client."""

BEGINS = "rk_"
"""How every key begins, so that one left lying about is recognised."""

LONGEST_NAME = 100

MARKED = 8
"""Letters of a key that are kept, to tell it from others."""

USE_KNOWN = timedelta(minutes=1)
"""How exactly the last use is kept: a busy client does not write at each request."""


class UnknownKey(Refused):
    """No client has this key, or it was revoked: the two are not told apart."""

    exit_code = 4


class ScopeMissing(Refused):
    """The key does not admit this."""

    exit_code = 4


class ClientUnfit(Refused):
    """A client cannot be made like this."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class MadeClient:
    """A client just made. The key is shown this once."""

    client: ApiClient
    key: str


@dataclass(frozen=True, slots=True)
class Acting:
    """A client that came with its key, and the person it acts for."""

    client: ApiClient
    person: Person

    @property
    def entered_by(self) -> str:
        """Who is at the keyboard, as the record has it: the program by its name."""
        return f"api:{self.client.name}"


def make_client(
    session: Session,
    name: str,
    scopes: Sequence[Scope],
    *,
    acts_for: str,
    offices: Sequence[str] = (),
    by: str,
    entered_by: str,
    now: datetime,
) -> MadeClient:
    """Make a client that acts for a person, within `scopes` and, where named, some offices.

    Raises:
        NotYourOffice: `by` is no operator.
        ClientUnfit: it has no name or no scope, the person is not known, or does
            not hold an office named.
    """
    require_office(session, by, Office.OPERATOR, DEPARTMENT, new_york_date(now))
    someone = person(session, acts_for)
    held = offices_of(session, someone, new_york_date(now)) if someone else []
    if someone is None or not held:
        raise ClientUnfit([refusal(f"{acts_for} holds no office to act in.", where="acts_for")])
    named = name.strip()
    if not named or len(named) > LONGEST_NAME or not named.isprintable():
        raise ClientUnfit([refusal(f"Name the client, in {LONGEST_NAME} letters.", where="name")])
    if not scopes:
        raise ClientUnfit([refusal("Say what the key admits.", where="scopes")])
    if missing := sorted({*offices} - {_place(one) for one in held}):
        message = f"{acts_for} does not hold {', '.join(missing)}."
        raise ClientUnfit([refusal(message, where="offices")])
    if all(one.office is Office.OPERATOR for one in held if not offices or _place(one) in offices):
        message = "An operator's office is not used through a key. Name another office."
        raise ClientUnfit([refusal(message, where="offices" if offices else "acts_for")])
    key = f"{BEGINS}{secrets.token_urlsafe(32)}"
    client = ApiClient(
        name=named,
        key_sha256=_hash(key),
        key_begins=key[:MARKED],
        scopes=sorted(one.value for one in {*scopes}),
        acts_for=someone.id or 0,
        offices=sorted({*offices}),
        made_by=by.casefold(),
        made_at=now,
    )
    session.add(client)
    session.flush()
    _log(session, "clients.made", client, by=by, entered_by=entered_by, now=now)
    return MadeClient(client, key)


def revoke_client(
    session: Session, client_id: int, *, by: str, entered_by: str, now: datetime
) -> ApiClient:
    """Take a client's key away: it is refused from now on. Revoked twice is revoked.

    Raises:
        NotYourOffice: `by` is no operator.
        UnknownKey: there is no such client.
    """
    require_office(session, by, Office.OPERATOR, DEPARTMENT, new_york_date(now))
    client = session.get(ApiClient, client_id, with_for_update=True)
    if client is None:
        raise UnknownKey([refusal("There is no such client.")])
    if client.revoked_at is None:
        client.revoked_at, client.revoked_by = now, by.casefold()
        _log(session, "clients.revoked", client, by=by, entered_by=entered_by, now=now)
    return client


def acting_client(session: Session, key: str) -> Acting:
    """Give the client that a key belongs to. It writes nothing.

    Raises:
        UnknownKey: none, or not any more.
    """
    query = select(ApiClient).where(col(ApiClient.key_sha256) == _hash(key[:200]))
    client = session.exec(query).first()
    if client is None or client.revoked_at is not None:
        raise UnknownKey([refusal("This key is not known, or was revoked. Ask an operator.")])
    return Acting(client, session.get_one(Person, client.acts_for))


def is_use_to_be_kept(client: ApiClient, now: datetime) -> bool:
    """Tell whether the last use on record is a minute old."""
    return client.last_used_at is None or now - client.last_used_at >= USE_KNOWN


def keep_use(session: Session, client: ApiClient, now: datetime) -> None:
    """Keep when a client was last used."""
    session.exec(
        sa.update(ApiClient).where(col(ApiClient.id) == client.id).values(last_used_at=now)
    )


def require_scope(acting: Acting, scope: Scope) -> None:
    """Check that a key admits something.

    Raises:
        ScopeMissing: says what it does admit.
    """
    if scope.value not in acting.client.scopes:
        message = (
            f"This key does not admit “{scope.value}”. It admits: "
            f"{', '.join(acting.client.scopes)}. An operator can make another."
        )
        raise ScopeMissing([refusal(message)])


def usable_offices(session: Session, acting: Acting, *, now: datetime) -> list[Holding]:
    """Give the offices that a client may use now: the person's, as far as the key names them.

    Never an operator's: who looks after the system does so in person.
    """
    held = offices_of(session, acting.person, new_york_date(now))
    named = acting.client.offices
    return [
        one
        for one in held
        if one.office is not Office.OPERATOR and (not named or _place(one) in named)
    ]


def act_for(session: Session, acting: Acting, *, now: datetime) -> list[Holding]:
    """Have a session act for a client's person within the offices that its key admits.

    Gives these. Asked by a door at the opening of each session of a client's.
    """
    usable = usable_offices(session, acting, now=now)
    act_within(session, acting.person, [(one.office, one.at) for one in usable])
    return usable


def clients(session: Session) -> list[tuple[ApiClient, str]]:
    """Give every client and the address of whom it acts for, the newest first."""
    query = select(ApiClient, Person.email).join(Person, col(Person.id) == col(ApiClient.acts_for))
    return list(session.exec(query.order_by(col(ApiClient.id).desc())))


def client_on_record(session: Session, client_id: int) -> Acting | None:
    """Give a client and whom it acts for, revoked or not."""
    client = session.get(ApiClient, client_id)
    return Acting(client, session.get_one(Person, client.acts_for)) if client else None


def _place(holding: Holding) -> str:
    return f"{holding.office.value}@{holding.at}"


def _hash(key: str) -> str:
    # A key is 256 random bits: a slow hash would guard nothing more.
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def _log(
    session: Session, kind: str, client: ApiClient, *, by: str, entered_by: str, now: datetime
) -> None:
    data = {
        "client": client.id,
        "name": client.name,
        "scopes": client.scopes,
        "acts_for": client.acts_for,
        "offices": client.offices,
    }
    record(session, STREAM, kind, by=by, entered_by=entered_by, now=now, data=data)
