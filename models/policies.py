"""Versions of policy a case can be filed under, and whether filing is open."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import UtcDateTime


class PolicyVersion(SQLModel, table=True):
    """A policy as it stood when first used; a case finishes under its own."""

    __tablename__ = "policies"  # pyright: ignore[reportAssignmentType]

    version: str = Field(primary_key=True, max_length=60)
    content: str
    """The policy file's text."""
    first_used_at: datetime = Field(sa_type=UtcDateTime)


class IntakeChange(SQLModel, table=True):
    """An operator opened or closed intake; the newest row holds."""

    __tablename__ = "intake_changes"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    open: bool
    reason: str
    by: str = Field(max_length=254)
    at: datetime = Field(sa_type=UtcDateTime)
