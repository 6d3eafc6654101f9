"""Who may act as what: who holds an office, and whether this person does."""

import re
from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.cases import refusal
from actions.remembering import asked_once, reading_once, remember
from models.people import Holding, Office, Person
from models.registry import Organization
from rules.findings import NotYourOffice, Refused

AT_A_BODY = frozenset({Office.SUPERINTENDENT, Office.EDITOR})
"""Offices held at a body of the registry; a chief's is held in a town."""

DEPARTMENT = "DESE"
"""The agency whose operators look after the registry and intake."""

AGENCIES = (DEPARTMENT, "MSP")
"""Where the other offices are held, unless the policy names other agencies."""

HOLDERS = "holders"
"""What is asked once a transaction: see `actions.remembering`."""

WITHIN = "recourse.within"
"""Where a session remembers in which of their offices alone somebody acts."""

LONGEST_ADDRESS = 254
"""Characters of an address: RFC 5321's path of 256 without its brackets."""

# RFC 5321's dot-string and domain. Quoted local parts and letters beyond ASCII are left out:
# the first invite injected headers, the second need servers that many districts do not run.
_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ADDRESS = re.compile(rf"(?=.{{1,64}}@){_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")


class NotAnAddress(Refused):
    """What was given as an e-mail address is none."""

    exit_code = 2


def address_gap(email: str) -> str | None:
    """Say what keeps `email` from being an address we could write to; None where nothing does."""
    if not email.strip():
        return "is empty"
    if len(email) > LONGEST_ADDRESS:
        return f"is longer than {LONGEST_ADDRESS} characters"
    if not _ADDRESS.fullmatch(email.casefold()):
        return "is not an e-mail address: write it as name@place.example"
    return None


def require_address(email: str, *, where: str) -> None:
    """Check that `email`, given as `where`, could be written to.

    Raises:
        NotAnAddress: it could not; the message does not repeat it.
    """
    if gap := address_gap(email):
        raise NotAnAddress([refusal(f"The e-mail address {gap}.", where=where)])


def person(session: Session, email: str) -> Person | None:
    """Give the person of this address, in whatever case it is written; None where unknown."""
    email = email.casefold()
    asked = {"email": email}
    return reading_once(
        session, ("person", email), lambda: session.exec(_PERSON, params=asked).first()
    )


_PERSON = select(Person).where(col(Person.email) == sa.bindparam("email"))


def anybody(session: Session) -> bool:
    """Tell whether anybody is on record at all."""
    return session.exec(select(Person.id).limit(1)).first() is not None


def everybody_in_office(session: Session, on: date, limit: int) -> list[tuple[Holding, Person]]:
    """Give who holds which office on a day, in the order they were granted."""
    query = (
        select(Holding, Person)
        .join(Person, col(Person.id) == col(Holding.person_id))
        .where(in_force(on))
        .order_by(col(Holding.id))
    )
    return list(session.exec(query.limit(limit)))


def in_force(on: date | sa.BindParameter[date]) -> sa.ColumnElement[bool]:
    """Select the holdings that hold on a day: begun, not ended before it, not revoked."""
    return sa.and_(
        col(Holding.revoked_at).is_(None),
        sa.or_(col(Holding.since).is_(None), col(Holding.since) <= on),
        sa.or_(col(Holding.until).is_(None), col(Holding.until) >= on),
    )


def holders(
    session: Session, office: Office, at: str, on: date
) -> Sequence[tuple[Holding, Person]]:
    """Give who holds an office on a day: regular before acting, the longest in office first."""
    key = (HOLDERS, office, at, on)
    return asked_once(session, key, lambda: _holders(session, office, at, on))


def _holders(
    session: Session, office: Office, at: str, on: date
) -> Sequence[tuple[Holding, Person]]:
    return session.exec(_HOLDERS, params={"office": office, "at": at, "on": on}).all()


def gather_holders(session: Session, places: Collection[tuple[Office, str]], on: date) -> None:
    """Read in one query who holds these offices on a day, for `holders` to give one by one."""
    key = (HOLDERS, frozenset(places), on)
    asked_once(session, key, lambda: _gather_holders(session, places, on))


