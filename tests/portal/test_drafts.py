"""A district's draft by HTTP: saved, refused, kept apart; nothing typed is lost."""

import re

import pytest

from actions.drafts import set_asides
from database import reading
from models.cases import Case
from models.drafts import Draft, DraftFile, DraftState
from tests.actions.draft_makers import EDITOR, PORT
from tests.actions.makers import SUPERINTENDENT
from tests.portal.draft_pages import begin, boxes, desk_of, draft_of, item_of, write
from tests.portal.premises import HIDDEN, Premises, Visitor

CHARTER, DIRECTOR = "99350000", "director@harborlight.example"


@pytest.mark.rule(3)
def test_a_charter_school_is_told_which_clauses_name_it(portal_on_sqlite: Premises) -> None:
    """Its page says so, offers nothing to begin, and a forged form begins nothing."""
    director = portal_on_sqlite.signed_in(DIRECTOR)
    page = director.get(f"/bodies/{CHARTER}").text
    assert "named in 37P(b), but not in 37P(c)" in page
    assert page.count("Does not name this class of body") == 2
    assert "Begin an empty draft" not in page
    mark = dict(HIDDEN.findall(page))
    answer = director.post(f"/bodies/{CHARTER}", {"csrf": mark["csrf"]})
    assert (answer.status_code, portal_on_sqlite.house.rows(Draft)) == (422, [])


def test_a_draft_is_left_and_found_again(portal_on_sqlite: Premises) -> None:
    """What was typed is on the page the next time, for the other person as well."""
    visitor = portal_on_sqlite.signed_in(EDITOR)
    page = f"{begin(visitor)}/parts/scope"
    write(visitor, page, {"scope": "All of <it>", "school_years": "2026-27"})
    other = portal_on_sqlite.signed_in(SUPERINTENDENT)
    assert page.removesuffix("/parts/scope") in other.get("/drafts").text
    loaded = other.get(page).text
    assert boxes(loaded)["scope"] == "All of <it>"
    assert re.search(r'value="2026-27" checked', loaded)
    write(other, page, {"school_years": ""})
    assert draft_of(portal_on_sqlite, page).content == {
        "scope": "All of <it>",
        "school_years": [""],
    }


def test_two_people_in_one_place_lose_nothing(portal: Premises) -> None:
    """The later text is kept beside the first, both are shown, and one button settles it."""
    editor, superintendent = portal.signed_in(EDITOR), portal.signed_in(SUPERINTENDENT)
    page = f"{begin(editor)}/parts/scope"
    loaded = boxes(superintendent.get(page).text)
    write(editor, page, {"scope": "The editor’s"})
    answer = superintendent.post(page, {**loaded, "scope": "The superintendent’s", "do": "stay"})
    assert answer.status_code == 303
    shown = superintendent.get(page).text
    assert f"{EDITOR} changed this on" in shown
    assert "The superintendent’s" in shown
    assert boxes(shown)["scope"] == "The editor’s"
    (button,) = re.findall(r'value="(take \d+ 0)"', shown)
    assert write(superintendent, page, {}, button).status_code == 303
    assert draft_of(portal, page).content["scope"] == "The superintendent’s"
    with reading(portal.house.engine) as session:
        assert set_asides(session, session.get_one(Draft, page.split("/")[2])) == []


def test_autosave_tells_what_others_wrote(portal_on_sqlite: Premises) -> None:
    """A saved box moves the page on; another's words come along; a clash is named and kept."""
    editor = portal_on_sqlite.signed_in(EDITOR)
    superintendent = portal_on_sqlite.signed_in(SUPERINTENDENT)
    page = f"{begin(editor)}/parts/signature"
    loaded = boxes(superintendent.get(page).text)
    del loaded["once"]
    write(editor, page, {"signed_by.name": "The Superintendent"})
    typed = {**loaded, "signed_by.statement": "It is true."}
    heard = superintendent.post(f"{page}/autosave", typed).json()
    assert heard["said"] == "Saved."
    assert heard["others"] == [["signed_by.name", "The Superintendent"]]
    assert heard["clashes"] == {}
    clashing = {**loaded, "signed_by.name": "Somebody else"}
    heard = superintendent.post(f"{page}/autosave", clashing).json()
    assert EDITOR in heard["clashes"]["signed_by.name"]
    assert "Press Save" in heard["said"]


