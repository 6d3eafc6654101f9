"""The facts of a proof of notice, and how they are set on paper and in JSON."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from models.messages import MessageState
from models.notices import DeliveryAction, HandoverOutcome
from notifications.wording import letter_words, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class TryFacts:
    """One try to hand the mail to a server."""

    at: datetime
    server: str
    outcome: HandoverOutcome
    reply: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BounceFacts:
    """What a mail server reported afterwards."""

    at: datetime
    action: DeliveryAction
    status: str
    recipient: str
    diagnostic: str
    reported_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    """One mail: to whom, and all that became of it."""

    id: int
    template: str
    office: str
    """As duties name it: `chief@Port Example`."""
    reader: str
    """The reader's title and place."""
    email: str
    stands_in_for: str
    """The address of the person whose mail it is; empty where it is the reader's own."""
    instead_of: int | None
    """The mail that failed, in whose place it went."""
    message_id: str
    state: MessageState
    queued_at: datetime
    sent_at: datetime | None
    tries: tuple[TryFacts, ...]
    bounces: tuple[BounceFacts, ...]
    reason: str
    """Why it was withheld, or failed."""
    acknowledged_by: str
    acknowledged_at: datetime | None
    digest: bool
    """Whether it gathers reminders of several cases, this one among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesFacts:
    """Every mail about a case, in the order queued."""

    case_number: str
    applicant: str
    notices: tuple[NoticeFacts, ...]
    chain_hash: str
    """The last hash of the case's log."""
    law_title: str
    law_notice: str
    printed_at: datetime
    counts: dict[str, int] = field(init=False)
    """How many stand in which state; `bounced` and `acknowledged` count beside them."""

    def __post_init__(self) -> None:
        """Count."""
        counts = {state.value: 0 for state in MessageState}
        for one in self.notices:
            counts[one.state.value] += 1
        counts["bounced"] = sum(1 for one in self.notices if bounced(one))
        counts["acknowledged"] = sum(1 for one in self.notices if one.acknowledged_at)
        object.__setattr__(self, "counts", counts)


def bounced(notice: NoticeFacts) -> bool:
    """Whether a mail server reported, after accepting it, that the mail failed."""
    return any(one.action is DeliveryAction.FAILED for one in notice.bounces)


def as_document(facts: NoticesFacts) -> dict[str, Any]:
    """Give the proof as a JSON-ready document."""
    document: dict[str, Any] = _plain(asdict(facts))
    for shown, notice in zip(document["notices"], facts.notices, strict=True):
        shown["letter"] = letter_words(notice.template)
        shown["bounced"] = bounced(notice)
    return document


def on_paper(facts: NoticesFacts) -> dict[str, Any]:
    """Give the proof as its layout takes it: each mail a heading and rows of label and words."""
    return {
        "case_number": facts.case_number,
        "applicant": facts.applicant,
        "counts": [(name, str(count)) for name, count in facts.counts.items() if count],
        "notices": [
            {
                "heading": f"{number}. {letter_words(one.template)}",
                "outcome": outcome(one),
                "rows": rows(one),
            }
            for number, one in enumerate(facts.notices, start=1)
        ],
        "law_title": facts.law_title,
        "law_notice": facts.law_notice,
        "printed_at": moment(facts.printed_at),
    }


def outcome(notice: NoticeFacts) -> str:
    """Say in a few words what became of a mail."""
    if notice.acknowledged_at:
        return "Acknowledged by its reader"
    if bounced(notice):
        return "Bounced: it was accepted, and then not delivered"
    return _OUTCOMES[notice.state]


_OUTCOMES = {
    MessageState.QUEUED: "Waiting to be sent",
    MessageState.SENT: "Accepted by the mail server",
    MessageState.RETRYING: "Put off by the mail server, to be tried again",
    MessageState.FAILED: "Failed: it was not delivered",
    MessageState.WITHHELD: "Withheld: events overtook it, and it was not sent",
}


def rows(notice: NoticeFacts) -> list[tuple[str, str]]:
    """Give what is known of a mail, a label and words each, for a paper or a page."""
    told = [
        ("To", f"{notice.reader} <{notice.email}>"),
        ("Office", notice.office),
        ("Queued", moment(notice.queued_at)),
    ]
    if notice.stands_in_for:
        why = f"in place of mail {notice.instead_of}, which failed" if notice.instead_of else "away"
        told.append(("Stands in for", f"{notice.stands_in_for} ({why})"))
    if notice.digest:
        told.append(("Form", "a day's reminders in one mail, this case's among them"))
    told += [
        (f"Try {number}", f"{moment(one.at)}: {_ANSWERS[one.outcome]} by {one.server}: {one.reply}")
        for number, one in enumerate(notice.tries, start=1)
    ]
    for one in notice.bounces:
        said = " ".join(part for part in (one.status, one.diagnostic) if part)
        by = f"{one.reported_by or 'a mail server'} reports for {one.recipient}"
        told.append((one.action.value.capitalize(), f"{moment(one.at)}: {by}: {said}"))
    if notice.reason:
        told.append(("Reason", notice.reason))
    if notice.acknowledged_at:
        told.append(
            ("Acknowledged", f"{moment(notice.acknowledged_at)}, by {notice.acknowledged_by}")
        )
    told.append(("Message-ID", notice.message_id))
    return told


_ANSWERS = {
    HandoverOutcome.ACCEPTED: "accepted",
    HandoverOutcome.PUT_OFF: "put off",
    HandoverOutcome.REFUSED: "refused",
}


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat(timespec="milliseconds")
        case dict():
            return {key: _plain(inner) for key, inner in value.items()}  # pyright: ignore[reportUnknownVariableType]
        case list() | tuple():
            return [_plain(inner) for inner in value]  # pyright: ignore[reportUnknownVariableType]
        case _:
            return value
