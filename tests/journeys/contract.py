"""What CONTRACT.md promises of `show --json`: its keys, and what stands under each."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, cast

from models.cases import CaseState

Shape = Any
"""A check of one value, a list that holds the shape of each item, or the keys of an object."""

WAIVER_STATES = frozenset(
    {
        CaseState.DRAFT,
        CaseState.SUBMITTED,
        CaseState.IN_REVIEW,
        CaseState.RETURNED,
        CaseState.DECIDED,
        CaseState.WITHDRAWN,
    }
)

SHORTFALL_STATES = frozenset(
    {
        CaseState.DETERMINED,
        CaseState.CONSULTING,
        CaseState.AWAITING_ASSIGNMENT,
        CaseState.UNFUNDED,
        CaseState.ASSIGNED,
        CaseState.AWAITING_FILING,
        CaseState.COMPLETE,
        CaseState.WITHDRAWN,
    }
)


def text(value: Any) -> bool:
    """Whether it is a text with something in it."""
    return isinstance(value, str) and bool(value)


def whole(value: Any) -> bool:
    """Whether it is a whole number."""
    return isinstance(value, int) and not isinstance(value, bool)


def digest(value: Any) -> bool:
    """Whether it is a SHA-256 in hex."""
    return text(value) and len(value) == 64 and set(value) <= set("0123456789abcdef")


def moment(value: Any) -> bool:
    """Whether it is an ISO 8601 time with its zone."""
    return text(value) and datetime.fromisoformat(value).tzinfo is not None


def day(value: Any) -> bool:
    """Whether it is an ISO 8601 date."""
    return text(value) and date.fromisoformat(value).isoformat() == value


def address(value: Any) -> bool:
    """Whether it is a mail address."""
    return text(value) and "@" in value


def one_of(*words: str) -> Callable[[Any], bool]:
    """Give the check for one of some words."""
    return lambda value: value in words


def or_null(shape: Shape) -> Callable[[Any], bool]:
    """Give the check for a shape, or nothing."""
    return lambda value: value is None or not list(misfits(value, shape))


WARNING = {
    "rule": or_null(whole),  # none where only the process is at issue
    "clause": text,
    "authority": one_of("law", "policy", "practice"),
    "message": text,
}
ITEM = {"id": text, "title": text, "sha256": digest}
CLOCK_CHANGE = {
    "kind": one_of("paused", "resumed", "extended", "recomputed"),
    "on": day,
    "days": or_null(whole),
    "reason": text,
    "authority": one_of("law", "policy", "practice"),
    "by": address,
    "entered_by": text,
    "at": moment,
    "due_before": day,
    "due_after": day,
}
DUTY = {
    "what": text,
    "owed_by": address,
    "holder": or_null(address),
    "opened_at": moment,
    "due_on": day,
    "authority": one_of("law", "policy"),
    "state": one_of("open", "done", "dropped"),
    "done_at": or_null(moment),
    "paused_on": or_null(day),
    "clock_changes": [CLOCK_CHANGE],
}
REVIEW = {
    "step": text,
    "outcome": one_of("forward", "return"),
    "recommend": or_null(one_of("grant", "deny")),
    "by": address,
    "at": moment,
    "note": text,
}
DECISION = {
    "outcome": one_of("granted", "denied"),
    "belief": text,
    "relied_on": [text],
    "by": address,
    "at": moment,
    "scope": text,
    "conditions": [text],
    "until": or_null(day),
}
EVENT = {
    "seq": whole,
    "kind": text,
    "at": moment,
    "by": text,
    "entered_by": text,
    "hash": digest,
}
MESSAGE = {
    "id": whole,
    "template": text,
    "to": address,
    "state": one_of("queued", "sent", "retrying", "failed", "withheld"),
    "queued_at": moment,
    "sent_at": or_null(moment),
}
EITHER = {
    "number": text,
    "applicant": {"code": text, "name": text, "kind": text},
    "law_version": text,
    "policy_version": text,
    "version": whole,
    "sha256": digest,
    "warnings": [WARNING],
    "duties": [DUTY],
    "reviews": [REVIEW],
    "decision": or_null(DECISION),
    "events": [EVENT],
    "messages": [MESSAGE],
}
WAIVER = EITHER | {
    "kind": one_of("waiver"),
    "state": one_of(*WAIVER_STATES),
    "evidence": [ITEM],
    "alternatives": [
        {
            "id": text,
            "kind": one_of("procedure", "resource"),
            "description": text,
            "supporting_data": [ITEM],
        }
    ],
}
SHORTFALL = EITHER | {
    "kind": one_of("shortfall"),
    "state": one_of(*SHORTFALL_STATES),
    "consultations": [
        {"unit": text, "on": day, "outcome": one_of("reached", "responded", "no-response")}
    ],
    "assignment": or_null(
        {"outcome": one_of("assigned", "no-appropriation", "pending"), "grounds": [text]}
    ),
    "memorandum": or_null({"sha256": digest, "signed_on": day, "roles_page": whole}),
    "filings": [
        {
            "place": one_of("superintendent", "state-police"),
            "on": day,
            "custodian": text,
            "sha256": digest,
        }
    ],
}


def misfits(value: Any, shape: Shape, place: str = "") -> Iterator[str]:
    """Name each place where a value is not as its shape has it; keys may be added freely."""
    if isinstance(shape, Mapping):
        yield from _missing(value, cast("Mapping[str, Shape]", shape), place)
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield f"{place}: {value!r} is no list"
            return
        for position, item in enumerate(cast("list[Any]", value)):
            yield from misfits(item, shape[0], f"{place}[{position}]")
    elif not shape(value):
        yield f"{place}: {value!r}"


def _missing(value: Any, shape: Mapping[str, Shape], place: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{place}: {value!r} is no object"
        return
    for key, inner in shape.items():
        if key in value:
            yield from misfits(value[key], inner, f"{place}.{key}".lstrip("."))
        else:
            yield f"{place}.{key} is missing".lstrip(".")
