"""Alembic's entry: one connection, one transaction, the whole way up or down."""

import importlib
import pkgutil
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import database
import models
from models.columns import UtcDateTime

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext

ONE_AT_A_TIME = 3_702_018
"""The PostgreSQL advisory lock that lets one process migrate at a time."""


def _every_table() -> sa.MetaData:
    for module in pkgutil.iter_modules(models.__path__):
        importlib.import_module(f"models.{module.name}")
    return SQLModel.metadata


def _render(kind: str, item: object, context: "AutogenContext") -> str | Literal[False]:
    # A step is frozen: it may not name types of ours that can change after it.
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    if isinstance(item, sa.Enum):
        context.imports.add("from migrations.columns import one_of")
        return f"one_of({', '.join(repr(word) for word in (item.name, *item.enums))})"
    return False


def _run(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
    context.configure(
        connection=connection,
        target_metadata=_every_table(),
        render_as_batch=context.config.attributes.get("render_as_batch", True),
        render_item=_render,
        compare_server_default=True,
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


def _migrate() -> None:
    engine: sa.Engine = context.config.attributes.get("connection") or database.connect(
        context.config.attributes["url"]
    )
    with engine.connect() as connection:
        _without_foreign_keys(connection)
        with connection.begin():
            _run(connection)
            _require_sound_keys(connection)
        connection.invalidate()  # not back to a pool, with its keys off
    engine.dispose()


_migrate()
