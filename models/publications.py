"""What the public register shows. A person looked at each entry before it stood there."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, text
from sqlmodel import Field, SQLModel

from models.cases import CaseKind
from models.columns import UtcDateTime, one_of
from models.reviews import Outcome


class EntryState(StrEnum):
    """Only a published edition is public; an amendment supersedes the one before."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class RegisterEntry(SQLModel, table=True):
    """One edition of a case's entry. What was redacted stands nowhere in it."""

    __tablename__ = "register_entries"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_register_entries_public", "kind", "dated", "case_number",
              postgresql_where=text("state = 'published'"),
              sqlite_where=text("state = 'published'")),
        Index("ix_register_entries_published_once", "case_number", unique=True,
              postgresql_where=text("state = 'published'"),
              sqlite_where=text("state = 'published'")),
        Index("ix_register_entries_outcome", "kind", "outcome", "dated", "case_number",
              postgresql_where=text("state = 'published'"),
              sqlite_where=text("state = 'published'")),
        Index("ix_register_entries_proposed", "proposed_at",
              postgresql_where=text("state = 'proposed'"),
              sqlite_where=text("state = 'proposed'")),
    )  # fmt: skip

    case_number: str = Field(primary_key=True, foreign_key="cases.number")
    edition: int = Field(primary_key=True)
    kind: CaseKind = Field(sa_type=one_of(CaseKind, "kind"))
    state: EntryState = Field(sa_type=one_of(EntryState, "state"))
    dated: date
    """The day (New York) decided, or determined."""
    body_name: str = Field(max_length=200)
    shown: dict[str, Any] = Field(sa_type=JSON)
    """Field to text, after redaction."""
    redactions: list[dict[str, Any]] = Field(sa_type=JSON)
    """Field, start, end and what was taken out: never the text itself."""
    source_sha256: str = Field(max_length=64)
    """Of the text it was made from: positions hold for that alone."""
    proposed_by: str = Field(max_length=254)
    proposed_at: datetime = Field(sa_type=UtcDateTime)
    published_by: int | None = Field(default=None, foreign_key="people.id")
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_by: int | None = Field(default=None, foreign_key="people.id")
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_reason: str | None = None
    outcome: Outcome | None = Field(default=None, sa_type=one_of(Outcome, "outcome"))
    """What was decided, to be looked up by; None for a shortfall, which nobody decides."""
    because: str | None = None
    """Why there is an edition after the first. The public reads it."""
