"""A draft is left and found again, written by several people, signed as it was seen."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from actions.draft_access import DraftClosed, NoSuchDraft, drafts_of
from actions.draft_fields import DraftTooLarge, NoSuchDraftField
from actions.draft_items import move_item, remove_item, restore_item, taken_out
from actions.draft_papers import measure, paper_of
from actions.draft_signing import ChangedSinceSigned, told_when_sent
from actions.draft_starting import (
    last_filing,
    questions_on,
    start_answer,
    start_draft,
    start_from_filing,
)
from actions.drafts import ChangedMeanwhile, discard_draft, history, set_asides, settle
from actions.questions import Asked
from database import reading, transaction
from documents import DocumentStore
from models.cases import CaseKind, CaseState
from models.drafts import Draft, DraftEdit, DraftState
from models.reviews import ReviewOutcome
from rules.completeness import Fullness
from rules.findings import ApplicationIncomplete, NotYourOffice
from rules.policy import default_policy_text, parse_policy
from tests.actions.draft_makers import EDITOR, PORT, Desk
from tests.actions.makers import CHIEF, INTAKE, OPERATOR, SUPERINTENDENT, House
from tests.actions.shortfall_makers import BOARD
from tests.shared import CASES

POLICY = parse_policy(default_policy_text())


@pytest.fixture
def desk(engine: sa.Engine, tmp_path: Path) -> Desk:
    """Give a desk on each database."""
    return Desk(House(engine).open(), DocumentStore(tmp_path / "documents"))


@pytest.fixture
def draft(desk: Desk) -> str:
    """Give an empty draft."""
    return desk.start()


def test_a_draft_is_found_again_by_everyone_who_may_write_in_it(desk: Desk, draft: str) -> None:
    """Editor and superintendent of the body see it; nobody else does."""
    desk.edit(draft, {"scope": "All of it"}, seen=0)
    with reading(desk.house.engine) as session:
        for by, seen in (SUPERINTENDENT, 1), (EDITOR, 1), (CHIEF, 0), (OPERATOR, 0):
            assert len(drafts_of(session, by=by, now=desk.house.now)) == seen
    assert desk.show(draft).content == {"scope": "All of it"}


def test_pressed_twice_start_gives_one_draft(desk: Desk, draft: str) -> None:
    """A double click leaves no second draft; once written in, a new one may be begun."""
    assert desk.start() == draft
    desk.edit(draft, {"scope": "x"}, seen=0)
    assert desk.start() != draft


def test_nobody_else_writes_in_it(desk: Desk, draft: str) -> None:
    """A chief, an operator and a stranger are told who may."""
    for by in (CHIEF, OPERATOR, "stranger@nowhere.example"):
        with pytest.raises(NotYourOffice, match="superintendent"):
            desk.edit(draft, {"scope": "Mine"}, seen=0, by=by)
    with pytest.raises(NoSuchDraft):
        desk.edit("guessed", {"scope": "Mine"}, seen=0)


@pytest.mark.rule(3)
def test_a_charter_school_is_told_at_the_start(desk: Desk) -> None:
    """It need not fill in a form to learn which clauses name it."""
    with pytest.raises(ApplicationIncomplete) as refused:
        desk.start(code="99350000", by="director@harborlight.example")
    assert "charter" in str(refused.value).lower()


def test_two_people_write_in_different_fields(desk: Desk, draft: str) -> None:
    """Each sees the other's words afterwards; neither is asked anything."""
    desk.edit(draft, {"scope": "All of it", "school_years": ["2026-27"]}, seen=0)
    edited = desk.edit(draft, {"signed_by.name": "Superintendent"}, seen=0, by=EDITOR)
    assert edited.taken == ("signed_by.name",)
    assert edited.others == {"school_years": ["2026-27"], "scope": "All of it"}
    assert desk.show(draft).content == {
        "scope": "All of it", "school_years": ["2026-27"], "signed_by": {"name": "Superintendent"},
    }  # fmt: skip


def test_a_field_left_as_it_was_is_no_edit(desk: Desk, draft: str) -> None:
    """A page that posts all its fields does not undo what another wrote meanwhile."""
    desk.edit(draft, {"scope": "One"}, seen=0)
    desk.edit(draft, {"scope": "Two"}, seen=1, by=EDITOR)
    edited = desk.edit(draft, {"scope": "One", "signed_by.name": "S"}, seen=1)
    assert (edited.taken, edited.clashes) == (("signed_by.name",), ())
    assert edited.others == {"scope": "Two"}


