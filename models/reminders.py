"""The ledger of reminders: each rung of each duty's ladder, once, and what became of it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, Index, text
from sqlmodel import Field, SQLModel

from models.columns import UtcDateTime, one_of


class RungKind(StrEnum):
    """What a rung does: tell the holder, tell an office above, have staff telephone."""

    REMIND = "remind"
    ESCALATE = "escalate"
    TELEPHONE = "telephone"


class ReminderState(StrEnum):
    """What became of a rung."""

    QUEUED = "queued"
    """In a digest, or waiting for the next one of its office."""
    SENT = "sent"
    """Its digest was accepted, or its task was opened."""
    OVERTAKEN = "overtaken"
    """A later reminder of the same duty went in its place, after an outage."""
    STOPPED = "stopped"
    """The duty was done, dropped, handed on or acknowledged before its digest went."""
    UNTOLD = "untold"
    """Nobody holds an office that could be told."""


class Reminder(SQLModel, table=True):
    """One rung of one duty's ladder. The key lets none go twice."""

    __tablename__ = "reminders"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_reminders_waiting", "digest_from",
              postgresql_where=text("digest_from is not null"),
              sqlite_where=text("digest_from is not null")),
        Index(None, "office", "digest_on"),
        Index(None, "case_number"),
        Index(None, "at"),
    )  # fmt: skip

    duty_id: int = Field(primary_key=True, foreign_key="duties.id")
    rung: str = Field(primary_key=True, max_length=80)
    """`remind-5`, `escalate+3:operator`; with the time an extended duty's ladder began anew."""
    case_number: str = Field(foreign_key="cases.number")
    kind: RungKind = Field(sa_type=one_of(RungKind, "kind"))
    state: ReminderState = Field(sa_type=one_of(ReminderState, "state"))
    due_at: datetime = Field(sa_type=UtcDateTime)
    """When it was to go."""
    at: datetime = Field(sa_type=UtcDateTime)
    """When the round that took it put it down; later than `due_at` after an outage."""
    office: str = Field(max_length=120)
    """The office told: `program@DESE`."""
    told: list[int] = Field(sa_type=JSON)
    """Who is told, by the ids of people."""
    digest_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """From when it waits for a digest; None once it is in one, or goes into none."""
    digest_on: date | None = None
    """The day (New York) of the digest it is in."""
    why: str = Field(default="", max_length=300)
    """Why it was overtaken, stopped or untold, or why this office is told."""


class ReminderTrouble(SQLModel, table=True):
    """A duty whose reminder failed and is put aside; the row goes when it succeeds."""

    __tablename__ = "reminder_troubles"  # pyright: ignore[reportAssignmentType]

    duty_id: int = Field(primary_key=True, foreign_key="duties.id")
    failures: int
    """In a row."""
    error: str = Field(max_length=2000)
    at: datetime = Field(sa_type=UtcDateTime)


class Acknowledgement(SQLModel, table=True):
    """Somebody said that they know of a duty: its ladder stops. Triggers refuse any change."""

    __tablename__ = "acknowledgements"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "duty_id"), Index(None, "case_number"))

    id: int | None = Field(default=None, primary_key=True)
    duty_id: int = Field(foreign_key="duties.id")
    case_number: str = Field(foreign_key="cases.number")
    by: str = Field(max_length=254)
    """An address."""
    at: datetime = Field(sa_type=UtcDateTime)
    why: str = Field(max_length=500)
    """How it came: by the link in a mail, by telephone; in words."""
