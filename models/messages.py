"""Mail: queued in the transaction of the act it tells of."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, text
from sqlmodel import Field, SQLModel

from models.columns import UtcDateTime, one_of


class MessageState(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    SENT = "sent"
    RETRYING = "retrying"
    FAILED = "failed"
    WITHHELD = "withheld"


class Message(SQLModel, table=True):
    """One mail to one person about one event. `key` makes it unique for good."""

    __tablename__ = "messages"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_messages_due", "due_at", postgresql_where=text("due_at is not null"),
              sqlite_where=text("due_at is not null")),
        Index(None, "case_number"),
        Index("ix_messages_sent_at", "sent_at",
              postgresql_where=text("sent_at is not null"),
              sqlite_where=text("sent_at is not null")),
        Index("ix_messages_digest", "to_office", "digest_on",
              postgresql_where=text("digest_on is not null"),
              sqlite_where=text("digest_on is not null")),
        Index(None, "message_id"),
        Index("ix_messages_not_sent", "state", "id", postgresql_where=text("state <> 'sent'"),
              sqlite_where=text("state <> 'sent'")),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=400)
    """Case, event, recipient; of a digest: office, day, recipient."""
    case_number: str | None = Field(default=None, foreign_key="cases.number")
    """None for a digest, which may speak of several."""
    template: str = Field(max_length=60)
    """The folder of its words: `waiver-received`."""
    to_email: str = Field(max_length=254)
    to_office: str = Field(max_length=120)
    """The office it speaks to: `chief@Port Example`."""
    about: dict[str, Any] = Field(sa_type=JSON)
    """Ids of what it speaks of: `version`, `duty`, `review`. A copy for a stand-in says `for`
    whom (an address); one sent in place of a mail that failed, `instead_of` which message."""
    state: MessageState = Field(default=MessageState.QUEUED, sa_type=one_of(MessageState, "state"))
    queued_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """From when it may be tried; None once it is final."""
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Until when it is one worker's alone; a worker that dies leaves it to the next."""
    attempts: int = 0
    failing_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the server first put it off; None while it has not."""
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    message_id: str = Field(max_length=200)
    """RFC 5322 Message-ID, derived from `key`: a repeat is recognised as one."""
    subject: str | None = None
    text: str | None = None
    html: str | None = None
    template_version: str | None = Field(default=None, max_length=64)
    """SHA-256 of the words it was rendered from (rule 32)."""
    reply: str | None = None
    """What the server said last."""
    reason: str | None = None
    """Why it was withheld, or failed."""
    digest_on: date | None = None
    """Of a digest of reminders: its day, New York."""
