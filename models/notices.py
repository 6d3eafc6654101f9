"""What became of a message after it was queued: tries, bounces, acknowledgement.

Triggers refuse any change to these rows: they are the proof of notice.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import UtcDateTime, one_of


class HandoverOutcome(StrEnum):
    """What the mail server did with a message."""

    ACCEPTED = "accepted"
    PUT_OFF = "put-off"
    REFUSED = "refused"


class Handover(SQLModel, table=True):
    """One try to hand a message to a mail server."""

    __tablename__ = "handovers"  # pyright: ignore[reportAssignmentType]

    message_id: int = Field(primary_key=True, foreign_key="messages.id")
    number: int = Field(primary_key=True)
    """1, 2, 3 … as tried."""
    at: datetime = Field(sa_type=UtcDateTime)
    server: str = Field(max_length=300)
    """Its URL, without the account."""
    outcome: HandoverOutcome = Field(sa_type=one_of(HandoverOutcome, "outcome"))
    reply: str


class DeliveryAction(StrEnum):
    """What a delivery report says of one recipient (RFC 3464, 2.3.3)."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    RELAYED = "relayed"
    EXPANDED = "expanded"


class Bounce(SQLModel, table=True):
    """What a delivery report said of one message of ours."""

    __tablename__ = "bounces"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("message_id", "report_sha256"),)

    id: int | None = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="messages.id")
    report_sha256: str = Field(max_length=64)
    """Of the whole report: one that is read twice is one."""
    action: DeliveryAction = Field(sa_type=one_of(DeliveryAction, "action"))
    status: str = Field(max_length=20)
    """The enhanced status code (RFC 3463), `5.1.1`; empty where none was given."""
    recipient: str = Field(max_length=254)
    """Where the mail ended up, by the report: another address where it was forwarded."""
    diagnostic: str = Field(max_length=500)
    reported_by: str = Field(max_length=254)
    """The mail server that reports."""
    at: datetime = Field(sa_type=UtcDateTime)
    """When it was read."""


class AcknowledgedMessage(SQLModel, table=True):
    """The reader of a message said that they have it; it decides and closes nothing."""

    __tablename__ = "acknowledged_messages"  # pyright: ignore[reportAssignmentType]

    message_id: int = Field(primary_key=True, foreign_key="messages.id")
    by: str = Field(max_length=254)
    """The address that the message went to."""
    entered_by: str = Field(max_length=254)
    at: datetime = Field(sa_type=UtcDateTime)
