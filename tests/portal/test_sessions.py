"""Sessions: how long they last, and what becomes of a half-written form."""

from models.sessions import PortalSession
from tests.actions.makers import COMMISSIONER, SUPERINTENDENT
from tests.portal.premises import Premises, marks_of

END = "/account/passkeys/remove"
"""A form of the foundation with a field of text: `id`."""


def test_a_session_ends_after_half_an_hour_of_nothing(portal: Premises) -> None:
    """29 minutes are fine, and begin anew with each page; 30 are too many."""
    visitor = portal.signed_in(SUPERINTENDENT)
    for _ in range(3):
        portal.let_pass(minutes=29)
        assert visitor.get("/desk").status_code == 200
    portal.let_pass(minutes=30)
    assert visitor.get("/desk").headers["location"] == "/sign-in?next=/desk"


def test_a_session_ends_after_twelve_hours_whatever_is_done(portal_on_sqlite: Premises) -> None:
    """A machine left running with a page that asks by itself is signed out in the end."""
    visitor = portal_on_sqlite.signed_in(SUPERINTENDENT)
    for _ in range(12 * 60 // 20 - 1):
        portal_on_sqlite.let_pass(minutes=20)
        assert visitor.get("/desk").status_code == 200
    portal_on_sqlite.let_pass(minutes=21)
    assert visitor.get("/desk").status_code == 303


def test_staying_puts_off_the_end(portal_on_sqlite: Premises) -> None:
    """The button of the warning is as good as a page."""
    visitor = portal_on_sqlite.signed_in(SUPERINTENDENT)
    marks = {"csrf": marks_of(visitor.get("/desk").text, "/sign-out")["csrf"]}
    portal_on_sqlite.let_pass(minutes=29)
    left = visitor.post("/session/stay", marks)
    assert left.status_code == 200
    assert int(left.text) > 29 * 60
    portal_on_sqlite.let_pass(minutes=29)
    assert visitor.get("/desk").status_code == 200


def test_a_form_sent_too_late_is_given_back(portal: Premises) -> None:
    """Nothing is done and nothing is lost: what was typed waits for the person to be back."""
    visitor = portal.signed_in(SUPERINTENDENT)
    marks = marks_of(visitor.get("/account").text, "/account/passkeys")
    portal.let_pass(minutes=31)
    late = visitor.post("/account/passkeys", marks, name="Half a sentence ☃")
    assert late.status_code == 401
    assert "nothing is lost" in late.text
    onward = late.text.partition('href="/sign-in?next=')[2].partition('"')[0]
    before = portal.links_to(SUPERINTENDENT)
    visitor.send(f"/sign-in?next={onward}", email=SUPERINTENDENT)
    answer = visitor.use(portal.wait_for_link(SUPERINTENDENT, besides=before))
    assert answer.headers["location"] == onward
    back = visitor.client.get(onward, follow_redirects=True)
    assert "Half a sentence ☃" in back.text


def test_a_kept_form_is_its_own_persons_alone(portal_on_sqlite: Premises) -> None:
    """Whoever else signs in on that machine does not see it."""
    visitor = portal_on_sqlite.signed_in(SUPERINTENDENT)
    marks = marks_of(visitor.get("/account").text, "/account/passkeys")
    portal_on_sqlite.let_pass(minutes=31)
    late = visitor.post("/account/passkeys", marks, name="Mine")
    onward = late.text.partition('href="/sign-in?next=')[2].partition('"')[0]
    other = portal_on_sqlite.signed_in(COMMISSIONER)
    assert other.get(onward).status_code == 404


def test_a_form_after_signing_out_elsewhere_is_not_kept(portal_on_sqlite: Premises) -> None:
    """A session that its person ended is nobody's any more: it keeps nothing for them."""
    visitor = portal_on_sqlite.signed_in(SUPERINTENDENT)
    marks = marks_of(visitor.get("/account").text, "/account/passkeys")
    portal_on_sqlite.signed_in(SUPERINTENDENT).send("/account", "/sign-out/everywhere")
    late = visitor.post("/account/passkeys", marks, name="Mine")
    assert late.status_code == 401
    assert "/kept/" not in late.text


def test_account_shows_where_one_is_signed_in(portal: Premises) -> None:
    """One of two sessions can be ended from the other."""
    here = portal.visitor(**{"User-Agent": "Desk browser"}).sign_in(SUPERINTENDENT)
    there = portal.visitor(**{"User-Agent": "Phone browser"}).sign_in(SUPERINTENDENT)
    page = here.get("/account").text
    assert "Desk browser" in page
    assert "Phone browser" in page
    (phone,) = [one for one in portal.house.rows(PortalSession) if one.browser == "Phone browser"]
    here.send("/account", f"/account/sessions/{phone.id}/end")
    assert there.get("/desk").status_code == 303
    assert here.get("/desk").status_code == 200


def test_nobody_ends_another_persons_session(portal_on_sqlite: Premises) -> None:
    """The number of a session is no secret and opens nothing."""
    visitor = portal_on_sqlite.signed_in(SUPERINTENDENT)
    (session,) = portal_on_sqlite.house.rows(PortalSession)
    other = portal_on_sqlite.signed_in(COMMISSIONER)
    marks = {"csrf": marks_of(other.get("/account").text, "/sign-out")["csrf"]}
    other.post(f"/account/sessions/{session.id}/end", marks)
    assert visitor.get("/desk").status_code == 200


def test_a_form_is_taken_once(portal: Premises) -> None:
    """A double click, or the back button and send again: done once, and led to the same place."""
    visitor = portal.signed_in(SUPERINTENDENT)
    page = visitor.get("/account").text
    marks = marks_of(page, "/sign-out/everywhere")
    first = visitor.post(END, marks, id="none")
    again = visitor.post(END, marks, id="none")
    assert first.headers["location"] == again.headers["location"] == "/account"
    assert "set-cookie" in first.headers  # what was said the first time
    assert "no such passkey" in visitor.get("/account").text


def test_a_form_of_an_earlier_session_is_given_back(portal_on_sqlite: Premises) -> None:
    """Two tabs: one signs in anew, the other's half-written form is kept, not lost."""
    visitor = portal_on_sqlite.signed_in(SUPERINTENDENT)
    marks = marks_of(visitor.get("/account").text, "/account/passkeys")
    portal_on_sqlite.let_pass(minutes=31)
    visitor.sign_in(SUPERINTENDENT)
    late = visitor.post("/account/passkeys", marks, name="Half a sentence")
    assert late.status_code == 403
    onward = late.text.partition('href="/kept/')[2].partition('"')[0]
    assert "Half a sentence" in visitor.get(f"/kept/{onward}").text