def _gather_holders(session: Session, places: Collection[tuple[Office, str]], on: date) -> None:
    found: dict[tuple[Office, str], list[tuple[Holding, Person]]] = {one: [] for one in places}
    offices, where = {office for office, _ in places}, {at for _, at in places}
    for holding, someone in session.exec(
        _HOLDERS_OF_SEVERAL, params={"offices": [*offices], "places": [*where], "on": on}
    ):
        if (place := (holding.office, holding.at)) in found:
            found[place].append((holding, someone))
    for (office, at), held in found.items():
        remember(session, (HOLDERS, office, at, on), held)


# Built once: every act asks, and building it costs more than asking.
_IN_OFFICE = (
    select(Holding, Person)
    .join(Person, col(Person.id) == col(Holding.person_id))
    .where(in_force(sa.bindparam("on", type_=sa.Date)))
    .order_by(col(Holding.acting), col(Holding.since).nulls_first(), col(Holding.id))
)
_HOLDERS = _IN_OFFICE.where(
    col(Holding.office) == sa.bindparam("office"), col(Holding.at) == sa.bindparam("at")
)
_HOLDERS_OF_SEVERAL = _IN_OFFICE.where(
    col(Holding.office).in_(sa.bindparam("offices", expanding=True)),
    col(Holding.at).in_(sa.bindparam("places", expanding=True)),
)


def act_within(session: Session, someone: Person, places: Collection[tuple[Office, str]]) -> None:
    """Let a person act in these of their offices alone, until the session ends.

    A program acts for somebody within what its key names: whatever an act asks
    about this person's offices, the others are as if not held.
    """
    session.info[WITHIN] = (someone.id, frozenset(places))


def _may_use(session: Session, holding: Holding) -> bool:
    someone, places = session.info.get(WITHIN, (None, frozenset[tuple[Office, str]]()))
    return holding.person_id != someone or (holding.office, holding.at) in places


def offices_of(session: Session, someone: Person, on: date) -> list[Holding]:
    """Give the offices a person holds on a day, in the order they were granted."""
    asked = {"person": someone.id, "on": on}
    key = ("offices", someone.id, on)
    held = reading_once(session, key, lambda: session.exec(_OFFICES, params=asked).all())
    return [one for one in held if _may_use(session, one)]


_OFFICES = (
    select(Holding)
    .where(
        col(Holding.person_id) == sa.bindparam("person"),
        in_force(sa.bindparam("on", type_=sa.Date)),
    )
    .order_by(col(Holding.id))
)


def keep_offices(session: Session, someone: Person, on: date, held: Sequence[Holding]) -> None:
    """Keep who somebody is and what they hold on a day, for whoever asks in this session."""
    remember(session, ("person", someone.email), someone)
    remember(session, ("offices", someone.id, on), held)


def require_office(
    session: Session, email: str, office: Office, at: str, on: date
) -> tuple[Person, Holding]:
    """Check that this person holds the office on that day, and give both.

    Raises:
        NotAnAddress: `email` is none.
        NotYourOffice: says who does hold the office, and what this person holds.
    """
    require_address(email, where="--as")
    email = email.casefold()
    held = holders(session, office, at, on)
    for holding, someone in held:
        if someone.email == email and _may_use(session, holding):
            return someone, holding
    raise NotYourOffice([refusal(_not_yours(session, email, office, at, on, held), where="--as")])


def _not_yours(
    session: Session,
    email: str,
    office: Office,
    at: str,
    on: date,
    held: Sequence[tuple[Holding, Person]],
) -> str:
    those = " and ".join(dict.fromkeys(one.email for _, one in held if one.email != email))
    someone = person(session, email)
    own = offices_of(session, someone, on) if someone else []
    offices = ", ".join(office_words(session, one.office, one.at) for one in own)
    if any(one.email == email for _, one in held):
        return f"This key may not act as {office_words(session, office, at)}. Ask an operator."
    return (
        f"{email} does not hold the office of {office_words(session, office, at)} "
        f"on {on:%-d %B %Y}. "
        + (f"It is held by {those}. " if those else "Nobody is on record in it. ")
        + (f"{email} holds: {offices}. " if offices else f"{email} holds no office. ")
        + "If this is out of date, ask an operator to record the office."
    )


def office_words(session: Session, office: Office, at: str) -> str:
    """Name an office and its place as people do: `superintendent at Port Example (99010000)`."""
    body = session.get(Organization, at) if office in AT_A_BODY else None
    place = f"{body.name} ({at})" if body else at
    return f"{office.value.replace('_', ' ')} {'in' if office is Office.CHIEF else 'at'} {place}"
