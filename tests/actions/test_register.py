"""The register shows what a person looked at, less what could tell of anybody."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from actions.cases import CannotMove
from actions.register import (
    Offered,
    StillPersonal,
    amend_entry,
    propose_entry,
    publish_entry,
    withdraw_entry,
)
from actions.register_reading import proposed, public_entries, to_propose
from database import reading, transaction
from models.cases import CaseKind, CaseState
from models.publications import EntryState, RegisterEntry
from models.reviews import Outcome
from notifications.public_register import PublicEntry, as_csv, as_json
from rules.findings import NotYourOffice, SomeoneElseActed
from rules.redaction import SURE, Mark
from tests.actions.makers import (
    BELIEF,
    CHIEF,
    COMMISSIONER,
    COUNSEL,
    INTAKE,
    KEYBOARD,
    OPERATOR,
    SUPERINTENDENT,
    House,
)
from tests.actions.shortfall_makers import Fallback

ADDRESS = "jane.roe@nowhere.example"
TELLING = f"{BELIEF} As Officer Roe wrote from {ADDRESS}, calls fell."


@pytest.fixture
def number(house: House) -> str:
    """Give a decided case whose belief tells of a person."""
    number = house.at_the_commissioner()
    house.decide(number, belief=TELLING, conditions=("Call 413-555-0142 each May",))
    return number


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
        return public_entries(session, asked.pop("kind", CaseKind.WAIVER), **asked)


def test_a_proposal_is_not_public(house: House, number: str) -> None:
    """Nothing is published by itself, and the proposal holds no text yet."""
    with reading(house.engine) as session:
        assert to_propose(session) == [number]
    offered = propose(house, number)
    assert public(house) == []
    assert "text" not in offered.entry.shown
    with reading(house.engine) as session:
        assert [one.case_number for one in proposed(session)] == [number]
        assert to_propose(session) == []
    assert propose(house, number).entry.edition == 1


def test_what_is_redacted_is_in_no_public_row(house: House, number: str) -> None:
    """Neither in the entry, nor in its table, nor in what is kept of the redaction."""
    publish(house, propose(house, number))
    (entry,) = public(house)
    assert entry.text == (
        f"{BELIEF} As [name withheld] wrote from [e-mail address withheld], calls fell."
    )
    assert entry.conditions == ("Call [telephone number withheld] each May",)
    assert (entry.outcome, entry.decided_by) == ("granted", "Commissioner")
    (row,) = house.rows(RegisterEntry)
    kept = row.model_dump_json() + "".join(as_csv([entry])) + as_json([entry])
    for secret in (ADDRESS, "Roe", "555-0142"):
        assert secret not in kept


def test_what_still_tells_of_a_person_is_not_published(house: House, number: str) -> None:
    """Each place is named; a person may say that one tells of nobody, and that is kept."""
    offered = propose(house, number)
    with pytest.raises(StillPersonal) as refused:
        publish(house, offered, take_out=[])
    assert {one.where for one in refused.value.findings} == {"text", "conditions[0]"}
    assert public(house) == []
    sure = [one for one in offered.marks if one.kind in SURE]
    publish(house, offered, take_out=sure[1:], cleared=sure[:1])
    (row,) = house.rows(RegisterEntry)
    assert sorted(one["done"] for one in row.redactions) == ["cleared", "taken out", "taken out"]


def test_any_words_may_be_taken_out(house: House, number: str) -> None:
    """The person who publishes marks freely beside what was found."""
    offered = propose(house, number)
    own = Mark("text", 0, len(BELIEF))
    publish(house, offered, take_out=[own, *(one for one in offered.marks if one.kind in SURE)])
    assert public(house)[0].text.startswith("[words withheld] As [name withheld]")


@pytest.mark.parametrize(
    "mark", [Mark("text", -5, 2), Mark("text", 0, 10**6), Mark("signed_by", 0, 1), Mark("", 0, 1)]
)
def test_a_mark_that_lies_nowhere_is_refused(house: House, number: str, mark: Mark) -> None:
    """Nothing is published on a place that is not there."""
    offered = propose(house, number)
    with pytest.raises(CannotMove):
        publish(house, offered, take_out=[mark, *offered.marks])


@pytest.mark.parametrize("by", [SUPERINTENDENT, CHIEF, INTAKE, COMMISSIONER, "nobody@x.example"])
def test_only_operator_and_counsel_publish(house: House, number: str, by: str) -> None:
    """Nor do others propose, amend or withdraw."""
    offered = propose(house, number)
    with pytest.raises(NotYourOffice):
        publish(house, offered, by=by)
    with pytest.raises(NotYourOffice):
        propose(house, number, by=by)
    with transaction(house.engine) as session, pytest.raises(NotYourOffice):
        withdraw_entry(session, number, reason="x", by=by, entered_by=KEYBOARD, now=house.now)


def test_of_two_who_publish_at_once_one_does(house: House, number: str) -> None:
    """The other is told, and nothing stands twice."""
    offered = propose(house, number)

    def attempt() -> bool:
        try:
            publish(house, offered)
        except SomeoneElseActed:
            return False
        return True

    with ThreadPoolExecutor(3) as threads:
        came = [threads.submit(attempt) for _ in range(3)]
        assert sorted(one.result() for one in came) == [False, False, True]
    assert len(public(house)) == 1


def test_an_amendment_stands_beside_until_it_is_published(house: House, number: str) -> None:
    """The public sees one edition at a time; what was taken out is offered again."""
    publish(house, propose(house, number))
    with transaction(house.engine) as session:
        amended = amend_entry(session, number, by=OPERATOR, now=house.now)
    assert [one.edition for one in public(house)] == [1]
    assert len([one for one in amended.marks if one.kind in SURE]) == 3
    more = Mark("scope", 0, 3)
    publish(house, amended, take_out=[*amended.marks, more])
    (entry,) = public(house)
    assert entry.edition == 2
    assert entry.scope.startswith("[words withheld]")
    states = {one.edition: one.state for one in house.rows(RegisterEntry)}
    assert states == {1: EntryState.SUPERSEDED, 2: EntryState.PUBLISHED}


def test_a_withdrawn_entry_is_seen_no_more(house: House, number: str) -> None:
    """Who, when and why stay on record; the case's log says so."""
    publish(house, propose(house, number))
    with transaction(house.engine) as session, pytest.raises(CannotMove):
        withdraw_entry(session, number, reason=" ", by=OPERATOR, entered_by=KEYBOARD, now=house.now)
    with transaction(house.engine) as session:
        withdraw_entry(
            session,
            number,
            reason="By order",
            by=OPERATOR,
            entered_by=KEYBOARD,
            now=house.now,
        )
    assert public(house) == []
    kinds = [one["kind"] for one in house.show(number)["events"]]
    assert kinds[-2:] == ["register.published", "register.withdrawn"]
    with transaction(house.engine) as session, pytest.raises(CannotMove):
        withdraw_entry(session, number, reason="x", by=OPERATOR, entered_by=KEYBOARD, now=house.now)


