"""Copy every row out, and back in: the same on SQLite and PostgreSQL."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from models.tables import every_table

PAGE = 1000

PASSING = {"portal_sessions", "sign_in_links", "kept_forms", "sent_forms"}
"""Tables of who is signed in just now: a restored house starts with nobody in it."""


class NotEmpty(Exception):
    """A backup goes only into a database that holds nothing."""


def dump(session: Session, folder: Path) -> dict[str, int]:
    """Write each table as JSON lines, all of one moment. Gives the rows by table."""
    folder.mkdir(parents=True)
    return {table.name: _dump(session, table, folder) for table in _lasting()}


def _lasting() -> list[sa.Table]:
    return [table for table in every_table().sorted_tables if table.name not in PASSING]


def _dump(session: Session, table: sa.Table, folder: Path) -> int:
    count = 0
    query = sa.select(table).order_by(*table.primary_key.columns)
    with (folder / f"{table.name}.jsonl").open("w", encoding="utf-8") as out:
        rows = session.connection().execution_options(yield_per=PAGE).execute(query)
        for row in rows.mappings():
            out.write(json.dumps(dict(row), default=_as_text, ensure_ascii=False) + "\n")
            count += 1
    return count


def _as_text(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value.value)


def load(session: Session, folder: Path) -> dict[str, int]:
    """Put a dump into a migrated, empty database. Gives the rows by table.

    Raises:
        NotEmpty: a table holds rows already; nothing was changed.
    """
    tables = every_table().sorted_tables
    for table in tables:
        if session.connection().execute(sa.select(sa.literal(1)).select_from(table)).first():
            raise NotEmpty(
                f"the database holds rows already ({table.name}): restore into a new one"
            )
    return {table.name: _load(session, table, folder) for table in _lasting()}


def _load(session: Session, table: sa.Table, folder: Path) -> int:
    count = 0
    with (folder / f"{table.name}.jsonl").open(encoding="utf-8") as lines:
        for page in _pages(lines):
            rows = [_typed(table, json.loads(line)) for line in page]
            session.connection().execute(table.insert(), rows)
            count += len(rows)
    _advance_sequence(session, table)
    return count


def _pages(lines: Any) -> Iterator[list[str]]:
    page: list[str] = []
    for line in lines:
        page.append(line)
        if len(page) == PAGE:
            yield page
            page = []
    if page:
        yield page


def _typed(table: sa.Table, row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _value(table.columns[name].type, value) if isinstance(value, str) else value
        for name, value in row.items()
    }


def _value(kind: Any, text: str) -> Any:
    python = kind.impl.python_type if isinstance(kind, sa.types.TypeDecorator) else kind.python_type
    if python is datetime:
        return datetime.fromisoformat(text)
    if python is date:
        return date.fromisoformat(text)
    return kind.enum_class(text) if isinstance(kind, sa.Enum) and kind.enum_class else text


def _advance_sequence(session: Session, table: sa.Table) -> None:
    """Let PostgreSQL go on counting where the dump ended."""
    column = table.autoincrement_column
    if column is None or session.get_bind().dialect.name != "postgresql":
        return
    session.connection().execute(
        sa.text(
            f"select setval(pg_get_serial_sequence('{table.name}', '{column.name}'), "  # noqa: S608 names of ours
            f"coalesce((select max({column.name}) from {table.name}), 1), "
            f"exists (select 1 from {table.name}))"
        )
    )
