"""Items and files of a draft: added, moved, taken out, brought back, never lost."""

import pytest

from actions.draft_fields import NoSuchDraftField
from actions.draft_items import move_item, remove_item, restore_item, taken_out
from actions.draft_papers import paper_of
from actions.drafts import ChangedMeanwhile
from database import reading, transaction
from models.drafts import Draft
from rules.policy import default_policy_text, parse_policy
from tests.actions.draft_makers import EDITOR, Desk
from tests.actions.makers import SUPERINTENDENT

POLICY = parse_policy(default_policy_text())


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
