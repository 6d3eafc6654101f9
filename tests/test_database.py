"""The connection: one act is one transaction, readers only read, and trouble is told in a line."""

import logging
import multiprocessing
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlmodel import Session, select

from database import (
    HEAD,
    DatabaseUnavailable,
    NotMigrated,
    connect,
    is_empty,
    reading,
    require_migrated,
    transaction,
)
from models.people import Person

DEAD = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
"""A server that is down: nothing answers at this port."""


def people(session: Session) -> list[str]:
    """Give the addresses on record."""
    return sorted(person.email for person in session.exec(select(Person)))


def sql(session: Session, statement: str) -> sa.CursorResult[tuple[object, ...]]:
    """Run a statement as it stands."""
    return session.connection().exec_driver_sql(statement)


def test_an_act_is_kept_whole_at_its_end(engine: sa.Engine) -> None:
    """Nobody sees half of an act."""
    with transaction(engine) as session:
        session.add(Person(email="a@example.example"))
        session.flush()
        with reading(engine) as other:
            assert people(other) == []
        session.add(Person(email="b@example.example"))
    with reading(engine) as other:
        assert people(other) == ["a@example.example", "b@example.example"]


def add(session: Session, email: str) -> None:
    """Put a person on record as far as the transaction goes."""
    session.add(Person(email=email))
    session.flush()


def fail_after_adding(engine: sa.Engine) -> None:
    """Break an act off in its middle."""
    with transaction(engine) as session:
        add(session, "a@example.example")
        raise LookupError


def test_an_act_that_fails_leaves_nothing(engine: sa.Engine) -> None:
    """What was changed before the failure is as if it had not been."""
    with pytest.raises(LookupError):
        fail_after_adding(engine)
    with reading(engine) as other:
        assert people(other) == []


def test_a_reader_cannot_write_and_the_next_writer_can(engine: sa.Engine) -> None:
    """A page that only shows cannot change anything, even by mistake."""
    with pytest.raises(exc.DBAPIError, match=r"read-?only"), reading(engine) as session:
        add(session, "a@example.example")
    with transaction(engine) as session:
        add(session, "b@example.example")
    with reading(engine) as session:
        assert people(session) == ["b@example.example"]


def test_a_reader_sees_one_moment(engine: sa.Engine) -> None:
    """What is shown on one page belongs together."""
    with reading(engine) as session:
        assert people(session) == []
        with transaction(engine) as other:
            other.add(Person(email="a@example.example"))
        session.expire_all()
        assert people(session) == []


def test_a_transaction_on_sqlite_holds_the_lock_from_its_first_look(sqlite_url: str) -> None:
    """Two who read before they write do not find each other out at commit."""
    first, second = connect(sqlite_url), connect(sqlite_url, wait=0.05)
    with transaction(first) as session:
        assert people(session) == []
        with (
            pytest.raises(DatabaseUnavailable, match="another program has been writing"),
            transaction(second) as other,
        ):
            people(other)
    with transaction(second) as other:
        assert people(other) == []
    first.dispose()
    second.dispose()


def count_up(url: str, times: int) -> None:
    """Read a number and write it one higher, in one transaction, some times over."""
    engine = connect(url)
    for _ in range(times):
        with transaction(engine) as session:
            kept = session.exec(select(Person).with_for_update()).one()
            kept.email = str(int(kept.email) + 1)
    engine.dispose()


def test_writers_wait_for_each_other(engine: sa.Engine, database_url: str) -> None:
    """However many write at once, in threads or processes, none fails and nothing is lost."""
    with transaction(engine) as session:
        session.add(Person(email="0"))
    with multiprocessing.get_context("spawn").Pool(2) as processes:
        elsewhere = [processes.apply_async(count_up, (database_url, 25)) for _ in range(2)]
        with ThreadPoolExecutor(4) as threads:
            for here in [threads.submit(count_up, database_url, 25) for _ in range(4)]:
                here.result()
        for one in elsewhere:
            one.get()
    with reading(engine) as session:
        assert people(session) == ["150"]


def test_a_row_that_is_held_too_long_is_told_on_postgresql(postgresql_url: str) -> None:
    """Nobody waits for ever."""
    first, second = connect(postgresql_url), connect(postgresql_url, wait=0.05)
    with transaction(first) as session:
        session.add(Person(email="a@example.example"))
    with transaction(first) as session:
        session.exec(select(Person).with_for_update()).one()
        with (
            pytest.raises(DatabaseUnavailable, match="another program has been writing"),
            transaction(second) as other,
        ):
            other.exec(select(Person).with_for_update()).one()
    first.dispose()
    second.dispose()


