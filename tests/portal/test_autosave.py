"""A draft saved by itself, in a real browser: what is said, and that nothing typed is lost."""

from playwright.sync_api import Locator, Page, expect

from models.sessions import KeptForm
from tests.actions.draft_makers import EDITOR
from tests.portal.browsing import Visits, check, expecting
from tests.portal.draft_pages import desk_of
from tests.portal.premises import Premises

BEFORE, AFTER = "All of <it>", "All of it, in both schools"


def open_draft(visits: Visits, premises: Premises) -> tuple[Page, Locator]:
    """Open a part of a draft whose box was filled and saved by itself."""
    page = visits.window(premises)
    visits.sign_in(page, premises, EDITOR)
    page.goto(f"/drafts/{desk_of(premises).start(by=EDITOR)}/parts/scope")
    box = page.get_by_label("What is to be waived, in words")
    box.press_sequentially(BEFORE)
    page.get_by_role("status").get_by_text("Saved.", exact=True).wait_for()
    return page, box


def test_what_is_typed_is_saved_without_a_button(
    visits: Visits, portal_on_sqlite: Premises
) -> None:
    """A moment after the last key it says so; loaded anew, the page has it."""
    page, box = open_draft(visits, portal_on_sqlite)
    page.reload()
    expect(box).to_have_value(BEFORE)


def test_a_session_that_ends_meanwhile_loses_nothing(
    visits: Visits, portal_on_sqlite: Premises
) -> None:
    """The page says so and what to do; after signing in again all that was typed is there."""
    page, box = open_draft(visits, portal_on_sqlite)
    portal_on_sqlite.let_pass(minutes=31)
    before = portal_on_sqlite.links_to(EDITOR)
    with expecting(visits, 401):
        box.fill(AFTER)
        said = page.get_by_text("Your session is over, so this is not saved yet.")
        expect(said).to_be_in_viewport()
        check(page, "autosave-session-over")
        assert portal_on_sqlite.house.rows(KeptForm) == []
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_text("nothing is lost: what you typed is kept").wait_for()
    page.get_by_role("link", name="Sign in again").click()
    page.get_by_label("Your e-mail address").fill(EDITOR)
    page.get_by_role("button", name="Send me a link").click()
    page.goto(portal_on_sqlite.wait_for_link(EDITOR, besides=before))
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(box).to_have_value(AFTER)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.", exact=True).first.wait_for()
    page.reload()
    expect(box).to_have_value(AFTER)


def test_signing_out_in_another_window_loses_nothing(
    visits: Visits, portal_on_sqlite: Premises
) -> None:
    """Signed in again there, Save here keeps what was typed and shows it."""
    page, box = open_draft(visits, portal_on_sqlite)
    other = page.context.new_page()
    other.goto("/desk")
    other.get_by_role("button", name="Sign out").click()
    other.get_by_role("link", name="Sign in", exact=True).first.wait_for()
    with expecting(visits, 403):
        box.fill(AFTER)
        page.get_by_text("You have signed out, so this is not saved yet.").wait_for()
        visits.sign_in(other, portal_on_sqlite, EDITOR)
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_role("link", name="See what I typed").wait_for()
    page.get_by_role("link", name="See what I typed").click()
    expect(box).to_have_value(AFTER)
