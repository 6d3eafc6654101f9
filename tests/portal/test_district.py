"""A district's way through the portal in a real browser, from an empty draft to what came of it."""

from playwright.sync_api import Page, expect

from actions.questions import Asked
from models.cases import Case
from models.drafts import Draft
from models.reviews import ReviewOutcome
from tests.actions.draft_makers import EDITOR, PORT, Desk
from tests.actions.makers import INTAKE, SUPERINTENDENT
from tests.portal.browsing import Visits, check, expecting
from tests.portal.premises import Premises
from tests.portal.writing import add, sample, save_and_go_on, write_all

CHARTER, DIRECTOR = "99350000", "director@harborlight.example"
WHICH_YEARS = "Which school years does this table cover?"


def begin(page: Page) -> None:
    """Begin an empty draft from the menu."""
    page.get_by_role("link", name="Applications", exact=True).click()
    page.get_by_role("link", name="Port Example: what applies").click()
    page.get_by_role("button", name="Begin an empty draft").click()
    page.get_by_role("heading", name="Draft of an application").wait_for()


def sign(page: Page) -> str:
    """Review and sign the draft whose page is open; gives the case's number."""
    page.get_by_role("link", name="Review and sign").click()
    page.get_by_text("I have read the whole of it").click()
    page.get_by_role("button", name="Sign and send").click()
    page.get_by_role("heading", name="Received").wait_for()
    return page.url.split("/")[4]


def test_from_an_empty_draft_to_a_second_version(
    visits: Visits, portal_on_sqlite: Premises
) -> None:
    """Written, signed, returned with a question, answered at its place, compared."""
    house = portal_on_sqlite.house
    page = visits.window(portal_on_sqlite)
    visits.sign_in(page, portal_on_sqlite, SUPERINTENDENT)
    begin(page)
    check(page, "district-draft-empty")
    write_all(page, sample())
    page.get_by_text("Everything the section asks for is there").wait_for()
    check(page, "district-draft-complete")
    page.get_by_role("link", name="Review and sign").click()
    check(page, "district-sign")
    page.go_back()
    number = sign(page)
    check(page, "district-receipt")
    assert len(house.rows(Case)) == 1
    house.now = portal_on_sqlite.settings.present()  # the filing was made since
    house.route()
    asked = (Asked("evidence[0].period", WHICH_YEARS),)
    house.review(number, INTAKE, outcome=ReviewOutcome.RETURN, questions=asked)
    house.route()

    page.get_by_role("link", name=f"Follow {number}").click()
    page.get_by_text(WHICH_YEARS).wait_for()
    check(page, "district-status-returned")
    page.get_by_role("button", name="Answer the questions").click()
    page.get_by_role("link", name=WHICH_YEARS).click()
    page.get_by_text(WHICH_YEARS).wait_for()
    check(page, "district-part-with-question")
    first = page.get_by_role("group", name="Data or evidence 1")
    year = first.get_by_role("group", name="What time it covers: first day").get_by_label("Year")
    year.fill("2024")
    save_and_go_on(page, "Alternative procedures")
    page.get_by_role("link", name="The draft as a whole").click()
    assert sign(page) == number
    assert page.url.endswith("version=2")
    page.get_by_role("link", name=f"Follow {number}").click()
    page.get_by_role("link", name="Compare the versions").click()
    expect(page.get_by_text("1 place differs.")).to_be_visible()
    expect(page.locator(".compared__old")).to_contain_text("2023-07-01/2026-06-30")
    expect(page.locator(".compared__new")).to_contain_text("2024-07-01/2026-06-30")
    check(page, "district-versions")


def test_without_scripts_on_a_phone(visits: Visits, portal_on_sqlite: Premises) -> None:
    """Every step works with scripts off, in a narrow window, without scrolling sideways."""
    page = visits.window(portal_on_sqlite, phone=True, scripts=False)
    visits.sign_in(page, portal_on_sqlite, SUPERINTENDENT)
    begin(page)
    write_all(page, sample())
    number = sign(page)
    page.get_by_role("link", name=f"Follow {number}").click()
    page.get_by_role("link", name="Take the application back").click()
    with expecting(visits, 422):
        page.get_by_role("button", name="Take it back").click()
        page.get_by_role("link", name="Why it is taken back").wait_for()
    page.get_by_label("Why it is taken back").fill("The board thought again.")
    page.get_by_role("button", name="Take it back").click()
    page.get_by_text("The application was taken back: The board thought again.").wait_for()


def _full(portal: Premises) -> str:
    desk = Desk(portal.house, portal.surroundings.store)
    draft = desk.start(code=PORT)
    desk.write_complete(draft)
    return draft


def test_pages_on_a_phone(visits: Visits, portal_on_sqlite: Premises) -> None:
    """Nothing is wider than the window, and axe finds nothing serious."""
    draft = _full(portal_on_sqlite)
    page = visits.window(portal_on_sqlite, phone=True)
    visits.sign_in(page, portal_on_sqlite, SUPERINTENDENT)
    paths = {
        "drafts": "/drafts", "body": f"/bodies/{PORT}", "draft": f"/drafts/{draft}",
        "sign": f"/drafts/{draft}/sign", "give-up": f"/drafts/{draft}/give-up",
    }  # fmt: skip
    paths |= {
        part: f"/drafts/{draft}/parts/{part}"
        for part in ("consultation", "evidence", "alternatives", "scope", "signature")
    }
    for name, path in paths.items():
        page.goto(path)
        check(page, f"district-{name}")
    page.goto(f"/drafts/{draft}")
    number = sign(page)
    for name in ("receipt", "status", "versions", "withdraw"):
        page.goto(f"/cases/{number}/{name}")
        check(page, f"district-{name}")


