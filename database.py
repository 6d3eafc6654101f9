"""The connection: engines, transactions and the bell, for SQLite and PostgreSQL."""

import logging
import sqlite3
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.engine import ExceptionContext
from sqlmodel import Session

HEAD = "0009"
"""The newest migration; a test holds it to what `migrations/` has."""

WAIT_SECONDS = 20
"""How long a writer waits for another, before nothing is changed and the person is told."""

CONNECT_SECONDS = 10
"""How long a PostgreSQL server may take to answer, unless the URL says otherwise."""

SLOW_SECONDS = 1.0
"""From how long a statement is logged: its words, never its values."""

CHANNEL = "recourse"
"""Where PostgreSQL rings; the triggers of migration 0002 name it too."""

log = logging.getLogger("recourse.database")


class DatabaseUnavailable(Exception):
    """The database cannot be used now; the message says why, in one line."""


class NotMigrated(Exception):
    """The database's schema is not the one this program works with."""


def connect(url: str, *, wait: float = WAIT_SECONDS, slow: float = SLOW_SECONDS) -> sa.Engine:
    """Give an engine for `url`; a missing SQLite folder is made.

    A writer waits up to `wait` seconds for another, unless an SQLite URL says
    `?timeout=`; a statement that takes `slow` seconds is logged. Nothing is
    opened yet, so a server that is down is found at the first statement.

    Raises:
        DatabaseUnavailable: the URL names no database we know, or the SQLite
            file's folder cannot be made.
    """
    parsed = _understood(url)
    if parsed.get_backend_name() == "sqlite":
        engine = _sqlite(parsed, wait)
    else:
        engine = _postgresql(parsed, wait)
    event.listen(engine, "handle_error", _explain)
    _log_slow(engine, slow)
    return engine


def _understood(url: str) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except exc.ArgumentError:
        raise DatabaseUnavailable(
            "the database URL cannot be read: it is like postgresql+psycopg://user@host/name"
        ) from None
    if parsed.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        patience = {"connect_timeout": str(CONNECT_SECONDS), **parsed.query}
        return parsed.set(drivername="postgresql+psycopg", query=patience)
    if parsed.drivername in {"sqlite", "sqlite+pysqlite"}:
        return parsed
    raise DatabaseUnavailable(
        f"{parsed.drivername} is not a database Recourse knows: use sqlite or postgresql+psycopg"
    )


def _sqlite(url: sa.URL, wait: float) -> sa.Engine:
    if url.database:
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseUnavailable(
                f"the folder of {url.database} cannot be made: {error.strerror}"
            ) from error
    patience = {} if "timeout" in url.query else {"timeout": wait}
    engine = sa.create_engine(url, connect_args=patience)
    event.listen(engine, "connect", _open_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _open_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own BEGIN is deferred; ours, below, takes the write lock at once.
    connection.isolation_level = None
    _turn_to_wal(connection)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _turn_to_wal(connection: sqlite3.Connection) -> None:
    # A new file's change to WAL does not wait for other processes as statements do.
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _begin_sqlite(connection: sa.Connection) -> None:
    reads = _only_reads(connection)
    driver: Any = connection.connection.dbapi_connection
    driver.execute(f"PRAGMA query_only={'ON' if reads else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _only_reads(connection: sa.Connection | None) -> bool:
    return connection is not None and connection.get_execution_options().get("reading", False)


def _postgresql(url: sa.URL, wait: float) -> sa.Engine:
    engine = sa.create_engine(url, pool_pre_ping=True, pool_size=5)

    def wait_no_longer(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"set lock_timeout = {round(wait * 1000)}")
        connection.commit()

    event.listen(engine, "connect", wait_no_longer)
    return engine


def _log_slow(engine: sa.Engine, slow: float) -> None:
    def before(connection: sa.Connection, *_: object) -> None:
        connection.info["asked"] = time.perf_counter()

    def after(connection: sa.Connection, _cursor: object, statement: str, *_: object) -> None:
        took = time.perf_counter() - connection.info["asked"]
        if took >= slow:
            log.warning("%.1f s for: %s", took, " ".join(statement.split()))

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)


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


def _explain(context: ExceptionContext) -> DatabaseUnavailable | None:
    """Put the driver's error in words where the database, not the act, is in trouble."""
    error = context.original_exception
    if context.is_pre_ping or (_only_reads(context.connection) and _is_a_write(error)):
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


class Bell:
    """Wakes a worker when there may be something to do.

    PostgreSQL rings on a connection of the bell's own, which is made again when
    it drops. SQLite cannot ring: there the bell lets `every` seconds pass. A
    ring is a hint, so the caller looks for work each time `wait` returns.
    """

    def __init__(self, engine: sa.Engine, every: float = 0.25) -> None:
        """Listen from now on; a server that is down is tried again at each wait."""
        self._engine = engine
        self._every = every
        self._rings = engine.dialect.name == "postgresql"
        self._line: Any = None
        self._rung = threading.Event()
        self._listen()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def wait(self, stop: threading.Event, timeout: float = 5.0) -> None:
        """Return once it rings, `stop` is set, or it is time to look (`timeout` at the latest).

        What was put off until an hour does not ring when the hour comes: hence
        a look every few seconds even where there is a bell.
        """
        if not self._rings:
            if not stop.is_set():
                self._rung.wait(min(self._every, timeout))
            self._rung.clear()
        elif self._line is None:
            # Rings may have been missed: once the line is back, the caller looks at once.
            if not self._listen():
                stop.wait(min(self._every, timeout))
        else:
            self._wait_for_ring(stop, time.monotonic() + timeout)

    def ring(self) -> None:
        """Wake whoever waits in this process, where the database cannot."""
        self._rung.set()

    def close(self) -> None:
        """Give up the connection."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _listen(self) -> bool:
        if not self._rings:
            return False
        import psycopg  # noqa: PLC0415 - SQLite does without

        _, where = self._engine.dialect.create_connect_args(self._engine.url)
        try:
            self._line = psycopg.connect(**where, autocommit=True, keepalives_idle=30)
            self._line.execute(f"listen {CHANNEL}")
        except psycopg.OperationalError:
            self.close()
        return self._line is not None

    def _wait_for_ring(self, stop: threading.Event, until: float) -> None:
        try:
            while not stop.is_set() and (left := until - time.monotonic()) > 0:
                if list(self._line.notifies(timeout=min(self._every, left), stop_after=1)):
                    return
        except self._engine.dialect.loaded_dbapi.OperationalError:
            self.close()
