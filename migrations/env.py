"""Alembic's entry: one connection, one transaction, the whole way up or down."""

from typing import Any

import sqlalchemy as sa
from alembic import context

import database
from migrations.rendering import render
from models.tables import every_table

ONE_AT_A_TIME = 3_702_018
"""The PostgreSQL advisory lock that lets one process migrate at a time."""


def _migrate(url: str) -> None:
    engine = database.connect(url)
    try:
        with engine.connect() as connection:
            _without_foreign_keys(connection)
            with connection.begin():
                _run(connection)
                _require_sound_keys(connection)
            connection.invalidate()  # not back to the pool with its keys off
    finally:
        engine.dispose()


def _run(connection: sa.Connection) -> None:
    # SQLite's BEGIN IMMEDIATE lets one in at a time already.
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
    context.configure(
        connection=connection,
        target_metadata=every_table(),
        render_as_batch=context.config.attributes.get("render_as_batch", True),
        render_item=render,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _without_foreign_keys(connection: sa.Connection) -> None:
    # SQLite alters a table by making it anew; with the keys enforced, dropping
    # the old one would take the rows that refer to it along. The setting can be
    # changed only outside of a transaction, so it goes past SQLAlchemy.
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.dbapi_connection
        driver.execute("PRAGMA foreign_keys=OFF")


def _require_sound_keys(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise RuntimeError(f"the migration leaves a row of {broken[0]} without its parent")


_migrate(context.config.attributes["url"])
