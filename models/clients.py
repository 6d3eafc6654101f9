"""Programs that act through the API: their keys, what these admit, and replies kept."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel

from models.columns import UtcDateTime


class Scope(StrEnum):
    """What a key admits. None admits a decision: that is a person's own (37P(c))."""

    READ = "read"
    DRAFT = "draft"
    FILE = "file"
    REVIEW = "review"
    STATE_POLICE = "state_police"
    WEBHOOKS = "webhooks"


class ApiClient(SQLModel, table=True):
    """A program that acts for one person, with a key of its own."""

    __tablename__ = "api_clients"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=100)
    key_sha256: str = Field(unique=True, max_length=64)
    """The key itself is shown once and kept nowhere."""
    key_begins: str = Field(max_length=12)
    """Its first letters, to tell it from others."""
    scopes: list[str] = Field(sa_type=JSON)
    acts_for: int = Field(foreign_key="people.id")
    offices: list[str] = Field(sa_type=JSON)
    """The person's offices that it may use, `editor@99010000`; none named: all of them."""
    made_by: str = Field(max_length=254)
    made_at: datetime = Field(sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """To the minute."""
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_by: str | None = Field(default=None, max_length=254)


class IdempotencyKey(SQLModel, table=True):
    """A request that was carried out, and what was answered: asked again, the same answer."""

    __tablename__ = "idempotency_keys"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "client_id", "expires_at"),)

    client_id: int = Field(primary_key=True, foreign_key="api_clients.id")
    key: str = Field(primary_key=True, max_length=200)
    request_sha256: str = Field(max_length=64)
    """Of method, path and body."""
    status: int = 0
    """The answer's; 0 while the act's own transaction runs, which no other sees."""
    response: str = ""
    at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
