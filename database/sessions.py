"""Sessions: a transaction that commits once, and a look at one moment."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import Session


class _Remembering(Session):
    """A session that keeps what it has read; SQLAlchemy itself holds rows weakly and asks again."""


@event.listens_for(_Remembering, "loaded_as_persistent")
def _(session: Any, row: object) -> None:
    session.info.setdefault("held", []).append(row)


@contextmanager
def transaction(engine: sa.Engine) -> Generator[Session]:
    """Open a session that commits once, at the end, or not at all.

    On SQLite it holds the write lock from the first statement, so two writers
    never find each other out at commit.

    Raises:
        DatabaseUnavailable: at any statement, or at the commit.
    """
    with _Remembering(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(engine: sa.Engine) -> Generator[Session]:
    """Open a session that sees one moment and writes nothing.

    Raises:
        DatabaseUnavailable: at any statement.
    """
    options: dict[str, Any] = {"reading": True}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    read_only = engine.execution_options(**options)
    with _Remembering(read_only, expire_on_commit=False) as session:
        yield session
