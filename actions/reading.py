"""A case as one of its readers may have it: the office's own stays within."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from actions.concern import OUTSIDE
from actions.dossier import dossier
from actions.status import history_of
from actions.status_words import FOR_PARTIES
from models.cases import Case
from models.people import Office

WITHIN = ("reviews", "recusals", "messages", "reminders")
"""Lists that the office alone reads: its advice, who stepped aside, whom mail reached."""


def case_for(session: Session, number: str, offices: frozenset[Office]) -> dict[str, Any]:
    """Give a case as `show --json` has it to somebody it concerns by these offices.

    The applicant, chiefs and the state police have the same document; in it
    what the office keeps within is empty, and nobody in it is named who has a
    step in hand.

    Raises:
        NoSuchCase: there is none of this number.
    """
    found = dossier(session, number)
    if offices - OUTSIDE:
        return found
    duties = [one | {"holder": None} for one in found["duties"]]
    events = [one for one in found["events"] if one["kind"] in FOR_PARTIES]
    within: dict[str, Any] = {name: [] for name in WITHIN}
    return found | within | {"duties": duties, "events": events, "trouble": None}


def happened(session: Session, case: Case, offices: frozenset[Office]) -> list[dict[str, Any]]:
    """Give what happened to a case in words, the newest first, each doer by title."""
    return [
        {"at": _moment(one.at), "kind": one.kind, "words": one.words, "who": one.who}
        for one in history_of(session, case, office=bool(offices - OUTSIDE))
    ]


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")
