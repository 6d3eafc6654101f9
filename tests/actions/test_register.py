"""The register shows what a person looked at, less what could tell of anybody."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from actions.cases import CannotMove
from actions.offices import person
from actions.register import (
    ReasonMissing,
    amend_entry,
    preview_entry,
    withdraw_entry,
)
from actions.register_desk import editions_of
from actions.register_marks import CLEARED, TAKEN_OUT, StillPersonal
from database import reading, transaction
from models.publications import EntryState, RegisterEntry
from models.reviews import Recusal
from notifications.public_register import as_csv, as_json
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
from tests.actions.publishing import ADDRESS, propose, public, publish, telling, waiting


@pytest.fixture
def number(house: House) -> str:
    """Give a decided case whose belief tells of a person."""
    return telling(house)


def test_a_proposal_is_not_public(house: House, number: str) -> None:
    """Nothing is published by itself, and the proposal holds no text yet."""
    (unpublished,), _ = waiting(house)
    assert (unpublished.number, unpublished.body) == (number, "Port Example")
    offered = propose(house, number)
    assert public(house) == []
    assert "text" not in offered.entry.shown
    unproposed, (entry,) = waiting(house)
    assert (unproposed, entry.case_number) == ([], number)
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
    kept = row.model_dump_json() + "".join([*as_csv([[entry]]), *as_json([[entry]])])
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
        amended = amend_entry(
            session, number, because="More is withheld.", by=OPERATOR, now=house.now
        )
    assert [one.edition for one in public(house)] == [1]
    assert len([one for one in amended.marks if one.kind in SURE]) == 3
    more = Mark("scope", 0, 3)
    publish(house, amended, take_out=[*amended.marks, more])
    (entry,) = public(house)
    assert (entry.edition, entry.because) == (2, "More is withheld.")
    assert entry.scope.startswith("[words withheld]")
    states = {one.edition: one.state for one in house.rows(RegisterEntry)}
    assert states == {1: EntryState.SUPERSEDED, 2: EntryState.PUBLISHED}


def test_a_withdrawn_entry_is_seen_no_more(house: House, number: str) -> None:
    """Who, when and why stay on record; the case's log says so."""
    publish(house, propose(house, number))
    with transaction(house.engine) as session, pytest.raises(ReasonMissing):
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


def test_a_preview_is_what_will_be_published(house: House, number: str) -> None:
    """Word for word, with the same checks; and nothing is public by it."""
    offered = propose(house, number)
    sure = [one for one in offered.marks if one.kind in SURE]
    asked: dict[str, Any] = {"saw": offered.source.sha256, "by": OPERATOR, "now": house.now}
    with reading(house.engine) as session:
        seen = preview_entry(session, number, 1, take_out=sure, **asked)
        with pytest.raises(StillPersonal):
            preview_entry(session, number, 1, take_out=sure[1:], **asked)
    assert public(house) == []
    publish(house, offered, by=OPERATOR)
    assert public(house) == [seen]
    assert seen.withheld == ("name", "e-mail address", "telephone number")


def test_what_may_be_a_name_is_called_one_once_it_is_taken_out(house: House) -> None:
    """The public is not told that somebody wondered."""
    number = house.at_the_commissioner()
    house.decide(number, belief=f"{BELIEF} Alba Longa agreed.")
    offered = propose(house, number)
    publish(house, offered, take_out=offered.marks)
    (entry,) = public(house)
    assert entry.text == f"{BELIEF} [name withheld] agreed."


def test_another_edition_of_what_was_public_says_why(house: House, number: str) -> None:
    """In words that tell of nobody themselves; what was cleared before is offered as cleared."""
    offered = propose(house, number)
    sure = [one for one in offered.marks if one.kind in SURE]
    publish(house, offered, take_out=sure[1:], cleared=sure[:1])
    for because, refused in ((" ", ReasonMissing), ("Ask jane@x.example.", StillPersonal)):
        with transaction(house.engine) as session, pytest.raises(refused):
            amend_entry(session, number, because=because, by=OPERATOR, now=house.now)
    with transaction(house.engine) as session:
        again = amend_entry(session, number, because="By request.", by=OPERATOR, now=house.now)
    assert [again.done.get(one) for one in sure] == [CLEARED, TAKEN_OUT, TAKEN_OUT]
    publish(house, again, take_out=sure)
    with reading(house.engine) as session:
        assert [one.because for one in editions_of(session, number)] == ["By request.", None]


def test_whoever_comes_late_is_told_who_was_first(house: House, number: str) -> None:
    """Publishing what was withdrawn, withdrawing what was replaced: nothing is done."""
    offered = propose(house, number)
    publish(house, offered, by=COUNSEL)
    with pytest.raises(SomeoneElseActed, match=f"{COUNSEL} published edition 1 of {number}, "):
        publish(house, offered, by=OPERATOR)
    with transaction(house.engine) as session:
        amended = amend_entry(session, number, because="x", by=OPERATOR, now=house.now)
    publish(house, amended, by=OPERATOR)
    late: dict[str, Any] = {"reason": "x", "by": COUNSEL, "entered_by": COUNSEL, "now": house.now}
    with (
        transaction(house.engine) as session,
        pytest.raises(SomeoneElseActed, match="A later edition has replaced it"),
    ):
        withdraw_entry(session, number, edition=1, **late)
    with transaction(house.engine) as session:
        withdraw_entry(session, number, edition=2, **late)
    with (
        transaction(house.engine) as session,
        pytest.raises(SomeoneElseActed, match=f"{COUNSEL} withdrew edition 2"),
    ):
        withdraw_entry(session, number, edition=2, **late)


def test_whoever_stepped_aside_does_not_see_it_wait(house: House, number: str) -> None:
    """Nor may they propose it."""
    with transaction(house.engine) as session:
        counsel = person(session, COUNSEL)
        assert counsel is not None
        session.add(
            Recusal(case_number=number, person_id=counsel.id or 0, reason="Kin", at=house.now,
                    had_opened=False)
        )  # fmt: skip
    assert waiting(house, COUNSEL) == ([], [])
    with pytest.raises(NotYourOffice, match="stepped aside"):
        propose(house, number, by=COUNSEL)
    propose(house, number)
    assert waiting(house, COUNSEL) == ([], [])
