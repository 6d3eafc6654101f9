"""What a program sends, each model one act's. An unknown field is refused; nothing is coerced."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from actions.chief_views import Account
from actions.draft_fields import LONGEST as LONGEST_VALUE
from models.cases import CaseKind
from models.forms import Code, Form, Line, Text, WaiverForm
from models.reviews import Recommendation, ReviewOutcome
from models.shortfall_form import ShortfallForm
from models.shortfalls import AssignmentOutcome, ContactOutcome, Employer
from rules.memorandum import PARTS

MOST = 200
LARGEST_NUMBER = 2**31 - 1
MOST_PAGES = 10_000


def _named(parts: dict[str, int]) -> dict[str, int]:
    if unknown := sorted({*parts} - {*PARTS}):
        raise ValueError(f"{', '.join(unknown)[:100]}: these are: {', '.join(PARTS)}")
    return parts


Token = Annotated[str, StringConstraints(pattern=r"^up_[A-Za-z0-9_.-]{10,600}$")]
"""A file, as `POST /files` named it."""
Number = Annotated[int, Field(ge=0, le=LARGEST_NUMBER)]
Page = Annotated[int, Field(ge=1, le=MOST_PAGES)]
Path = Annotated[str, StringConstraints(min_length=1, max_length=200)]
"""A part of a draft: `evidence[k3f9].title`."""
ItemId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,20}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Value = Annotated[str, StringConstraints(max_length=LONGEST_VALUE)]
Words = Annotated[Text, StringConstraints(min_length=1)]
Title = Annotated[Line, StringConstraints(min_length=1)]


class Sent(Form):
    """What a program sends."""


def example(**fields: Any) -> ConfigDict:
    """Give a model an example."""
    return ConfigDict(
        extra="forbid", strict=True, frozen=True, json_schema_extra={"examples": [fields]}
    )


class Nothing(Sent):
    """An act that needs no words: `{}`."""


class WaiverPaper(Sent):
    """A written application and its files, each by the name that the form has for it."""

    model_config = example(
        form={
            "form": "waiver/1",
            "applicant": "99010000",
            "scope": "All requirements of the section",
            "reasons": [{"text": "…"}],
            "evidence": [{"title": "Incidents by school", "file": "incidents.csv"}],
        },
        files={"incidents.csv": "up_WzEsIjNhN2JkM2Uy.aW5jaWRlbnRz.c2lnbmVk"},
    )
    form: WaiverForm
    files: dict[Line, Token] = Field(default_factory=dict[str, str], max_length=MOST * 10)


class ShortfallPaper(Sent):
    """A determination and its files."""

    form: ShortfallForm
    files: dict[Line, Token] = Field(default_factory=dict[str, str], max_length=MOST)


class PaperToCheck(Sent):
    """A paper of either kind."""

    form: WaiverForm | ShortfallForm
    files: dict[Line, Token] = Field(default_factory=dict[str, str], max_length=MOST * 10)


class Reason(Sent):
    """Why it is taken back."""

    model_config = example(reason="The district will meet the requirement after all.")
    reason: Words


class View(Sent):
    """A chief's own word: of the consultation as told, and of the application. No approval."""

    model_config = example(account="as-told", view="We were consulted and have no more to say.")
    account: Account = Field(strict=False)
    view: Text = ""


class ConflictAnswer(Sent):
    """Whether there is a conflict; with one, the person steps aside, and says which."""

    model_config = example(conflict=False)
    conflict: bool
    reason: Text = ""

    @model_validator(mode="after")
    def _told(self) -> "ConflictAnswer":
        if self.conflict and not self.reason:
            raise ValueError("say in `reason` what the conflict is")
        return self


class QuestionAsked(Sent):
    """A question to the district, at a field of the application."""

    field: Path
    text: Words


class Reviewed(Sent):
    """A review step: sent on, or returned with questions. Neither decides."""

    model_config = example(
        outcome="return",
        note="Two things are not clear.",
        questions=[{"field": "evidence[0].period", "text": "Which years does it cover?"}],
        version=1,
    )
    outcome: ReviewOutcome = Field(strict=False)
    note: Words
    version: Annotated[int, Field(ge=1, le=LARGEST_NUMBER)] = Field(
        description="The version that was read: another one filed since is told, not reviewed"
    )
    recommend: Annotated[Recommendation, Field(strict=False)] | None = None
    questions: list[QuestionAsked] = Field(default_factory=list[QuestionAsked], max_length=MOST)


