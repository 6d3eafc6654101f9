"""The register is read page by page, as files, by what was decided, where and when."""

import json
from datetime import date
from typing import Any

import pytest

from actions.register import (
    amend_entry,
    withdraw_entry,
)
from actions.register_reading import (
    Wanted,
    counts,
    entry_of,
    every_entry,
    fingerprint,
    page_of,
    was_withdrawn,
)
from database import reading, transaction
from models.cases import Case, CaseKind, CaseState
from models.publications import RegisterEntry
from models.reviews import Outcome
from notifications.public_register import as_json
from rules.redaction import SURE
from tests.actions.makers import (
    OPERATOR,
    House,
)
from tests.actions.publishing import propose, public, publish, telling
from tests.actions.shortfall_makers import Fallback


@pytest.fixture
def number(house: House) -> str:
    """Give a decided case whose belief tells of a person."""
    return telling(house)


YEAR_2026: dict[str, Any] = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}


def test_decisions_by_outcome_and_year(house: House, number: str) -> None:
    """The register is read by what was decided, when, and by whose case it is."""
    publish(house, propose(house, number))
    assert len(public(house, outcome=Outcome.GRANTED, body="99010000", **YEAR_2026)) == 1
    assert public(house, outcome=Outcome.DENIED) == []
    assert public(house, since=date(2027, 1, 1)) == []
    assert public(house, until=date(2025, 12, 31)) == []
    assert public(house, body="99020000") == []
    with reading(house.engine) as session:
        assert counts(session, Wanted(CaseKind.WAIVER)) == {"granted": 1}
        assert counts(session, Wanted(CaseKind.WAIVER, body="99020000")) == {}
        assert counts(session, Wanted(CaseKind.SHORTFALL)) == {}


@pytest.fixture
def many(house: House, number: str) -> list[str]:
    """Give the numbers of seven published entries, the newest first; four are of one day."""
    publish(house, propose(house, number))
    with transaction(house.engine) as session:
        case, entry = session.get_one(Case, number), session.get_one(RegisterEntry, (number, 1))
        for n in range(2, 8):
            other, day = f"W-2026-{n:04}", entry.dated.replace(day=min(n, 4))
            another: dict[str, Any] = {**case.model_dump(), "number": other}
            session.add(Case(**another))
            session.flush()
            another = {**entry.model_dump(), "case_number": other, "dated": day}
            session.add(RegisterEntry(**another))
    return [one.number for one in public(house)]


def test_pages_join_without_a_gap_in_both_directions(house: House, many: list[str]) -> None:
    """Forward to the end and back to the start, also where several stand on one day."""
    assert len(many) == 7
    with reading(house.engine) as session:
        wanted, forward = Wanted(CaseKind.WAIVER), list[tuple[str, ...]]()
        found = page_of(session, wanted, size=3)
        assert found.newer is None
        forward.append(tuple(one.number for one in found.entries))
        while found.older:
            found = page_of(session, wanted, after=found.older, size=3)
            forward.append(tuple(one.number for one in found.entries))
        assert [len(one) for one in forward] == [3, 3, 1]
        assert [number for one in forward for number in one] == many
        assert found.newer is not None
        back = page_of(session, wanted, before=found.newer, size=3)
        assert tuple(one.number for one in back.entries) == forward[1]
        assert back.newer
        first = page_of(session, wanted, before=back.newer, size=3)
        assert (tuple(one.number for one in first.entries), first.newer) == (forward[0], None)
        assert page_of(session, wanted, after=(date(2001, 1, 1), ""), size=3).entries == ()


def test_files_hold_every_entry_read_a_batch_at_a_time(house: House, many: list[str]) -> None:
    """Not only a page, and each once."""
    everything = every_entry(lambda: reading(house.engine), Wanted(CaseKind.WAIVER), at_once=3)
    batches = list(everything)
    assert [len(one) for one in batches] == [3, 3, 1]
    assert [one.number for batch in batches for one in batch] == many


def test_the_fingerprint_changes_when_an_entry_does(house: House, number: str) -> None:
    """Published, amended, withdrawn: each is another; what is only proposed changes nothing."""

    def word() -> str:
        with reading(house.engine) as session:
            return fingerprint(session, Wanted(CaseKind.WAIVER))

    words = [word()]
    publish(house, propose(house, number))
    words.append(word())
    with transaction(house.engine) as session:
        amended = amend_entry(session, number, because="x", by=OPERATOR, now=house.now)
    assert word() == words[-1]
    publish(house, amended)
    words.append(word())
    with transaction(house.engine) as session:
        withdraw_entry(session, number, reason="x", by=OPERATOR, entered_by=OPERATOR, now=house.now)
    words.append(word())
    assert len(set(words[:3])) == 3
    assert words[3] == words[0]  # empty again


def test_only_what_was_public_is_said_to_be_withdrawn(house: House, number: str) -> None:
    """A proposal that was dropped was never there, as far as the public knows."""
    propose(house, number)
    drop: dict[str, Any] = {
        "reason": "x", "by": OPERATOR, "entered_by": OPERATOR, "now": house.now,
    }  # fmt: skip
    with transaction(house.engine) as session:
        withdraw_entry(session, number, **drop)
        assert not was_withdrawn(session, number)
    publish(house, propose(house, number))
    with transaction(house.engine) as session:
        found = entry_of(session, number)
        assert found is not None
        assert (found.edition, found.because) == (2, "")
        withdraw_entry(session, number, **drop)
        assert was_withdrawn(session, number)
        assert entry_of(session, number) is None


def test_shortfalls_stand_with_their_state_of_today(house: House) -> None:
    """Nobody decides one: it has a state, which moves on after it was published."""
    number = Fallback(house).determine().case.number
    offered = propose(house, number)
    publish(house, offered, take_out=[one for one in offered.marks if one.kind in SURE])
    (entry,) = public(house, kind=CaseKind.SHORTFALL)
    assert (entry.state, entry.outcome) == ("determined", "")
    Fallback(house).route()
    assert len(public(house, kind=CaseKind.SHORTFALL, state=CaseState.CONSULTING)) == 1
    text = "".join(as_json([public(house, kind=CaseKind.SHORTFALL)]))
    assert json.loads(text)["entries"][0]["fiscal_year"] == "2027"
    with reading(house.engine) as session:
        assert counts(session, Wanted(CaseKind.SHORTFALL)) == {"consulting": 1}
