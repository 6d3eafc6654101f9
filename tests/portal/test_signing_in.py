"""Signing in by a link, and out again: once, in time, and told the same to everybody."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from models.messages import Message
from models.sessions import PortalSession, SignInLink
from portal.limiting import Limit
from tests.actions.makers import COMMISSIONER, SUPERINTENDENT
from tests.portal.premises import Premises, Visitor, marks_of


def test_a_link_from_the_mail_opens_the_desk(portal: Premises) -> None:
    """A person on record asks, opens the mail, presses the button, and is at their desk."""
    visitor = portal.signed_in(SUPERINTENDENT)
    desk = visitor.get("/desk")
    assert desk.status_code == 200
    assert "superintendent at Port Example" in desk.text


def test_a_link_is_good_once(portal: Premises) -> None:
    """Whoever finds the mail later gets nowhere, and is told why."""
    portal.signed_in(SUPERINTENDENT)
    (link,) = portal.links_to(SUPERINTENDENT)
    other = portal.visitor()
    answer = other.use(link)
    assert answer.status_code == 422
    assert "This link was used" in answer.text
    assert other.get("/desk").status_code == 303


def test_of_two_who_use_a_link_at_once_one_gets_in(portal: Premises) -> None:
    """A race is decided by the database."""
    visitor = portal.visitor()
    visitor.send("/sign-in", email=SUPERINTENDENT)
    link = portal.wait_for_link(SUPERINTENDENT)
    together = threading.Barrier(2)

    def use(one: Visitor) -> int:
        page = one.get(link)
        together.wait(10)
        return one.post("/sign-in/link", marks_of(page.text, "/sign-in/link")).status_code

    with ThreadPoolExecutor(2) as threads:
        statuses = sorted(threads.map(use, [portal.visitor(), portal.visitor()]))
    assert statuses == [303, 422]


def test_a_program_that_opens_links_uses_nothing_up(portal_on_sqlite: Premises) -> None:
    """Mail scanners follow every link; the person's own click still works afterwards."""
    portal_on_sqlite.visitor().send("/sign-in", email=SUPERINTENDENT)
    link = portal_on_sqlite.wait_for_link(SUPERINTENDENT)
    for _ in range(3):
        assert portal_on_sqlite.visitor().get(link).status_code == 200
    assert portal_on_sqlite.visitor().use(link).status_code == 303


def test_a_link_is_good_for_a_quarter_of_an_hour(portal: Premises) -> None:
    """After 15 minutes another has to be asked for."""
    portal.visitor().send("/sign-in", email=SUPERINTENDENT)
    link = portal.wait_for_link(SUPERINTENDENT)
    visitor = portal.visitor()
    marks = marks_of(visitor.get(link).text, "/sign-in/link")
    portal.let_pass(minutes=15, seconds=1)
    assert "15 minutes old" in visitor.post("/sign-in/link", marks).text
    assert visitor.get("/desk").status_code == 303


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "☃", "W10.ZqLx_g.AAAA", "x" * 5000])
def test_a_made_up_link_is_no_link(portal_on_sqlite: Premises, token: str) -> None:
    """Garbage is refused in words, before anything is looked up."""
    answer = portal_on_sqlite.visitor().get("/sign-in/link", params={"token": token})
    assert answer.status_code == 422
    assert "15 minutes old, or was not copied whole" in answer.text


def test_nobody_learns_whether_an_address_is_known(portal: Premises) -> None:
    """Known, unknown, written in capitals: the same answer, and no mail to a stranger."""
    answers = [
        portal.visitor().send("/sign-in", email=email)
        for email in (SUPERINTENDENT, "nobody@nowhere.example", SUPERINTENDENT.upper())
    ]
    portal.settle()
    seen = {(answer.status_code, answer.headers["location"], answer.text) for answer in answers}
    assert seen == {(303, "/sign-in/sent", "")}
    assert {mail["X-Original-To"] for mail in portal.mails()} == {SUPERINTENDENT}


@pytest.mark.parametrize(
    "email", ["", "no address", "a@b.example\r\nBcc: c@d.example", "x" * 300 + "@b.example"]
)
def test_what_is_no_address_is_told_at_the_field(portal_on_sqlite: Premises, email: str) -> None:
    """The form comes back with what was typed, and says what to mend."""
    answer = portal_on_sqlite.visitor().send("/sign-in", email=email)
    portal_on_sqlite.settle()
    assert answer.status_code == 422
    assert 'href="#email"' in answer.text
    assert portal_on_sqlite.mails() == []


def test_many_who_ask_are_slowed_and_lock_nobody_out(portal_on_sqlite: Premises) -> None:
    """Asking in another's name sends them few mails, and the links they have stay good."""
    rude = portal_on_sqlite.visitor()
    marks = marks_of(rude.get("/sign-in").text, "/sign-in")
    statuses = [
        rude.post("/sign-in", marks, email=SUPERINTENDENT).status_code
        for _ in range(Limit.ASK_LINK.item.amount + 1)
    ]
    assert statuses[-1] == 429
    assert set(statuses[:-1]) == {303}
    portal_on_sqlite.settle()
    links = portal_on_sqlite.links_to(SUPERINTENDENT)
    assert len(links) == 5
    for link in links:
        assert portal_on_sqlite.visitor().use(link).status_code == 303


