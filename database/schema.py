"""Which schema the database has, and which this program works with."""

from contextlib import suppress

import sqlalchemy as sa
from sqlalchemy import exc

from database.sessions import reading
from database.troubles import NotMigrated

HEAD = "0010"
"""The newest migration; a test holds it to what `migrations/` has."""


def is_empty(engine: sa.Engine) -> bool:
    """Whether the database holds no table at all, as one that was just made."""
    tables = {
        "sqlite": "select 1 from sqlite_master limit 1",
        "postgresql": "select 1 from pg_tables where schemaname = current_schema() limit 1",
    }
    with reading(engine) as session:
        return session.connection().exec_driver_sql(tables[engine.dialect.name]).first() is None


def require_migrated(engine: sa.Engine) -> None:
    """Check, with one select, that the schema is the one this program works with.

    Raises:
        NotMigrated: it is absent, older or newer; the message says which.
    """
    at = _schema(engine)
    if at is None:
        raise NotMigrated("the database has no tables yet: run `recourse migrate` first")
    if at > HEAD:
        raise NotMigrated(
            f"the database is at schema {at}, newer than this program's {HEAD}: update Recourse"
        )
    if at < HEAD:
        raise NotMigrated(
            f"the database is at schema {at}, this program needs {HEAD}: run `recourse migrate`"
        )


def _schema(engine: sa.Engine) -> str | None:
    with suppress(exc.OperationalError, exc.ProgrammingError), reading(engine) as session:
        return session.connection().scalar(sa.text("select version_num from alembic_version"))
    return None  # no such table
