"""A draft is left and found again, and written by several people."""

import pytest
from sqlalchemy import event

from actions.draft_access import DraftClosed, NoSuchDraft, drafts_of, found_draft
from actions.draft_fields import DraftTooLarge, NoSuchDraftField
from actions.drafts import ChangedMeanwhile, discard_draft, history, set_asides, settle
from database import reading, transaction
from models.drafts import Draft, DraftEdit
from rules.findings import NotYourOffice
from rules.policy import default_policy_text, parse_policy
from tests.actions.draft_makers import EDITOR, Desk
from tests.actions.makers import CHIEF, OPERATOR, SUPERINTENDENT

POLICY = parse_policy(default_policy_text())


def test_a_draft_is_found_again_by_everyone_who_may_write_in_it(desk: Desk, draft: str) -> None:
    """Editor and superintendent of the body see it; nobody else does."""
    desk.edit(draft, {"scope": "All of it"}, seen=0)
    with reading(desk.house.engine) as session:
        for by, seen in (SUPERINTENDENT, 1), (EDITOR, 1), (CHIEF, 0), (OPERATOR, 0):
            assert len(drafts_of(session, by=by, now=desk.house.now)) == seen
        found, _ = found_draft(session, draft, by=EDITOR, now=desk.house.now, lock=False)
        assert found.revision == 1
    assert desk.show(draft).content == {"scope": "All of it"}


def test_nobody_else_writes_in_it(desk: Desk, draft: str) -> None:
    """A chief, an operator and a stranger are told who may."""
    for by in (CHIEF, OPERATOR, "stranger@nowhere.example"):
        with pytest.raises(NotYourOffice, match="superintendent"):
            desk.edit(draft, {"scope": "Mine"}, seen=0, by=by)
    with pytest.raises(NoSuchDraft):
        desk.edit("guessed", {"scope": "Mine"}, seen=0)


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


def test_history_says_who_changed_what(desk: Desk, draft: str) -> None:
    """In fields, the newest first."""
    desk.edit(draft, {"scope": "One"}, seen=0)
    desk.edit(draft, {"scope": "Two", "signed_by.name": "S"}, seen=1, by=EDITOR)
    with reading(desk.house.engine) as session:
        found = history(session, session.get_one(Draft, draft))
    assert [(one.by, sorted(one.fields)) for one in found] == [
        (EDITOR, ["scope", "signed_by.name"]), (SUPERINTENDENT, ["scope"]),
    ]  # fmt: skip


def test_a_draft_given_up_stays_given_up(desk: Desk, draft: str) -> None:
    """Nobody writes in it or signs it; giving it up twice is once."""
    for _ in range(2):
        with transaction(desk.house.engine) as session:
            discard_draft(session, draft, by=EDITOR, now=desk.house.now)
    with pytest.raises(DraftClosed, match=EDITOR):
        desk.edit(draft, {"scope": "x"}, seen=0)
    with pytest.raises(DraftClosed):
        desk.sign(draft, saw="")
