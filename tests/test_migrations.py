"""The steps of the schema give the tables the models speak of, and guard them."""

import multiprocessing
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlalchemy import exc
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

import database
import migrations
from actions.questions import Asked
from actions.register import propose_entry, publish_entry
from actions.register_reading import Wanted, public_entries
from models.cases import Case, CaseKind
from models.durations import Duration
from models.messages import Message
from models.reviews import Outcome, ReviewOutcome
from models.tables import every_table
from models.webhooks import WebhookDelivery
from tests.actions.makers import COMMISSIONER, COUNSEL, INTAKE, OPERATOR, PROGRAM, House, filing
from tests.records import (
    NOW,
    a_bounced_message,
    a_case,
    a_clock_change,
    a_decided_case,
    a_delivery,
    a_message,
)
from tests.shortfall_records import a_filed_shortfall

Ringing = Callable[[Callable[[Session], object]], int]

KEPT = (
    "events",
    "decisions",
    "submissions",
    "reasons",
    "evidence",
    "alternatives",
    "supporting_data",
    "consultations",
    "determinations",
    "figures",
    "shortfall_schools",
    "contacts",
    "assignments",
    "memoranda",
    "memorandum_filings",
    "clock_changes",
    "acknowledgements",
    "handovers",
    "bounces",
    "acknowledged_messages",
)
"""The tables whose rows never change."""

SCHEMA = {
    "sqlite": [
        """select type, name, sql from sqlite_master
           where type <> 'trigger' and tbl_name <> 'alembic_version' and sql is not null"""
    ],
    "postgresql": [
        """select table_name, column_name, ordinal_position, data_type,
                  character_maximum_length, is_nullable, column_default
           from information_schema.columns
           where table_schema = 'public' and table_name <> 'alembic_version'""",
        """select conrelid::regclass::text, conname, pg_get_constraintdef(oid)
           from pg_constraint
           where connamespace = 'public'::regnamespace
             and conrelid <> coalesce(to_regclass('alembic_version'), 0)""",
        """select tablename, indexname, indexdef from pg_indexes
           where schemaname = 'public' and tablename <> 'alembic_version'""",
    ],
}
"""What makes up the tables, CHECKs and conditions of indexes too."""

MACHINERY = {
    "sqlite": "select name from sqlite_master where type = 'trigger'",
    "postgresql": """select tgname from pg_trigger where not tgisinternal
                     union all select proname from pg_proc where proname like 'recourse%%'""",
}


def facts(engine: sa.Engine, *queries: str) -> list[str]:
    """Give all that some queries find, a line each, in one order.

    SQLite keeps a table's own words: its columns and constraints are a line each,
    but for a column added later, which follows on the line of the last one. The
    name of a table made anew, to alter it, stands in quotes.
    """
    with engine.connect() as connection:
        rows = [tuple(row) for query in queries for row in connection.exec_driver_sql(query)]
    parts = [(row[:-1], re.split(r"\n\t?|, (?=[a-z_]+ [A-Z])", _plain(row[-1]))) for row in rows]
    return sorted(f"{what} {part.rstrip(', ')}" for what, found in parts for part in found)


def _plain(words: object) -> str:
    return re.sub(r'^CREATE TABLE "(\w+)"', r"CREATE TABLE \1", str(words))


def schema(engine: sa.Engine) -> list[str]:
    """Give everything the tables are made of."""
    return facts(engine, *SCHEMA[engine.dialect.name])


def test_migrated_tables_are_those_of_the_models(engine: sa.Engine, database_url: str) -> None:
    """Types, CHECKs, keys and indexes are the same, whichever way they were made."""
    migrated = schema(engine)
    migrations.downgrade(database_url)
    every_table().create_all(engine)
    assert migrated == schema(engine)


def test_going_back_leaves_nothing(engine: sa.Engine, database_url: str) -> None:
    """Tables, triggers and functions go as they came; then all of it can come again."""
    before = schema(engine), facts(engine, MACHINERY[engine.dialect.name])
    migrations.downgrade(database_url)
    assert schema(engine) == facts(engine, MACHINERY[engine.dialect.name]) == []
    migrations.upgrade(database_url)
    assert (schema(engine), facts(engine, MACHINERY[engine.dialect.name])) == before