def test_a_session_that_is_over_gives_back_what_was_typed(portal_on_sqlite: Premises) -> None:
    """After signing in again the part is shown with it, and saving it goes on from there."""
    visitor = portal_on_sqlite.signed_in(EDITOR)
    page = f"{begin(visitor)}/parts/reasons"
    item = item_of(write(visitor, page, {}, "add reasons"), "reasons")
    loaded = boxes(visitor.get(page).text)
    portal_on_sqlite.let_pass(minutes=31)
    answer = visitor.post(page, {**loaded, f"{item}.text": "Half a reason", "do": "stay"})
    assert answer.status_code == 401
    (kept,) = re.findall(r"next=(/kept/\w+)", answer.text)
    visitor.sign_in(EDITOR)
    given_back = visitor.get(kept).headers["location"]
    loaded = boxes(visitor.get(given_back).text)
    assert loaded[f"{item}.text"] == "Half a reason"
    assert visitor.post(page, {**loaded, "do": "stay"}).status_code == 303
    assert draft_of(portal_on_sqlite, page).content["reasons"][0]["text"] == "Half a reason"


def test_what_was_typed_into_a_closed_draft_is_shown(portal_on_sqlite: Premises) -> None:
    """Somebody else gave it up meanwhile: who, and the words to copy."""
    editor = portal_on_sqlite.signed_in(EDITOR)
    superintendent = portal_on_sqlite.signed_in(SUPERINTENDENT)
    draft = begin(editor)
    page = f"{draft}/parts/scope"
    loaded = boxes(editor.get(page).text)
    assert superintendent.send(f"{draft}/give-up").status_code == 303
    answer = editor.post(page, {**loaded, "scope": "Too late", "do": "stay"})
    assert answer.status_code == 409
    assert SUPERINTENDENT in answer.text
    assert "Too late" in answer.text
    assert "Nothing of it was sent" in editor.get(draft).text


def test_an_item_taken_out_comes_back(portal_on_sqlite: Premises) -> None:
    """One button takes it out, another brings it back with its words."""
    visitor = portal_on_sqlite.signed_in(EDITOR)
    page = f"{begin(visitor)}/parts/reasons"
    item = item_of(write(visitor, page, {}, "add reasons"), "reasons")
    write(visitor, page, {f"{item}.text": "Words"}, f"remove {item}")
    assert draft_of(portal_on_sqlite, page).content == {}
    write(visitor, page, {}, f"restore {item}")
    assert draft_of(portal_on_sqlite, page).content["reasons"][0]["text"] == "Words"


def test_days_are_kept_as_typed(portal_on_sqlite: Premises) -> None:
    """Sense becomes dates; nonsense stays in its boxes and is told as missing."""
    visitor = portal_on_sqlite.signed_in(EDITOR)
    draft = begin(visitor)
    page = f"{draft}/parts/consultation"
    item = item_of(write(visitor, page, {}, "add chief_consultations"), "chief_consultations")
    day = f"{item}.dates:0"
    said = {f"{day}-month": "9", f"{day}-day": "2", f"{day}-year": "2026"}
    write(visitor, page, said)
    write(visitor, page, {f"{item}.dates:1-month": "13"})
    (consultation,) = draft_of(portal_on_sqlite, page).content["chief_consultations"]
    assert consultation["dates"] == ["2026-09-02", "-13-"]
    loaded = visitor.get(page).text
    assert boxes(loaded)[f"{item}.dates:1-month"] == "13"
    assert "is not a date" in loaded


@pytest.fixture(scope="module")
def somebody(standing_portal: Premises) -> Visitor:
    """Give an editor who has signed in."""
    return standing_portal.signed_in(EDITOR)


@pytest.mark.parametrize(
    "said",
    [
        {"shown": "nothing"},
        {"shown": "evidence[x].file"},
        {"shown": "applicant", "applicant": "99020000"},
        {"seen": "99"},
        {"seen": "-1"},
        {"seen": "☃"},
        {"do": "add nothing"},
        {"do": "remove evidence"},
        {"do": "move evidence[a] 9"},
        {"do": "take 1 1"},
        {"do": "unfile evidence[a] 0"},
        {"do": "restore evidence[a]"},
        {"do": "☃"},
        {"scope": "x" * 100_001},
    ],
    ids=str,
)
def test_hostile_forms_change_nothing(
    standing_portal: Premises, somebody: Visitor, said: dict[str, str]
) -> None:
    """No answer is a fault of ours, and the draft says what it said."""
    desk = desk_of(standing_portal)
    draft = desk.start(by=EDITOR)
    page = f"/drafts/{draft}/parts/scope"
    answer = somebody.post(page, {**boxes(somebody.get(page).text), "do": "stay", **said})
    assert answer.status_code in {303, 409, 422}, answer.text
    assert desk.show(draft).content == {}


