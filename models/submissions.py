"""What a body filed: frozen, versioned, hashed."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field, SQLModel

from models.columns import UtcDateTime, one_of


class AlternativeKind(StrEnum):
    """37P(c)(iii) asks for procedures **and** resources."""

    PROCEDURE = "procedure"
    RESOURCE = "resource"


class Submission(SQLModel, table=True):
    """One version of an application as signed. Triggers refuse any change to it."""

    __tablename__ = "submissions"  # pyright: ignore[reportAssignmentType]

    case_number: str = Field(primary_key=True, foreign_key="cases.number")
    version: int = Field(primary_key=True)
    content: str
    """The whole filing as canonical JSON, file hashes included."""
    sha256: str = Field(max_length=64)
    """Of `content` in UTF-8."""
    scope: str
    signed_by: int = Field(foreign_key="people.id")
    statement: str
    received_at: datetime = Field(sa_type=UtcDateTime)
    entered_by: str = Field(max_length=254)


def of_a_submission() -> ForeignKeyConstraint:
    """Tie a part to the version it was filed with."""
    return ForeignKeyConstraint(
        ["case_number", "version"], ["submissions.case_number", "submissions.version"]
    )


class Reason(SQLModel, table=True):
    """37P(c)(i): one reason for the request."""

    __tablename__ = "reasons"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (of_a_submission(), Index(None, "text_sha256"))

    case_number: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    text: str
    text_sha256: str = Field(max_length=64)
    """Of the words alone, to notice text that stands in another case."""


class Evidence(SQLModel, table=True):
    """37P(c)(ii): data or evidence supporting the request."""

    __tablename__ = "evidence"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (of_a_submission(),)

    case_number: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    id: str = Field(primary_key=True, max_length=12)
    """E1, E2, … in the order filed."""
    title: str
    source: str | None = None
    period: str | None = None
    filename: str
    sha256: str = Field(foreign_key="documents.sha256")


class Alternative(SQLModel, table=True):
    """37P(c)(iii): an alternative procedure or resource relied upon."""

    __tablename__ = "alternatives"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (of_a_submission(),)

    case_number: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    id: str = Field(primary_key=True, max_length=12)
    """A1, A2, …"""
    kind: AlternativeKind = Field(sa_type=one_of(AlternativeKind, "kind"))
    description: str
    in_use_since: date | None = None


class SupportingData(SQLModel, table=True):
    """37P(c)(iii): supporting data of an alternative, its own and not (ii)'s."""

    __tablename__ = "supporting_data"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (of_a_submission(),)

    case_number: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    id: str = Field(primary_key=True, max_length=12)
    """A1.1, A1.2, … under the alternative A1."""
    alternative_id: str = Field(max_length=12)
    title: str
    source: str | None = None
    period: str | None = None
    filename: str
    sha256: str = Field(foreign_key="documents.sha256")


class Consultation(SQLModel, table=True):
    """37P(c): the consultation with a chief, as the applicant attests it."""

    __tablename__ = "consultations"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (of_a_submission(),)

    case_number: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    office: str
    dates: str
    """ISO dates, comma between."""
    mode: str
    summary: str
    view: str | None = None
    """The chief's own view, whole: consultation is not consent."""
    attested_by: str = Field(max_length=254)
