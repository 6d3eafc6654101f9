"""Granting an office and taking it back."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from actions.grants import CannotGrant, Grant, NotHeld, grant_office
from actions.offices import NotAnAddress
from database import transaction
from models.events import Event
from models.people import ChiefBasis, Holding, Office
from tests.actions.granting import DEPUTY, TODAY, addresses, grant, revoke
from tests.actions.lists import CHIEF, NOW, OPERATOR, SAMPLE, rows, take_in_files

PORT_EXAMPLE = "99010000"


@pytest.fixture
def registry(engine: sa.Engine) -> sa.Engine:
    """Give a database that holds the sample registry and its offices."""
    take_in_files(engine, **SAMPLE)
    return engine


def test_revoking_ends_what_is_yet_to_begin(registry: sa.Engine) -> None:
    """Somebody who was to start next month does not."""
    begins = date(2026, 10, 1)
    grant(registry, Office.COUNSEL, "DESE", DEPUTY, since=begins)
    revoke(registry, Office.COUNSEL, "DESE", DEPUTY)
    assert DEPUTY not in addresses(registry, Office.COUNSEL, "DESE", begins)


def test_revoking_from_no_address_is_wrong_usage(registry: sa.Engine) -> None:
    """What is no address is not echoed to the terminal."""
    with pytest.raises(NotAnAddress) as refusal:
        revoke(registry, Office.CHIEF, "Port Example", "\x1b[31mred")
    assert "\x1b" not in str(refusal.value)


def test_office_not_held_cannot_be_revoked(registry: sa.Engine) -> None:
    """The refusal names the office in words."""
    with pytest.raises(NotHeld, match=r"superintendent at Port Example \(99010000\)"):
        revoke(registry, Office.SUPERINTENDENT, PORT_EXAMPLE, CHIEF)


def test_instrument_must_be_on_file(registry: sa.Engine) -> None:
    """A hash of nothing is no instrument."""
    with pytest.raises(CannotGrant, match="instrument"):
        grant(registry, Office.COMMISSIONER, "DESE", DEPUTY, instrument_sha256="f" * 64)


@pytest.mark.rule(6)
@pytest.mark.parametrize(
    ("title", "basis"),
    [
        ("Chief of Police", ChiefBasis.CHIEF),
        ("Interim Police Chief", ChiefBasis.CHIEF),
        ("Select Board having control of the police", ChiefBasis.BOARD),
        ("Board of Selectmen acting as chief", ChiefBasis.BOARD),
        ("Police Commission", ChiefBasis.BOARD),
        ("Police Commissioner", ChiefBasis.OFFICER),
        ("City Marshal", ChiefBasis.OFFICER),
        ("Sergeant, officer having control of the police", ChiefBasis.OFFICER),
        ("Head of the police", ChiefBasis.CHIEF),
    ],
)
def test_chief_is_a_chief_or_a_board_or_officer_having_control(
    registry: sa.Engine, title: str, basis: ChiefBasis
) -> None:
    """37P(a): the title tells which, where nobody says."""
    holding = grant(registry, Office.CHIEF, "Little Neck", "police@littleneck.example", title=title)
    assert holding.basis is basis


@pytest.mark.rule(6)
def test_basis_said_stands_over_the_title(registry: sa.Engine) -> None:
    """A Chief Administrative Officer may have control as an officer."""
    holding = grant(
        registry,
        Office.CHIEF,
        "Little Neck",
        "cao@littleneck.example",
        title="Chief Administrative Officer",
        basis=ChiefBasis.OFFICER,
    )
    assert holding.basis is ChiefBasis.OFFICER


@pytest.mark.parametrize(
    ("office", "at", "said", "field"),
    [
        (Office.SUPERINTENDENT, "12345678", {}, "at"),
        (Office.EDITOR, "Port Example", {}, "at"),
        (Office.CHIEF, PORT_EXAMPLE, {}, "at"),
        (Office.CHIEF, "Atlantis", {}, "at"),
        (Office.PROGRAM, "Port Example", {}, "at"),
        (Office.PROGRAM, "DESE", {"basis": ChiefBasis.BOARD}, "basis"),
        (Office.PROGRAM, "DESE", {"since": TODAY, "until": date(2026, 8, 31)}, "until"),
    ],
)
def test_office_is_not_granted_where_or_when_it_cannot_be(
    registry: sa.Engine, office: Office, at: str, said: dict[str, Any], field: str
) -> None:
    """The refusal names the field, and nothing is stored."""
    before = len(rows(registry, Holding))
    with pytest.raises(CannotGrant) as refusal:
        grant(registry, office, at, DEPUTY, **said)
    assert [finding.where for finding in refusal.value.findings] == [field]
    assert refusal.value.exit_code == 2
    assert len(rows(registry, Holding)) == before


def test_agency_is_one_of_the_policy(registry: sa.Engine) -> None:
    """An operator's policy may put a step with another agency."""
    wanted = Grant(Office.COUNSEL, "eopss", DEPUTY)
    with transaction(registry) as session:
        holding = grant_office(
            session, wanted, by=OPERATOR, entered_by=OPERATOR, now=NOW, agencies=("DESE", "EOPSS")
        )
    assert holding.at == "EOPSS"


@pytest.mark.parametrize(
    "email",
    [
        "",
        "nobody",
        "two@@signs.example",
        "a@b@c.example",
        "line\nbreak@doe.example",
        "deputy@doe.example\nBcc: all@doe.example",
        "deputy@doe.example\x00",
        "Deputy <deputy@doe.example>",
        "spa ce@doe.example",
        "dots..twice@doe.example",
        "deputy@-doe.example",
        "députy@doe.example",
        f"{'a' * 65}@doe.example",
        f"deputy@{'a.' * 130}example",
    ],
)
def test_address_that_cannot_be_written_to_is_refused(registry: sa.Engine, email: str) -> None:
    """One @, no control character, no second header, at most 254 characters."""
    with pytest.raises(CannotGrant) as refusal:
        grant(registry, Office.COUNSEL, "DESE", email)
    assert [finding.where for finding in refusal.value.findings] == ["email"]


def test_equal_grant_changes_nothing(registry: sa.Engine) -> None:
    """The same holding comes back, another day and in other letters too."""
    first = grant(registry, Office.COUNSEL, "DESE", DEPUTY, title="Legal reviewer")
    log = len(rows(registry, Event))
    later = NOW + timedelta(30)
    again = grant(registry, Office.COUNSEL, "dese", "Deputy@DOE.example", now=later)
    assert (again.id, again.since) == (first.id, None)
    assert len(rows(registry, Event)) == log


def test_different_grant_replaces_and_keeps_the_old_on_record(registry: sa.Engine) -> None:
    """A decision made under the old holding still shows it."""
    first = grant(registry, Office.COUNSEL, "DESE", DEPUTY, acting=True)
    second = grant(registry, Office.COUNSEL, "DESE", DEPUTY, acting=False)
    assert second.id != first.id
    assert addresses(registry, Office.COUNSEL, "DESE").count(DEPUTY) == 1
    old = next(one for one in rows(registry, Holding) if one.id == first.id)
    assert (old.acting, old.revoked_at) == (True, NOW)
    told = [json.loads(one.data) for one in rows(registry, Event) if one.kind == "offices.granted"]
    assert told[-1]["granted"][0]["replaces"] == [first.id]
