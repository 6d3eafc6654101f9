"""The bell: a worker is told that there is something to do, and looks now and then all the same."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from database import Bell, connect, transaction
from tests.records import NOW, a_case

DEAD = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
"""A server that is down: nothing answers at this port."""


@pytest.fixture
def stop() -> threading.Event:
    """Give the sign to stop, not yet given."""
    return threading.Event()


@pytest.fixture
def postgresql_engine(postgresql_url: str) -> Iterator[sa.Engine]:
    """Give an engine on PostgreSQL, where there is a bell."""
    engine = connect(postgresql_url)
    yield engine
    engine.dispose()


CUT_OFF = """
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query = 'listen recourse'
"""

LONG = 60.0
"""Seconds that no wait below should take."""


def test_a_case_that_becomes_ready_wakes_the_worker(
    postgresql_engine: sa.Engine, stop: threading.Event
) -> None:
    """A worker need not look again and again: it is told, before it waits or while it does."""
    with Bell(postgresql_engine) as bell, ThreadPoolExecutor(1) as worker:
        for number in range(4):
            before = time.monotonic()
            waiting = worker.submit(bell.wait, stop, LONG) if number % 2 else None
            with transaction(postgresql_engine) as session:
                a_case(session, f"W-2026-{number:04}", ready_at=NOW)
            waiting.result() if waiting else bell.wait(stop, LONG)
            assert time.monotonic() - before < LONG / 2


def test_a_bell_without_rings_lets_the_worker_look_now_and_then(
    engine: sa.Engine, stop: threading.Event
) -> None:
    """What was put off until an hour does not ring when the hour comes."""
    with Bell(engine, every=0.01) as bell:
        before = time.monotonic()
        bell.wait(stop, 0.05)
        assert 0.01 <= time.monotonic() - before < LONG / 2


def test_a_worker_that_is_stopped_does_not_wait(engine: sa.Engine, stop: threading.Event) -> None:
    """Stopping is heard while waiting."""
    with Bell(engine) as bell, ThreadPoolExecutor(1) as worker:
        waiting = worker.submit(bell.wait, stop, LONG)
        stop.set()
        waiting.result(LONG / 2)


def test_a_bell_that_was_cut_off_listens_again(
    postgresql_engine: sa.Engine, stop: threading.Event
) -> None:
    """A server that restarts does not leave the worker deaf; what it missed, it looks for."""
    with Bell(postgresql_engine) as bell:
        with transaction(postgresql_engine) as session:
            session.connection().exec_driver_sql(CUT_OFF)
        bell.wait(stop, LONG)
        bell.wait(stop, LONG)
        with transaction(postgresql_engine) as session:
            a_case(session, ready_at=NOW)
        before = time.monotonic()
        bell.wait(stop, LONG)
        assert time.monotonic() - before < LONG / 2


def test_a_bell_whose_server_is_down_lets_the_worker_look_all_the_same(
    stop: threading.Event,
) -> None:
    """The worker finds out itself that the database is away, and tries again."""
    engine = connect(DEAD)
    with Bell(engine, every=0.01) as bell:
        before = time.monotonic()
        bell.wait(stop, LONG)
        assert time.monotonic() - before < LONG / 2
    engine.dispose()


def test_what_this_process_commits_wakes_its_worker_at_once(
    engine: sa.Engine, stop: threading.Event
) -> None:
    """A mail that a round has put down does not wait for the next look."""
    with Bell(engine, every=LONG) as bell:
        with transaction(engine) as session:
            a_case(session, ready_at=NOW)
        before = time.monotonic()
        bell.wait(stop, LONG)
        assert time.monotonic() - before < LONG / 2
