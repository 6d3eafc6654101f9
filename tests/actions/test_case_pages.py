"""A list of cases, turned page by page: nothing is missing or shown twice, whatever is filed."""

import pytest
import sqlalchemy as sa
from sqlmodel import col

from actions.case_pages import TOP, CasePage, Place, page_of_cases
from database import reading
from models.cases import Case, CaseKind
from tests.actions.case_copies import copies_of
from tests.actions.makers import House, filing

SIZE = 10


@pytest.fixture
def house(engine: sa.Engine) -> House:
    """Give a house with three pages and a half of cases."""
    house = House(engine).open()
    copies_of(house, house.submit().case.number, 3 * SIZE + 4)
    return house


def _page(house: House, place: Place) -> CasePage:
    waivers = [col(Case.kind) == CaseKind.WAIVER]
    low = [col(Case.number) < "W-2026-5020"]
    with reading(house.engine) as session:
        found = page_of_cases(session, [waivers, low], place, size=SIZE)
        session.expunge_all()
        return found


def _numbers(page: CasePage) -> list[str]:
    return [case.number for case, _ in page.cases]


def test_pages_make_up_the_whole_either_way(house: House) -> None:
    """Newest first, each case once though two ways lead to it; and the same pages back."""
    pages = [_page(house, TOP)]
    while (older := pages[-1].older) is not None:
        pages.append(_page(house, Place(after=older)))
    shown = [number for page in pages for number in _numbers(page)]
    every = sorted(house.rows(Case), key=lambda one: (one.filed_at, one.number), reverse=True)
    assert shown == [one.number for one in every]
    assert pages[0].newer is None
    back = [pages[-1]]
    while (newer := back[-1].newer) is not None:
        back.append(_page(house, Place(before=newer)))
    assert [_numbers(page) for page in back] == [_numbers(page) for page in reversed(pages)]


def test_what_is_filed_meanwhile_moves_nothing(house: House) -> None:
    """The next page goes on from the last case seen."""
    older = _page(house, TOP).older
    assert older is not None
    before = _numbers(_page(house, Place(after=older)))
    house.later(days=1)
    house.submit(filing(scope="All of it, once more."))
    assert _numbers(_page(house, Place(after=older))) == before


@pytest.mark.parametrize("place", [Place(after="W-2026-9999"), Place(before="S-1999-0001")])
def test_a_place_that_is_not_in_the_list_is_not_told(house: House, place: Place) -> None:
    """It is as if none were said."""
    assert _numbers(_page(house, place)) == _numbers(_page(house, TOP))


def test_an_empty_list_has_no_pages(house: House) -> None:
    """Neither where nothing is like that, nor where nobody asks for anything."""
    with reading(house.engine) as session:
        none = [[col(Case.number) == "none"]]
        assert page_of_cases(session, none, Place(after="W-2026-5000"), size=SIZE) == CasePage()
        assert page_of_cases(session, [], TOP, size=SIZE) == CasePage()
