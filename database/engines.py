"""Engines for SQLite and PostgreSQL: how each is opened, and how a writer waits."""

import logging
import sqlite3
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.pool import ConnectionPoolEntry

from database.troubles import DatabaseUnavailable, explain, only_reads

WAIT_SECONDS = 20
"""How long a writer waits for another, before nothing is changed and the person is told."""

CONNECT_SECONDS = 10
"""How long a PostgreSQL server may take to answer, unless the URL says otherwise."""

LOOK_SECONDS = 0.002
"""How often a writer on SQLite looks whether the other is done."""

CONNECTIONS = 15
"""How many a process holds to PostgreSQL at most; what it has opened it keeps."""

PREPARED = 500
"""Statements a connection keeps prepared: as many as SQLAlchemy keeps compiled."""

REST_SECONDS = 1.0
"""How long a connection may rest unused and be used again unseen."""

SLOW_SECONDS = 1.0
"""From how long a statement is logged: its words, never its values."""

log = logging.getLogger("recourse.database")


def connect(
    url: str,
    *,
    wait: float = WAIT_SECONDS,
    slow: float = SLOW_SECONDS,
    rest: float = REST_SECONDS,
) -> sa.Engine:
    """Give an engine for `url`; a missing SQLite folder is made.

    A writer waits up to `wait` seconds for another, unless an SQLite URL says
    `?timeout=`; a statement that takes `slow` seconds is logged. A connection to
    PostgreSQL that was unused for `rest` seconds is tried before it is used again.
    Nothing is opened yet, so a server that is down is found at the first statement.

    Raises:
        DatabaseUnavailable: the URL names no database we know, or the SQLite
            file's folder cannot be made.
    """
    parsed = _understood(url)
    if parsed.get_backend_name() == "sqlite":
        engine = _sqlite(parsed, wait)
    else:
        engine = _postgresql(parsed, wait, rest)
    event.listen(engine, "handle_error", explain)
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
    reads = only_reads(connection)
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA query_only={'ON' if reads else 'OFF'}")
    if reads:
        connection.exec_driver_sql("BEGIN")
        return
    (wait,) = driver.execute("PRAGMA busy_timeout").fetchone()
    driver.execute("PRAGMA busy_timeout=0")
    try:
        if not _begun_writing(driver, wait / 1000):
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # says what is wrong
    finally:
        driver.execute(f"PRAGMA busy_timeout={wait}")


def _begun_writing(driver: sqlite3.Connection, wait: float) -> bool:
    """Try again and again to begin, often: SQLite's own waiting sleeps up to 0.1 s too long."""
    began = time.monotonic()
    while (waited := time.monotonic() - began) < wait:
        try:
            driver.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                return False
            time.sleep(LOOK_SECONDS)
        else:
            if waited > SLOW_SECONDS:
                log.warning("%.1f s until another program had written", waited)
            return True
    return False


def _postgresql(url: sa.URL, wait: float, rest: float) -> sa.Engine:
    engine = sa.create_engine(url, pool_size=CONNECTIONS, max_overflow=0)

    def wait_no_longer(connection: Any, _record: object) -> None:
        connection.prepared_max = PREPARED
        with connection.cursor() as cursor:
            cursor.execute(f"set lock_timeout = {round(wait * 1000)}")
        connection.commit()

    event.listen(engine, "connect", wait_no_longer)
    _look_after_rest(engine, rest)
    return engine


def _look_after_rest(engine: sa.Engine, rest: float) -> None:
    """See that a connection still stands before it is used again, where it has rested a while.

    SQLAlchemy's own `pool_pre_ping` asks each time: two of the trips a page makes.
    """

    def rests(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["rests since"] = time.monotonic()

    def is_used(connection: Any, record: ConnectionPoolEntry, _fairy: object) -> None:
        since = record.info.get("rests since")
        if since is None or time.monotonic() - since < rest:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise exc.InvalidatePoolError from error

    event.listen(engine, "checkin", rests)
    event.listen(engine, "checkout", is_used)


def _log_slow(engine: sa.Engine, slow: float) -> None:
    def before(connection: sa.Connection, *_: object) -> None:
        connection.info["asked"] = time.perf_counter()

    def after(connection: sa.Connection, _cursor: object, statement: str, *_: object) -> None:
        took = time.perf_counter() - connection.info["asked"]
        if took >= slow:
            log.warning("%.1f s for: %s", took, " ".join(statement.split()))

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
