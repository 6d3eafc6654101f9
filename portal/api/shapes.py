"""What the API answers about cases, as its document describes it."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from actions.chief_views import Account
from models.cases import CaseKind, CaseState
from models.clocks import ChangeKind
from models.duties import Authority, DutyState
from models.registry import OrganizationKind
from models.reviews import Outcome, Recommendation, ReviewOutcome
from models.submissions import AlternativeKind

Day = str
"""ISO 8601: `2026-09-21`."""
Moment = str
"""ISO 8601 with zone: `2026-09-21T14:00:00.000+00:00`."""


class Shape(BaseModel):
    """What is answered; nothing else is in it."""

    model_config = ConfigDict(extra="forbid")


def example(**fields: Any) -> ConfigDict:
    """Give a shape an example."""
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [fields]})


class Body(Shape):
    """A school body."""

    code: str
    name: str


class Applicant(Body):
    """The body whose case it is."""

    kind: OrganizationKind


class Owed(Shape):
    """An open duty, in a line."""

    what: str = Field(description="A slug such as `review:program`")
    owed_by: str = Field(description="An office and where it is held: `program@DESE`")
    due_on: Day
    paused_on: Day | None


class CaseLine(Shape):
    """A case in a list."""

    number: str
    kind: CaseKind
    state: CaseState
    step: str | None
    applicant: Body
    filed_at: Moment
    owed: list[Owed]
    trouble: str | None


class CaseList(Shape):
    """Cases, the newest first, and where the list goes on."""

    cases: list[CaseLine]
    next: str | None = Field(description="The address of the next page; null at the end")


class Warning(Shape):  # noqa: A001 - the field's own word in CONTRACT
    """What a rule warned of, and who went on."""

    rule: int | None
    clause: str
    authority: Authority
    message: str
    version: int
    went_on_by: str


class Item(Shape):
    """A piece of data or evidence, with its file."""

    id: str
    title: str
    source: str | None
    period: str | None
    filename: str
    sha256: str


class Alternative(Shape):
    """A procedure or resource relied upon, with its own data."""

    id: str
    kind: AlternativeKind
    description: str
    in_use_since: Day | None
    supporting_data: list[Item]


class Version(Shape):
    """A version as filed."""

    version: int
    sha256: str
    received_at: Moment


class Consultation(Shape):
    """A consultation of a chief, as the applicant attests it."""

    office: str
    dates: list[Day]
    mode: str
    summary: str
    view: str | None
    attested_by: str


class ChiefView(Shape):
    """A chief's own word on an application."""

    by: str
    title: str
    towns: list[str]
    account: Account
    view: str
    version: int
    at: Moment


class ClockChange(Shape):
    """What moved a due date, who did it and why."""

    kind: ChangeKind
    on: Day | None
    days: int | None
    reason: str
    authority: Authority
    by: str
    entered_by: str
    at: Moment
    due_before: Day
    due_after: Day


class Duty(Shape):
    """Who owes what, by when, on whose authority."""

    what: str
    owed_by: str
    holder: str | None
    opened_at: Moment
    due_on: Day
    authority: Authority
    basis: str
    state: DutyState
    done_at: Moment | None
    paused_on: Day | None
    clock_changes: list[ClockChange]


class Review(Shape):
    """A review step that was finished."""

    step: str
    version: int
    outcome: ReviewOutcome
    recommend: Recommendation | None
    by: str | None
    at: Moment
    note: str


class Question(Shape):
    """A question of the office."""

    version: int
    step: str
    field: str
    text: str


class Recusal(Shape):
    """Somebody who stepped aside."""

    by: str | None
    reason: str
    at: Moment
    had_opened: bool


class Decision(Shape):
    """One person's decision. No key makes one."""

    outcome: Outcome
    belief: str
    relied_on: list[str]
    opened: list[str]
    by: str | None
    at: Moment
    scope: str | None
    conditions: list[str]
    until: Day | None
    until_authority: str | None
    law_version: str


class Event(Shape):
    """An entry of the log."""

    seq: int
    kind: str
    at: Moment
    by: str
    entered_by: str
    hash: str


class Message(Shape):
    """A mail about the case."""

    id: int
    template: str
    to: str
    office: str
    state: str
    queued_at: Moment
    sent_at: Moment | None
    message_id: str
    reason: str | None
    bounced: bool
    acknowledged_at: Moment | None
    stands_in_for: str | None


class Reminder(Shape):
    """A reminder that went, or was overtaken."""

    what: str
    rung: str
    kind: str
    state: str
    due_at: Moment
    at: Moment
    office: str
    to: list[str]
    digest_on: Day | None
    why: str | None


class Link(Shape):
    """A case of the other kind of the same body."""

    number: str
    state: CaseState


class CaseShown(Shape):
    """What every case has. What the office keeps within is empty for who is not of it."""

    number: str
    kind: CaseKind
    state: CaseState
    step: str | None
    applicant: Applicant
    law_version: str
    policy_version: str
    version: int
    sha256: str | None
    links: list[Link]
    filed_at: Moment
    closed_at: Moment | None
    trouble: str | None
    warnings: list[Warning]
    duties: list[Duty]
    reviews: list[Review]
    questions: list[Question]
    recusals: list[Recusal]
    decision: Decision | None
    events: list[Event]
    messages: list[Message]
    reminders: list[Reminder]


class WaiverShown(CaseShown):
    """A waiver application, 37P(c)."""

    evidence: list[Item]
    alternatives: list[Alternative]
    scope: str
    versions: list[Version]
    consultations: list[Consultation]
    chief_views: list[ChiefView]