def test_what_is_not_decided_is_not_shown(house: House) -> None:
    """A waiver has an entry once it is decided, and not before."""
    number = house.submit().case.number
    with pytest.raises(CannotMove):
        propose(house, number)


def test_decisions_by_outcome_and_year(house: House, number: str) -> None:
    """The register is read by what was decided, and page by page."""
    publish(house, propose(house, number))
    assert len(public(house, outcome=Outcome.GRANTED, year=2026)) == 1
    assert public(house, outcome=Outcome.DENIED) == []
    assert public(house, year=2025) == []
    (entry,) = public(house)
    assert public(house, after=(entry.dated, entry.number)) == []


def test_shortfalls_stand_with_their_state_of_today(house: House) -> None:
    """Nobody decides one: it has a state, which moves on after it was published."""
    number = Fallback(house).determine().case.number
    offered = propose(house, number)
    publish(house, offered, take_out=[one for one in offered.marks if one.kind in SURE])
    (entry,) = public(house, kind=CaseKind.SHORTFALL)
    assert (entry.state, entry.outcome) == ("determined", "")
    Fallback(house).route()
    assert len(public(house, kind=CaseKind.SHORTFALL, state=CaseState.CONSULTING)) == 1
    assert json.loads(as_json(public(house, kind=CaseKind.SHORTFALL)))["entries"]
