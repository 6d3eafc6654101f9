"""A case: one body's waiver application or shortfall, and where it stands."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.columns import UtcDateTime, one_of


class CaseKind(StrEnum):
    """Which subsection the case travels under: (c) or (e)."""

    WAIVER = "waiver"
    SHORTFALL = "shortfall"


class CaseState(StrEnum):
    """Where a case stands; `rules.states` says which moves each kind may make."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    DETERMINED = "determined"
    CONSULTING = "consulting"
    AWAITING_ASSIGNMENT = "awaiting_assignment"
    UNFUNDED = "unfunded"
    ASSIGNED = "assigned"
    AWAITING_FILING = "awaiting_filing"
    COMPLETE = "complete"


class Case(SQLModel, table=True):
    """One case. Its number is its key, so every row about it names it in words."""

    __tablename__ = "cases"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_cases_ready", "kind", "ready_at", postgresql_where=text("ready_at is not null"),
              sqlite_where=text("ready_at is not null")),
        Index(None, "organization_code", "number"),
        Index(None, "kind", "state"),
        Index(None, "kind", "filed_at", "state"),
    )  # fmt: skip

    number: str = Field(primary_key=True, max_length=20)
    kind: CaseKind = Field(sa_type=one_of(CaseKind, "kind"))
    state: CaseState = Field(sa_type=one_of(CaseState, "state"))
    organization_code: str = Field(foreign_key="organizations.code")
    law_version: str = Field(max_length=40)
    policy_version: str = Field(foreign_key="policies.version")
    version: int = 1
    """The submission now before the office."""
    step: str | None = Field(default=None, max_length=40)
    """The review step a waiver has reached, by its name in the policy."""
    filed_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    open_filing: str | None = Field(default=None, unique=True, max_length=80)
    """Applicant and content hash while the case is open: the same paper twice is one case."""
    ready_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """From when the engine has something to do; later than now while it is put aside."""
    failures: int = 0
    """Rounds in a row that failed on this case."""
    error: str | None = Field(default=None, max_length=2000)
    event_seq: int = 0
    event_hash: str = Field(default="", max_length=64)
    """The head of the case's log."""


class Numbering(SQLModel, table=True):
    """The last number given out, by kind and year (New York)."""

    __tablename__ = "numbering"  # pyright: ignore[reportAssignmentType]

    kind: CaseKind = Field(sa_type=one_of(CaseKind, "kind"), primary_key=True)
    year: int = Field(primary_key=True)
    last: int


class CaseWarning(SQLModel, table=True):
    """Something a rule says to look at, and who went on with what reason.

    A warning stops nobody. It is kept so that every reviewer sees it.
    """

    __tablename__ = "warnings"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "case_number"),)

    id: int | None = Field(default=None, primary_key=True)
    case_number: str = Field(foreign_key="cases.number")
    version: int
    rule: int | None = None
    clause: str = Field(max_length=80)
    authority: str = Field(max_length=20)
    message: str
    at: datetime = Field(sa_type=UtcDateTime)
    went_on_by: str = Field(max_length=254)
    reason: str
    """The words of the person who went on all the same."""
