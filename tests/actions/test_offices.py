"""Who holds which office, where, from when until when."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from actions.offices import NotAnAddress, offices_of, person, require_office
from database import reading, transaction
from models.documents import Document
from models.events import Event
from models.people import Holding, Office
from rules.findings import NotYourOffice
from tests.actions.granting import DEPUTY, TODAY, addresses, grant, revoke
from tests.actions.lists import CHIEF, NOW, SAMPLE, rows, take_in_files

PORT_EXAMPLE, QUARRY_HILL, THREE_RIVERS = "99010000", "99020000", "99600000"
SUPERINTENDENT = "superintendent@portexample.example"


@pytest.fixture
def registry(engine: sa.Engine) -> sa.Engine:
    """Give a database that holds the sample registry and its offices."""
    take_in_files(engine, **SAMPLE)
    return engine


def test_one_superintendent_may_serve_two_districts(registry: sa.Engine) -> None:
    """Offices belong to people many to many."""
    with reading(registry) as session:
        someone = person(session, "Superintendent@QuarryHill.example")
        assert someone is not None
        held = [(one.office, one.at) for one in offices_of(session, someone, TODAY)]
    assert held == [(Office.SUPERINTENDENT, QUARRY_HILL), (Office.SUPERINTENDENT, THREE_RIVERS)]


def test_holding_lasts_from_its_first_day_to_the_end_of_its_last(registry: sa.Engine) -> None:
    """Neither the day before nor the day after."""
    first, last = date(2026, 10, 1), date(2027, 6, 30)
    grant(registry, Office.COUNSEL, "DESE", DEPUTY, since=first, until=last)
    day = timedelta(1)
    in_office = [
        DEPUTY in addresses(registry, Office.COUNSEL, "DESE", on)
        for on in (first - day, first, last, last + day)
    ]
    assert in_office == [False, True, True, False]


def test_revoked_holder_is_out_at_once(registry: sa.Engine) -> None:
    """The office stays, without a holder; who held it stays on record."""
    revoke(registry, Office.CHIEF, "port example", CHIEF.upper())
    assert addresses(registry, Office.CHIEF, "Port Example") == []
    assert [one.revoked_at for one in rows(registry, Holding) if one.at == "Port Example"] == [NOW]
    assert "offices.revoked" in {one.kind for one in rows(registry, Event)}


@pytest.mark.rule(14)
def test_acting_commissioner_holds_by_an_instrument(registry: sa.Engine) -> None:
    """The document that names the acting holder is tied to the holding."""
    sha256 = "0" * 64
    with transaction(registry) as session:
        session.add(
            Document(sha256=sha256, size=1, media_type="application/pdf", stored_at=NOW)
        )  # fmt: skip
    grant(
        registry, Office.COMMISSIONER, "DESE", DEPUTY, acting=True, instrument_sha256=sha256
    )  # fmt: skip
    with reading(registry) as session:
        _, holding = require_office(session, DEPUTY, Office.COMMISSIONER, "DESE", TODAY)
        assert (holding.acting, holding.instrument_sha256) == (True, sha256)
    assert addresses(registry, Office.COMMISSIONER, "DESE") == [
        "commissioner@doe.example",
        DEPUTY,
    ], "the regular holder comes first"


def test_next_term_stands_beside_the_present_one(registry: sa.Engine) -> None:
    """A holding for other days replaces nothing."""
    grant(registry, Office.COUNSEL, "DESE", DEPUTY, until=date(2026, 12, 31))
    grant(registry, Office.COUNSEL, "DESE", DEPUTY, since=date(2027, 1, 1))
    for on in (TODAY, date(2026, 12, 31), date(2027, 1, 1)):
        assert addresses(registry, Office.COUNSEL, "DESE", on).count(DEPUTY) == 1


def test_refusal_says_who_holds_the_office_and_what_this_person_holds(
    registry: sa.Engine,
) -> None:
    """A refusal says why this person may not do this."""
    with reading(registry) as session, pytest.raises(NotYourOffice) as refusal:
        require_office(
            session, "grants@portexample.example", Office.SUPERINTENDENT, PORT_EXAMPLE, TODAY
        )
    said = str(refusal.value)
    assert "does not hold the office of superintendent at Port Example (99010000)" in said
    assert f"held by {SUPERINTENDENT}" in said
    assert "holds: editor at Port Example (99010000)" in said
    assert refusal.value.exit_code == 4


def test_refusal_to_a_stranger_says_that_they_hold_nothing(registry: sa.Engine) -> None:
    """Nobody on record in an office is said as well."""
    with reading(registry) as session, pytest.raises(NotYourOffice) as refusal:
        require_office(session, "nobody@doe.example", Office.CHIEF, "Little Neck", TODAY)
    assert "Nobody is on record in it." in str(refusal.value)
    assert "nobody@doe.example holds no office." in str(refusal.value)


def test_acting_as_no_address_is_wrong_usage(registry: sa.Engine) -> None:
    """What is no address is not echoed to the terminal."""
    with reading(registry) as session, pytest.raises(NotAnAddress) as refusal:
        require_office(session, "\x1b[31mred", Office.CHIEF, "Port Example", TODAY)
    assert refusal.value.exit_code == 2
    assert "\x1b" not in str(refusal.value)
