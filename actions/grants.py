"""Give an office to a person, and take it back."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from actions.cases import refusal
from actions.offices import (
    AGENCIES,
    AT_A_BODY,
    HOLDERS,
    address_gap,
    office_words,
    require_address,
)
from actions.places import Places, places_on_record
from actions.record import record
from actions.remembering import forget
from actions.turns import take_turns
from actions.waking import wake, wake_for
from models.documents import Document
from models.duties import Authority
from models.people import ChiefBasis, Holding, Office, Person
from rules.calendar import new_york_date
from rules.findings import Finding, Refused

AT_ONCE = 500
"""Addresses in one query: databases bound how many values a query may carry."""

STREAM = "offices"
"""The log of grants and revocations."""

# 37P(a): a chief, or a board or officer having control of the police. A board is looked for
# first ("Select Board acting as chief"); whoever is called neither is the chief.
_BOARD = re.compile(r"\b(board|commission|committee|council|selectmen)\b", re.IGNORECASE)
_OFFICER = re.compile(
    r"\bofficer (having|in) (control|charge)\b|\b(marshal|sheriff|constable|commissioner"
    r"|director|administrator|manager|mayor)\b",
    re.IGNORECASE,
)
_CHIEF = re.compile(r"\bchief\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Grant:
    """An office for a person, in a place, for a time. What is None was not said."""

    office: Office
    at: str
    email: str
    title: str | None = None
    basis: ChiefBasis | None = None
    since: date | None = None
    """Its first day; None where no beginning is known."""
    until: date | None = None
    """Its last day, that day included; None: no end is known."""
    acting: bool = False
    instrument_sha256: str | None = None


class CannotGrant(Refused):
    """An office asked for in a place, a time or a form it cannot have; carries every gap."""

    exit_code = 2


class NotHeld(Refused):
    """There is nothing to revoke: the person does not hold this office, nor will."""


def grant_office(
    session: Session,
    grant: Grant,
    *,
    by: str,
    entered_by: str,
    now: datetime,
    agencies: Collection[str] = AGENCIES,
) -> Holding:
    """Put on record that a person holds an office, and wake the cases that lack a holder.

    What the person holds already is given back unchanged and not logged
    again. A different holding of the same office for some of the same days is
    replaced: the old one stays on record as revoked. `agencies` are the
    policy's.

    Raises:
        CannotGrant: no such place, address or instrument, or dates out of order.
    """
    take_turns(session, STREAM)
    places = places_on_record(session, agencies)
    found = [*gaps(grant, places), *_instrument_gap(session, grant)]
    if found:
        raise CannotGrant(
            [
                Finding(None, "offices", Authority.POLICY, f"{field}: {message}.", field)
                for field, message in found
            ]
        )
    holdings, _ = give(session, [grant], places, by=by, entered_by=entered_by, now=now)
    return holdings[0]


def revoke_office(
    session: Session,
    office: Office,
    at: str,
    email: str,
    *,
    by: str,
    entered_by: str,
    now: datetime,
) -> list[Holding]:
    """End at once every holding of this office by this person, those yet to begin included.

    Duties the person had in hand go to another holder when the engine looks
    at their cases, which are woken.

    Raises:
        NotAnAddress: `email` is none.
        NotHeld: the person does not hold it, nor will.
    """
    require_address(email, where="EMAIL")
    take_turns(session, STREAM)
    at = places_on_record(session).spelled(office, at) or at
    ended = [
        holding
        for holding in _Standing(session, [email]).of(office, at, email)
        if holding.until is None or holding.until >= new_york_date(now)
    ]
    if not ended:
        words = office_words(session, office, at)
        raise NotHeld([refusal(f"{email} does not hold the office of {words}.", where="EMAIL")])
    for holding in ended:
        holding.revoked_at = now
    forget(session, HOLDERS)
    data = {"holdings": [one.id for one in ended], "office": office.value, "at": at}
    data["email"] = email.casefold()
    record(session, STREAM, "offices.revoked", by=by, entered_by=entered_by, now=now, data=data)
    wake(session, now, office=office, at=at)
    return ended


def gaps(grant: Grant, places: Places) -> Iterator[tuple[str, str]]:
    """Yield the field and the words of everything that keeps a grant from being made."""
    if places.spelled(grant.office, grant.at) is None:
        yield "at", _place_gap(grant, places)
    if gap := address_gap(grant.email):
        yield "email", gap
    if grant.basis and grant.office is not Office.CHIEF:
        yield "basis", "belongs to a chief alone (37P(a))"
    if grant.since and grant.until and grant.until < grant.since:
        yield "until", f"is {grant.until}, before it begins on {grant.since}"


def _place_gap(grant: Grant, places: Places) -> str:
    if grant.office is Office.CHIEF:
        return f"the registry has no town {grant.at!r}: import the body or the school in it first"
    if grant.office in AT_A_BODY:
        return f"the registry has no body with the code {grant.at!r}"
    return f"the office of {grant.office.value} is held at {' or '.join(places.agencies.values())}"


def _instrument_gap(session: Session, grant: Grant) -> Iterator[tuple[str, str]]:
    named = grant.instrument_sha256
    if named and session.get(Document, named) is None:
        yield "instrument", "is not among the documents on file"


def give(
    session: Session,
    grants: Sequence[Grant],
    places: Places,
    *,
    by: str,
    entered_by: str,
    now: datetime,
) -> tuple[list[Holding], int]:
    """Make grants that have no gaps, as `grant_office` does one; count the new ones.

    One event tells all that was granted; where all was so before, there is none.
    """
    standing = _Standing(session, [grant.email for grant in grants])
    standing.add_people(grant.email for grant in grants)
    holdings: list[Holding] = []
    new: list[_New] = []
    for said in grants:
        grant = replace(said, at=places.spelled(said.office, said.at) or said.at)
        before = standing.of(grant.office, grant.at, grant.email)
        holding = next((one for one in before if _says_the_same(grant, one)), None)
        if holding is None:
            holding = _holding(grant, standing.people[grant.email.casefold()], by, now)
            new.append(_New(holding, grant.email.casefold(), _end_overlapping(before, holding)))
            session.add(holding)
        holdings.append(holding)
    if new:
        session.flush()
        forget(session, HOLDERS)
        data = {"granted": [one.told() for one in new]}
        record(session, STREAM, "offices.granted", by=by, entered_by=entered_by, now=now, data=data)
        wake_for(session, [one.holding for one in new], now)
    return holdings, len(new)


@dataclass(frozen=True, slots=True)
class _New:
    """A holding just granted, and those it replaces."""

    holding: Holding
    email: str
    replaces: list[Holding]

    def told(self) -> dict[str, Any]:
        """Give what the log says of it."""
        known_already = {"granted_by", "granted_at", "revoked_at"}
        told = self.holding.model_dump(mode="json", exclude=known_already)
        return told | {"email": self.email, "replaces": [one.id for one in self.replaces]}


def _end_overlapping(before: Sequence[Holding], new: Holding) -> list[Holding]:
    """Revoke what the person holds of the same office on some of the same days."""
    replaced = [one for one in before if _overlap(one, new)]
    for one in replaced:
        one.revoked_at = new.granted_at
    return replaced


class _Standing:
    """The people of these addresses, and what they hold or are yet to hold."""

    def __init__(self, session: Session, emails: Sequence[str]) -> None:
        self.session = session
        self.people: dict[str, Person] = {}
        self.holdings: dict[tuple[Office, str, str], list[Holding]] = defaultdict(list)
        wanted = sorted({email.casefold() for email in emails})
        for start in range(0, len(wanted), AT_ONCE):
            self._look_up(wanted[start : start + AT_ONCE])

    def _look_up(self, emails: list[str]) -> None:
        known = self.session.exec(select(Person).where(col(Person.email).in_(emails)))
        self.people.update((one.email, one) for one in known)
        query = (
            select(Holding, Person.email)
            .join(Person, col(Person.id) == col(Holding.person_id))
            .where(col(Person.email).in_(emails), col(Holding.revoked_at).is_(None))
        )
        for holding, email in self.session.exec(query):
            self.holdings[holding.office, holding.at, email].append(holding)

    def add_people(self, emails: Iterable[str]) -> None:
        """Put on record whoever is not."""
        new = {email.casefold() for email in emails} - self.people.keys()
        people = {email: Person(email=email) for email in sorted(new)}
        self.session.add_all(people.values())
        self.session.flush()
        self.people |= people

    def of(self, office: Office, at: str, email: str) -> list[Holding]:
        """Give one person's holdings of one office."""
        return self.holdings[office, at, email.casefold()]


