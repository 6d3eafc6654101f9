"""The mailbox that bounces come to, read over IMAP."""

import imaplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from imap_tools import BaseMailBox, ImapToolsError, MailBox, MailBoxStartTls, MailBoxUnencrypted

from notifications.bounces import LARGEST
from notifications.route import on_this_machine

SECONDS = 10
"""For one answer of the server: a worker has other things to do."""

READ = "Recourse read"
NOT_UNDERSTOOD = "Recourse did not understand"
"""Where mails are put once they are read: the second one is for a person to look at."""

PORTS = {"imap": 143, "imap+starttls": 143, "imaps": 993}
"""The schemes, and where a URL names no port."""


class BadInbox(ValueError):
    """The mailbox's URL cannot be used. Its text never holds the password."""


class InboxUnavailable(Exception):
    """The mailbox cannot be read now; what it holds waits."""


@dataclass(frozen=True, slots=True)
class Where:
    """A mailbox, and who reads it."""

    scheme: str
    host: str
    port: int
    folder: str
    user: str
    password: str = field(repr=False)

    def __str__(self) -> str:
        """Write it as a URL without the account."""
        return f"{self.scheme}://{self.host}:{self.port}/{self.folder}"


@dataclass(frozen=True, slots=True)
class Arrived:
    """A mail in the mailbox; `raw` is None where it is too large to be a report."""

    uid: str
    raw: bytes | None


def parse_inbox(url: str) -> Where:
    """Read `imaps://user:password@host/FOLDER`.

    Raises:
        BadInbox: says what is wrong and how it should look.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise BadInbox(_wanted("its host or port cannot be read")) from None
    if parts.scheme not in PORTS:
        raise BadInbox(_wanted(f"it does not begin with one of {', '.join(PORTS)}"))
    if not (parts.hostname and parts.username and parts.password):
        raise BadInbox(_wanted("it names no host, no user or no password"))
    if parts.scheme == "imap" and not on_this_machine(parts.hostname):
        raise BadInbox(_wanted("a password would cross the network in the clear"))
    return Where(
        scheme=parts.scheme,
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        folder=unquote(parts.path.strip("/")) or "INBOX",
        user=unquote(parts.username),
        password=unquote(parts.password),
    )


def _wanted(trouble: str) -> str:
    return (
        f"the URL of the bounces' mailbox (RECOURSE_BOUNCE_URL) cannot be used: {trouble}. "
        "Write imaps://user:password@host/INBOX, with @, / and : in the password as %40, %2F, %3A."
    )


class Inbox:
    """An open mailbox; use it in a `with`.

    A mail is put away after its handling is committed. A program that dies
    between the two finds it again, and handles it a second time.

    Raises:
        InboxUnavailable: from any of its methods, in one line.
    """

    def __init__(self, where: Where) -> None:
        """Name the mailbox; `with` opens it."""
        self._where = where

    def __enter__(self) -> Self:
        """Sign in, see that the two folders are there, open the mailbox."""
        self._box = self._asked(self._sign_in)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Sign off; a server that has left already is no trouble."""
        try:
            self._box.logout()
        except (ImapToolsError, imaplib.IMAP4.error, OSError):
            self._box.client.shutdown()

    def waiting(self, limit: int) -> list[str]:
        """Give the ids of at most `limit` mails that nobody has put away, the oldest first."""
        return self._asked(self._box.uids)[:limit]

    def read(self, uids: list[str]) -> Iterator[Arrived]:
        """Read mails one by one, without marking them; what somebody else has moved is left out."""
        for uid in uids:
            size = self._size(uid)
            if size is not None and size > LARGEST:
                yield Arrived(uid, None)
            elif size is not None and (content := self._content(uid)):
                yield Arrived(uid, content)

    def put_away(self, uid: str, *, understood: bool) -> None:
        """Move a mail out of the way."""
        self._asked(lambda: self._box.move(uid, READ if understood else NOT_UNDERSTOOD))

    def _sign_in(self) -> BaseMailBox:
        where = self._where
        box = _connect(where)
        try:
            box.login(where.user, where.password, initial_folder=where.folder)
            for folder in (READ, NOT_UNDERSTOOD):
                if not box.folder.exists(folder):
                    box.folder.create(folder)  # pyright: ignore[reportUnknownMemberType]
        except BaseException:
            box.client.shutdown()
            raise
        return box

    def _size(self, uid: str) -> int | None:
        """Give the size of a mail; None where it is gone."""
        for item in self._fetched(uid, "(RFC822.SIZE)"):
            words = (item if isinstance(item, bytes) else item[0]).replace(b"(", b" ").split()
            if b"RFC822.SIZE" in words:
                return int(words[words.index(b"RFC822.SIZE") + 1].rstrip(b")"))
        return None

    def _content(self, uid: str) -> bytes:
        for piece in self._fetched(uid, "(BODY.PEEK[])"):
            match piece:
                case (_, bytes() as content):
                    return content
                case _:
                    pass
        return b""

    def _fetched(self, uid: str, what: str) -> list[Any]:
        _, pieces = self._asked(lambda: self._box.client.uid("FETCH", uid, what))
        return [piece for piece in pieces if piece is not None]

    def _asked(self, act: Any) -> Any:
        try:
            return act()
        except (ImapToolsError, imaplib.IMAP4.error, OSError) as trouble:
            words = " ".join(str(trouble).split())[:200]
            raise InboxUnavailable(f"{self._where} cannot be read: {words}") from trouble


def _connect(where: Where) -> BaseMailBox:
    if where.scheme == "imap":
        return MailBoxUnencrypted(where.host, where.port, timeout=SECONDS)
    kind = MailBox if where.scheme == "imaps" else MailBoxStartTls
    # Said outright: the library, left alone, checks no certificate.
    context = ssl.create_default_context()
    return kind(where.host, where.port, timeout=SECONDS, ssl_context=context)


def has_mail(where: Where) -> bool:
    """Tell whether anything waits in the mailbox.

    Raises:
        InboxUnavailable: it cannot be asked.
    """
    with Inbox(where) as inbox:
        return bool(inbox.waiting(1))
