"""Programs at the operators' pages: a key made, shown once, revoked; webhooks looked after."""

import re

import pytest
from playwright.sync_api import Page

from actions.webhooks import deliveries_of, failed_deliveries, webhooks_of
from database import transaction
from models.clients import ApiClient
from models.events import Event
from models.webhooks import DeliveryState, Webhook, WebhookDelivery
from tests.actions.client_makers import hooked
from tests.actions.makers import OPERATOR
from tests.portal.browsing import Visits, check, expecting
from tests.portal.premises import Premises

KEY = re.compile(r"rk_[\w-]{40,}")


def make_key(page: Page, name: str = "Student system") -> str:
    """Make a key for the superintendent; give it."""
    page.goto("/operators/clients/new")
    page.get_by_label("What the program is called").fill(name)
    page.get_by_label("For whom it acts").fill("superintendent@portexample.example")
    for scope in ("read", "webhooks"):
        page.get_by_label(f"{scope}:").press("Space")
    page.get_by_role("button", name="Make the key").click()
    page.get_by_role("heading", name=f"The key of {name}").wait_for()
    (key,) = KEY.findall(page.inner_text("main"))
    return key


@pytest.mark.parametrize(
    ("phone", "scripts"), [(False, True), (True, False)], ids=["desk", "phone-no-scripts"]
)
def test_a_key_is_made_shown_once_used_and_revoked(
    visits: Visits, portal_on_sqlite: Premises, *, phone: bool, scripts: bool
) -> None:
    """By keyboard and by press; afterwards no page shows it, and it opens nothing once revoked."""
    page = visits.window(portal_on_sqlite, phone=phone, scripts=scripts)
    visits.sign_in(page, portal_on_sqlite, OPERATOR)
    key = make_key(page)
    if scripts:
        check(page, "operators-key")
    program = portal_on_sqlite.visitor(Authorization=f"Bearer {key}")
    assert program.get("/api/v1/me").json()["client"] == "Student system"
    page.get_by_role("link", name="I have it").click()
    page.get_by_role("heading", name="Student system").wait_for()
    assert key not in page.content()
    assert "superintendent at Port Example (99010000)" in page.inner_text("main")
    page.get_by_role("link", name="Have an address told").click()
    page.get_by_label("The address that is told").fill("ftp://hooks.example/x")
    with expecting(visits, 422):
        page.get_by_role("button", name="Have it told").click()
        page.get_by_text("The address is like https://host.example/path").first.wait_for()
    if scripts:
        check(page, "operators-webhook-new")
    page.get_by_label("The address that is told").fill("https://hooks.example/x")
    page.get_by_role("button", name="Have it told").click()
    page.get_by_text("whsec_").wait_for()
    page.get_by_role("link", name="I have it").click()
    page.get_by_role("heading", name="https://hooks.example/x").wait_for()
    assert "whsec_" not in page.content()
    if scripts:
        check(page, "operators-client")
    page.get_by_role("button", name="End this webhook").click()
    page.get_by_text("No address is told.").wait_for()
    page.get_by_role("button", name="Revoke the key").click()
    page.get_by_text("opens nothing any more").wait_for()
    assert program.get("/api/v1/me").status_code == 401
    logged = [one.kind for one in portal_on_sqlite.house.rows(Event) if one.stream == "clients"]
    assert logged == [
        "clients.made", "clients.webhook_added", "clients.webhook_ended", "clients.revoked",
    ]  # fmt: skip


def test_what_a_key_lacks_is_said_at_its_field(visits: Visits, portal_on_sqlite: Premises) -> None:
    """A person without an office, an office they do not hold; what was typed stays."""
    page = visits.window(portal_on_sqlite)
    visits.sign_in(page, portal_on_sqlite, OPERATOR)
    page.goto("/operators/clients/new")
    check(page, "operators-client-new")
    page.get_by_label("What the program is called").fill("Case system")
    page.get_by_label("For whom it acts").fill(OPERATOR)
    page.get_by_label("read:").press("Space")
    with expecting(visits, 422):
        page.get_by_role("button", name="Make the key").click()
        page.get_by_text("An operator's office is not used through a key").first.wait_for()
    assert page.get_by_label("What the program is called").input_value() == "Case system"
    check(page, "operators-client-again")
    assert portal_on_sqlite.house.rows(ApiClient) == []


def test_a_key_pressed_for_twice_is_made_once(portal_on_sqlite: Premises) -> None:
    """The second leads to the program, whose key is not shown again."""
    operator = portal_on_sqlite.signed_in(OPERATOR)
    page = operator.get("/operators/clients/new").text
    marks = dict(re.findall(r'name="(csrf|once)" value="([^"]*)"', page.partition("<main")[2]))
    sent = {"name": "One", "acts_for": "superintendent@portexample.example", "scopes": ["read"]}
    first = operator.post("/operators/clients/new", marks, **sent)
    second = operator.post("/operators/clients/new", marks, **sent)
    assert (first.status_code, second.status_code) == (200, 303)
    assert second.headers["location"] == "/operators/clients/1"
    assert len(portal_on_sqlite.house.rows(ApiClient)) == 1


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_what_failed_is_seen_and_sent_again(
    visits: Visits, portal_on_sqlite: Premises, *, phone: bool
) -> None:
    """At the list of programs, and at the program with a button."""
    house = portal_on_sqlite.house
    client = hooked(house).client
    house.submit()
    with transaction(house.engine) as session:
        for one in deliveries_of(session, webhooks_of(session, client)[0]):
            one.state, one.due_at, one.attempts = DeliveryState.FAILED, None, 17
            one.reply = "answered 500"
        lost = len(failed_deliveries(session))
    page = visits.window(portal_on_sqlite, phone=phone)
    visits.sign_in(page, portal_on_sqlite, OPERATOR)
    page.goto("/operators/clients")
    assert page.get_by_text("answered 500").count() == lost >= 1
    check(page, "operators-clients")
    page.goto(f"/operators/clients/{client.id}")
    check(page, "operators-client-failed")
    page.get_by_role("button", name="Send again").first.click()
    page.get_by_text("It goes again with the next round").wait_for()
    states = [one.state for one in house.rows(WebhookDelivery)]
    assert states.count(DeliveryState.QUEUED) == 1
    assert [one.active for one in house.rows(Webhook)] == [True]


def test_the_page_for_programs_shows_every_operation(
    visits: Visits, portal_on_sqlite: Premises
) -> None:
    """Made from the document itself, for everybody, at both widths."""
    document = portal_on_sqlite.visitor().get("/api/v1/openapi.json").json()
    ids = {one["operationId"] for methods in document["paths"].values() for one in methods.values()}
    for phone in (False, True):
        page = visits.window(portal_on_sqlite, phone=phone)
        page.goto("/api")
        shown = page.locator("section.operation").evaluate_all("all => all.map(one => one.id)")
        assert set(shown) == ids
        check(page, "api")
