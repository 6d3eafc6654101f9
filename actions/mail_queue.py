"""Mail as operators look at it: what waits, what failed, what goes next."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.messages import Message, MessageState

A_PAGE = 50
"""Messages on a page."""


@dataclass(frozen=True, slots=True)
class MailPage:
    """One page of messages."""

    messages: list[Message]
    at: int
    last: int


def mail_by_state(session: Session) -> dict[MessageState, int]:
    """Count messages by their state, those of none included."""
    rows = session.exec(select(Message.state, func.count()).group_by(col(Message.state)))
    found = dict(rows.all())
    return {state: found.get(state, 0) for state in MessageState}


def mail_in(session: Session, state: MessageState, *, at: int = 1) -> MailPage:
    """Give a page of the messages in one state: waiting ones the next first, others the newest."""
    where = col(Message.state) == state
    count = session.exec(select(func.count()).select_from(Message).where(where)).one()
    last = max(1, -(-count // A_PAGE))
    at = min(max(1, at), last)
    waits = state in {MessageState.QUEUED, MessageState.RETRYING}
    order = (col(Message.due_at), col(Message.id)) if waits else (col(Message.id).desc(),)
    query = select(Message).where(where).order_by(*order)
    return MailPage(list(session.exec(query.limit(A_PAGE).offset((at - 1) * A_PAGE))), at, last)


def mail_next(session: Session, *, limit: int = 10) -> list[Message]:
    """Give the messages that go next, the first due first."""
    query = select(Message).where(col(Message.due_at).is_not(None))
    return list(session.exec(query.order_by(col(Message.due_at), col(Message.id)).limit(limit)))


def message_of(session: Session, message_id: int) -> Message | None:
    """Give one message."""
    return session.get(Message, message_id)
