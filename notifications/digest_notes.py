"""What a digest says of each duty in it, and the notes of the other mail about dates."""

from dataclasses import dataclass
from datetime import date

from models.duties import Authority
from models.reminders import RungKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestEntry:
    """One duty in a digest: what is owed, by whom and when, and why the reader is told."""

    duty_id: int
    rung: str
    kind: RungKind
    case_number: str
    applicant: str
    owed: str
    """In words: `a review (program)`."""
    owed_by: str
    due_on: date
    days_left: int
    """Business days to the last day; less than none once it is past."""
    authority: Authority
    basis: str
    act: str
    """What the reader may do."""
    why: str
    """Why the reader is told: which office, which rung."""

    @property
    def when(self) -> str:
        """Say how late, or how long yet: `2 business days late`."""
        count = abs(self.days_left)
        days = f"{count} business day{'' if count == 1 else 's'}"
        if self.days_left == 0:
            return "due today"
        return f"{days} left" if self.days_left > 0 else f"{days} late"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallNote:
    """A telephone call that staff are asked to make."""

    owed: str
    """What is owed, in words."""
    owed_by: str
    due_on: date
    """When it was owed."""
    people: tuple[str, ...]
    """Whom to call: title and address."""
    task: str
    """The slug of the task: `telephone:7`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AheadNote:
    """A date that comes: a waiver's term, a memorandum's year, a fiscal year."""

    what: str
    """The slug of the duty to look at it: `term:2028-06-30`."""
    words: str
    """What comes on that day: `a waiver's term ends`."""
    on: date
    owed_by: str
    act: str
    """What whoever owes it may do."""