def trouble(url: str) -> str:
    """Give the line that tells what is wrong with a database."""
    with pytest.raises(DatabaseUnavailable) as caught:
        require_migrated(connect(url))
    (line,) = str(caught.value).splitlines()
    return line


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (DEAD, "the database cannot be reached: .*Connection refused.*Nothing was changed"),
        ("postgresql://nobody:secret@127.0.0.1:1/nothing", "the database cannot be reached: "),
        ("mysql://localhost/cases", "mysql is not a database Recourse knows"),
        ("cases.sqlite", "the database URL cannot be read"),
        ("sqlite:////dev/null/cases.sqlite", "the folder of /dev/null/cases.sqlite cannot be made"),
        ("sqlite:////dev", "the database file cannot be opened"),
    ],
)
def test_a_database_that_cannot_be_reached_is_told_in_a_line(url: str, words: str) -> None:
    """Whatever is wrong: one line, and no password in it."""
    line = trouble(url)
    assert re.match(words, line)
    assert "secret" not in line


def test_a_database_that_the_server_does_not_have_is_told(postgresql_url: str) -> None:
    """A wrong name is the likeliest slip in a URL."""
    url = sa.make_url(postgresql_url).set(database="nowhere")
    line = trouble(url.render_as_string(hide_password=False))
    assert 'database "nowhere" does not exist' in line


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    """Another file under the database's name is left as it is."""
    other = tmp_path / "recourse.sqlite"
    other.write_text("Dear Commissioner, " * 1000)
    assert trouble(f"sqlite:///{other}").startswith("the database file is something else")
    assert other.read_text().startswith("Dear Commissioner")


def leave_no_room(driver: sqlite3.Connection, _record: object) -> None:
    """Let a database grow no more."""
    driver.execute("pragma max_page_count=1")


def test_a_full_disk_is_told_and_nothing_is_kept(sqlite_url: str) -> None:
    """The act that found no room is as if it had not been."""
    engine = connect(sqlite_url)
    event.listen(engine, "connect", leave_no_room)
    with pytest.raises(DatabaseUnavailable, match="the disk is full"), transaction(engine) as one:
        one.add_all(Person(email=f"{number}{'x' * 200}") for number in range(1000))
    with reading(engine) as session:
        assert people(session) == []
    engine.dispose()


def lose_the_server(engine: sa.Engine, operator: sa.Engine) -> None:
    """Have an operator end an act's connection before its end."""
    with transaction(engine) as session:
        backend = sql(session, "select pg_backend_pid()").scalar_one()
        with transaction(operator) as other:
            sql(other, f"select pg_terminate_backend({backend})")
        people(session)


def test_a_server_that_goes_away_within_an_act_is_told(postgresql_url: str) -> None:
    """Whether the last step was kept is not known: the person is asked to look."""
    engine, operator = connect(postgresql_url), connect(postgresql_url)
    with pytest.raises(DatabaseUnavailable, match="See whether the last step was kept"):
        lose_the_server(engine, operator)
    with reading(engine) as session:
        assert people(session) == []
    engine.dispose()
    operator.dispose()


def test_a_connection_that_was_cut_while_it_rested_is_opened_anew(postgresql_url: str) -> None:
    """A server that was started again overnight costs nobody the first page of the morning."""
    engine, operator = connect(postgresql_url, rest=0), connect(postgresql_url)
    with reading(engine) as session:
        backend = sql(session, "select pg_backend_pid()").scalar_one()
    with transaction(operator) as other:
        sql(other, f"select pg_terminate_backend({backend})")
    with reading(engine) as session:
        assert people(session) == []
    engine.dispose()
    operator.dispose()


def test_a_slow_statement_is_logged_without_its_values(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """An operator sees what took long, and no person's data."""
    engine = connect(database_url, slow=0)
    with caplog.at_level(logging.WARNING, "recourse.database"), transaction(engine) as session:
        session.add(Person(email="private@example.example"))
    assert "INSERT INTO people" in caplog.text
    assert "private" not in caplog.text
    engine.dispose()


def test_a_migrated_database_is_known_by_one_select(engine: sa.Engine) -> None:
    """The check costs a command next to nothing."""
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *seen: asked.append(str(seen[2])))
    require_migrated(engine)
    assert [one for one in asked if not one.startswith("BEGIN")] == [
        "select version_num from alembic_version"
    ]


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("0000", f"the database is at schema 0000, this program needs {HEAD}: run"),
        ("9999", f"the database is at schema 9999, newer than this program's {HEAD}"),
        (None, "the database has no tables yet: run `recourse migrate` first"),
    ],
)
def test_another_schema_is_told_with_what_to_do(
    engine: sa.Engine, at: str | None, words: str
) -> None:
    """An older database is to be migrated, a newer one needs a newer program."""
    with transaction(engine) as session:
        change = f"update alembic_version set version_num = '{at}'"  # noqa: S608 - our own words
        sql(session, change if at else "drop table alembic_version")
    with pytest.raises(NotMigrated, match=words):
        require_migrated(engine)


def test_only_a_database_without_tables_is_empty(engine: sa.Engine, tmp_path: Path) -> None:
    """A new file may be filled; what holds anything is left to its owner."""
    new = connect(f"sqlite:///{tmp_path}/home/new.sqlite")
    assert is_empty(new)
    assert not is_empty(engine)
    new.dispose()
