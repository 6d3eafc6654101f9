"""Keys: shown once, kept as a hash, narrowed to scopes and offices, revoked for good."""

from datetime import timedelta

import pytest

from actions.clients import (
    ClientUnfit,
    ScopeMissing,
    UnknownKey,
    clients,
    make_client,
    require_client_office,
    require_scope,
    revoke_client,
)
from database import reading, transaction
from models.clients import ApiClient, Scope
from models.events import Event
from models.people import Office
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
        require_client_office(session, client, Office.SUPERINTENDENT, "99010000", now=house.now)
        with pytest.raises(NotYourOffice):
            require_client_office(session, client, Office.EDITOR, "99010000", now=house.now)


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
    acting(house, key)
    first = house.now
    house.later(seconds=30)
    acting(house, key)
    assert house.rows(ApiClient)[0].last_used_at == first
    house.now += timedelta(seconds=31)
    acting(house, key)
    with reading(house.engine) as session:
        ((row, email),) = clients(session)
    assert (row.last_used_at, email) == (house.now, SUPERINTENDENT)
