"""Entries of the register as its pages are tried with them."""

from typing import Any

from actions.register import amend_entry, propose_entry, publish_entry, withdraw_entry
from database import transaction
from models.cases import Case
from models.publications import RegisterEntry
from models.reviews import Outcome
from tests.actions.makers import BELIEF, COUNSEL, OPERATOR
from tests.actions.shortfall_makers import Fallback
from tests.portal.premises import Premises

SECRETS = ("jane.roe@nowhere.example", "Roe", "555-0142", "Dana Example")
"""What is to be taken out of the case that `a_telling_case` makes."""
TELLING = f"{BELIEF} As Officer Roe wrote from {SECRETS[0]}, calls fell. Dana Example agreed."
HOSTILE = '=cmd|"/C calc"!A0 <script>alert(1)</script> & "quoted"'


def a_telling_case(premises: Premises, **more: Any) -> str:
    """Give a decided case whose texts tell of persons."""
    premises.keep_files()
    number = premises.house.at_the_commissioner()
    said: dict[str, Any] = {
        "belief": TELLING, "conditions": ("Call 413-555-0142 each May", HOSTILE), **more,
    }  # fmt: skip
    premises.house.decide(number, **said)
    return number


def published(premises: Premises, number: str, *, because: str = "") -> str:
    """Propose a case and publish it, everything that was found taken out but titles."""
    house = premises.house
    with transaction(house.engine) as session:
        make = amend_entry if because else propose_entry
        offered = make(session, number, because=because, by=OPERATOR, now=house.now)
        titles = [one for one in offered.marks if one.field == "decided_by"]
        publish_entry(
            session, number, offered.entry.edition, saw=offered.source.sha256,
            take_out=[one for one in offered.marks if one not in titles], cleared=titles,
            by=COUNSEL, entered_by=COUNSEL, now=house.now,
        )  # fmt: skip
    return number


def withdrawn(premises: Premises, number: str) -> None:
    """Take a case's newest entry out."""
    house = premises.house
    with transaction(house.engine) as session:
        withdraw_entry(
            session, number, reason="By order", by=COUNSEL, entered_by=COUNSEL, now=house.now
        )


def a_shortfall(premises: Premises) -> str:
    """Give a published shortfall."""
    return published(premises, Fallback(premises.house).determine().case.number)


def copies(premises: Premises, number: str, count: int) -> None:
    """Put as many more entries like this one in the register, of three years, a third denied."""
    with transaction(premises.house.engine) as session:
        case, entry = session.get_one(Case, number), session.get_one(RegisterEntry, (number, 1))
        for n in range(2, count + 2):
            outcome = Outcome.GRANTED if n % 3 else Outcome.DENIED
            other: dict[str, Any] = {
                **entry.model_dump(),
                "case_number": f"W-{entry.dated.year}-{n:04}",
                "dated": entry.dated.replace(year=entry.dated.year - n % 3),
                "outcome": outcome,
                "shown": {**entry.shown, "outcome": outcome.value},
            }
            again: dict[str, Any] = {**case.model_dump(), "number": other["case_number"]}
            session.add(Case(**again))
            session.flush()
            session.add(RegisterEntry(**other))