def test_a_charter_school_sees_why_not(visits: Visits, portal_on_sqlite: Premises) -> None:
    """It is told which clauses name it, before it has typed anything."""
    page = visits.window(portal_on_sqlite)
    visits.sign_in(page, portal_on_sqlite, DIRECTOR)
    page.goto(f"/bodies/{CHARTER}")
    page.get_by_role("heading", name="A waiver cannot be asked for here").wait_for()
    expect(page.get_by_role("button", name="Begin")).to_have_count(0)
    check(page, "district-charter")


def test_two_people_write_at_once(visits: Visits, portal_on_sqlite: Premises) -> None:
    """Another's words come into a box left alone; where both wrote, both texts are shown."""
    draft = Desk(portal_on_sqlite.house, portal_on_sqlite.surroundings.store).start()
    path = f"/drafts/{draft}/parts/signature"
    mine, theirs = visits.window(portal_on_sqlite), visits.window(portal_on_sqlite)
    visits.sign_in(mine, portal_on_sqlite, SUPERINTENDENT)
    visits.sign_in(theirs, portal_on_sqlite, EDITOR)
    mine.goto(path)
    theirs.goto(path)
    _type(theirs, "Who signs", "The superintendent of schools")
    _type(mine, "The statement signed", "I have read it.")
    expect(mine.get_by_label("Who signs")).to_have_value("The superintendent of schools")
    _type(theirs, "The statement signed", "We have read it.", said="Press Save to see both")
    theirs.get_by_role("button", name="Save", exact=True).click()
    theirs.get_by_text(f"{SUPERINTENDENT} changed this").wait_for()
    expect(theirs.get_by_label("The statement signed")).to_have_value("I have read it.")
    expect(theirs.locator(".two")).to_contain_text("We have read it.")
    check(theirs, "district-two-texts")
    theirs.get_by_role("button", name="Put this text in the draft").click()
    expect(theirs.get_by_label("The statement signed")).to_have_value("We have read it.")
    expect(theirs.locator(".two")).to_have_count(0)
    (kept,) = portal_on_sqlite.house.rows(Draft)
    assert kept.content["signed_by"] == {
        "name": "The superintendent of schools", "statement": "We have read it.",
    }  # fmt: skip


def _type(page: Page, label: str, words: str, *, said: str = "Saved.") -> None:
    """Type, stop, and wait until it saved itself."""
    page.get_by_label(label).fill(words)
    expect(page.locator(".saved")).to_contain_text(said)


def test_a_session_ends_over_a_half_written_form(
    visits: Visits, portal_on_sqlite: Premises
) -> None:
    """The words come back to their box after signing in again, and are saved from there."""
    page = visits.window(portal_on_sqlite, scripts=False)
    visits.sign_in(page, portal_on_sqlite, EDITOR)
    begin(page)
    page.get_by_role("link", name="Reasons for the request").click()
    block = add(page, "reason", "Reason 1")
    block.get_by_label("The reason, in your words").fill("Half a reason")
    portal_on_sqlite.let_pass(minutes=31)
    with expecting(visits, 401):
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_role("heading", name="Your session is over").wait_for()
    page.get_by_role("link", name="Sign in again").click()
    before = portal_on_sqlite.links_to(EDITOR)
    page.get_by_label("Your e-mail address").fill(EDITOR)
    page.get_by_role("button", name="Send me a link").click()
    page.get_by_role("heading", name="Look at your mail").wait_for()
    page.goto(portal_on_sqlite.wait_for_link(EDITOR, besides=before))
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("The reason, in your words")).to_have_value("Half a reason")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()
    (draft,) = portal_on_sqlite.house.rows(Draft)
    assert draft.content["reasons"][0]["text"] == "Half a reason"


def test_a_keyboard_alone_writes_and_signs(visits: Visits, portal_on_sqlite: Premises) -> None:
    """Tab, Space and Enter reach a part, its boxes, and the signature."""
    draft = _full(portal_on_sqlite)
    page = visits.window(portal_on_sqlite)
    visits.sign_in(page, portal_on_sqlite, SUPERINTENDENT)
    page.goto(f"/drafts/{draft}")
    _tab_to(page, "What is to be waived")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="What is to be waived").wait_for()
    _tab_to(page, "", "scope")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Both schools.")
    _tab_to(page, "Save and go on")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Signature").wait_for()
    page.goto(f"/drafts/{draft}/sign")
    _tab_to(page, "", "read")
    page.keyboard.press("Space")
    _tab_to(page, "Sign and send")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Received").wait_for()


def _tab_to(page: Page, words: str, name: str = "") -> None:
    """Press Tab until a link or button of these words, or a box of this name, has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate("[document.activeElement.innerText, document.activeElement.name]")
        if (name and here[1] == name) or (words and (here[0] or "").strip() == words):
            return
    raise AssertionError(f"no way to {words or name} by Tab")