def test_the_program_works_with_the_newest_step() -> None:
    """There is one line of steps, numbered in order, and `database.HEAD` is its end."""
    steps = ScriptDirectory.from_config(migrations.configuration("sqlite://"))
    numbers = [step.revision for step in steps.walk_revisions()][::-1]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    assert steps.get_current_head() == database.HEAD


def test_a_step_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """A schema is never half made."""
    url = f"sqlite:///{tmp_path}/in-the-way.sqlite"
    engine = database.connect(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("create table people (id integer)")
    with pytest.raises(exc.OperationalError, match="already exists"):
        migrations.upgrade(url)
    assert {line.partition(") ")[0] for line in schema(engine)} == {"('table', 'people'"}
    engine.dispose()


def test_many_may_migrate_at_once(tmp_path: Path, postgresql_url: str) -> None:
    """Of processes that start together on a new database, one migrates and the others wait."""
    migrations.downgrade(postgresql_url)
    urls = f"sqlite:///{tmp_path}/new.sqlite", postgresql_url
    with multiprocessing.get_context("spawn").Pool(2) as processes:
        processes.map(migrations.upgrade, [url for url in urls for _ in range(2)], chunksize=1)
    for url in urls:
        engine = database.connect(url)
        database.require_migrated(engine)
        engine.dispose()


@pytest.fixture
def filled(engine: sa.Engine) -> sa.Engine:
    """Give a database with a row in each table that is kept."""
    with database.transaction(engine) as session:
        a_decided_case(session)
        a_filed_shortfall(session)
        a_clock_change(session)
        a_bounced_message(session)
    return engine


def row_of(engine: sa.Engine, table: sa.Table) -> dict[str, Any]:
    """Give the one row of a table."""
    with engine.connect() as connection:
        return dict(connection.execute(table.select()).mappings().one())


def refusal(engine: sa.Engine, statement: sa.Executable) -> str:
    """Give the words with which the database refuses a statement."""
    with pytest.raises(exc.IntegrityError) as caught, engine.begin() as connection:
        connection.execute(statement)
    return str(caught.value.orig).splitlines()[0]


def test_what_is_on_record_is_never_changed_or_removed(filled: sa.Engine) -> None:
    """The database itself refuses, whoever asks and however."""
    for name in KEPT:
        table = sa.Table(name, sa.MetaData(), autoload_with=filled)
        row = row_of(filled, table)
        for statement in table.update().values(row), table.delete():
            assert refusal(filled, statement) == f"{name} is append-only: a row is never changed"
        if filled.dialect.name == "postgresql":
            assert "is append-only" in refusal(filled, sa.text(f"truncate {name} cascade"))
        assert row_of(filled, table) == row


def test_what_is_on_record_is_never_replaced(filled: sa.Engine) -> None:
    """Neither an upsert nor SQLite's INSERT OR REPLACE goes around the guard."""
    dialects = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
    for name in KEPT:
        table = sa.Table(name, sa.MetaData(), autoload_with=filled)
        row, key = row_of(filled, table), list(table.primary_key.columns)
        insert = dialects[filled.dialect.name](table).values(row)
        statements: list[sa.Executable] = [
            insert.on_conflict_do_update(index_elements=key, set_=row)
        ]
        if filled.dialect.name == "sqlite":
            statements.append(insert.prefix_with("or replace"))
        for statement in statements:
            assert refusal(filled, statement) == f"{name} is append-only: a row is never changed"
        assert row_of(filled, table) == row


@pytest.fixture
def line(postgresql_url: str) -> Iterator[psycopg.Connection]:
    """Give a connection that hears the bell."""
    url = sa.make_url(postgresql_url).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute("listen recourse")
        yield connection


@pytest.fixture
def ringing(postgresql_url: str, line: psycopg.Connection) -> Iterator[Ringing]:
    """Give how often the bell rings for what is done in one transaction."""
    engine = database.connect(postgresql_url)

    def count(act: Callable[[Session], object]) -> int:
        with database.transaction(engine) as session:
            act(session)
        with database.transaction(engine) as session:
            session.connection().exec_driver_sql("notify recourse, 'end'")
        rings = 0
        for notice in line.notifies():
            if notice.payload == "end":
                break
            rings += 1
        return rings

    yield count
    engine.dispose()


def test_a_case_that_becomes_ready_rings(ringing: Ringing) -> None:
    """Filed ready, or made ready later: the workers hear of it."""
    assert ringing(lambda session: a_case(session, ready_at=NOW)) == 1
    assert ringing(lambda session: set_on(session, Case, ready_at=None)) == 0
    assert ringing(lambda session: set_on(session, Case, step="program")) == 0
    assert ringing(lambda session: set_on(session, Case, ready_at=NOW)) == 1


def test_a_message_that_becomes_due_rings(ringing: Ringing) -> None:
    """Mail that may be tried wakes who delivers it."""

    def queue(session: Session) -> None:
        a_case(session)
        session.add(a_message(due_at=NOW))

    assert ringing(queue) == 1
    assert ringing(lambda session: set_on(session, Message, due_at=None)) == 0
    assert ringing(lambda session: set_on(session, Message, claimed_until=NOW)) == 0
    assert ringing(lambda session: set_on(session, Message, due_at=NOW)) == 1


def test_a_webhook_delivery_that_becomes_due_rings(ringing: Ringing) -> None:
    """An event queued for a client wakes who posts it."""
    assert ringing(lambda session: a_delivery(session, due_at=NOW)) == 1
    assert ringing(lambda session: set_on(session, WebhookDelivery, due_at=None)) == 0
    assert ringing(lambda session: set_on(session, WebhookDelivery, due_at=NOW)) == 1


def test_cases_closed_before_have_their_durations(engine: sa.Engine, database_url: str) -> None:
    """What they took is counted when the table comes, as it is for those that close after."""
    house = House(engine).open()
    number = house.submit().case.number
    house.route()
    house.later(days=1)
    asked = (Asked("scope", "Which?"),)
    house.review(number, INTAKE, outcome=ReviewOutcome.RETURN, questions=asked)
    house.later(days=4)
    house.resubmit(number, filing(scope="All requirements, both schools"))
    for by in (INTAKE, PROGRAM, COUNSEL):
        house.route()
        house.later(days=1)
        house.review(number, by)
    house.route()
    house.decide(number, COMMISSIONER)
    before = durations(house)
    steps = ScriptDirectory.from_config(migrations.configuration(database_url))
    engine.dispose()
    migrations.downgrade(database_url, str(steps.get_revision("0008").down_revision))
    migrations.upgrade(database_url)
    assert durations(house) == before
    assert before["whole"] == (4 * 86_400, 4 * 86_400, 2026)


def test_entries_published_before_are_found_by_their_outcome(
    engine: sa.Engine, database_url: str
) -> None:
    """An office that has published does not lose entries from a list by outcome."""
    house = House(engine).open()
    number = house.at_the_commissioner()
    house.decide(number)
    asked: dict[str, Any] = {"by": OPERATOR, "now": house.now}
    with database.transaction(engine) as session:
        offered = propose_entry(session, number, **asked)
        publish_entry(
            session, number, 1, take_out=offered.marks, saw=offered.source.sha256,
            entered_by=OPERATOR, **asked,
        )  # fmt: skip
    steps = ScriptDirectory.from_config(migrations.configuration("sqlite://"))
    migrations.downgrade(database_url, str(steps.get_revision("0010").down_revision))
    migrations.upgrade(database_url)
    with database.reading(engine) as session:
        granted = Wanted(CaseKind.WAIVER, outcome=Outcome.GRANTED)
        assert [one.number for one in public_entries(session, granted, limit=5)] == [number]


def durations(house: House) -> dict[str, tuple[int, int, int]]:
    """Give what each part of the one closed case took."""
    return {one.part: (one.seconds, one.paused, one.year) for one in house.rows(Duration)}


def test_many_cases_in_one_act_ring_once(ringing: Ringing) -> None:
    """Deadline day costs the bell no more than a quiet one."""

    def file_many(session: Session) -> None:
        for number in range(100):
            a_case(session, f"W-2026-{number:04}", ready_at=NOW)

    assert ringing(file_many) == 1


def set_on(session: Session, kind: type[SQLModel], **columns: object) -> None:
    """Set columns of every row of a kind."""
    session.connection().execute(sa.update(kind).values(columns))
