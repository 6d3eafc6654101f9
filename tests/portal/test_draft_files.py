"""The files of a draft by HTTP: put in, named when not taken, taken out, kept from others."""

import re
from html import unescape

import pytest

from models.drafts import DraftFile
from tests.actions.draft_makers import EDITOR
from tests.portal.draft_pages import begin, boxes, desk_of, item_of, write
from tests.portal.premises import Premises
from tests.shared import CASES

LARGEST = 25 * 1024 * 1024


def test_files_at_their_places(portal: Premises) -> None:
    """A file is put to its item, found again byte for byte, and taken out."""
    visitor = portal.signed_in(EDITOR)
    page = f"{begin(visitor)}/parts/evidence"
    item = item_of(write(visitor, page, {}, "add evidence"))
    content = (CASES / "files" / "incidents-2023-2026.csv").read_bytes()
    files = {f"{item}.file": ("C:\\files\\incidents.csv", content)}
    answer = write(visitor, page, {f"{item}.title": "Incidents"}, files=files)
    assert answer.status_code == 303, answer.text
    (link,) = re.findall(r'href="(/drafts/[^"]*/files/[^"]*)"', visitor.get(page).text)
    got = visitor.get(link)
    assert got.content == content
    assert got.headers["content-disposition"] == "attachment; filename*=UTF-8''incidents.csv"
    (button,) = re.findall(r'value="(unfile [^"]*)"', visitor.get(page).text)
    assert write(visitor, page, {}, button).status_code == 303
    assert visitor.get(link).status_code == 404
    (row,) = portal.house.rows(DraftFile)
    assert row.removed_at is not None


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("run.exe", b"MZ" + bytes(100), "run.exe: is not a kind of file that is taken"),
        ("table.csv", b"%PDF-1.4", "table.csv: "),
        ("empty.csv", b"", "empty.csv: is empty"),
        ("long.csv", b"a," * (LARGEST // 2 + 1), "long.csv: is larger than 25 MB"),
    ],
    ids=["program", "misnamed", "empty", "too-large"],
)
def test_a_file_that_is_not_taken_is_named_at_its_place(
    portal_on_sqlite: Premises, name: str, content: bytes, words: str
) -> None:
    """The other file of the same form, and what was typed, are saved all the same."""
    visitor = portal_on_sqlite.signed_in(EDITOR)
    page = f"{begin(visitor)}/parts/evidence"
    bad = item_of(write(visitor, page, {}, "add evidence"))
    good = item_of(write(visitor, page, {}, "add evidence"))
    files = {f"{bad}.file": (name, content), f"{good}.file": ("good.csv", b"a,b\n1,2\n")}
    answer = write(visitor, page, {f"{bad}.title": "Typed with it"}, files=files)
    assert answer.status_code == 422
    assert words in unescape(answer.text)
    assert boxes(answer.text)[f"{bad}.title"] == "Typed with it"
    assert [one.filename for one in portal_on_sqlite.house.rows(DraftFile)] == ["good.csv"]
    again = visitor.post(page, {**boxes(answer.text), "do": "stay"})
    assert again.status_code == 303


def test_nobody_else_finds_a_draft(portal_on_sqlite: Premises) -> None:
    """Another district's superintendent learns nothing from a draft's address, nor of its files."""
    desk = desk_of(portal_on_sqlite)
    draft = desk.start()
    desk.add(draft, "evidence", "e1")
    desk.attach(draft, "evidence[e1]", "files/incidents-2023-2026.csv")
    stranger = portal_on_sqlite.signed_in("superintendent@quarryhill.example")
    for path in ("", "/sign", "/parts/evidence", "/files/e1", "/give-up"):
        answer = stranger.get(f"/drafts/{draft}{path}")
        assert answer.status_code == 403
        assert "incidents" not in answer.text
    assert stranger.get("/drafts/guessed").status_code == 404
