"""Build the bytes of a mail (RFC 5322): text beside HTML, and headers nobody can inject.

Written out by hand: the standard library's message classes take many times as
long (`benchmarks/mail.py` has the figures), and a round builds hundreds. Both
parts go out quoted-printable, in which no line is too long and none can be
taken for the boundary, whatever a letter says. A letter that sets a deadline
has it enclosed as a calendar, in base64.
"""

import binascii
import re
from base64 import encodebytes
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from textwrap import wrap

from notifications.addresses import require_address
from notifications.calendars import enclosed
from notifications.letters import Deadline
from notifications.render import Rendered

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_MESSAGE_ID = re.compile(r"<[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+>", re.ASCII)

_ROOM = 78 - len("Subject: ")
"""Characters beside a header's name: lines should not pass 78 (RFC 5322, 2.1.1)."""


class UnsafeHeader(ValueError):
    """A name, subject or Message-ID that cannot stand in a header as it is."""


def build(
    rendered: Rendered,
    *,
    to: str,
    sender: str,
    message_id: str,
    at: datetime,
    to_name: str = "",
) -> bytes:
    """Give the whole mail, headers, both bodies and what is enclosed, in CRLF lines.

    `to` is a bare address, `sender` may be `Name <address>`, `at` is aware.

    Raises:
        UnsafeHeader: a line break or control character where a header goes.
        NotAnAddress: `to` or `sender` is none that mail can be sent to.
    """
    if not _MESSAGE_ID.fullmatch(message_id):
        raise UnsafeHeader(f"not a Message-ID: {message_id!r}")
    head = (
        f"Message-ID: {message_id}",
        f"Date: {format_datetime(at)}",
        f"From: {_sender(sender)}",
        f"To: {_mailbox(to_name, to)}",
        f"Subject: {_words(rendered.subject)}",
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: All",
        "MIME-Version: 1.0",
        "",
    )
    boundary = message_id[1:25].replace("@", "")
    bodies = (_body("plain", rendered.text), _body("html", rendered.html))
    content = _multipart("alternative", boundary, bodies)
    if rendered.deadlines:
        calendar = _calendar(rendered.deadlines, organizer=bare_address(sender))
        # Its own boundary: neither may begin like the other.
        content = _multipart("mixed", f"all.{boundary}", (content, calendar))
    return "\r\n".join(head).encode("ascii") + content


@lru_cache
def bare_address(sender: str) -> str:
    """Give the address alone, for the envelope, of `Name <address>`.

    Raises:
        NotAnAddress: there is none in it that mail can be sent from.
    """
    return require_address(_name_and_address(sender)[1])


def _multipart(subtype: str, boundary: str, parts: Iterable[bytes]) -> bytes:
    head = f'Content-Type: multipart/{subtype}; boundary="=_{boundary}"\r\n\r\n'
    start, end = f"--=_{boundary}\r\n".encode("ascii"), f"--=_{boundary}--\r\n".encode("ascii")
    # The line break before a boundary belongs to the boundary; each part ends with one.
    return head.encode("ascii") + b"".join(start + part for part in parts) + end


def _body(subtype: str, content: str) -> bytes:
    head = (
        f"Content-Type: text/{subtype}; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    lines = "\r\n".join([*content.splitlines(), "", ""])
    return head.encode("ascii") + binascii.b2a_qp(lines.encode())


def _calendar(deadlines: Sequence[Deadline], *, organizer: str) -> bytes:
    # A case's number makes the name: no person's words come into a header.
    name = f"deadline-{re.sub(r'[^A-Za-z0-9-]', '', deadlines[0].case_number)}.ics"
    head = (
        "Content-Type: text/calendar; method=PUBLISH; charset=utf-8\r\n"
        f'Content-Disposition: attachment; filename="{name}"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    content = encodebytes(enclosed(deadlines, organizer=organizer)).replace(b"\n", b"\r\n")
    return head.encode("ascii") + content


def _name_and_address(sender: str) -> tuple[str, str]:
    return parseaddr(_visible(sender))


@lru_cache
def _sender(sender: str) -> str:
    return _mailbox(*_name_and_address(sender))


def _mailbox(name: str, address: str) -> str:
    plain = require_address(address)
    if not name:
        return plain
    phrase = _phrase(_visible(name))
    gap = " " if len(phrase) + len(plain) < _ROOM else "\r\n "
    return f"{phrase}{gap}<{plain}>"


def _phrase(name: str) -> str:
    escaped = name.replace("\\", r"\\").replace('"', r"\"")
    return f'"{_folded(escaped)}"' if _is_plain(name) else _encoded(name)


def _words(value: str) -> str:
    """Give free text as a header may carry it: as it is, folded, or encoded."""
    return _folded(value) if _is_plain(_visible(value)) else _encoded(value)


def _folded(value: str) -> str:
    return "\r\n ".join(wrap(value, _ROOM, break_long_words=False, break_on_hyphens=False))


def _visible(value: str) -> str:
    if _UNSEEN.search(value):
        raise UnsafeHeader(f"holds a line break or a control character: {value!r}")
    return value


def _is_plain(value: str) -> bool:
    """Tell whether a header carries it as it is.

    `=?` would be read as an encoded word, and a very long word cannot be folded.
    """
    return value.isascii() and "=?" not in value and max(map(len, value.split(" "))) < _ROOM


def _encoded(value: str) -> str:
    """Encode by RFC 2047, in words short enough for any line."""
    return Header(value, "utf-8", header_name="Subject").encode(linesep="\r\n")
