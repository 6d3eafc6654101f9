"""Compose a message: one mail to one person about one event, queued with the act."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from models.cases import Case
from models.messages import Message, MessageState

ID_LENGTH = 40
"""Hex digits of the key's SHA-256 that name a message: 160 bits."""


class Template(StrEnum):
    """What a message says; each is a folder of this room with its words."""

    WAIVER_RECEIVED = "waiver-received"
    WAIVER_NOTICE = "waiver-notice"
    STEP_OPENED = "step-opened"
    WAIVER_RETURNED = "waiver-returned"
    WAIVER_DECIDED = "waiver-decided"
    WAIVER_WITHDRAWN = "waiver-withdrawn"
    SHORTFALL_RECEIVED = "shortfall-received"
    SHORTFALL_NOTICE = "shortfall-notice"
    CONSULTATION_ASKED = "consultation-asked"
    ASSIGNMENT_ASKED = "assignment-asked"
    OFFICER_ASSIGNED = "officer-assigned"
    SHORTFALL_UNFUNDED = "shortfall-unfunded"
    FILING_ASKED = "filing-asked"
    FILING_CONFIRMED = "filing-confirmed"
    SHORTFALL_COMPLETE = "shortfall-complete"
    SHORTFALL_WITHDRAWN = "shortfall-withdrawn"
    CLOCK_CHANGED = "clock-changed"
    STAFF_NEEDED = "staff-needed"
    REMINDER_DIGEST = "reminder-digest"
    TELEPHONE_NEEDED = "telephone-needed"
    DATE_AHEAD = "date-ahead"


@dataclass(frozen=True, slots=True)
class Recipient:
    """An address, and the office it is written to: `chief@Port Example`."""

    email: str
    office: str
    stands_in_for: str = ""
    """The address of the person away, where this is a copy for their stand-in."""


def compose(
    template: Template,
    case: Case,
    to: Recipient,
    *,
    event: int,
    about: Mapping[str, Any],
    now: datetime,
    domain: str = "recourse.local",
) -> Message:
    """Give a queued message, due at once; the caller adds it to its session.

    `event` is the number of the log entry it tells of, `about` the ids it
    speaks of. Case, event, template and address make its key, and its key
    makes its Message-ID: the same act told twice is recognised as one mail.
    """
    key = f"{case.number}/{event}/{template}/{to.email}"
    return Message(
        key=key,
        case_number=case.number,
        template=template.value,
        to_email=to.email,
        to_office=to.office,
        about={**about, **_stands_in(to)},
        state=MessageState.QUEUED,
        queued_at=now,
        due_at=now,
        message_id=message_id(key, domain),
    )


def same_news(message: Message) -> str:
    """Give how the keys of all messages begin that tell the same, to whomever."""
    return message.key.removesuffix(message.to_email)


def compose_again(failed: Message, to: Recipient, *, now: datetime) -> Message:
    """Give a queued message that tells somebody else what a failed one could not tell."""
    key, domain = f"{same_news(failed)}{to.email}", failed.message_id.rstrip(">").partition("@")[2]
    return Message(
        key=key,
        case_number=failed.case_number,
        digest_on=failed.digest_on,
        template=failed.template,
        to_email=to.email,
        to_office=to.office,
        about={**failed.about, **_stands_in(to), "instead_of": failed.id},
        state=MessageState.QUEUED,
        queued_at=now,
        due_at=now,
        message_id=message_id(key, domain),
    )


def compose_digest(
    to: Recipient,
    on: date,
    *,
    people: Sequence[int],
    now: datetime,
    domain: str = "recourse.local",
) -> Message:
    """Give a queued digest of reminders: one for an office, a day and an address, by its key.

    `people` are those whose reminders it speaks of: the reader, and whoever
    the reader stands in for.
    """
    key = f"digest/{to.office}/{on.isoformat()}/{to.email}"
    return Message(
        key=key,
        case_number=None,
        digest_on=on,
        template=Template.REMINDER_DIGEST.value,
        to_email=to.email,
        to_office=to.office,
        about={"people": list(people), **_stands_in(to)},
        state=MessageState.QUEUED,
        queued_at=now,
        due_at=now,
        message_id=message_id(key, domain),
    )


def _stands_in(to: Recipient) -> dict[str, str]:
    return {"for": to.stands_in_for} if to.stands_in_for else {}


def message_id(key: str, domain: str) -> str:
    """Give the Message-ID of a key (RFC 5322, angle brackets included)."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:ID_LENGTH]}@{domain}>"
