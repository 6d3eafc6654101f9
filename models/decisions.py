"""The commissioner's decision. Triggers refuse any change to it."""

from datetime import date, datetime

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel

from models.columns import UtcDateTime, one_of
from models.reviews import Outcome


class Decision(SQLModel, table=True):
    """One person's belief about one applicant, under 37P(c)."""

    __tablename__ = "decisions"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "belief_sha256"),)

    case_number: str = Field(primary_key=True, foreign_key="cases.number")
    version: int
    """The submission that was decided on."""
    outcome: Outcome = Field(sa_type=one_of(Outcome, "outcome"))
    belief: str
    """Whether an officer would not assist that particular applicant to ensure school safety."""
    belief_sha256: str = Field(max_length=64)
    relied_on: list[str] = Field(sa_type=JSON)
    """Ids of the evidence relied on."""
    opened: list[str] = Field(sa_type=JSON)
    """Ids of the evidence the decider had opened through the system."""
    scope: str
    """Which requirements of the section, in words."""
    conditions: list[str] = Field(sa_type=JSON)
    until: date | None = None
    """An optional term: the section sets none, so its authority is policy."""
    law_version: str = Field(max_length=40)
    by: int = Field(foreign_key="people.id")
    holding_id: int = Field(foreign_key="holdings.id")
    """The holding decided under: acting and delegated holders show their instrument."""
    at: datetime = Field(sa_type=UtcDateTime)
