"""Two versions compared: the words that changed are marked, for the eye and for a reader."""

import pytest

from actions.questions import Asked
from models.reviews import ReviewOutcome
from tests.actions.makers import INTAKE, SUPERINTENDENT, House, filing
from tests.portal.browsing import Visits, check
from tests.portal.office_makers import text_of
from tests.portal.premises import Premises

HOSTILE = "<script>alert(1)</script> & <ins>more</ins>"


def answered(house: House, scope: str) -> str:
    """File an application, return it, and answer with another scope; gives the number."""
    number = house.submit().case.number
    house.route()
    asked = (Asked("scope", "All of it?"),)
    house.review(number, INTAKE, outcome=ReviewOutcome.RETURN, questions=asked)
    house.route()
    house.resubmit(number, filing(scope=scope))
    house.route()
    return number


def test_changed_words_are_marked_and_hostile_ones_escaped(portal: Premises) -> None:
    """On the district's page and on the office's; what is said is words, never markup."""
    number = answered(portal.house, f"{filing().form.scope} {HOSTILE}")
    district = portal.signed_in(SUPERINTENDENT).get(f"/cases/{number}/versions").text
    reviewer = portal.signed_in(INTAKE)
    reviewer.send(f"/cases/{number}/conflict", answer="none")
    for page in (district, reviewer.get(f"/cases/{number}/office").text):
        assert "<script>alert" not in page
        assert "<ins>more" not in page
        assert f"[added: {HOSTILE} ]" in text_of(page)
        assert "[removed:" not in page


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_marks_do_not_rest_on_color(
    visits: Visits, portal_on_sqlite: Premises, *, phone: bool
) -> None:
    """A line through what is gone, one under what is new; at a desk and on a telephone."""
    scope = filing().form.scope or ""
    words = scope.split()
    number = answered(portal_on_sqlite.house, " ".join([*words[:2], "wholly", "new", *words[4:]]))
    page = visits.window(portal_on_sqlite, phone=phone)
    visits.sign_in(page, portal_on_sqlite, SUPERINTENDENT)
    page.goto(f"/cases/{number}/versions")
    for tag, line in (("del", "line-through"), ("ins", "underline")):
        mark = page.locator(f".compared {tag}").first
        assert line in mark.evaluate("one => getComputedStyle(one).textDecorationLine")
    check(page, "versions-marked")
    portal_on_sqlite.house.declare(number, INTAKE)
    page = visits.window(portal_on_sqlite, phone=phone)
    visits.sign_in(page, portal_on_sqlite, INTAKE)
    page.goto(f"/cases/{number}/office")
    check(page, "office-versions-marked")