def test_only_what_was_shown_is_signed(portal: Premises) -> None:
    """A change after the signer read it: nothing is sent, who changed it is said, and again."""
    desk = desk_of(portal)
    draft = desk.start()
    desk.write_complete(draft)
    page = f"/drafts/{draft}/sign"
    superintendent, editor = portal.signed_in(SUPERINTENDENT), portal.signed_in(EDITOR)
    read = dict(HIDDEN.findall(superintendent.get(page).text))
    assert read["saw"] == desk.hash(draft)
    assert superintendent.post(page, read).status_code == 422
    read = dict(HIDDEN.findall(superintendent.get(page).text))
    write(editor, f"/drafts/{draft}/parts/scope", {"scope": "Less"})
    answer = superintendent.post(page, {**read, "read": "y"})
    assert answer.status_code == 409
    assert EDITOR in answer.text
    assert portal.house.rows(Case) == []
    assert 'name="read"' not in editor.get(page).text
    read = dict(HIDDEN.findall(answer.text))
    first = superintendent.post(page, {**read, "read": "y"})
    second = superintendent.post(page, {**read, "read": "y"})
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    (case,) = portal.house.rows(Case)
    receipt = superintendent.get(first.headers["location"]).text
    assert case.number in receipt
    assert read["saw"] in receipt
    assert desk.show(draft).state is DraftState.SUBMITTED


def test_an_unfinished_draft_cannot_be_signed(portal_on_sqlite: Premises) -> None:
    """The page says what is missing, each with its clause, and links to the place."""
    visitor = portal_on_sqlite.signed_in(SUPERINTENDENT)
    draft = begin(visitor)
    page = visitor.get(f"{draft}/sign").text
    assert 'name="saw"' not in page
    for clause in ("37P(c)(i)", "37P(c)(ii)", "37P(c)(iii)"):
        assert clause in page
    assert f'href="{draft}/parts/evidence#evidence"' in page
    mark = dict(HIDDEN.findall(page))["csrf"]
    saw = desk_of(portal_on_sqlite).hash(draft.split("/")[2])
    answer = visitor.post(f"{draft}/sign", {"csrf": mark, "read": "y", "saw": saw})
    assert answer.status_code == 422
    assert "It cannot be sent yet" in answer.text
    assert portal_on_sqlite.house.rows(Case) == []


def test_withdrawing_wants_a_reason(portal_on_sqlite: Premises) -> None:
    """Said before whom it will be told, and shown in the history with the reason."""
    number = portal_on_sqlite.house.submit().case.number
    visitor = portal_on_sqlite.signed_in(SUPERINTENDENT)
    page = f"/cases/{number}/withdraw"
    assert visitor.send(page, reason=" ").status_code == 422
    assert visitor.send(page, reason="The board thought again").status_code == 303
    assert "The board thought again" in visitor.get(f"/cases/{number}/status").text
    assert visitor.send(page, reason="Twice").status_code == 422


def test_last_times_filing_is_a_start(portal_on_sqlite: Premises) -> None:
    """Its words and files are there; signature and consultations are not."""
    number = portal_on_sqlite.house.submit().case.number
    portal_on_sqlite.keep_files()
    visitor = portal_on_sqlite.signed_in(EDITOR)
    page = visitor.get(f"/bodies/{PORT}").text
    mark = dict(HIDDEN.findall(page))["csrf"]
    answer = visitor.post(f"/bodies/{PORT}", {"csrf": mark, "from": number})
    draft = draft_of(portal_on_sqlite, answer.headers["location"])
    assert draft.started_from == number
    assert "signed_by" not in draft.content
    assert "chief_consultations" not in draft.content
    assert len(portal_on_sqlite.house.rows(DraftFile)) == 5
    answer = visitor.post(f"/bodies/{PORT}", {"csrf": mark, "from": "W-2026-9999"})
    assert answer.status_code == 404


def test_an_item_that_another_wrote_in_is_not_taken_out(portal_on_sqlite: Premises) -> None:
    """Who wrote in it is said, what else was typed is saved, and the item stays."""
    editor = portal_on_sqlite.signed_in(EDITOR)
    superintendent = portal_on_sqlite.signed_in(SUPERINTENDENT)
    page = f"{begin(editor)}/parts/reasons"
    item = item_of(write(editor, page, {}, "add reasons"), "reasons")
    loaded = boxes(superintendent.get(page).text)
    write(editor, page, {f"{item}.text": "Newer words"})
    answer = superintendent.post(page, {**loaded, "do": f"remove {item}"})
    assert answer.status_code == 422
    assert f"{EDITOR} changed this part" in answer.text
    assert draft_of(portal_on_sqlite, page).content["reasons"][0]["text"] == "Newer words"