def test_the_same_field_at_once_keeps_both_texts(desk: Desk, draft: str) -> None:
    """The first stands, the second is kept beside it, and both are told who and what."""
    desk.edit(draft, {"scope": "Editor's"}, seen=0, by=EDITOR)
    edited = desk.edit(draft, {"scope": "Mine", "signed_by.name": "S"}, seen=0)
    assert edited.taken == ("signed_by.name",)
    (clash,) = edited.clashes
    assert EDITOR in clash.message
    assert (clash.clash.typed, clash.clash.theirs) == ("Mine", "Editor's")
    with transaction(desk.house.engine) as session:
        (kept,) = set_asides(session, session.get_one(Draft, draft))
        assert (kept.field, kept.typed) == ("scope", ["Mine"])
        settle(session, kept.id or 0, by=EDITOR, now=desk.house.now)
    with reading(desk.house.engine) as session:
        assert set_asides(session, session.get_one(Draft, draft)) == []


def test_autosave_of_a_clashing_field_keeps_the_longest_words(desk: Desk, draft: str) -> None:
    """Each letter typed on does not pile up; words typed instead do."""
    desk.edit(draft, {"scope": "Editor's"}, seen=0, by=EDITOR)
    for words in ("M", "Mine", "Mine", "Other"):
        desk.edit(draft, {"scope": words}, seen=0)
    with reading(desk.house.engine) as session:
        (kept,) = set_asides(session, session.get_one(Draft, draft))
        assert kept.typed == ["Mine", "Other"]


def test_the_same_save_twice_is_one_change(desk: Desk, draft: str) -> None:
    """Autosave that did not hear back may ask again."""
    first = desk.edit(draft, {"scope": "All"}, seen=0)
    again = desk.edit(draft, {"scope": "All"}, seen=0)
    assert (first.draft.revision, again.draft.revision, again.clashes) == (1, 1, ())
    assert len(desk.house.rows(DraftEdit)) == 1


