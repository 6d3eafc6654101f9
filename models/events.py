"""The log: append-only, each entry chained by hash to the one before it."""

from datetime import datetime

from sqlalchemy import JSON, Index, text
from sqlmodel import Field, SQLModel

from models.columns import UtcDateTime

FOR_ANOTHER = 'entered_by <> "by"'
"""Of an act that one person entered for another."""


class Event(SQLModel, table=True):
    """Something that happened. `stream` is a case's number, or `registry`, `offices`, `intake`."""

    __tablename__ = "events"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_events_entered", "at", "seq", postgresql_where=text(FOR_ANOTHER),
              sqlite_where=text(FOR_ANOTHER)),
        Index("ix_events_entered_by", "entered_by", "at", "seq",
              postgresql_where=text(FOR_ANOTHER), sqlite_where=text(FOR_ANOTHER)),
    )  # fmt: skip

    stream: str = Field(primary_key=True, max_length=20)
    seq: int = Field(primary_key=True)
    kind: str = Field(max_length=60)
    """Past tense: `waiver.submitted`."""
    at: datetime = Field(sa_type=UtcDateTime)
    by: str = Field(max_length=254)
    """Who acted: an address, or `recourse` for the engine."""
    entered_by: str = Field(max_length=254)
    """Who was at the keyboard."""
    data: str
    """What changed, as canonical JSON."""
    previous: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class RefusedAttempt(SQLModel, table=True):
    """A filing the rules refused: who tried, for which body, and on what grounds."""

    __tablename__ = "refused_attempts"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    act: str = Field(max_length=60)
    organization_code: str | None = Field(default=None, max_length=60)
    by: str = Field(max_length=254)
    entered_by: str = Field(max_length=254)
    findings: list[dict[str, str | int | None]] = Field(sa_type=JSON)