def test_slowed_client_is_told_when_to_try_again(portal_on_sqlite: Premises) -> None:
    """The page says how long, for people and for programs."""
    visitor = portal_on_sqlite.visitor()
    for _ in range(Limit.ASK_LINK.item.amount):
        visitor.send("/sign-in", email="nobody@nowhere.example")
    answer = visitor.send("/sign-in", email="nobody@nowhere.example")
    assert "Please wait a little" in answer.text
    assert 0 < int(answer.headers["retry-after"]) <= 15 * 60


def test_a_link_is_nowhere_in_clear(
    portal_on_sqlite: Premises, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither the database nor the log holds what would let somebody in."""
    portal_on_sqlite.signed_in(SUPERINTENDENT)
    (link,) = portal_on_sqlite.links_to(SUPERINTENDENT)
    token = link.partition("token=")[2]
    said = capfd.readouterr()
    assert "/sign-in/link" in said.out + said.err
    assert token not in said.out + said.err
    assert SUPERINTENDENT not in said.out + said.err
    assert portal_on_sqlite.house.rows(Message) == []
    rows = [*portal_on_sqlite.house.rows(SignInLink), *portal_on_sqlite.house.rows(PortalSession)]
    assert len(rows) == 2
    assert all(token not in str(row) for row in rows)


def test_person_comes_to_the_page_they_asked_for(portal_on_sqlite: Premises) -> None:
    """A link in a letter leads to the case, once its reader has signed in."""
    number = portal_on_sqlite.house.submit().case.number
    visitor = portal_on_sqlite.visitor()
    asked = visitor.get(f"/cases/{number}")
    assert asked.headers["location"] == f"/sign-in?next=/cases/{number}"
    visitor.send(asked.headers["location"], email=SUPERINTENDENT)
    answer = visitor.use(portal_on_sqlite.wait_for_link(SUPERINTENDENT))
    assert answer.headers["location"] == f"/cases/{number}"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\evil",
        "/a\r\nb",
        "/ x",
        "evil",
    ],
)
def test_nobody_is_led_elsewhere(portal_on_sqlite: Premises, elsewhere: str) -> None:
    """A link to us that would lead on to another site leads to the desk."""
    visitor = portal_on_sqlite.visitor()
    page = visitor.get("/sign-in", params={"next": elsewhere})
    (action,) = re.findall(r'action="(/sign-in[^"]*)"', page.text)
    visitor.post(action, marks_of(page.text, "/sign-in"), email=SUPERINTENDENT)
    answer = visitor.use(portal_on_sqlite.wait_for_link(SUPERINTENDENT))
    assert answer.headers["location"] == "/desk"


def test_signing_out_ends_the_session_for_good(portal: Premises) -> None:
    """A copy of the cookie opens nothing afterwards."""
    visitor = portal.signed_in(SUPERINTENDENT)
    token = visitor.client.cookies["recourse"]
    assert visitor.send("/desk", "/sign-out").headers["location"] == "/"
    thief = portal.visitor(Cookie=f"recourse={token}")
    assert thief.get("/desk").status_code == 303


def test_signing_out_everywhere_ends_every_session(portal: Premises) -> None:
    """One's own on other machines end too; another person's does not."""
    here, there = portal.signed_in(SUPERINTENDENT), portal.signed_in(SUPERINTENDENT)
    other = portal.signed_in(COMMISSIONER)
    assert here.send("/account", "/sign-out/everywhere").status_code == 303
    assert there.get("/desk").status_code == 303
    assert other.get("/desk").status_code == 200


def test_a_new_token_with_each_sign_in(portal_on_sqlite: Premises) -> None:
    """A token planted before somebody signs in is worth nothing after it."""
    visitor = portal_on_sqlite.visitor()
    visitor.client.cookies.set("recourse", "planted", domain="127.0.0.1", path="/")
    visitor.sign_in(SUPERINTENDENT)
    first = visitor.client.cookies["recourse"]
    assert first != "planted"
    portal_on_sqlite.let_pass(hours=1)
    visitor.sign_in(SUPERINTENDENT)
    assert visitor.client.cookies["recourse"] != first


def test_cookie_is_for_the_server_alone(portal_on_sqlite: Premises) -> None:
    """No script reads it, no other site sends it."""
    visitor = portal_on_sqlite.visitor()
    visitor.send("/sign-in", email=SUPERINTENDENT)
    answer = visitor.use(portal_on_sqlite.wait_for_link(SUPERINTENDENT))
    (cookie,) = [c for c in answer.headers.get_list("set-cookie") if c.startswith("recourse=")]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie


def test_mail_that_cannot_be_sent_harms_nobody(portal_on_sqlite: Premises) -> None:
    """The mail server is away: the answer is the same, and the portal goes on."""
    portal_on_sqlite.surroundings.settings.smtp_url = "smtp://127.0.0.1:9"
    answer: httpx2.Response = portal_on_sqlite.visitor().send("/sign-in", email=SUPERINTENDENT)
    portal_on_sqlite.settle()
    assert answer.headers["location"] == "/sign-in/sent"
    assert portal_on_sqlite.visitor().get("/").status_code == 200