def test_a_save_is_a_few_statements(desk: Desk, draft: str) -> None:
    """However long the draft, autosave reads and writes a handful of rows and no file."""
    desk.write_complete(draft)
    statements: list[str] = []

    def keep(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    engine = desk.house.engine
    event.listen(engine, "before_cursor_execute", keep)
    desk.edit(draft, {"scope": "Shorter"}, seen=desk.show(draft).revision)
    assert len(statements) <= 10


@pytest.mark.parametrize(
    "path",
    ["applicant", "form", "nothing", "evidence", "evidence[0", "evidence[e1].file", "scope.name",
     "evidence[e1]", "a" * 5000, "scope[1]", "__class__", "evidence[e1].title.x"],
)  # fmt: skip
def test_only_fields_of_the_form_are_written(desk: Desk, draft: str, path: str) -> None:
    """What is no field is refused by name; nothing is kept under it."""
    with pytest.raises(NoSuchDraftField):
        desk.edit(draft, {path: "x"}, seen=0)


def test_hostile_text_is_kept_as_text(desk: Desk, draft: str) -> None:
    """Control letters go, the words stay; what is too long is refused whole."""
    desk.edit(draft, {"scope": "a\x00b\r\nc\ud800<script>"}, seen=0)
    assert desk.show(draft).content == {"scope": "ab\nc<script>"}
    for value in "x" * 100_001, ["x"] * 1001, {"a": 1}, 7:
        with pytest.raises((DraftTooLarge, NoSuchDraftField)):
            desk.edit(draft, {"scope": value}, seen=1)


def test_a_page_of_no_revision_is_refused(desk: Desk, draft: str) -> None:
    """A forged or foreign revision changes nothing."""
    for seen in (-1, 1, 10**9):
        with pytest.raises(ChangedMeanwhile):
            desk.edit(draft, {"scope": "x"}, seen=seen)


def test_moving_an_item_moves_its_file(desk: Desk, draft: str) -> None:
    """A file hangs on what it belongs to, not on a position."""
    for item in ("one", "two"):
        desk.add(draft, "evidence", item)
    desk.attach(draft, "evidence[two]", "files/incidents-2023-2026.csv")
    desk.edit(draft, {"evidence[one].title": "1", "evidence[two].title": "2"}, seen=3)
    with transaction(desk.house.engine) as session:
        move_item(session, draft, "evidence[two]", 0, by=EDITOR, now=desk.house.now)
    with reading(desk.house.engine) as session:
        paper = paper_of(session, session.get_one(Draft, draft))
        first = paper.filing.form.evidence[0]
        assert (first.title, first.file) == ("2", "E1/incidents-2023-2026.csv")
        assert [gap.where for gap in paper.gaps] == ["evidence[one].file"]


def test_an_item_taken_out_comes_back_with_words_and_file(desk: Desk, draft: str) -> None:
    """Nothing typed is lost by a wrong button."""
    desk.add(draft, "alternatives", "a")
    desk.add(draft, "alternatives[a].supporting_data", "s")
    desk.edit(draft, {"alternatives[a].description": "Drills",
                      "alternatives[a].supporting_data[s].title": "Plan"}, seen=2)  # fmt: skip
    desk.attach(draft, "alternatives[a].supporting_data[s]", "files/response-protocol.pdf")
    before = desk.show(draft).content
    with transaction(desk.house.engine) as session:
        remove_item(
            session, draft, "alternatives[a]", seen=4, by=SUPERINTENDENT, now=desk.house.now
        )
    assert desk.show(draft).content == {}
    with transaction(desk.house.engine) as session:
        assert taken_out(session, session.get_one(Draft, draft)) == [
            ("alternatives[a]", SUPERINTENDENT)
        ]
        restore_item(session, draft, "alternatives[a]", by=EDITOR, now=desk.house.now)
    assert desk.show(draft).content == before


def test_an_item_another_wrote_in_is_not_taken_out(desk: Desk, draft: str) -> None:
    """The button says who wrote there since; words for an item taken out are kept aside."""
    desk.add(draft, "reasons", "r")
    desk.edit(draft, {"reasons[r].text": "Because"}, seen=1, by=EDITOR)
    with transaction(desk.house.engine) as session, pytest.raises(ChangedMeanwhile, match=EDITOR):
        remove_item(session, draft, "reasons[r]", seen=1, by=SUPERINTENDENT, now=desk.house.now)
    with transaction(desk.house.engine) as session:
        remove_item(session, draft, "reasons[r]", seen=2, by=SUPERINTENDENT, now=desk.house.now)
    edited = desk.edit(draft, {"reasons[r].text": "Because of"}, seen=2, by=EDITOR)
    assert edited.taken == ()
    assert edited.clashes[0].clash.theirs is None
    assert "removed" in edited.clashes[0].message


def test_one_button_adds_one_item(desk: Desk, draft: str) -> None:
    """Pressed twice, with the page's own id, there is one; an id is never two things'."""
    desk.add(draft, "evidence", "same")
    desk.add(draft, "evidence", "same")
    assert desk.show(draft).content == {"evidence": [{"id": "same"}]}
    with pytest.raises(NoSuchDraftField):
        desk.add(draft, "reasons", "same")
    with pytest.raises(NoSuchDraftField):
        desk.add(draft, "alternatives[gone].supporting_data", "s")


def test_a_file_put_there_meanwhile_is_not_replaced(desk: Desk, draft: str) -> None:
    """Who attaches says which file the page showed."""
    desk.add(draft, "evidence", "e")
    first = desk.attach(draft, "evidence[e]", "files/incidents-2023-2026.csv", by=EDITOR)
    with pytest.raises(ChangedMeanwhile, match=EDITOR):
        desk.attach(draft, "evidence[e]", "files/climate-survey-2026.csv")
    again = desk.attach(draft, "evidence[e]", "files/incidents-2023-2026.csv")
    assert again == first
    desk.attach(draft, "evidence[e]", "files/climate-survey-2026.csv", instead_of=first)
    desk.add(draft, "reasons", "r")
    with pytest.raises(NoSuchDraftField):
        desk.attach(draft, "reasons[r]", "files/climate-survey-2026.csv")


def test_history_says_who_changed_what(desk: Desk, draft: str) -> None:
    """In fields, the newest first."""
    desk.edit(draft, {"scope": "One"}, seen=0)
    desk.edit(draft, {"scope": "Two", "signed_by.name": "S"}, seen=1, by=EDITOR)
    with reading(desk.house.engine) as session:
        found = history(session, session.get_one(Draft, draft))
    assert [(one.by, sorted(one.fields)) for one in found] == [
        (EDITOR, ["scope", "signed_by.name"]), (SUPERINTENDENT, ["scope"]),
    ]  # fmt: skip


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


def _returned(desk: Desk, draft: str) -> str:
    desk.write_complete(draft)
    number = desk.sign(draft).case.number
    desk.house.route()
    asked = (Asked("evidence[1].period", "Which weeks?"), Asked("scope", "Both schools?"))
    desk.house.review(number, INTAKE, outcome=ReviewOutcome.RETURN, questions=asked)
    return number


def test_an_answer_begins_with_what_was_returned(desk: Desk, draft: str) -> None:
    """With its files, and each question at the field it is about; signed, it is version 2."""
    number = _returned(desk, draft)
    with transaction(desk.house.engine) as session:
        answer = start_answer(session, number, by=EDITOR, now=desk.house.now)
        assert start_answer(session, number, by=SUPERINTENDENT, now=desk.house.now).id == answer.id
        asked = [(one.path, one.text) for one in questions_on(session, answer)]
    assert asked == [("evidence[e2].period", "Which weeks?"), ("scope", "Both schools?")]
    desk.edit(answer.id, {"evidence[e2].period": "2026-03-02/2026-03-20"}, seen=0, by=EDITOR)
    sent = desk.sign(answer.id)
    assert (sent.case.number, sent.version, sent.case.state) == (number, 2, CaseState.SUBMITTED)
    (event,) = [
        one for one in desk.house.show(number)["events"] if one["kind"] == "waiver.resubmitted"
    ]
    assert event["by"] == SUPERINTENDENT


def test_only_a_returned_case_is_answered(desk: Desk, draft: str) -> None:
    """Before the office asks there is nothing to answer."""
    desk.write_complete(draft)
    number = desk.sign(draft).case.number
    with transaction(desk.house.engine) as session, pytest.raises(Exception, match="no questions"):
        start_answer(session, number, by=EDITOR, now=desk.house.now)


def test_last_time_is_a_start(desk: Desk, draft: str) -> None:
    """Its words and files are there; signature and consultations are made anew."""
    desk.write_complete(draft)
    number = desk.sign(draft).case.number
    with transaction(desk.house.engine) as session:
        assert last_filing(session, CaseKind.WAIVER, PORT) == number
        began = start_from_filing(session, number, by=EDITOR, now=desk.house.now)
        measured = measure(session, began, POLICY, desk.store, now=desk.house.now)
    lacking = {one.element.field for one in measured if one.state is Fullness.MISSING}
    assert lacking == {"chief_consultations", "signed_by"}
    assert began.started_from == number


def test_a_draft_given_up_stays_given_up(desk: Desk, draft: str) -> None:
    """Nobody writes in it or signs it; giving it up twice is once."""
    for _ in range(2):
        with transaction(desk.house.engine) as session:
            discard_draft(session, draft, by=EDITOR, now=desk.house.now)
    with pytest.raises(DraftClosed, match=EDITOR):
        desk.edit(draft, {"scope": "x"}, seen=0)
    with pytest.raises(DraftClosed):
        desk.sign(draft, saw="")


def test_a_chiefs_determination_is_a_draft_too(desk: Desk) -> None:
    """One mechanism for both forms: the chief writes it, the chief signs it."""
    now = desk.house.now
    with transaction(desk.house.engine) as session:
        draft = start_draft(
            session, CaseKind.SHORTFALL, "99600000", town="Quarry Hill", by=BOARD, now=now
        ).id
    desk.add(draft, "figures", "f", by=BOARD)
    desk.attach(draft, "figures[f]", "files/police-budget-fy27.csv", by=BOARD)
    desk.edit(
        draft,
        {
            "office_basis": "Select Board having control of the police",
            "determination": "No officer can be assigned for fiscal year 2027.",
            "resources_lacking": ["personnel", "funds"],
            "fiscal_year": "2027",
            "figures[f].title": "Police budget",
            "superintendent_consultation.by": "superintendent@quarryhill.example",
            "superintendent_consultation.dates": ["2026-09-08"],
            "superintendent_consultation.mode": "meeting",
            "schools": ["99600505"],
        },
        seen=2,
        by=BOARD,
    )
    sent = desk.sign(draft, by=BOARD)
    assert sent.case.kind is CaseKind.SHORTFALL
    assert sent.case.state is CaseState.DETERMINED
    with pytest.raises(NotYourOffice):
        desk.edit(draft, {"determination": "x"}, seen=0, by=SUPERINTENDENT)
