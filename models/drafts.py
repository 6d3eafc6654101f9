"""A draft: a form being written, by several people, that can be left and found again."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.cases import CaseKind
from models.columns import UtcDateTime, one_of


class DraftState(StrEnum):
    """A draft is written on while open; then it is sent, or given up."""

    OPEN = "open"
    SUBMITTED = "submitted"
    DISCARDED = "discarded"


class Draft(SQLModel, table=True):
    """One form so far, of either kind. Only who may edit it sees it."""

    __tablename__ = "drafts"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_drafts_answers_once", "answers", unique=True,
              postgresql_where=text("state = 'open' and paper_signer is null"),
              sqlite_where=text("state = 'open' and paper_signer is null")),
        Index("ix_drafts_answers_on_paper_once", "answers", unique=True,
              postgresql_where=text("state = 'open' and paper_signer is not null"),
              sqlite_where=text("state = 'open' and paper_signer is not null")),
        Index(None, "organization_code", "state"),
        Index(None, "town", "state"),
    )  # fmt: skip

    id: str = Field(primary_key=True, max_length=24)
    """Cannot be guessed."""
    kind: CaseKind = Field(sa_type=one_of(CaseKind, "kind"))
    organization_code: str = Field(foreign_key="organizations.code")
    town: str | None = Field(default=None, max_length=100)
    """Of a shortfall: where the chief who writes it holds office."""
    state: DraftState = Field(default=DraftState.OPEN, sa_type=one_of(DraftState, "state"))
    content: dict[str, Any] = Field(sa_type=JSON)
    """The form so far as typed: any part may be missing, each item carries an `id`."""
    revision: int = 0
    """Goes up with each change."""
    answers: str | None = Field(default=None, foreign_key="cases.number")
    """The returned case that it is to answer."""
    answers_version: int | None = None
    started_from: str | None = Field(default=None, foreign_key="cases.number")
    """The case whose filing it began with."""
    became: str | None = Field(default=None, foreign_key="cases.number")
    became_version: int | None = None
    sent_sha256: str | None = Field(default=None, max_length=64)
    """Of exactly what was signed and sent."""
    started_by: int = Field(foreign_key="people.id")
    started_at: datetime = Field(sa_type=UtcDateTime)
    touched_by: int = Field(foreign_key="people.id")
    touched_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    paper_signer: int | None = Field(default=None, foreign_key="people.id")
    """Who signed the paper that an operator types it from; the district's own have none."""
    came_on: date | None = None
    """The day on which that paper was received."""


class DraftFile(SQLModel, table=True):
    """A file at a named place of a draft. It hangs on an item, so moving the item moves it."""

    __tablename__ = "draft_files"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_draft_files_item_once", "draft_id", "item", unique=True,
              postgresql_where=text("removed_at is null"),
              sqlite_where=text("removed_at is null")),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    draft_id: str = Field(foreign_key="drafts.id")
    item: str = Field(max_length=24)
    """The id of the item it belongs to."""
    sha256: str = Field(foreign_key="documents.sha256")
    filename: str = Field(max_length=200)
    attached_by: int = Field(foreign_key="people.id")
    attached_at: datetime = Field(sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DraftEdit(SQLModel, table=True):
    """One change of a draft: who, when, which fields, and what they said before."""

    __tablename__ = "draft_edits"  # pyright: ignore[reportAssignmentType]

    draft_id: str = Field(primary_key=True, foreign_key="drafts.id")
    revision: int = Field(primary_key=True)
    """The revision it made."""
    by: int = Field(foreign_key="people.id")
    at: datetime = Field(sa_type=UtcDateTime)
    before: dict[str, Any] = Field(sa_type=JSON)
    """By field: the value until then, null where there was none."""


class SetAside(SQLModel, table=True):
    """What somebody typed into a field that another had changed meanwhile: kept, not taken."""

    __tablename__ = "draft_set_asides"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("draft_id", "field", "by"),)

    id: int | None = Field(default=None, primary_key=True)
    draft_id: str = Field(foreign_key="drafts.id")
    field: str = Field(max_length=200)
    by: int = Field(foreign_key="people.id")
    at: datetime = Field(sa_type=UtcDateTime)
    typed: list[Any] = Field(sa_type=JSON)
    """Everything this person typed there since, oldest first: none replaces another."""
    changed_by: int = Field(foreign_key="people.id")
    """Who had changed the field."""
    changed_at: datetime = Field(sa_type=UtcDateTime)