class Note(Sent):
    """What came of it, or how it is known."""

    model_config = example(note="The superintendent was reached by telephone.")
    note: Words


class ContactLogged(Sent):
    """A contact with the state police."""

    model_config = example(
        unit="Community Services", on="2026-09-21", outcome="responded", note="They called back."
    )
    unit: Line
    on: date
    outcome: ContactOutcome = Field(strict=False)
    note: Text


class AssignmentSaid(Sent):
    """What the state police can do, subject to appropriation. Never a denial."""

    model_config = example(
        outcome="assigned", grounds=["Training with young people"], candidate_considered=True
    )
    outcome: AssignmentOutcome = Field(strict=False)
    employer: Annotated[Employer, Field(strict=False)] | None = None
    grounds: list[Line] = Field(default_factory=list[str], max_length=50)
    candidate_considered: bool = False
    appropriation: Line | None = None


class SignatorySaid(Sent):
    """Who signed, by title, and by what authority."""

    title: Line
    authority: Line


class MemorandumLodged(Sent):
    """The signed memorandum."""

    model_config = example(
        document="up_WzEsIjNhN2JkM2Uy.aW5jaWRlbnRz.c2lnbmVk",
        filename="memorandum.pdf",
        roles_page=2,
        signed_on="2026-09-21",
        parts={"b-iii": 4},
        signatories=[{"title": "Superintendent of Schools", "authority": "school committee"}],
    )
    document: Token
    filename: Title
    roles_page: Page
    signed_on: date
    parts: Annotated[dict[str, Page], AfterValidator(_named)] = Field(
        default_factory=dict[str, int]
    )
    signatories: list[SignatorySaid] = Field(default_factory=list[SignatorySaid], max_length=50)


class FilingConfirmed(Sent):
    """The memorandum put on file in one of the two offices."""

    document: Token
    on: date
    custodian: Line
    receipt: Token | None = None


class DraftBegun(Sent):
    """A draft: of a body, in a town where a chief begins it; or from a case filed before."""

    model_config = example(kind="waiver", body="99010000")
    kind: CaseKind = Field(default=CaseKind.WAIVER, strict=False)
    body: Code | None = None
    town: Line | None = None
    from_case: Annotated[str, StringConstraints(pattern=r"^[WS]-[0-9]{4}-[0-9]{1,9}$")] | None = (
        None
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> "DraftBegun":
        if (self.body is None) == (self.from_case is None):
            raise ValueError("say `body` or `from_case`")
        return self


class FieldsWritten(Sent):
    """Fields of a draft as written now, and the revision that was seen before."""

    model_config = example(seen=3, fields={"scope": "The whole section", "reasons[k1].text": "…"})
    seen: Number
    fields: dict[Path, Value | Annotated[list[Value], Field(max_length=1000)]] = Field(
        max_length=2000
    )


class ItemAdded(Sent):
    """An item for a list of a draft, with an id of one's own or without."""

    model_config = example(list="evidence", item="k1")
    list: Path
    item: ItemId | None = None


class ItemNamed(Sent):
    """An item of a draft."""

    path: Path


class ItemMoved(ItemNamed):
    """Where an item goes in its list, from 0."""

    to: Annotated[int, Field(ge=0, le=MOST)]


class ItemSeen(ItemNamed):
    """An item of a draft, and the revision that was seen."""

    seen: Number


class FilePut(ItemNamed):
    """A file for an item of a draft; `instead_of` names the one seen there, if any."""

    file: Token
    filename: Title
    instead_of: Sha256 | None = None


class FileRemoved(ItemNamed):
    """The file to take away."""

    instead_of: Sha256


class Signature(Sent):
    """The hash of exactly what the signer has read: the draft's `sha256`."""

    model_config = example(saw="3a7bd3e2360a3d29eea436fcfb7e44c735d117c42d1c1835420b6b9942dd4f1b")
    saw: Sha256


class Subscription(Sent):
    """Where to tell of which events; none named: of all that the client may see."""

    model_config = example(url="https://hooks.example/recourse", events=["waiver.decided"])
    url: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    events: list[Line] = Field(default_factory=list[str], max_length=100)
