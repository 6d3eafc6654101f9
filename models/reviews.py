"""What the commissioner's office did with a version: reviews, recusals, readings."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import UtcDateTime, one_of


class ReviewOutcome(StrEnum):
    """A step passes the case on, or asks the district. It never decides."""

    FORWARD = "forward"
    RETURN = "return"


class Outcome(StrEnum):
    """What the commissioner may decide; staff may recommend it."""

    GRANTED = "granted"
    DENIED = "denied"


class Recommendation(StrEnum):
    """What a reviewer would advise the commissioner."""

    GRANT = "grant"
    DENY = "deny"


class Review(SQLModel, table=True):
    """One step's work on one version by one person."""

    __tablename__ = "reviews"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "case_number"),)

    id: int | None = Field(default=None, primary_key=True)
    duty_id: int = Field(foreign_key="duties.id", unique=True)
    """The duty it discharged: a duty is reviewed once."""
    case_number: str = Field(foreign_key="cases.number")
    version: int
    step: str = Field(max_length=40)
    outcome: ReviewOutcome = Field(sa_type=one_of(ReviewOutcome, "outcome"))
    recommend: Recommendation | None = Field(
        default=None, sa_type=one_of(Recommendation, "recommend")
    )
    by: int = Field(foreign_key="people.id")
    at: datetime = Field(sa_type=UtcDateTime)
    note: str


class Question(SQLModel, table=True):
    """A question to the district, tied to the field it is about."""

    __tablename__ = "questions"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "case_number", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    case_number: str = Field(foreign_key="cases.number")
    version: int
    step: str = Field(max_length=40)
    field: str = Field(max_length=200)
    text: str


class Recusal(SQLModel, table=True):
    """A conflict declared: this person is off this case."""

    __tablename__ = "recusals"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("case_number", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    case_number: str = Field(foreign_key="cases.number")
    person_id: int = Field(foreign_key="people.id")
    reason: str
    at: datetime = Field(sa_type=UtcDateTime)
    had_opened: bool
    """Whether the person had already opened content of the case."""


class Opening(SQLModel, table=True):
    """A piece of a case's content opened by a person: the record of who read what."""

    __tablename__ = "openings"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "case_number", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    case_number: str = Field(foreign_key="cases.number")
    version: int
    item: str = Field(max_length=12)
    """E1, A1.1, …"""
    person_id: int = Field(foreign_key="people.id")
    at: datetime = Field(sa_type=UtcDateTime)
