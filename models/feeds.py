"""Private links to a person's deadlines, for their calendar program."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.columns import UtcDateTime


class Feed(SQLModel, table=True):
    """One private link; only the hash of its token is kept."""

    __tablename__ = "feeds"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="people.id")
    token_sha256: str = Field(unique=True, max_length=64)
    made_by: str = Field(max_length=254)
    made_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_fetched_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """To the hour: a calendar program asks often."""
