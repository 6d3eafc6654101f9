"""From a decided case to a page that a stranger reads, in a real browser; every page looked at."""

import pytest

from tests.actions.makers import COUNSEL, OPERATOR
from tests.portal.browsing import Visits, check, expecting
from tests.portal.keyboard import Keyboard
from tests.portal.premises import Premises
from tests.portal.register_makers import (
    SECRETS,
    a_shortfall,
    a_telling_case,
    copies,
    published,
    withdrawn,
)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_decision_is_redacted_published_and_read_by_a_stranger(
    visits: Visits, portal_on_sqlite: Premises, *, scripts: bool
) -> None:
    """Proposed by an operator, redacted and published by counsel, found from the first page."""
    number = a_telling_case(portal_on_sqlite)
    page = visits.window(portal_on_sqlite, scripts=scripts)
    visits.sign_in(page, portal_on_sqlite, OPERATOR)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Publishing").click()
    if scripts:
        check(page, "publishing")
    page.get_by_role("link", name=number).click()
    page.get_by_role("link", name="Propose an entry").click()
    if scripts:
        check(page, "publishing-propose")
    page.get_by_role("button", name="Propose it").click()
    page.get_by_text("Nothing is public by it: look at each mark now.").wait_for()

    page = visits.window(portal_on_sqlite, scripts=scripts)
    visits.sign_in(page, portal_on_sqlite, COUNSEL)
    page.goto(f"/publishing/{number}")
    with expecting(visits, 422):
        page.get_by_role("button", name="See it as the public will").click()
        page.get_by_role("heading", name="Some things need mending").wait_for()
    if scripts:
        check(page, "publishing-redact-mistake")
    perhaps = page.get_by_role("group", name="“Dana Example”: perhaps a name")
    perhaps.get_by_text("Take it out").click()
    page.get_by_label("More words to take out").fill("calls fell")
    page.get_by_role("button", name="See it as the public will").click()
    page.get_by_text("[words withheld]").first.wait_for()
    page.get_by_role("button", name="Publish it").click()
    page.get_by_text("edition 1 is in the public register").wait_for()

    page = visits.window(portal_on_sqlite, scripts=scripts)
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="public register").click()
    page.get_by_label("Outcome", exact=True).select_option("granted")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("heading", name="1 decision: granted").wait_for()
    page.get_by_role("link", name=number).click()
    page.get_by_role("heading", name="What the commissioner believes").wait_for()
    text = page.get_by_text("wrote from [e-mail address withheld], [words withheld]")
    assert text.is_visible()
    assert [secret for secret in SECRETS if secret in page.content()] == []


def test_an_entry_is_amended_by_keyboard_alone(visits: Visits, portal_on_sqlite: Premises) -> None:
    """From the entry to its new edition, without a pointer."""
    number = published(portal_on_sqlite, a_telling_case(portal_on_sqlite))
    page = visits.window(portal_on_sqlite, reduced_motion="reduce")
    visits.sign_in(page, portal_on_sqlite, COUNSEL)
    page.goto(f"/register/{number}")
    keys = Keyboard(page)
    keys.open("Its editions; amend or withdraw it", "In the public register")
    check(page, "publishing-case")
    keys.open("Amend it: a new edition", "Propose a new edition")
    keys.write("Why there is a new edition", "More is withheld.")
    check(page, "publishing-propose-again")
    keys.open("Propose the new edition", "What is taken out")
    keys.write("More words to take out", "calls fell")
    keys.open("See it as the public will", "As the public will see it")
    keys.open("Publish it", "In the public register")
    page.goto(f"/register/{number}")
    page.get_by_text("More is withheld.").wait_for()
    assert not page.get_by_text("calls fell").is_visible()


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_pages_of_the_register_are_accessible(
    visits: Visits, portal_on_sqlite: Premises, *, phone: bool
) -> None:
    """Empty and filled, an entry of each kind, one withdrawn; and the pages of who publishes."""
    premises = portal_on_sqlite
    page = visits.window(premises, phone=phone)
    page.goto("/register")
    page.get_by_text("The register is empty.").wait_for()
    check(page, "register-empty")
    number = published(premises, a_telling_case(premises))
    shortfall = a_shortfall(premises)
    gone = published(premises, a_telling_case(premises))
    withdrawn(premises, gone)
    waiting = a_telling_case(premises)
    for path, name in (
        ("/register", "register"),
        ("/register?outcome=denied", "register-none"),
        ("/register/shortfalls", "register-shortfalls"),
        ("/register/files", "register-files"),
        (f"/register/{number}", "register-entry"),
        (f"/register/{shortfall}", "register-shortfall"),
    ):
        page.goto(path)
        check(page, name)
    with expecting(visits, 410):
        page.goto(f"/register/{gone}")
        check(page, "register-withdrawn")
    page = visits.window(premises, phone=phone)
    visits.sign_in(page, premises, COUNSEL)
    for path, name in (
        ("/publishing", "publishing-desk"),
        (f"/publishing/{gone}", "publishing-withdrawn"),
        (f"/publishing/{number}/withdraw", "publishing-withdraw"),
        (f"/publishing/{waiting}/propose", "publishing-proposing"),
        (f"/cases/{number}/office", "office-case-published"),
    ):
        page.goto(path)
        check(page, name)
    page.goto(f"/publishing/{waiting}/propose")
    page.get_by_role("button", name="Propose it").click()
    page.get_by_role("heading", name="What is taken out").wait_for()
    check(page, "publishing-redact")
    page.get_by_role("group", name="perhaps a name").get_by_text("Take it out").click()
    page.get_by_role("button", name="See it as the public will").click()
    page.get_by_role("heading", name="As the public will see it").wait_for()
    check(page, "publishing-preview")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_long_register_is_turned_page_by_page(
    visits: Visits, portal_on_sqlite: Premises, *, phone: bool
) -> None:
    """Forward and back, and what it was narrowed by stays."""
    number = published(portal_on_sqlite, a_telling_case(portal_on_sqlite))
    copies(portal_on_sqlite, number, 90)
    page = visits.window(portal_on_sqlite, phone=phone, scripts=True)
    page.goto("/register")
    page.get_by_role("heading", name="91 decisions").wait_for()
    check(page, "register-long")
    page.get_by_label("Outcome", exact=True).select_option("denied")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("heading", name="30 decisions: denied").wait_for()
    first = page.get_by_role("rowheader").all_inner_texts()
    page.get_by_role("link", name="Older entries").click()
    page.get_by_role("link", name="Newer entries").wait_for()
    check(page, "register-older")
    older = page.get_by_role("rowheader").all_inner_texts()
    assert (len(first), len(older), set(first) & set(older)) == (25, 5, set())
    assert not page.get_by_role("link", name="Older entries").is_visible()
    page.get_by_role("link", name="Newer entries").click()
    page.get_by_role("link", name="Older entries").wait_for()
    assert page.get_by_role("rowheader").all_inner_texts() == first
    page.get_by_role("heading", name="30 decisions: denied").wait_for()
