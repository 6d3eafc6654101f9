"""What the API answers about drafts, as its document describes it."""

from pydantic import Field

from models.cases import CaseKind
from models.drafts import DraftState
from portal.api.more_shapes import FindingPlaced
from portal.api.shapes import Body, Moment, Shape
from rules.completeness import Fullness


class DraftLine(Shape):
    """A draft in a list."""

    id: str
    kind: CaseKind
    body: str
    town: str | None
    revision: int
    answers: str | None
    touched_at: Moment


class Drafts(Shape):
    """The open drafts, the last touched first."""

    drafts: list[DraftLine]


class DraftFileShown(Shape):
    """A file of a draft, at the item it hangs on."""

    path: str | None = Field(description="Null where the item was taken out")
    item: str
    filename: str
    sha256: str


class Part(Shape):
    """A part of the form, by clause, and whether it is there. It scores nothing."""

    field: str
    title: str
    clause: str
    state: Fullness


class Recipient(Shape):
    """Somebody who will be mailed when the draft is sent."""

    email: str
    title: str
    place: str
    template: str


class Asked(Shape):
    """A question of the office, at the field of the draft it is about."""

    field: str
    text: str
    step: str


class Beside(Shape):
    """What was typed into a field that somebody else had changed: kept, not taken."""

    id: int
    field: str
    typed: list[str | list[str]]
    by: str
    at: Moment
    changed_by: str
    changed_at: Moment


class DraftShown(Shape):
    """A draft as a whole: what it says, what it lacks, who will be told."""

    id: str
    kind: CaseKind
    body: Body
    town: str | None
    state: DraftState
    revision: int
    answers: str | None
    started_from: str | None
    became: str | None
    touched_at: Moment
    fields: dict[str, str | list[str]] = Field(
        description="By name. A list’s own name has the ids of its items, in order."
    )
    files: list[DraftFileShown]
    missing: list[FindingPlaced]
    warnings: list[FindingPlaced]
    parts: list[Part]
    told: list[Recipient]
    questions: list[Asked]
    set_asides: list[Beside]
    sha256: str | None = Field(
        description="Of exactly what would be sent: what is signed. Null while it lacks something."
    )
    sign_at: str | None = Field(description="The page on which whoever signs reads and signs it")


class Clash(Shape):
    """A field that somebody else had changed: their text stands, what was sent is set aside."""

    field: str
    typed: str | list[str]
    theirs: str | list[str] | None
    changed_by: str
    changed_at: Moment
    message: str


class EditedDraft(Shape):
    """What came of an edit."""

    id: str
    revision: int
    taken: list[str]
    clashes: list[Clash]
    others: dict[str, str | list[str] | None] = Field(
        description="What others changed since the revision seen, as it says now"
    )


class DraftRevision(Shape):
    """The draft's revision after a change, and the item it was about."""

    id: str
    revision: int
    path: str | None


class DraftClosed(Shape):
    """A draft that is open no more."""

    id: str
    state: DraftState
