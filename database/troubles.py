"""What is wrong with a database, in words for whoever has to put it right."""

import sqlite3

import sqlalchemy as sa
from sqlalchemy.engine import ExceptionContext


class DatabaseUnavailable(Exception):
    """The database cannot be used now; the message says why, in one line."""


class NotMigrated(Exception):
    """The database's schema is not the one this program works with."""


_SQLITE_TROUBLE = {
    sqlite3.SQLITE_BUSY: "the database is busy: another program has been writing for too long",
    sqlite3.SQLITE_LOCKED: "the database is busy: another program has been writing for too long",
    sqlite3.SQLITE_READONLY: "the database may not be written to: see who owns the file and folder",
    sqlite3.SQLITE_IOERR: "the disk that holds the database does not work as it should",
    sqlite3.SQLITE_CORRUPT: "the database file is damaged: restore a backup",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_CANTOPEN: "the database file cannot be opened: see who owns the file and folder",
    sqlite3.SQLITE_NOTADB: "the database file is something else, or damaged",
}

_POSTGRESQL_TROUBLE = {
    "08": "the connection to the database was lost",
    "28": "the database does not accept this user or password",
    "3D": "the server has no database of this name",
    "40": "another act got in the way",
    "53": "the database server has no room left: disk, memory or connections",
    "55": "the database is busy: another program has been writing for too long",
    "57": "the database server is stopping or starting",
    "58": "the database server's disk does not work as it should",
}
"""By class of SQLSTATE."""


def explain(context: ExceptionContext) -> DatabaseUnavailable | None:
    """Put the driver's error in words where the database, not the act, is in trouble."""
    error = context.original_exception
    if context.is_pre_ping or (only_reads(context.connection) and _is_a_write(error)):
        return None
    trouble = _trouble(error)
    if trouble is None:
        return None
    # A connection that drops at a commit does not say whether the commit was done.
    unsure = context.is_disconnect and context.connection is not None
    then = "See whether the last step was kept" if unsure else "Nothing was changed"
    return DatabaseUnavailable(f"{trouble}. {then}; please try again.")


def _is_a_write(error: BaseException) -> bool:
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY


def _trouble(error: BaseException) -> str | None:
    if isinstance(error, sqlite3.Error):
        # The low byte is the kind, the others tell its varieties apart.
        return _SQLITE_TROUBLE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    state: str | None = getattr(error, "sqlstate", None)
    if state is not None:
        return _POSTGRESQL_TROUBLE.get(state[:2])
    if type(error).__name__ in {"OperationalError", "ConnectionTimeout"}:
        return f"the database cannot be reached: {str(error).splitlines()[0]}"
    return None


def only_reads(connection: sa.Connection | None) -> bool:
    """Whether a connection was opened by `reading`."""
    return connection is not None and connection.get_execution_options().get("reading", False)
