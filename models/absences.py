"""Who is away, and who gets their mail meanwhile."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.columns import UtcDateTime


class Absence(SQLModel, table=True):
    """One person away from `since` to the end of `until`, with one stand-in.

    The stand-in is sent what the person is sent. It gives them no office.
    """

    __tablename__ = "absences"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="people.id")
    stand_in_id: int = Field(foreign_key="people.id")
    since: date
    until: date
    """The last day away (New York)."""
    by: str = Field(max_length=254)
    entered_by: str = Field(max_length=254)
    at: datetime = Field(sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the person was back early, or another absence took its place."""
