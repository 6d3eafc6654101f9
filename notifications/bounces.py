"""Read what mail servers report of a mail of ours: failed, delayed, delivered.

Reports by RFC 3464 are read here. Servers that write none of those are left to
flufl.bounce, which knows their forms. All of it is hostile input: nothing is
believed here, a report only names a Message-ID and an address; whether we sent
that to there is for `actions.bouncing` to say.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Mail

from models.notices import DeliveryAction
from notifications.wording import one_line

LARGEST = 1024 * 1024
"""Bytes. Our mails are small, and a report quotes one at most."""

MOST_PARTS = 200
MOST_NOTICES = 50
"""Recipients one report may speak of; each mail of ours has one."""

_ID = re.compile(r"<[0-9a-f]{40}@[\w.-]{1,150}>", re.ASCII)
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b", re.ASCII)
_BY_CLASS = {
    "2": DeliveryAction.DELIVERED,
    "4": DeliveryAction.DELAYED,
    "5": DeliveryAction.FAILED,
}


class NotAReport(ValueError):
    """This is no delivery report, or none that can be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a report says of one recipient."""

    recipients: tuple[str, ...]
    """The addresses it gives for that recipient: the original, and where it ended up."""
    action: DeliveryAction
    status: str
    diagnostic: str


@dataclass(frozen=True, slots=True)
class Report:
    """One delivery report, as it claims to be."""

    sha256: str
    message_ids: tuple[str, ...]
    """What it says it is about: of the shape of ours, the returned mail's own first."""
    to: str
    """Whom the returned mail was addressed to, where it was returned."""
    reported_by: str
    notices: tuple[Notice, ...]


def read_report(raw: bytes) -> Report:
    """Read a mail as a delivery report.

    Raises:
        NotAReport: it is too large, says nothing of a delivery, or names no
            mail that could be ours.
    """
    if len(raw) > LARGEST:
        raise NotAReport(f"larger than {LARGEST} bytes")
    try:
        return _read(raw)
    except (RecursionError, LookupError, ValueError, TypeError, AttributeError) as trouble:
        # The library's own stumbles over what no mail program would write.
        raise NotAReport(f"{type(trouble).__name__}: {trouble}"[:200]) from trouble


def fingerprint(raw: bytes) -> str:
    """Hash a report; how its lines end, and where it came by, makes no difference."""
    return hashlib.sha256(raw.replace(b"\r\n", b"\n").strip()).hexdigest()


def _read(raw: bytes) -> Report:
    mail = message_from_bytes(raw)
    parts = _parts(mail)
    returned = next((one for one in map(_returned, parts) if one is not None), None)
    status = next((p for p in parts if p.get_content_type() in _STATUS_TYPES), None)
    ids = _message_ids(mail, returned)
    if status is not None:
        notices, reported_by = _by_the_standard(status)
    else:
        ids = ids or tuple(dict.fromkeys(_ID.findall(raw.decode("ascii", "replace"))))[:1]
        notices, reported_by = _by_their_own_form(mail) if ids else (), ""
    if not notices:
        raise NotAReport("it says nothing of a delivery")
    if not ids:
        raise NotAReport("it names no mail that could be ours")
    to = _address(_field(returned, "To")) if returned is not None else ""
    return Report(fingerprint(raw), ids, to, reported_by, notices)


_STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_RETURNED_TYPES = frozenset({"message/rfc822", "message/global"})
_HEADERS_TYPES = frozenset({"text/rfc822-headers", "message/rfc822-headers",
                            "message/global-headers"})  # fmt: skip


def _parts(mail: Mail) -> list[Mail]:
    """Give the parts of a mail, not those inside a mail it returns."""
    parts: list[Mail] = []
    waiting = [mail]
    while waiting and len(parts) < MOST_PARTS:
        part = waiting.pop(0)
        parts.append(part)
        if part.get_content_maintype() == "multipart":
            waiting += _inside(part)
    return parts


def _inside(part: Mail) -> list[Mail]:
    payload: object = part.get_payload()
    if not isinstance(payload, list):
        return []
    inside: list[object] = list(payload)  # pyright: ignore[reportUnknownArgumentType]
    return [one for one in inside if isinstance(one, Mail)]


def _returned(part: Mail) -> Mail | None:
    """Give the returned mail, or its headers, that a part holds."""
    kind = part.get_content_type()
    if kind in _RETURNED_TYPES:
        return next(iter(_inside(part)), None)
    if kind in _HEADERS_TYPES:
        content = part.get_payload(decode=True)
        return message_from_bytes(content) if isinstance(content, bytes) else None
    return None


def _message_ids(mail: Mail, returned: Mail | None) -> tuple[str, ...]:
    said = [] if returned is None else [_field(returned, "Message-ID")]
    said += [_field(mail, name) for name in ("In-Reply-To", "References", "Original-Message-ID")]
    found = (one for words in said for one in _ID.findall(words))
    return tuple(dict.fromkeys(found))[:MOST_NOTICES]


def _by_the_standard(status: Mail) -> tuple[tuple[Notice, ...], str]:
    blocks = _inside(status)
    by = next((name for one in blocks if (name := _typed(one, "Reporting-MTA"))), "")
    notices = (one for block in blocks for one in _notice(block))
    return tuple(notices)[:MOST_NOTICES], by[:254]


def _notice(block: Mail) -> Iterator[Notice]:
    named = [_address(_typed(block, name)) for name in ("Final-Recipient", "Original-Recipient")]
    recipients = tuple(dict.fromkeys(one for one in named if one))
    found = _STATUS.search(_field(block, "Status"))
    status = found[1] if found else ""
    said = _field(block, "Action").partition(" ")[0].casefold()
    action = DeliveryAction(said) if said in set(DeliveryAction) else _BY_CLASS.get(status[:1])
    if recipients and action:
        yield Notice(recipients, action, status, _typed(block, "Diagnostic-Code")[:500])


def _by_their_own_form(mail: Mail) -> tuple[Notice, ...]:
    from flufl.bounce import (  # noqa: PLC0415 - most reports do without
        all_failures,  # pyright: ignore[reportUnknownVariableType]
    )

    temporary, permanent = all_failures(mail)
    said = [(permanent, DeliveryAction.FAILED), (temporary, DeliveryAction.DELAYED)]
    words = "in a form of its server's own, without a reason that can be read"
    return tuple(
        Notice((address.decode("ascii", "replace").casefold(),), action, "", words)
        for addresses, action in said
        for address in sorted(addresses)[:MOST_NOTICES]
    )


def _field(part: Mail, name: str) -> str:
    """Give a field as one line of what can be seen."""
    return one_line(str(part.get(name, "")))


def _typed(part: Mail, name: str) -> str:
    """Give a field without the type before it: `rfc822; a@b.example`."""
    kind, found, value = _field(part, name).partition(";")
    return value.strip() if found else kind


def _address(value: str) -> str:
    """Give the address in a field, in small letters."""
    return value.rpartition("<")[2].partition(">")[0].strip().casefold()[:254]
