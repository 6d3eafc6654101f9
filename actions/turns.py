"""Take turns on what has no row to lock: a log, the calendar."""

import sqlalchemy as sa
from sqlmodel import Session

from actions.remembering import answers_of, asked_once

CALENDAR = "calendar"
"""The closures: read by whoever opens or moves a duty, changed by an operator."""


def take_turns(session: Session, subject: str) -> None:
    """Wait until no other transaction is changing, or relying on, what `subject` names.

    Two writers would each find the same thing missing, and both add it. On
    SQLite a transaction holds the write lock from its start already.
    """
    _lock(session, _ALONE, subject)


def try_turn(session: Session, subject: str) -> bool:
    """Take the turn on what `subject` names if it is free; tell whether it was."""
    if session.get_bind().dialect.name != "postgresql":
        return True
    return bool(session.connection().scalar(_IF_FREE, {"subject": subject}))


def hold_still(session: Session, subject: str) -> None:
    """Keep what `subject` names as it is until this transaction ends; others may do so as well."""
    key = ("held still", subject)
    if not session.in_nested_transaction():
        asked_once(session, key, lambda: _lock(session, _SHARED, subject))
    elif key not in answers_of(session):  # a savepoint that is undone lets go of it again
        _lock(session, _SHARED, subject)


def _lock(session: Session, lock: sa.TextClause, subject: str) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(lock, {"subject": subject})


_ALONE = sa.text("select pg_advisory_xact_lock(hashtext(:subject))")
_SHARED = sa.text("select pg_advisory_xact_lock_shared(hashtext(:subject))")
_IF_FREE = sa.text("select pg_try_advisory_xact_lock(hashtext(:subject))")
