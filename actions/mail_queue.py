"""Mail as operators look at it: what waits, what failed, what goes next."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import func
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from models.messages import Message, MessageState

A_PAGE = 50
"""Messages on a page."""
MOST_PAGES = 100
"""Pages that can be gone to; what is older is found on its case."""
SENT: sa.ColumnElement[MessageState] = sa.literal_column(f"'{MessageState.SENT.value}'")
"""As a literal: the partial index is found only when the condition stands in the query."""
_WORDS: tuple[Any, ...] = (Message.text, Message.html)
WITHOUT_WORDS = tuple(defer(one) for one in _WORDS)
"""A list shows no letter."""


@dataclass(frozen=True, slots=True)
class MailPage:
    """One page of messages."""

    messages: list[Message]
    at: int
    last: int


def mail_by_state(session: Session) -> dict[MessageState, int]:
    """Count the messages that are not sent by their state, those of none included.

    What was sent is not counted: there is ever more of it, and nobody acts on it.
    """
    rows = session.exec(
        select(Message.state, func.count())
        .where(col(Message.state) != SENT)
        .group_by(col(Message.state))
    )
    found = dict(rows.all())
    return {state: found.get(state, 0) for state in MessageState if state is not MessageState.SENT}


def mail_in(session: Session, state: MessageState, *, at: int = 1) -> MailPage:
    """Give a page of the messages in one state: waiting ones the next first, others the newest."""
    where = [col(Message.state) == state]
    if state is not MessageState.SENT:
        where.append(col(Message.state) != SENT)  # as the index has it
    some = select(Message.id).where(*where).limit(MOST_PAGES * A_PAGE).subquery()
    count = session.exec(select(func.count()).select_from(some)).one()
    last = max(1, -(-count // A_PAGE))
    at = min(max(1, at), last)
    waits = state in {MessageState.QUEUED, MessageState.RETRYING}
    order = (col(Message.due_at), col(Message.id)) if waits else (col(Message.id).desc(),)
    query = select(Message).where(*where).order_by(*order).options(*WITHOUT_WORDS)
    return MailPage(list(session.exec(query.limit(A_PAGE).offset((at - 1) * A_PAGE))), at, last)


def mail_next(session: Session, *, limit: int = 10) -> list[Message]:
    """Give the messages that go next, the first due first."""
    query = select(Message).where(col(Message.due_at).is_not(None))
    return list(session.exec(query.order_by(col(Message.due_at), col(Message.id)).limit(limit)))


def message_of(session: Session, message_id: int) -> Message | None:
    """Give one message."""
    return session.get(Message, message_id)
