"""How long closed cases took: one row a case and part of it, kept when it closes."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.cases import CaseKind
from models.columns import UtcDateTime, one_of


class Duration(SQLModel, table=True):
    """The time a part of a case took, paused time left out.

    The index serves medians and percentiles: the n-th of a year is a range scan.
    """

    __tablename__ = "durations"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "kind", "part", "year", "seconds"),)

    case_number: str = Field(primary_key=True, foreign_key="cases.number")
    part: str = Field(primary_key=True, max_length=60)
    """`whole`, or a step by its name in the policy: `program`."""
    kind: CaseKind = Field(sa_type=one_of(CaseKind, "kind"))
    year: int
    """The year (New York) in which the case closed."""
    seconds: int
    paused: int
    """Seconds left out."""
    closed_at: datetime = Field(sa_type=UtcDateTime)
