"""The mail with a sign-in link: whole in both bodies, sent at once, and what came of it."""

from datetime import UTC, datetime

from notifications.route import parse_route
from notifications.send import Deferred
from notifications.sign_in import SignInMail, render_sign_in, send_sign_in_mail, was_taken
from rules.wording import promises_safety
from tests.mail_server import MailServer

UNTIL = datetime(2026, 11, 30, 21, 5, tzinfo=UTC)
LINK = f"https://waivers.example/sign-in/link?token={'Az09-_.' * 20}"
MAIL = SignInMail("superintendent@portexample.example", LINK, UNTIL)


def test_link_stands_whole_in_both_bodies() -> None:
    """A mail program that breaks lines does not break the link."""
    rendered = render_sign_in(MAIL)
    assert LINK in rendered.text.splitlines()
    assert f'href="{LINK}"' in rendered.html
    assert LINK not in rendered.subject
    assert "4:05 p.m. Eastern time" in rendered.text
    assert promises_safety(rendered.text) is None


def test_link_is_not_shown_where_the_mail_is_only_named() -> None:
    """A log that names the mail does not give the key away."""
    assert LINK not in repr(MAIL)


def test_mail_is_sent_at_once(mail_server: MailServer) -> None:
    """One mail, marked as automatic, to the one address."""
    result = send_sign_in_mail(
        MAIL, parse_route(mail_server.url), sender="Recourse <r@recourse.example>", now=UNTIL
    )
    assert was_taken(result)
    (sent,) = mail_server.wait_for(1)
    assert sent.message["To"] == MAIL.to
    assert sent.message["Auto-Submitted"] == "auto-generated"


def test_a_server_that_is_away_is_said() -> None:
    """The caller learns it and goes on."""
    route = parse_route("smtp://127.0.0.1:9")
    result = send_sign_in_mail(MAIL, route, sender="r@recourse.example", now=UNTIL)
    assert isinstance(result, Deferred)
    assert not was_taken(result)
