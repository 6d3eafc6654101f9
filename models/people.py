"""Persons and the offices they hold, for a time, in a place."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.columns import UtcDateTime, one_of


class Office(StrEnum):
    """What a person may act as. A duty is owed by an office, never by a name."""

    SUPERINTENDENT = "superintendent"
    EDITOR = "editor"
    CHIEF = "chief"
    INTAKE = "intake"
    PROGRAM = "program"
    COUNSEL = "counsel"
    COMMISSIONER = "commissioner"
    STATE_POLICE = "state_police"
    OPERATOR = "operator"


class ChiefBasis(StrEnum):
    """37P(a): a chief, or a board or officer having control of the police."""

    CHIEF = "chief"
    BOARD = "board"
    OFFICER = "officer"


class Person(SQLModel, table=True):
    """Somebody known by an address; the offices are in `Holding`."""

    __tablename__ = "people"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True, max_length=254)


class Holding(SQLModel, table=True):
    """One person in one office in one place, from `since` to the end of `until`.

    `at` is an organization's code for a superintendent or editor, a town for a
    chief, and an agency (DESE, MSP) for the rest.
    """

    __tablename__ = "holdings"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "office", "at"), Index(None, "person_id"))

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="people.id")
    office: Office = Field(sa_type=one_of(Office, "office"))
    at: str = Field(max_length=100)
    title: str = Field(max_length=200)
    basis: ChiefBasis | None = Field(default=None, sa_type=one_of(ChiefBasis, "basis"))
    since: date | None = None
    """Its first day; None where no beginning is known, as in most lists."""
    until: date | None = None
    acting: bool = False
    instrument_sha256: str | None = Field(default=None, foreign_key="documents.sha256")
    """The document that names an acting or delegated holder, where one is on file."""
    granted_by: str = Field(max_length=254)
    granted_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