def _says_the_same(grant: Grant, holding: Holding) -> bool:
    """Whether all that was said is so; what was not said is left as it is."""
    return (
        grant.until == holding.until
        and grant.acting == holding.acting
        and grant.title in (None, holding.title)
        and _basis(grant) in (None, holding.basis)
        and grant.since in (None, holding.since)
        and grant.instrument_sha256 in (None, holding.instrument_sha256)
    )


def _holding(grant: Grant, someone: Person, by: str, now: datetime) -> Holding:
    chief = ChiefBasis.CHIEF if grant.office is Office.CHIEF else None
    return Holding(
        person_id=someone.id or 0,
        office=grant.office,
        at=grant.at,
        title=grant.title or grant.office.value.replace("_", " ").capitalize(),
        basis=_basis(grant) or chief,
        since=grant.since,
        until=grant.until,
        acting=grant.acting,
        instrument_sha256=grant.instrument_sha256,
        granted_by=by,
        granted_at=now,
    )


def _basis(grant: Grant) -> ChiefBasis | None:
    """Give a chief's basis under 37P(a): as said, or else as the title tells."""
    if grant.basis or grant.office is not Office.CHIEF or not grant.title:
        return grant.basis
    if _BOARD.search(grant.title):
        return ChiefBasis.BOARD
    if _OFFICER.search(grant.title) and not _CHIEF.search(grant.title):
        return ChiefBasis.OFFICER
    return ChiefBasis.CHIEF


def _overlap(one: Holding, other: Holding) -> bool:
    return (one.since or date.min) <= (other.until or date.max) and (other.since or date.min) <= (
        one.until or date.max
    )
