"""Lists as a registry takes them in, and what is on record after."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import SQLModel, select

from actions.lists import Lists, OrganizationRow, SchoolRow, faults_in
from actions.registry import Imported, import_lists
from cli.tables import read_tables
from database import reading, transaction
from models.registry import OrganizationKind
from tests.shared import CASES, DATA

Row = TypeVar("Row", bound=SQLModel)

NOW = datetime(2026, 9, 1, 16, tzinfo=UTC)
OPERATOR = "operator@doe.example"
CHIEF = "chief@police.portexample.example"

SAMPLE = {
    "organizations": CASES / "registry.csv",
    "schools": CASES / "schools.csv",
    "offices": CASES / "offices.csv",
}
DISTRICTS = {"organizations": DATA / "ma_dese_districts_2020.csv"}
"""The department's own list, of 525 bodies."""


def body(line: int = 2, **said: Any) -> OrganizationRow:
    """Make a line about a body: Port Example's school department, but for what is said."""
    row: dict[str, Any] = {
        "code": "99010000",
        "name": "Port Example",
        "kind": OrganizationKind.MUNICIPAL,
        "listed_as": "municipal",
        "towns": ("Port Example",),
    }
    return OrganizationRow(line=line, **{**row, **said})


def school(line: int = 2, **said: Any) -> SchoolRow:
    """Make a line about a school: Port Example High, but for what is said."""
    row: dict[str, Any] = {
        "code": "99010305",
        "name": "Port Example High",
        "organization": "99010000",
        "town": "Port Example",
    }
    return SchoolRow(line=line, **{**row, **said})


def take_in(engine: sa.Engine, lists: Lists, now: datetime = NOW) -> Imported:
    """Take in lists, as an operator at the keyboard does."""
    with transaction(engine) as session:
        return import_lists(session, lists, by=OPERATOR, entered_by=OPERATOR, now=now)


def take_in_files(engine: sa.Engine, **files: Path) -> Imported:
    """Take in files, as the command line does."""
    tables = read_tables(**files)
    with transaction(engine) as session:
        tables.require_sound(lambda lists: faults_in(session, lists))
        return import_lists(session, tables.lists, by=OPERATOR, entered_by=OPERATOR, now=NOW)


def rows(engine: sa.Engine, table: type[Row]) -> list[Row]:
    """Give every row of a table, in the order of its key."""
    keys = sa.inspect(table).primary_key
    with reading(engine) as session:
        found = list(session.exec(select(table).order_by(*keys)))
        session.expunge_all()
        return found
