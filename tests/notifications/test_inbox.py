"""The bounces' mailbox, on a real IMAP server: read whole, put away, never read insecurely."""

import pytest

from flows.prefect_server import free_port
from notifications.bounces import LARGEST
from notifications.inbox import (
    NOT_UNDERSTOOD,
    READ,
    BadInbox,
    Inbox,
    InboxUnavailable,
    has_mail,
    parse_inbox,
)
from tests.imap_server import ImapServer

MAIL = b"From: mailer-daemon@mx.doe.example\r\nSubject: %d\r\n\r\nBody \xe9\xff, {12}\r\n.\r\n"


def test_mail_is_read_as_it_came_and_put_away(imap_server: ImapServer) -> None:
    """Byte for byte, the oldest first; what is put away is not read again."""
    imap_server.put(MAIL % 1, MAIL % 2, MAIL % 3)
    where = parse_inbox(imap_server.url)
    with Inbox(where) as inbox:
        arrived = list(inbox.read(inbox.waiting(2)))
        assert [one.raw for one in arrived] == [MAIL % 1, MAIL % 2]
        inbox.put_away(arrived[0].uid, understood=True)
        inbox.put_away(arrived[1].uid, understood=False)
    assert imap_server.folders() == {"INBOX": 1, READ: 1, NOT_UNDERSTOOD: 1}
    with Inbox(where) as inbox:
        assert [one.raw for one in inbox.read(inbox.waiting(10))] == [MAIL % 3]
    assert has_mail(where)


def test_reading_alone_leaves_mail_where_it_is(imap_server: ImapServer) -> None:
    """A program that dies before putting it away finds it again."""
    imap_server.put(MAIL % 1)
    for _ in range(2):
        with Inbox(parse_inbox(imap_server.url)) as inbox:
            (mail,) = inbox.read(inbox.waiting(10))
            assert mail.raw == MAIL % 1


def test_mail_too_large_is_not_even_fetched(imap_server: ImapServer) -> None:
    """A mailbox that anybody can write to does not fill our memory."""
    imap_server.put(MAIL % 1 + b"x" * LARGEST)
    with Inbox(parse_inbox(imap_server.url)) as inbox:
        (mail,) = inbox.read(inbox.waiting(10))
        assert mail.raw is None


def test_mail_moved_by_somebody_else_is_passed_over(imap_server: ImapServer) -> None:
    """Two workers, or a person with a mail program."""
    imap_server.put(MAIL % 1, MAIL % 2)
    where = parse_inbox(imap_server.url)
    with Inbox(where) as inbox, Inbox(where) as other:
        uids = inbox.waiting(10)
        other.put_away(uids[0], understood=True)
        assert [one.raw for one in inbox.read(uids)] == [MAIL % 2]
        inbox.put_away(uids[0], understood=True)
    assert imap_server.folders()[READ] == 1


@pytest.mark.parametrize("kind", ["starttls_url", "tls_url"])
def test_connection_is_encrypted_and_the_server_known(
    imap_server: ImapServer, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """A server nobody vouches for is not given the password."""
    where = parse_inbox(getattr(imap_server, kind))
    imap_server.put(MAIL % 1)
    with pytest.raises(InboxUnavailable, match="certificate"):
        has_mail(where)
    monkeypatch.setenv("SSL_CERT_FILE", str(imap_server.authority))
    assert has_mail(where)


def test_trouble_is_one_line_without_the_password(imap_server: ImapServer) -> None:
    """Nobody there, or nobody of that name: the mail waits."""
    gone = imap_server.url.replace(str(imap_server.port), str(free_port()))
    strange = imap_server.url.replace("bounces:", "somebody:")
    for url in (gone, strange, imap_server.url.replace("INBOX", "Elsewhere")):
        with pytest.raises(InboxUnavailable) as caught:
            has_mail(parse_inbox(url))
        assert "p@ss" not in str(caught.value)
        assert "p%40ss" not in str(caught.value)
        assert "\n" not in str(caught.value)
        assert str(caught.value).startswith("imap://127.0.0.1:")


@pytest.mark.parametrize(
    ("url", "trouble"),
    [
        ("", "does not begin with"),
        ("pop3://a:secret@b", "does not begin with"),
        ("imaps://b", "no host, no user or no password"),
        ("imaps://a@b", "no host, no user or no password"),
        ("imaps://a:secret@b:x/INBOX", "cannot be read"),
        ("imap://a:secret@mail.doe.example/INBOX", "in the clear"),
    ],
)
def test_url_that_cannot_be_used_says_why(url: str, trouble: str) -> None:
    """What is wrong and how it should look, never the password."""
    with pytest.raises(BadInbox, match=trouble) as caught:
        parse_inbox(url)
    assert "secret" not in str(caught.value)
    assert "imaps://user:password@host/INBOX" in str(caught.value)


def test_url_is_read_in_full() -> None:
    """Ports by scheme, folder, escaped signs; shown without the account."""
    where = parse_inbox("imaps://b%40doe:p%2Fw@mail.doe.example/Mail%20back")
    assert (where.port, where.folder, where.user) == (993, "Mail back", "b@doe")
    assert where.password == "p/w"  # noqa: S105 - a made-up one
    assert str(where) == "imaps://mail.doe.example:993/Mail back"
    assert "p/w" not in repr(where)
    assert parse_inbox("imap+starttls://a:b@c").folder == "INBOX"
