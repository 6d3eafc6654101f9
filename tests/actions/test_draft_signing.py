"""A draft is measured, shown to whom it goes, and signed exactly as it was seen."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from actions.draft_access import DraftClosed
from actions.draft_papers import measure
from actions.draft_signing import ChangedSinceSigned, told_when_sent
from database import reading
from models.drafts import Draft, DraftState
from rules.completeness import Fullness
from rules.findings import ApplicationIncomplete, NotYourOffice
from rules.policy import default_policy_text, parse_policy
from tests.actions.draft_makers import EDITOR, Desk
from tests.actions.makers import SUPERINTENDENT
from tests.shared import CASES

POLICY = parse_policy(default_policy_text())


def test_a_complete_draft_is_filed_as_it_was_seen(desk: Desk, draft: str) -> None:
    """Typed by an editor, signed by the superintendent: a case like any other."""
    desk.write_complete(draft)
    saw = desk.hash(draft)
    sent = desk.sign(draft, saw=saw)
    case = desk.house.show(sent.case.number)
    assert (case["state"], case["sha256"], sent.sha256) == ("submitted", saw, saw)
    assert [one["title"] for one in case["evidence"]] == [
        "Incidents reported, and incidents requiring police, by school", "School climate survey",
    ]  # fmt: skip
    assert [one["id"] for one in case["alternatives"]] == ["A1", "A2", "A3"]
    found = desk.show(draft)
    assert (found.state, found.became) == (DraftState.SUBMITTED, sent.case.number)


def test_signing_twice_files_once(desk: Desk, draft: str) -> None:
    """A double click, or two tabs, have one case."""
    desk.write_complete(draft)
    first = desk.sign(draft)
    again = desk.sign(draft, saw=first.sha256)
    assert (again.case.number, again.repeated) == (first.case.number, True)
    with pytest.raises(DraftClosed, match=first.case.number):
        desk.edit(draft, {"scope": "Late"}, seen=0)


def test_two_signers_at_once_file_once(desk: Desk, draft: str) -> None:
    """The second is given what the first sent."""
    desk.write_complete(draft)
    saw = desk.hash(draft)
    with ThreadPoolExecutor(4) as threads:
        signing = [threads.submit(desk.sign, draft, saw=saw) for _ in range(4)]
        sent = [one.result() for one in signing]
    assert len({one.case.number for one in sent}) == 1
    assert sorted(one.repeated for one in sent) == [False, True, True, True]


def test_what_changed_after_it_was_read_is_not_signed(desk: Desk, draft: str) -> None:
    """The superintendent signs exactly what is sent; the refusal says who changed it."""
    desk.write_complete(draft)
    saw = desk.hash(draft)
    desk.edit(draft, {"scope": "Less"}, seen=desk.show(draft).revision, by=EDITOR)
    with pytest.raises(ChangedSinceSigned, match=EDITOR):
        desk.sign(draft, saw=saw)
    assert desk.show(draft).state is DraftState.OPEN


def test_a_file_changed_after_it_was_read_is_not_signed(desk: Desk, draft: str) -> None:
    """The files are part of what is signed."""
    desk.write_complete(draft)
    saw = desk.hash(draft)
    old = desk.store.put(CASES / "files" / "incidents-2023-2026.csv").sha256
    desk.attach(draft, "evidence[e1]", "files/counselor-staffing.csv", instead_of=old, by=EDITOR)
    with pytest.raises(ChangedSinceSigned):
        desk.sign(draft, saw=saw)


def test_an_editor_does_not_sign(desk: Desk, draft: str) -> None:
    """Only the superintendent does."""
    desk.write_complete(draft)
    with pytest.raises(NotYourOffice):
        desk.sign(draft, by=EDITOR)


def test_an_incomplete_draft_is_refused_with_every_gap(desk: Desk, draft: str) -> None:
    """Each gap is at its part of the draft, by the draft's own names; nothing is filed."""
    desk.add(draft, "evidence", "mine")
    desk.edit(draft, {"evidence[mine].title": "Data", "evidence[mine].period": "last year"}, seen=1)
    with pytest.raises(ApplicationIncomplete) as refused:
        desk.sign(draft, saw="")
    assert {one.where for one in refused.value.findings} == {
        "evidence[mine].file", "evidence[mine].period",
    }  # fmt: skip
    assert desk.show(draft).state is DraftState.OPEN


def test_the_meter_goes_clause_by_clause(desk: Desk, draft: str) -> None:
    """What is missing is named where it is missing; what is there is not."""
    desk.add(draft, "reasons", "r")
    desk.edit(draft, {"reasons[r].text": "Because of the survey"}, seen=1)
    with reading(desk.house.engine) as session:
        measured = measure(
            session, session.get_one(Draft, draft), POLICY, desk.store, now=desk.house.now
        )
    by_field = {one.element.field: one for one in measured}
    assert by_field["reasons"].state is Fullness.COMPLETE
    assert by_field["evidence"].state is Fullness.MISSING
    assert by_field["evidence"].clause == "37P(c)(ii)"
    assert [one.where for one in by_field["alternatives"].missing] == ["alternatives"] * 3
    assert by_field["chief_consultations"].missing


def test_the_meter_of_a_complete_draft_lacks_nothing(desk: Desk, draft: str) -> None:
    """And signing it agrees."""
    desk.write_complete(draft)
    with reading(desk.house.engine) as session:
        measured = measure(
            session, session.get_one(Draft, draft), POLICY, desk.store, now=desk.house.now
        )
    assert {one.state for one in measured} == {Fullness.COMPLETE}


def test_who_will_be_mailed_is_who_is(desk: Desk, draft: str) -> None:
    """Shown before sending, by the function that the act uses."""
    desk.write_complete(draft)
    with reading(desk.house.engine) as session:
        told = told_when_sent(
            session, session.get_one(Draft, draft), by=SUPERINTENDENT, now=desk.house.now
        )
    number = desk.sign(draft).case.number
    mailed = {(one["to"], one["template"]) for one in desk.house.show(number)["messages"]}
    assert {(one.email, one.template.value) for one in told} == mailed
