"""Who entered what for whom, and what the rules refused."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models.events import Event, RefusedAttempt

MOST = 200
"""Lines of a list, the newest first; what is older is asked for by who entered it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An act that one person entered for another, or a paper kept."""

    at: datetime
    stream: str
    """The case's number, or which log: `registry`, `offices`, `intake`."""
    kind: str
    by: str
    entered_by: str


def entered_for_others(session: Session, *, entered_by: str = "") -> list[Entry]:
    """Give what was entered by somebody else than whoever acted, the newest first."""
    query = select(Event).where(col(Event.entered_by) != col(Event.by))
    if entered_by:
        query = query.where(col(Event.entered_by) == entered_by)
    rows = session.exec(query.order_by(col(Event.at).desc(), col(Event.seq).desc()).limit(MOST))
    return [Entry(one.at, one.stream, one.kind, one.by, one.entered_by) for one in rows]


def log_of(session: Session, stream: str) -> list[tuple[Event, dict[str, object]]]:
    """Give the newest entries of a log that is no case's, each with what it says."""
    query = select(Event).where(col(Event.stream) == stream)
    rows = session.exec(query.order_by(col(Event.seq).desc()).limit(MOST))
    return [(one, json.loads(one.data)) for one in rows]


def refused_attempts(session: Session) -> list[RefusedAttempt]:
    """Give the filings that the rules refused, the newest first."""
    query = select(RefusedAttempt).order_by(col(RefusedAttempt.id).desc())
    return list(session.exec(query.limit(MOST)))
