"""What scripts add, and what a keyboard alone does, in a real browser."""

from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Page, expect

from models.sessions import PortalSession
from notifications.sign_in import SignInMail, render_sign_in
from tests.actions.makers import COMMISSIONER, SUPERINTENDENT
from tests.portal.browsing import Visits, check, expecting
from tests.portal.premises import Premises


def test_a_keyboard_alone_signs_in_and_out(visits: Visits, portal_on_sqlite: Premises) -> None:
    """Tab and Enter reach everything; the first Tab leads past the menu."""
    page = visits.window(portal_on_sqlite)
    page.goto("/sign-in")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the main part")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Your e-mail address")).to_be_focused()
    page.keyboard.type(SUPERINTENDENT)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Look at your mail").wait_for()
    page.goto(portal_on_sqlite.wait_for_link(SUPERINTENDENT))
    _tab_to(page, "Sign in")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="My desk").wait_for()
    _tab_to(page, "Sign out")
    page.keyboard.press("Enter")
    page.get_by_text("You have signed out.").wait_for()


def _tab_to(page: Page, words: str) -> None:
    """Press Tab until a button of these words has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('button') && document.activeElement.innerText") == words:  # fmt: skip  # noqa: E501
            return
    raise AssertionError(f"no way to {words} by Tab")


def test_mistakes_are_read_first(visits: Visits, portal_on_sqlite: Premises) -> None:
    """The list of what to mend has the focus and leads to the field; the title says so too."""
    page = visits.window(portal_on_sqlite)
    page.goto("/sign-in")
    page.get_by_label("Your e-mail address").fill("no address")
    with expecting(visits, 422):
        page.get_by_role("button", name="Send me a link").click()
        expect(page.locator("#summary")).to_be_focused()
    assert page.title().startswith("Error: ")
    page.locator("#summary").get_by_role("link").click()
    expect(page.get_by_label("Your e-mail address")).to_be_focused()
    expect(page.get_by_label("Your e-mail address")).to_have_value("no address")
    check(page, "sign-in-mistake")


def test_a_double_click_asks_once(visits: Visits, portal_on_sqlite: Premises) -> None:
    """Two quick clicks are one form."""
    page = visits.window(portal_on_sqlite)
    page.goto("/sign-in")
    page.get_by_label("Your e-mail address").fill(SUPERINTENDENT)
    page.get_by_role("button", name="Send me a link").dblclick()
    page.get_by_role("heading", name="Look at your mail").wait_for()
    portal_on_sqlite.wait_for_link(SUPERINTENDENT)
    portal_on_sqlite.settle()
    assert len(portal_on_sqlite.links_to(SUPERINTENDENT)) == 1


def test_a_warning_comes_two_minutes_before_the_end(
    visits: Visits, portal_on_sqlite: Premises
) -> None:
    """Not before; and one button keeps the session."""
    page = visits.window(portal_on_sqlite)
    page.clock.install()
    visits.sign_in(page, portal_on_sqlite, SUPERINTENDENT)
    page.clock.fast_forward("27:50")
    warning = page.get_by_role("alertdialog")
    expect(warning).to_have_count(0)
    portal_on_sqlite.let_pass(minutes=28, seconds=5)
    page.clock.fast_forward("00:15")
    expect(warning).to_be_visible()
    check(page, "session-warning")
    page.get_by_role("button", name="Stay signed in").click()
    expect(warning).to_have_count(0)
    portal_on_sqlite.let_pass(minutes=20)
    page.goto("/desk")
    page.get_by_role("heading", name="My desk").wait_for()


def test_a_passkey_is_asked_for_once_registered(visits: Visits, portal_on_sqlite: Premises) -> None:
    """With a passkey, the mail alone opens nothing; with both, the desk."""
    page = visits.window(portal_on_sqlite)
    devices: Any = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    visits.sign_in(page, portal_on_sqlite, COMMISSIONER)
    page.goto("/account")
    page.get_by_label("A name to know it by").fill("The key on my ring")
    page.get_by_role("button", name="Register a passkey").click()
    page.get_by_text("The key on my ring").first.wait_for()
    check(page, "account-with-passkey")

    page.get_by_role("button", name="Sign out", exact=True).click()
    before = portal_on_sqlite.links_to(COMMISSIONER)
    page.goto("/sign-in?next=/account")
    page.get_by_label("Your e-mail address").fill(COMMISSIONER)
    page.get_by_role("button", name="Send me a link").click()
    page.goto(portal_on_sqlite.wait_for_link(COMMISSIONER, besides=before))
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Show your passkey").wait_for()
    check(page, "passkey")
    half_way = _newest_token(portal_on_sqlite)
    other = page.context.new_page()
    for path in ("/desk", "/account"):
        other.goto(path)
        other.get_by_role("heading", name="Show your passkey").wait_for()
    page.get_by_role("button", name="Use my passkey").click()
    page.get_by_role("heading", name="My account").wait_for()
    assert _newest_token(portal_on_sqlite) != half_way


def _newest_token(premises: Premises) -> str:
    return max(premises.house.rows(PortalSession), key=lambda one: one.id).token_sha256


def test_an_unknown_passkey_opens_nothing(portal_on_sqlite: Premises) -> None:
    """What was not signed by a passkey of the person's is refused, and a challenge is good once."""
    visitor = portal_on_sqlite.signed_in(COMMISSIONER)
    page = visitor.get("/account").text
    mark = page.partition('data-csrf="')[2].partition('"')[0]
    assert visitor.post("/account/passkeys/options", {"csrf": mark}).json()["challenge"]
    for credential in ("", "[]", "{}", '{"id": "x"}', "☃", "{" * 1000):
        answer = visitor.post("/account/passkeys", {"csrf": mark}, credential=credential)
        assert answer.status_code == 403, credential
        answer = visitor.post("/sign-in/passkey", {"csrf": mark}, credential=credential)
        assert answer.status_code == 403, credential


def test_the_mail_is_accessible_too(visits: Visits, standing_portal: Premises) -> None:
    """As every page: nothing serious for axe, and it fits a telephone."""
    until = datetime(2026, 11, 30, 21, 5, tzinfo=UTC)
    mail = SignInMail(
        SUPERINTENDENT, f"https://waivers.example/sign-in/link?token={'x' * 99}", until
    )
    page = visits.window(standing_portal, phone=True)
    page.set_content(render_sign_in(mail).html)
    check(page, "mail-sign-in")


def test_a_page_weighs_little(visits: Visits, portal_on_sqlite: Premises) -> None:
    """The first page, with style, script and fonts, is under 150 kB on the wire."""
    page = visits.window(portal_on_sqlite)
    network: Any = page.context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[float] = []

    def finished(event: dict[str, Any]) -> None:
        sizes.append(event["encodedDataLength"])

    network.on("Network.loadingFinished", finished)
    page.goto("/", wait_until="networkidle")
    assert len(sizes) >= 6
    assert sum(sizes) < 150_000
