"""A shortfall, 37P(e): what a chief determined, and what came of it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import UtcDateTime, one_of


class ContactOutcome(StrEnum):
    """What came of a contact with the department of state police."""

    REACHED = "reached"
    RESPONDED = "responded"
    NO_RESPONSE = "no-response"


class AssignmentOutcome(StrEnum):
    """Subject to appropriation, 37P(e): never a denial."""

    ASSIGNED = "assigned"
    NO_APPROPRIATION = "no-appropriation"
    PENDING = "pending"


class Employer(StrEnum):
    """Whose officer is assigned; another's goes to counsel, the memorandum stays."""

    STATE_POLICE = "state-police"
    OTHER = "other"


class Place(StrEnum):
    """The two offices in which the memorandum must be on file, 37P(e)."""

    SUPERINTENDENT = "superintendent"
    STATE_POLICE = "state-police"


class Determination(SQLModel, table=True):
    """A chief's determination as signed. Triggers refuse any change to it."""

    __tablename__ = "determinations"  # pyright: ignore[reportAssignmentType]

    case_number: str = Field(primary_key=True, foreign_key="cases.number")
    content: str
    """The whole filing as canonical JSON, file hashes included."""
    sha256: str = Field(max_length=64)
    """Of `content` in UTF-8."""
    town: str = Field(max_length=100)
    """Where the chief holds the office."""
    office_basis: str
    """37P(a): chief, or board or officer having control of the police, in words."""
    determination: str
    resources_lacking: list[str] = Field(sa_type=JSON)
    fiscal_year: int
    consulted: str = Field(max_length=254)
    """The superintendent consulted, 37P(e)."""
    consulted_on: str
    """ISO dates, comma between."""
    consulted_mode: str
    view: str | None = None
    """The superintendent's own view, whole: agreement is not required."""
    signed_by: int = Field(foreign_key="people.id")
    received_at: datetime = Field(sa_type=UtcDateTime)
    entered_by: str = Field(max_length=254)


class Figure(SQLModel, table=True):
    """A figure that a determination rests on."""

    __tablename__ = "figures"  # pyright: ignore[reportAssignmentType]

    case_number: str = Field(primary_key=True, foreign_key="determinations.case_number")
    id: str = Field(primary_key=True, max_length=12)
    """F1, F2, …"""
    title: str
    source: str | None = None
    period: str | None = None
    filename: str
    sha256: str = Field(foreign_key="documents.sha256")


class ShortfallSchool(SQLModel, table=True):
    """A school that the determination is about."""

    __tablename__ = "shortfall_schools"  # pyright: ignore[reportAssignmentType]

    case_number: str = Field(primary_key=True, foreign_key="determinations.case_number")
    school_code: str = Field(primary_key=True, foreign_key="schools.code")


class Contact(SQLModel, table=True):
    """A contact with the department of state police: rule 21 wants each one logged."""

    __tablename__ = "contacts"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "case_number"),)

    id: int | None = Field(default=None, primary_key=True)
    case_number: str = Field(foreign_key="cases.number")
    unit: str
    held_on: date
    outcome: ContactOutcome = Field(sa_type=one_of(ContactOutcome, "outcome"))
    note: str
    by: int = Field(foreign_key="people.id")
    at: datetime = Field(sa_type=UtcDateTime)


class Assignment(SQLModel, table=True):
    """What the state police could do, subject to appropriation. The newest row holds."""

    __tablename__ = "assignments"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "case_number"),)

    id: int | None = Field(default=None, primary_key=True)
    case_number: str = Field(foreign_key="cases.number")
    outcome: AssignmentOutcome = Field(sa_type=one_of(AssignmentOutcome, "outcome"))
    employer: Employer | None = Field(default=None, sa_type=one_of(Employer, "employer"))
    grounds: list[str] = Field(sa_type=JSON)
    """What the assignment rests on: no personnel detail, and not seniority alone."""
    candidate_considered: bool
    """Attested: a candidate who would foster an optimal learning environment was considered."""
    appropriation: str | None = None
    """The reference, and who said so."""
    by: int = Field(foreign_key="people.id")
    at: datetime = Field(sa_type=UtcDateTime)


class Memorandum(SQLModel, table=True):
    """A signed memorandum of understanding; a later version is an amended one."""

    __tablename__ = "memoranda"  # pyright: ignore[reportAssignmentType]

    case_number: str = Field(primary_key=True, foreign_key="cases.number")
    version: int = Field(primary_key=True)
    sha256: str = Field(foreign_key="documents.sha256")
    filename: str
    roles_page: int
    """The page that clearly defines roles and duties, 37P(e)."""
    signed_on: date
    parts: dict[str, int] = Field(sa_type=JSON)
    """Pages of (b)(i) to (viii) and the exclusion statement, where they are."""
    signatories: list[dict[str, str]] = Field(sa_type=JSON)
    """Title and authority of each."""
    by: int = Field(foreign_key="people.id")
    at: datetime = Field(sa_type=UtcDateTime)


class MemorandumFiling(SQLModel, table=True):
    """The signed memorandum on file in one of the two offices."""

    __tablename__ = "memorandum_filings"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("case_number", "version", "place"),
        ForeignKeyConstraint(
            ["case_number", "version"], ["memoranda.case_number", "memoranda.version"]
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_number: str
    version: int
    place: Place = Field(sa_type=one_of(Place, "place"))
    held_on: date
    custodian: str
    """By title."""
    sha256: str = Field(max_length=64)
    receipt_sha256: str | None = Field(default=None, foreign_key="documents.sha256")
    """The office's receipt, where an operator entered the filing for it."""
    by: int = Field(foreign_key="people.id")
    at: datetime = Field(sa_type=UtcDateTime)
