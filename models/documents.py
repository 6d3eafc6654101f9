"""Documents on file, known by what is in them."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import UtcDateTime


class Document(SQLModel, table=True):
    """One file's bytes by SHA-256; names and titles belong to whatever cites it."""

    __tablename__ = "documents"  # pyright: ignore[reportAssignmentType]

    sha256: str = Field(primary_key=True, max_length=64)
    size: int
    """Bytes."""
    media_type: str = Field(max_length=100)
    """Told from the content, never from the name."""
    stored_at: datetime = Field(sa_type=UtcDateTime)
