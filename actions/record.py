"""Append to the log, each entry chained by hash to the one before it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session, col, select

from actions.announcing import announce
from actions.turns import take_turns
from models.cases import Case
from models.events import Event

ENGINE = "recourse"
"""The `by` of what the engine did by itself: routing, reminding, never deciding."""


def canonical(value: Any) -> str:
    """Write `value` as the one JSON text that is hashed: keys sorted, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(text: str) -> str:
    """Hash a text's UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def event_hash(event: Event) -> str:
    """Compute the hash an event must carry: over all it says and the hash before it."""
    return sha256(
        canonical(
            {
                "stream": event.stream,
                "seq": event.seq,
                "kind": event.kind,
                "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "by": event.by,
                "entered_by": event.entered_by,
                "data": event.data,
                "previous": event.previous,
            }
        )
    )


def record(
    session: Session,
    subject: Case | str,
    kind: str,
    *,
    by: str,
    entered_by: str,
    now: datetime,
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Append one event about a case, or to a stream that is no case's.

    Moves the head of the case's log, and queues the event for the webhooks that
    want it. The events table refuses change by trigger; `recourse verify`
    recomputes the chain.
    """
    stream, seq, previous = _head(session, subject)
    event = Event(
        stream=stream,
        seq=seq + 1,
        kind=kind,
        at=now,
        by=by,
        entered_by=entered_by,
        data=canonical(dict(data or {})),
        previous=previous,
        hash="",
    )
    event.hash = event_hash(event)
    session.add(event)
    if isinstance(subject, Case):
        subject.event_seq, subject.event_hash = event.seq, event.hash
        announce(session, subject, event)
    return event


def _head(session: Session, subject: Case | str) -> tuple[str, int, str]:
    if isinstance(subject, Case):
        return subject.number, subject.event_seq, subject.event_hash
    take_turns(session, subject)  # it has no row to lock: two writers would take the same number
    last = session.exec(
        select(Event).where(col(Event.stream) == subject).order_by(col(Event.seq).desc()).limit(1)
    ).first()
    return (subject, last.seq, last.hash) if last else (subject, 0, "")
