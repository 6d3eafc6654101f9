"""Ask the record once a transaction for what its acts ask for again and again.

An act that changes what was asked for says so with `forget`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select
from sqlmodel.sql.expression import SelectOfScalar

Key = tuple[Any, ...]
"""What was asked: the subject first, `("holders", …)`."""

A = TypeVar("A")
Row = TypeVar("Row", bound=SQLModel)

AT_ONCE = 500
"""Values in one query: databases bound how many one may carry."""

_KEPT = "recourse.answers"


def asked_once(session: Session, key: Key, ask: Callable[[], A]) -> A:
    """Give what `ask` answered when this transaction first asked under `key`."""
    known = _answers(session)
    if key not in known:
        answer = ask()  # it may be what begins the transaction
        known = _answers(session)
        known[key] = answer
    return known[key]


def reading_once(session: Session, key: Key, ask: Callable[[], A]) -> A:
    """Give what `ask` finds; in a session that only reads one moment, what it found first.

    A page asks many rules about the same person, and each of them looks it up.
    """
    if session.get_bind().get_execution_options().get("reading"):
        return asked_once(session, key, ask)
    return ask()


def remember(session: Session, key: Key, answer: object) -> None:
    """Keep an answer that came along with that to another question."""
    _answers(session)[key] = answer


def answers_of(session: Session) -> Mapping[Key, Any]:
    """Give all that this transaction was told, for `hand_on`."""
    return dict(_answers(session))


def hand_on(session: Session, answers: Mapping[Key, Any]) -> None:
    """Begin a reading with what one just before it, for the same person, was told."""
    session.begin()
    _answers(session).update(answers)


def forget(session: Session, subject: object) -> None:
    """Have the rest of the transaction ask anew about a subject: the record was changed."""
    known = _answers(session)
    for key in [one for one in known if one[0] == subject]:
        del known[key]


def gather(
    session: Session,
    table: type[Row],
    field: str,
    values: Collection[Any],
) -> Sequence[Row]:
    """Read together the rows of each value, for `rows_of` to give value by value."""
    if not values:
        return ()
    rows: list[Row] = []
    wanted = [*values]
    for start in range(0, len(wanted), AT_ONCE):
        some = _padded(wanted[start : start + AT_ONCE])
        rows += session.exec(_select(cast("Any", table), field), params={"values": some})
    known = _answers(session)
    known |= {(table, field, value): list[Row]() for value in values}
    for row in rows:
        known[table, field, getattr(row, field)].append(row)
    return rows


def _padded(values: list[Any]) -> list[Any]:
    """Repeat the last value up to a power of two: a query of each length is prepared anew."""
    return values + values[-1:] * ((1 << (len(values) - 1).bit_length()) - len(values))


@lru_cache
def _select(table: Any, field: str) -> SelectOfScalar[Any]:
    """Select the rows of several values: built once, since building costs as much as asking."""
    several = getattr(table, field).in_(sa.bindparam("values", expanding=True))
    return select(table).where(several).order_by(*sa.inspect(table).primary_key)


def rows_of(session: Session, table: type[Row], field: str, value: Any) -> Sequence[Row]:
    """Give the rows with this value, by primary key: as gathered, else asked for now."""
    key = (table, field, value)
    if key not in _answers(session):
        gather(session, table, field, [value])
    return _answers(session)[key]


def rows_read(session: Session, table: type[Row], field: str, value: Any) -> Sequence[Row]:
    """Give the rows with this value, by primary key; a session that only reads asks once."""
    key = (table, field, value)
    return reading_once(session, key, lambda: _ask(session, table, field, value))


def read_before(session: Session, table: type[Row], field: str, value: Any) -> Sequence[Row] | None:
    """Give the same where a session that only reads has them already; None where it has not."""
    if not session.get_bind().get_execution_options().get("reading"):
        return None
    return _answers(session).get((table, field, value))


def _ask(session: Session, table: Any, field: str, value: Any) -> Sequence[Any]:
    return session.scalars(_select_one(table, field), {"value": value}).all()


@lru_cache
def _select_one(table: Any, field: str) -> SelectOfScalar[Any]:
    one = getattr(table, field) == sa.bindparam("value")
    return select(table).where(one).order_by(*sa.inspect(table).primary_key)


def _answers(session: Session) -> dict[Key, Any]:
    kept: tuple[object, dict[Key, Any]] = session.info.get(_KEPT, (None, {}))
    transaction, known = kept
    if transaction is None or transaction is not session.get_transaction():
        known = dict[Key, Any]()
        session.info[_KEPT] = (session.get_transaction(), known)
    return known
