"""Webhooks: where a client wants to be told, and what is on its way there."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.columns import UtcDateTime, one_of


class DeliveryState(StrEnum):
    """Where a delivery stands, as for mail."""

    QUEUED = "queued"
    RETRYING = "retrying"
    DELIVERED = "delivered"
    FAILED = "failed"
    WITHHELD = "withheld"


class Webhook(SQLModel, table=True):
    """An address of a client's that is told of events it may see."""

    __tablename__ = "webhooks"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "client_id"),)

    id: int | None = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="api_clients.id")
    url: str = Field(max_length=1000)
    secret: str = Field(max_length=100)
    """Signs each delivery: the receiver has it too, so it cannot be kept as a hash."""
    events: list[str] = Field(sa_type=JSON)
    """The kinds wanted; none named: every kind the client may see."""
    active: bool = True
    made_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_because: str | None = Field(default=None, max_length=200)


class WebhookDelivery(SQLModel, table=True):
    """One event on its way to one webhook, queued in the transaction of the act."""

    __tablename__ = "webhook_deliveries"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("webhook_id", "stream", "seq"),
        ForeignKeyConstraint(["stream", "seq"], ["events.stream", "events.seq"]),
        Index("ix_webhook_deliveries_due", "due_at", postgresql_where=text("due_at is not null"),
              sqlite_where=text("due_at is not null")),
        Index("ix_webhook_deliveries_failed", "id", postgresql_where=text("state = 'failed'"),
              sqlite_where=text("state = 'failed'")),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    webhook_id: int = Field(foreign_key="webhooks.id")
    stream: str = Field(max_length=20)
    seq: int
    body: str
    """What is posted, to the byte: which event of which case, and no content."""
    state: DeliveryState = Field(
        default=DeliveryState.QUEUED, sa_type=one_of(DeliveryState, "state")
    )
    queued_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0
    failing_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    delivered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reply: str | None = Field(default=None, max_length=300)
    """The status, or why it could not be posted; never what the receiver wrote."""
