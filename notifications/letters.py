"""The facts a letter speaks of. The builder fills what its template needs, no more.

They are taken from the record at the moment of sending, so a letter is never
older than the case.
"""

from dataclasses import dataclass
from datetime import date, datetime

from models.cases import CaseKind
from models.duties import Authority
from models.reviews import Outcome
from notifications.compose import Recipient, Template


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that lies ahead, and the business days it is allowed (policy)."""

    title: str
    days: int


@dataclass(frozen=True, slots=True)
class ReceivedItem:
    """A file as it was received: `E1`, `A1.1`."""

    id: str
    title: str
    filename: str
    sha256: str


@dataclass(frozen=True, slots=True)
class QuestionNote:
    """A question to the district and the field of the form it is about."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class WarningNote:
    """Something a rule says to look at."""

    rule: int | None
    clause: str
    authority: Authority
    message: str


@dataclass(frozen=True, slots=True)
class Objection:
    """A chief's own view, whole: consultation is not consent (37P(c))."""

    office: str
    view: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionNote:
    """What was decided, in the decider's own words. A term is policy: 37P(c) sets none."""

    outcome: Outcome
    belief: str
    scope: str
    conditions: tuple[str, ...] = ()
    until: date | None = None
    relied_on: tuple[str, ...] = ()
    """Titles of the evidence relied on."""


@dataclass(frozen=True, slots=True)
class UnfilledDuty:
    """A duty that nobody can take: `review:program`, owed by `program@DESE`."""

    what: str
    owed_by: str
    why: str


@dataclass(frozen=True, slots=True)
class FailedMail:
    """A mail that will not be tried again."""

    template: Template
    to: Recipient
    attempts: int
    reply: str
    """What the server said last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter's facts. `NEEDS` says which may not be left at their defaults."""

    template: Template
    to: Recipient
    case_number: str
    kind: CaseKind
    applicant: str
    """The body's name."""

    to_title: str = ""
    """The reader's title: `Superintendent of Schools`."""
    law_title: str = ""
    """The law version the case was filed under, in words."""
    law_notice: str = ""
    """What must be said of that version wherever it is used."""
    contact: str = ""
    """An address or telephone number of the office, where it has one to give."""
    version: int = 1
    filed_at: datetime | None = None
    """When this version was received (aware)."""
    at: datetime | None = None
    """When the thing told of happened: returned, decided, withdrawn (aware)."""
    scope: str = ""
    sha256: str = ""
    """Of the submission as frozen."""
    reasons: int = 0
    received: tuple[ReceivedItem, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    schools: tuple[str, ...] = ()
    """Names of the schools that concern the reader: those in a chief's town."""

    step: str = ""
    """The title of the step that is open, or that asked, or where it ended."""
    deciding: bool = False
    """Whether the open step is the decision itself."""
    due_on: date | None = None
    days: int = 0
    """Days allowed: business days where the authority is policy."""
    authority: Authority = Authority.POLICY
    """What `due_on` rests on."""
    basis: str = ""
    """The clause or the policy's key behind `due_on`."""
    warnings: tuple[WarningNote, ...] = ()
    objections: tuple[Objection, ...] = ()
    changed: tuple[str, ...] = ()
    """Fields changed since the version before."""
    note: str = ""
    """What a reviewer wrote to go with it."""
    by_title: str = ""
    """Who acted, by title."""
    questions: tuple[QuestionNote, ...] = ()

    decision: DecisionNote | None = None
    reason: str = ""
    """Why it was withdrawn, in the applicant's words."""
    others_told: tuple[str, ...] = ()
    """Who else gets this letter, by title and place."""
    unfilled: UnfilledDuty | None = None
    failed: FailedMail | None = None


NEEDS: dict[Template, tuple[str, ...]] = {
    Template.WAIVER_RECEIVED: ("filed_at", "sha256"),
    Template.WAIVER_NOTICE: ("filed_at",),
    Template.STEP_OPENED: ("step", "due_on"),
    Template.WAIVER_RETURNED: ("questions", "due_on"),
    Template.WAIVER_DECIDED: ("decision", "at"),
    Template.WAIVER_WITHDRAWN: ("at",),
    Template.STAFF_NEEDED: (),
}
"""The facts without which a letter would say nothing."""


class FactMissing(Exception):
    """A letter was to be written without a fact that it is about."""


def require_facts(letter: Letter) -> None:
    """Check that a letter holds what its template is about.

    Raises:
        FactMissing: names the case, the template and every fact that is absent.
    """
    missing = [name for name in NEEDS[letter.template] if not getattr(letter, name)]
    if letter.template is Template.STAFF_NEEDED and not (letter.unfilled or letter.failed):
        missing = ["unfilled or failed"]
    if missing:
        raise FactMissing(
            f"{letter.case_number}: {letter.template} cannot be written without "
            + ", ".join(missing)
        )
