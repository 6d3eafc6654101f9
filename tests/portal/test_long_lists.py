"""Lists of more cases than a page holds: nothing on file is out of reach."""

import re

import pytest

from actions.desks import MOST
from models.cases import Case
from tests.actions.case_copies import copies_of
from tests.actions.makers import CHIEF, SUPERINTENDENT
from tests.portal.browsing import Visits, check
from tests.portal.premises import Premises, Visitor

CASE = re.compile(r'<p class="owed__what"><a href="/cases/(W-[\d-]+)')
OLDER = re.compile(r'href="([^"#]+)#[\w-]+">Older cases<')
NEWER = re.compile(r'href="([^"#]+)#[\w-]+">Newer cases<')


def _turned(visitor: Visitor, path: str, link: re.Pattern[str]) -> tuple[list[list[str]], str]:
    """Follow a link from page to page; gives what each lists, and where the last one is."""
    pages: list[list[str]] = []
    onward = [path]
    while onward:
        path = onward[0]
        answer = visitor.get(path)
        assert answer.status_code == 200, answer.text
        pages.append(CASE.findall(answer.text))
        onward = link.findall(answer.text)
    return pages, path


@pytest.mark.parametrize(
    ("path", "by"), [("/drafts", SUPERINTENDENT), ("/desk", SUPERINTENDENT), ("/chief", CHIEF)]
)
def test_every_case_is_reached_from_a_list(portal: Premises, path: str, by: str) -> None:
    """Page by page, each once, the newest first; and the same way back."""
    house = portal.house
    number = house.submit().case.number
    copies_of(house, number, 2 * MOST + 7)
    visitor = portal.signed_in(by)
    pages, last = _turned(visitor, path, OLDER)
    assert [len(page) for page in pages] == [MOST, MOST, 8]
    every = sorted(house.rows(Case), key=lambda one: (one.filed_at, one.number), reverse=True)
    assert [one for page in pages for one in page] == [one.number for one in every]
    assert _turned(visitor, last, NEWER)[0] == pages[::-1]


@pytest.mark.parametrize("asked", ["after=%E2%98%83", "before=W-2026-9999", "after=W-2026-0001'--"])
def test_a_place_that_makes_no_sense_is_the_top(portal_on_sqlite: Premises, asked: str) -> None:
    """And no fault of ours."""
    house = portal_on_sqlite.house
    number = house.submit().case.number
    copies_of(house, number, 3)
    visitor = portal_on_sqlite.signed_in(SUPERINTENDENT)
    answer = visitor.get(f"/drafts?{asked}")
    assert answer.status_code == 200
    assert CASE.findall(answer.text)[0] == number


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_long_list_is_turned_in_a_browser(
    visits: Visits, portal_on_sqlite: Premises, *, phone: bool
) -> None:
    """The pager is found and works at either width."""
    house = portal_on_sqlite.house
    number = house.submit().case.number
    copies_of(house, number, MOST)
    last = min(house.rows(Case), key=lambda one: (one.filed_at, one.number)).number
    page = visits.window(portal_on_sqlite, phone=phone)
    visits.sign_in(page, portal_on_sqlite, SUPERINTENDENT)
    page.get_by_role("link", name="Applications", exact=True).click()
    page.get_by_role("link", name="Older cases").click()
    page.get_by_role("link", name=re.compile(last)).wait_for()
    check(page, "drafts-older")
    page.get_by_role("link", name="Newer cases").click()
    page.get_by_role("link", name=re.compile(number)).wait_for()
