"""Files of a case: handed over as they are, never shown, and who read them is on record."""

import hashlib

import pytest

from models.reviews import Opening
from tests.actions.makers import CHIEF, INTAKE, SUPERINTENDENT
from tests.actions.shortfall_makers import BOARD, Fallback
from tests.portal.premises import Premises
from tests.shared import CASES


@pytest.fixture
def number(portal: Premises) -> str:
    """Give a filed waiver with its files in the store."""
    portal.keep_files()
    return portal.house.submit().case.number


def test_a_file_is_handed_over_byte_for_byte(portal: Premises, number: str) -> None:
    """With its name, as an attachment that no browser renders."""
    answer = portal.signed_in(SUPERINTENDENT).get(f"/documents/{number}/E1")
    assert answer.status_code == 200
    assert answer.content == (CASES / "files" / "incidents-2023-2026.csv").read_bytes()
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert "incidents-2023-2026.csv" in answer.headers["content-disposition"]
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-length"] == str(len(answer.content))
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].endswith("sandbox")


def test_who_read_what_is_on_record(portal: Premises, number: str) -> None:
    """A reviewer's reading stands in the log as well, for the decision tells what was opened."""
    portal.house.route()
    portal.house.declare(number, INTAKE)
    portal.signed_in(CHIEF).get(f"/documents/{number}/E1")
    portal.signed_in(INTAKE).get(f"/documents/{number}/A1.1")
    opened = {(one.item, one.version) for one in portal.house.rows(Opening)}
    assert opened == {("E1", 1), ("A1.1", 1)}
    (event,) = [e for e in portal.house.show(number)["events"] if e["kind"] == "evidence.opened"]
    assert event["by"] == INTAKE


def test_a_file_that_is_not_there_was_not_read(portal_on_sqlite: Premises) -> None:
    """What the store has lost, or the case never had, is a page and no reading."""
    number = portal_on_sqlite.house.submit().case.number
    visitor = portal_on_sqlite.signed_in(SUPERINTENDENT)
    assert visitor.get(f"/documents/{number}/E1").status_code == 404
    assert visitor.get(f"/documents/{number}/E99").status_code in {404, 422}
    assert visitor.get(f"/documents/{number}/E1?version=7").status_code in {404, 422}
    assert portal_on_sqlite.house.rows(Opening) == []


def test_a_damaged_file_is_kept_back_whole(portal_on_sqlite: Premises) -> None:
    """One byte that is not what was filed: nothing is handed over, and nothing was read."""
    portal_on_sqlite.keep_files()
    number = portal_on_sqlite.house.submit().case.number
    table = (CASES / "files" / "incidents-2023-2026.csv").read_bytes()
    name = hashlib.sha256(table).hexdigest()
    (kept,) = (portal_on_sqlite.settings.home / "documents").rglob(name)
    kept.write_bytes(table.replace(b"2023", b"2024", 1))
    answer = portal_on_sqlite.signed_in(SUPERINTENDENT).get(f"/documents/{number}/E1")
    assert answer.status_code == 500
    assert "This file is damaged in our store" in answer.text
    assert portal_on_sqlite.house.rows(Opening) == []


def test_files_of_a_shortfall_can_be_read(portal_on_sqlite: Premises) -> None:
    """Figures and the memorandum."""
    portal_on_sqlite.keep_files()
    number = Fallback(portal_on_sqlite.house).lodged()
    board = portal_on_sqlite.signed_in(BOARD)
    assert board.get(f"/documents/{number}/F1").status_code == 200
    memorandum = board.get(f"/documents/{number}/M1")
    assert memorandum.content == (CASES / "files" / "memorandum-three-rivers.pdf").read_bytes()
    for absent in ("M2", "M1.1", "M", "Mx", "F99"):
        assert board.get(f"/documents/{number}/{absent}").status_code in {404, 422}
