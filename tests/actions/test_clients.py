"""Keys: shown once, kept as a hash, narrowed to scopes and offices, revoked for good."""

from datetime import timedelta

import pytest

from actions.clients import (
    ClientUnfit,
    ScopeMissing,
    UnknownKey,
    act_for,
    clients,
    is_use_to_be_kept,
    keep_use,
    make_client,
    require_scope,
    revoke_client,
    usable_offices,
)
from actions.grants import Grant, grant_office
from actions.offices import offices_of, require_office
from database import reading, transaction
from models.clients import ApiClient, Scope
from models.events import Event
from models.people import Office
from rules.calendar import new_york_date
from rules.findings import NotYourOffice
from tests.actions.client_makers import acting, made
from tests.actions.makers import KEYBOARD, OPERATOR, SUPERINTENDENT, House


def test_a_key_is_kept_as_a_hash_alone(house: House) -> None:
    """Whoever reads the database, or a backup, cannot act with it."""
    key = made(house).key
    (row,) = house.rows(ApiClient)
    logged = "".join(one.data for one in house.rows(Event))
    assert key not in row.model_dump_json() + logged
    assert key.startswith(row.key_begins)
    client = acting(house, key)
    assert (client.person.email, client.entered_by) == (SUPERINTENDENT, "api:Student system")


@pytest.mark.parametrize("key", ["", "rk_", "rk_guess", "x" * 10_000, "\ud800", "rk_\x00"])
def test_an_unknown_key_is_refused(house: House, key: str) -> None:
    """However it is made up."""
    made(house)
    with pytest.raises(UnknownKey):
        acting(house, key)


def test_a_revoked_key_is_as_unknown(house: House) -> None:
    """In the same words, from the moment it is revoked; twice is once."""
    new = made(house)
    for _ in range(2):
        with transaction(house.engine) as session:
            revoke_client(
                session, new.client.id or 0, by=OPERATOR, entered_by=KEYBOARD, now=house.now
            )
    with pytest.raises(UnknownKey):
        acting(house, new.key)
    kinds = [one.kind for one in house.rows(Event) if one.stream == "clients"]
    assert kinds == ["clients.made", "clients.revoked"]


def test_only_operators_make_and_revoke(house: House) -> None:
    """A superintendent asks one."""
    with transaction(house.engine) as session, pytest.raises(NotYourOffice):
        make_client(
            session, "Own", [Scope.READ],
            acts_for=SUPERINTENDENT, by=SUPERINTENDENT, entered_by=KEYBOARD, now=house.now,
        )  # fmt: skip
    new = made(house)
    with transaction(house.engine) as session, pytest.raises(NotYourOffice):
        revoke_client(
            session, new.client.id or 0, by=SUPERINTENDENT, entered_by=KEYBOARD, now=house.now
        )


def test_a_client_acts_within_its_scopes_and_offices(house: House) -> None:
    """What the key does not name it does not admit, though the person might do it."""
    key = made(house, scopes=(Scope.READ,), offices=("superintendent@99010000",)).key
    client = acting(house, key)
    require_scope(client, Scope.READ)
    with pytest.raises(ScopeMissing, match="read"):
        require_scope(client, Scope.FILE)
    with reading(house.engine) as session:
        assert [one.at for one in act_for(session, client, now=house.now)] == ["99010000"]
        today = new_york_date(house.now)
        require_office(session, SUPERINTENDENT, Office.SUPERINTENDENT, "99010000", today)
        assert len(offices_of(session, client.person, today)) == 1


def test_whatever_an_act_asks_a_key_has_no_other_office(house: House) -> None:
    """The person holds two offices; the key names one; to each guard the other is not held."""
    two = ("program@DESE", "superintendent@99010000")
    with transaction(house.engine) as session:
        grant_office(
            session, Grant(Office.PROGRAM, "DESE", SUPERINTENDENT),
            by=OPERATOR, entered_by=KEYBOARD, now=house.now,
        )  # fmt: skip
    today = new_york_date(house.now)
    for named, other in (two, two[::-1]):
        client = acting(house, made(house, offices=(named,)).key)
        office, _, at = other.partition("@")
        with reading(house.engine) as session:
            held = act_for(session, client, now=house.now)
            assert [f"{one.office.value}@{one.at}" for one in held] == [named]
            assert offices_of(session, client.person, today) == held
            with pytest.raises(NotYourOffice, match="This key may not act as"):
                require_office(session, SUPERINTENDENT, Office(office), at, today)
        with reading(house.engine) as session:  # the person in person holds both still
            require_office(session, SUPERINTENDENT, Office(office), at, today)


def test_an_operators_office_is_used_in_person_alone(house: House) -> None:
    """No key is made for it, and a key of somebody who becomes an operator does not gain it."""
    with pytest.raises(ClientUnfit):
        made(house, acts_for=OPERATOR)
    client = acting(house, made(house).key)
    with transaction(house.engine) as session:
        grant_office(
            session, Grant(Office.OPERATOR, "DESE", SUPERINTENDENT),
            by=OPERATOR, entered_by=KEYBOARD, now=house.now,
        )  # fmt: skip
        held = usable_offices(session, client, now=house.now)
    assert [one.office for one in held] == [Office.SUPERINTENDENT]


@pytest.mark.rule(13)
def test_no_scope_admits_a_decision() -> None:
    """A person decides; no program does in their name."""
    assert not [one for one in Scope if "decid" in one.value or "decision" in one.value]


def test_a_client_needs_a_name_a_scope_and_a_person_in_office(house: House) -> None:
    """Each is said at its field."""
    for acts_for, offices, where in (
        ("nobody@nowhere.example", (), "acts_for"),
        (SUPERINTENDENT, ("commissioner@DESE",), "offices"),
    ):
        with pytest.raises(ClientUnfit) as refused:
            made(house, acts_for=acts_for, offices=offices)
        assert refused.value.findings[0].where == where
    for name, scopes in (" ", [Scope.READ]), ("a\nb", [Scope.READ]), ("Name", []):
        with transaction(house.engine) as session, pytest.raises(ClientUnfit):
            make_client(
                session, name, scopes,
                acts_for=SUPERINTENDENT, by=OPERATOR, entered_by=KEYBOARD, now=house.now,
            )  # fmt: skip


def test_last_use_is_kept_to_the_minute(house: House) -> None:
    """A busy client does not write at each request."""
    key = made(house).key
    client = acting(house, key).client
    assert is_use_to_be_kept(client, house.now)
    with transaction(house.engine) as session:
        keep_use(session, client, house.now)
    client = acting(house, key).client
    assert not is_use_to_be_kept(client, house.now + timedelta(seconds=59))
    assert is_use_to_be_kept(client, house.now + timedelta(seconds=60))
    with reading(house.engine) as session:
        ((row, email),) = clients(session)
    assert (row.last_used_at, email) == (house.now, SUPERINTENDENT)
