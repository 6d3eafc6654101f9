"""Entries of the register in one line an act: proposed, published, read as the public does."""

from typing import Any

from actions.offices import person
from actions.register import (
    propose_entry,
    publish_entry,
)
from actions.register_desk import Unpublished, proposed, to_propose
from actions.register_marks import Offered
from actions.register_reading import (
    Wanted,
    public_entries,
)
from database import reading, transaction
from models.cases import CaseKind
from models.publications import RegisterEntry
from notifications.public_register import PublicEntry
from rules.redaction import SURE
from tests.actions.makers import (
    BELIEF,
    COUNSEL,
    KEYBOARD,
    OPERATOR,
    House,
)

ADDRESS = "jane.roe@nowhere.example"
TELLING = f"{BELIEF} As Officer Roe wrote from {ADDRESS}, calls fell."


def propose(house: House, number: str, by: str = OPERATOR) -> Offered:
    """Make a first cut."""
    with transaction(house.engine) as session:
        return propose_entry(session, number, by=by, now=house.now)


def publish(house: House, offered: Offered, *, by: str = COUNSEL, **changed: Any) -> RegisterEntry:
    """Publish what is offered, taking out what is sure unless said otherwise."""
    sure = [one for one in offered.marks if one.kind in SURE]
    asked: dict[str, Any] = {"take_out": sure, "saw": offered.source.sha256} | changed
    with transaction(house.engine) as session:
        return publish_entry(
            session,
            offered.entry.case_number,
            offered.entry.edition,
            by=by,
            entered_by=KEYBOARD,
            now=house.now,
            **asked,
        )


def public(house: House, **asked: Any) -> list[PublicEntry]:
    """Read what the public is shown."""
    with reading(house.engine) as session:
        return public_entries(
            session, Wanted(asked.pop("kind", CaseKind.WAIVER), **asked), limit=100
        )


def waiting(house: House, email: str = OPERATOR) -> tuple[list[Unpublished], list[RegisterEntry]]:
    """Give what waits for a person who publishes: without an entry, and proposed."""
    with reading(house.engine) as session:
        someone = person(session, email)
        assert someone is not None
        found = to_propose(session, someone), proposed(session, someone)
        session.expunge_all()
        return found


def telling(house: House) -> str:
    """Give a decided case whose belief tells of a person."""
    number = house.at_the_commissioner()
    house.decide(number, belief=TELLING, conditions=("Call 413-555-0142 each May",))
    return number
