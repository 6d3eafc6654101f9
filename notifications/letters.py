"""The facts a letter speaks of. The builder fills what its template needs, no more.

They are taken from the record at the moment of sending, so a letter is never
older than the case.
"""

from dataclasses import dataclass
from datetime import date, datetime

from models.cases import CaseKind
from models.clocks import ChangeKind
from models.duties import Authority
from models.reviews import Outcome
from models.shortfalls import Place
from notifications.compose import Recipient, Template
from notifications.digest_notes import AheadNote, CallNote, DigestEntry


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A duty and the day by the end of which it is owed."""

    duty: int
    case_number: str
    applicant: str
    """The body's name."""
    what: str
    """In words: `Legal review`."""
    due_on: date
    authority: Authority
    paused: bool = False
    """Whether its clock stands: then the day is none to keep."""
    changes: int = 0
    """How often the day was changed: a later version replaces an earlier one."""
    stamped_at: datetime
    """When the day was set or last changed (aware)."""


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
    then: str = ""
    """The address that was sent the same instead, where that failed too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemorandumNote:
    """The signed memorandum; a version after the first is an amended one."""

    version: int
    filename: str
    sha256: str
    signed_on: date
    roles_page: int
    """The page that clearly defines roles and duties (37P(e))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingNote:
    """The memorandum on file in one of the two offices (37P(e))."""

    place: Place
    office: str
    """The place in words: `Superintendent's office, Quarry Hill Regional`."""
    on: date
    custodian: str
    """By title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockNote:
    """One change of a due date, and what is so after it."""

    duty: str
    """What is owed, in words: `Safe and healthy schools review`."""
    kind: ChangeKind
    on: date
    """The day of the change; the day the office is closed, or open after all."""
    days: int = 0
    """Days of an extension; fewer than none where it takes some back."""
    reason: str
    authority: Authority
    """What the change rests on."""
    due_before: date
    due_after: date


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
    stands_in_for: str = ""
    """The title and place of the person whose mail the reader gets: a stand-in's copy."""
    away_until: date | None = None
    """The last day that this person is away; None where their mail failed."""
    holds_office: bool = False
    """Whether the stand-in holds the same office."""
    acknowledge_until: date | None = None
    """The last day of the link by which the reader may say that they have it (policy)."""
    acknowledge_url: str = ""
    deadlines: tuple[Deadline, ...] = ()
    """What the letter asks of its reader, as it goes into a calendar."""
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
    """When the thing told of happened: returned, decided, unfunded, withdrawn (aware)."""
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
    paused_on: date | None = None
    """Since when the clock of what is owed stands; None while it runs."""
    clocks: tuple[ClockNote, ...] = ()
    """Due dates that changed."""
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
    """Why it was withdrawn, in the words of whoever withdrew it."""

    town: str = ""
    """Where the chief who determined the shortfall holds the office."""
    determination: str = ""
    """In the chief's own words, whole."""
    resources: tuple[str, ...] = ()
    """Which resources are lacking."""
    fiscal_year: int | None = None
    superintendent_view: str = ""
    """The superintendent's own view, whole: agreement is not required (37P(e))."""
    consulted_on: tuple[date, ...] = ()
    """When the superintendent was consulted."""
    attempts: int = 0
    """Contacts with the state police logged without a response."""
    attempts_wanted: int = 0
    """How many of them let the case go on (policy)."""
    no_reply: bool = False
    """Whether the case went on without a reply."""
    asked_again: bool = False
    """Whether an assignment found no appropriation before."""
    ask_again_on: date | None = None
    employer: str = ""
    """Whose officer it is, in words: `the department of state police`."""
    grounds: tuple[str, ...] = ()
    """What the assignment rests on: not solely seniority (37P(e))."""
    appropriation: str = ""
    """What was said of appropriation, the reference included."""
    memorandum: MemorandumNote | None = None
    filings: tuple[FilingNote, ...] = ()
    """Those confirmed for this version of the memorandum, the newest last."""
    missing_places: tuple[str, ...] = ()
    """The offices whose filing is not confirmed, in words."""
    others_told: tuple[str, ...] = ()
    """Who else gets this letter, by title and place."""
    unfilled: UnfilledDuty | None = None
    failed: FailedMail | None = None
    entries: tuple[DigestEntry, ...] = ()
    """Digests: what the reader is reminded of, the most urgent first; the case is the first's."""
    call: CallNote | None = None
    """Whom staff are asked to telephone, and about what."""
    ahead: AheadNote | None = None
    """A date that comes, and changes nothing by itself."""


NEEDS: dict[Template, tuple[str, ...]] = {
    Template.WAIVER_RECEIVED: ("filed_at", "sha256"),
    Template.WAIVER_NOTICE: ("filed_at",),
    Template.STEP_OPENED: ("step", "due_on"),
    Template.WAIVER_RETURNED: ("questions", "due_on"),
    Template.WAIVER_DECIDED: ("decision", "at"),
    Template.WAIVER_WITHDRAWN: ("at",),
    Template.SHORTFALL_RECEIVED: ("filed_at", "sha256"),
    Template.SHORTFALL_NOTICE: ("filed_at", "determination"),
    Template.CONSULTATION_ASKED: ("determination", "due_on"),
    Template.ASSIGNMENT_ASKED: ("due_on",),
    Template.OFFICER_ASSIGNED: ("employer", "grounds", "due_on"),
    Template.SHORTFALL_UNFUNDED: ("at", "ask_again_on"),
    Template.FILING_ASKED: ("memorandum", "due_on"),
    Template.FILING_CONFIRMED: ("memorandum", "filings"),
    Template.SHORTFALL_COMPLETE: ("memorandum", "filings"),
    Template.SHORTFALL_WITHDRAWN: ("at",),
    Template.CLOCK_CHANGED: ("clocks",),
    Template.STAFF_NEEDED: (),
    Template.REMINDER_DIGEST: ("entries",),
    Template.TELEPHONE_NEEDED: ("call", "due_on"),
    Template.DATE_AHEAD: ("ahead", "due_on"),
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
