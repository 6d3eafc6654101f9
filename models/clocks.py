"""Clocks: days the office is closed, and every change of a duty's due date."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.columns import UtcDateTime, one_of
from models.duties import Authority


class ClosureKind(StrEnum):
    """Why a weekday does not count: the office is closed, or a holiday was added."""

    CLOSURE = "closure"
    HOLIDAY = "holiday"


class ChangeKind(StrEnum):
    """What happened to a duty's clock."""

    PAUSED = "paused"
    RESUMED = "resumed"
    EXTENDED = "extended"
    RECOMPUTED = "recomputed"
    """A closure was entered or lifted among its days."""


class Closure(SQLModel, table=True):
    """A day that an operator took out of the business days. One lifted is kept."""

    __tablename__ = "closures"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_closures_in_force", "day", unique=True,
              postgresql_where=text("lifted_at is null"), sqlite_where=text("lifted_at is null")),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    day: date
    kind: ClosureKind = Field(sa_type=one_of(ClosureKind, "kind"))
    reason: str
    by: str = Field(max_length=254)
    entered_by: str = Field(max_length=254)
    at: datetime = Field(sa_type=UtcDateTime)
    lifted_by: str | None = Field(default=None, max_length=254)
    lifted_entered_by: str | None = Field(default=None, max_length=254)
    lifted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lifted_reason: str | None = None

    @property
    def words(self) -> str:
        """Why the day does not count, as an explanation says it."""
        return f"{'closed' if self.kind is ClosureKind.CLOSURE else 'holiday'}: {self.reason}"


class ClockChange(SQLModel, table=True):
    """One change of a duty's clock: what was due, what is due, why, by whom. Never changed."""

    __tablename__ = "clock_changes"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "duty_id"), Index(None, "case_number"))

    id: int | None = Field(default=None, primary_key=True)
    duty_id: int = Field(foreign_key="duties.id")
    case_number: str = Field(foreign_key="cases.number")
    kind: ChangeKind = Field(sa_type=one_of(ChangeKind, "kind"))
    effective_on: date
    """The day of pausing, resuming or extending (New York); the day closed or opened again."""
    days: int | None = None
    """How many more days an extension gives; fewer than none where it takes some back."""
    reason: str
    authority: Authority = Field(sa_type=one_of(Authority, "authority"))
    """What the change rests on."""
    by: str = Field(max_length=254)
    entered_by: str = Field(max_length=254)
    at: datetime = Field(sa_type=UtcDateTime)
    due_before: date
    due_after: date
