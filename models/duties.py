"""A duty: who owes what, by when, on whose authority. The unit of waiting."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.columns import UtcDateTime, one_of
from models.people import Office


class Authority(StrEnum):
    """What a rule, a date or a screen rests on."""

    LAW = "law"
    POLICY = "policy"
    PRACTICE = "practice"


class DutyState(StrEnum):
    """Open until somebody acts (done) or the case goes another way (dropped)."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Duty(SQLModel, table=True):
    """One office owes one act on one case. `holder` is who has it in hand now."""

    __tablename__ = "duties"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_duties_open_once", "case_number", "what", unique=True,
              postgresql_where=text("state = 'open'"), sqlite_where=text("state = 'open'")),
        Index("ix_duties_load", "holder", postgresql_where=text("state = 'open'"),
              sqlite_where=text("state = 'open'")),
        Index("ix_duties_due", "due_on", "id", "case_number", "paused_on",
              postgresql_where=text("state = 'open'"), sqlite_where=text("state = 'open'")),
        Index("ix_duties_paused", "paused_on", "id", "case_number",
              postgresql_where=text("state = 'open' and paused_on is not null"),
              sqlite_where=text("state = 'open' and paused_on is not null")),
        Index("ix_duties_age", "office", "at", "opened_at",
              postgresql_where=text("state = 'open'"), sqlite_where=text("state = 'open'")),
        Index("ix_duties_rung", "next_rung_at",
              postgresql_where=text("next_rung_at is not null"),
              sqlite_where=text("next_rung_at is not null")),
        Index("ix_duties_owed", "office", "at", "due_on", postgresql_where=text("state = 'open'"),
              sqlite_where=text("state = 'open'")),
        Index(None, "case_number"),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    case_number: str = Field(foreign_key="cases.number")
    what: str = Field(max_length=60)
    """A slug: `review:program`, `decide:commissioner`, `answer:questions`."""
    office: Office = Field(sa_type=one_of(Office, "office"))
    at: str = Field(max_length=100)
    holder: int | None = Field(default=None, foreign_key="people.id")
    opened_at: datetime = Field(sa_type=UtcDateTime)
    days: int
    """Days allowed: business days where the authority is policy."""
    due_on: date
    """The day by the end of which (New York) it is owed; the last computed one while paused."""
    authority: Authority = Field(sa_type=one_of(Authority, "authority"))
    basis: str = Field(max_length=200)
    """The clause, or the policy's key, that sets the days."""
    state: DutyState = Field(default=DutyState.OPEN, sa_type=one_of(DutyState, "state"))
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_by: int | None = Field(default=None, foreign_key="people.id")
    paused_on: date | None = None
    """Since when its clock stands; None while it runs."""
    next_rung_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When its next reminder is to go; None while there is none to send."""

    @property
    def owed_by(self) -> str:
        """The office and where it is held: `program@DESE`."""
        return f"{self.office.value}@{self.at}"
