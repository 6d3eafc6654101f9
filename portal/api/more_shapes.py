"""What the API answers besides: lists, receipts, clients' own things."""

from pydantic import Field

from models.cases import CaseState
from models.clients import Scope
from models.duties import Authority, DutyState
from models.people import Office
from models.registry import OrganizationKind
from models.webhooks import DeliveryState
from portal.api.shapes import Body, ClockChange, Day, Moment, Shape, example


class FindingShown(Shape):
    """What a rule found."""

    rule: int | None
    clause: str
    authority: Authority
    message: str


class FindingPlaced(FindingShown):
    """What a rule found, and the field it is about."""

    where: str | None


class HeldOffice(Shape):
    """An office that the key admits."""

    office: Office
    at: str
    title: str
    acting: bool


class Whoami(Shape):
    """The client, whom it acts for, and within what."""

    client: str
    acts_for: str
    scopes: list[Scope]
    offices: list[HeldOffice]


class DutyOwed(Shape):
    """An open duty of the person's offices."""

    case: str
    body: str
    what: str
    words: str
    owed_by: str
    mine: bool = Field(description="Whether the person has it in hand")
    due_on: Day
    authority: Authority
    basis: str
    paused_on: Day | None


class Duties(Shape):
    """What the person's offices owe, the first due first."""

    duties: list[DutyOwed]


class Happened(Shape):
    """What happened, in words; who did it by title."""

    at: Moment
    kind: str
    words: str
    who: str


class Events(Shape):
    """What happened to a case, the newest first."""

    events: list[Happened]


class FileLine(Shape):
    """A file of a case."""

    id: str
    version: int
    title: str
    filename: str
    sha256: str


class Files(Shape):
    """The files of one version of a case."""

    documents: list[FileLine]


class CountedDay(Shape):
    """A day among those of a due date."""

    day: Day
    weekday: str
    counted: bool
    why: str


class Pause(Shape):
    """Days on which a clock stood."""

    from_: Day = Field(alias="from")
    to: Day | None
    reason: str


class Extension(Shape):
    """Days that were given."""

    days: int | None
    reason: str
    authority: Authority
    by: str


class ClosedDay(Shape):
    """A day on which the office was closed."""

    day: Day
    why: str


class DueDate(Shape):
    """How a due date came about: each day counted or passed over, and why."""

    what: str
    owed_by: str
    start: Day
    days_allowed: int
    counting: str
    days: list[CountedDay]
    pauses: list[Pause]
    extensions: list[Extension]
    closures: list[ClosedDay]
    due_on: Day
    paused_on: Day | None
    authority: Authority
    basis: str
    state: DutyState
    changes: list[ClockChange]


class DueDates(Shape):
    """Every duty a case ever had, explained."""

    number: str
    duties: list[DueDate]


class Clause(Shape):
    """A clause, what it is about, and whether it is for the body."""

    clause: str
    about: str
    answer: str
    authority: Authority


class ChiefOf(Shape):
    """The office of chief in a town that a body has to do with."""

    town: str
    schools: list[str]
    titles: list[str]


class Bodies(Shape):
    """The bodies at which the person holds an office."""

    bodies: list[Body]


class BodyShown(Body):
    """What applies to a body."""

    kind: OrganizationKind
    may_apply: bool
    clauses: list[Clause]
    chiefs: list[ChiefOf]
    in_the_way: list[FindingShown]
    to_know: list[FindingShown]


class RuleShown(Shape):
    """A rule of the carried law, in our own words."""

    number: int
    clause: str
    authority: Authority
    title: str
    enforce: str
    warn: str
    record: str


class LawShown(Shape):
    """The text of the section that is carried."""

    id: str
    title: str
    citation: str
    source: str
    notice: str
    text_sha256: str
    rules: list[RuleShown]


class Checked(Shape):
    """Whether a paper would be accepted. Nothing was stored."""

    accepted: bool
    refused: list[FindingPlaced]
    warnings: list[FindingPlaced]


class FileKept(Shape):
    """A file that is in the store, and the token by which this client refers to it."""

    model_config = example(
        file="up_WzEsIjNhN2…",
        sha256="3a7bd3e2360a3d29eea436fcfb7e44c735d117c42d1c1835420b6b9942dd4f1b",
        size=48213,
        media_type="application/pdf",
    )
    file: str = Field(description="Good for a day, for this client alone")
    sha256: str
    size: int
    media_type: str


class Receipt(Shape):
    """What was filed."""

    model_config = example(
        number="W-2026-0001",
        state="submitted",
        version=1,
        sha256="3a7bd3e2360a3d29eea436fcfb7e44c735d117c42d1c1835420b6b9942dd4f1b",
        warnings=[],
        repeated=False,
    )
    number: str
    state: CaseState
    version: int
    sha256: str
    warnings: list[FindingShown]
    repeated: bool


class Stands(Shape):
    """Where a case stands after an act."""

    model_config = example(number="W-2026-0001", state="in_review")
    number: str
    state: CaseState


class Party(Shape):
    """Somebody whose case it is."""

    role: str
    name: str
    email: str | None


class Conflict(Shape):
    """The parties, and whether the reviewer has said that there is no conflict."""

    number: str
    parties: list[Party]
    declared: bool


class WebhookShown(Shape):
    """A webhook: where events are told. The secret is shown once, when it is made."""

    id: int
    url: str
    events: list[str]
    active: bool
    made_at: Moment


class WebhookMade(WebhookShown):
    """A webhook with its secret, which signs its deliveries."""

    secret: str


class Webhooks(Shape):
    """The client's active webhooks."""

    webhooks: list[WebhookShown]


class Delivery(Shape):
    """An event on its way to a webhook."""

    id: int
    event: str = Field(description="`W-2026-0001:7`")
    state: DeliveryState
    attempts: int
    queued_at: Moment
    delivered_at: Moment | None
    reply: str | None


class Deliveries(Shape):
    """What went, or is to go, to a webhook, the newest first."""

    deliveries: list[Delivery]


class DeliveryQueued(Shape):
    """A delivery that goes again."""

    id: int
