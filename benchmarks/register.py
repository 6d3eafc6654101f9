"""How long the public register takes with many entries: its pages, its figures, its files.

Run it from the project's folder, in the development environment:

    python -m benchmarks.register [--database sqlite|postgresql|both] [--entries N] [--plans]

The entries are made in bulk, seven of eight of them decisions, and every question
of a page is asked many times over, each in a transaction of its own. `--plans`
prints how the database goes about each of them. It ends by itself.
"""

import argparse
import logging
import os
import platform
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import Session

import migrations
from actions.register_desk import proposed, to_propose
from actions.register_reading import (
    Wanted,
    counts,
    days_of,
    entry_of,
    every_entry,
    fingerprint,
    page_of,
)
from benchmarks.statistics import AT_ONCE, MUNICIPAL, PLACES, settle
from database import connect, reading, transaction
from models.cases import Case, CaseKind, CaseState
from models.people import Person
from models.policies import PolicyVersion
from models.publications import EntryState, RegisterEntry
from models.registry import Organization
from models.reviews import Outcome
from notifications.public_register import as_csv, as_json

TIMES = 20
NOW = datetime(2026, 9, 21, 14, tzinfo=UTC)
DENIED = 5000
"""Of so many decisions one is denied: the rare outcome is the hard one to find."""
COMPLETE = 50
BODIES = 500
DECISIONS, SHORTFALLS = Wanted(CaseKind.WAIVER), Wanted(CaseKind.SHORTFALL)
PUBLISHER = Person(id=1, email="operator@doe.example")
BELIEF = "I believe that an officer would not assist this department to ensure safety. " * 12


def main() -> None:
    """Fill, ask, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--plans", action="store_true")
    asked = parser.parse_args()
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {today}")
    logging.getLogger("recourse.database").setLevel(logging.ERROR)  # bulk is slow, and no matter
    for name, place in PLACES.items():
        if asked.database in {name, "both"}:
            with place() as url:
                measure(name, url, asked.entries, plans=asked.plans)


def measure(name: str, url: str, entries: int, *, plans: bool) -> None:
    """Fill a database, time each question, and read the files to their end."""
    migrations.upgrade(url)
    engine = connect(url)
    fill(engine, entries)
    print(f"\n{name}: {entries:,} entries")
    for what, ask in QUESTIONS.items():
        took = [_once(engine, ask) for _ in range(TIMES)]
        print(f"  {what:<44} median {statistics.median(took):6.1f} ms, longest {max(took):6.1f} ms")
        if plans:
            _explain(engine, ask)
    for what, write in (("CSV", as_csv), ("JSON", as_json)):
        began, size = time.perf_counter(), 0
        for part in write(every_entry(lambda: reading(engine), DECISIONS)):
            size += len(part)
        print(
            f"  all decisions as {what:<28} {time.perf_counter() - began:6.1f} s, {size:,} letters"
        )
    engine.dispose()


QUESTIONS: dict[str, Callable[[Session], Any]] = {
    "the first page": lambda s: page_of(s, DECISIONS, size=25),
    "a page in the middle": lambda s: page_of(s, DECISIONS, after=(_day(50_000), "X"), size=25),
    "the page before that": lambda s: page_of(s, DECISIONS, before=(_day(50_000), "X"), size=25),
    "the rare outcome": lambda s: page_of(
        s, Wanted(CaseKind.WAIVER, outcome=Outcome.DENIED), size=25
    ),
    "one year": lambda s: page_of(
        s, Wanted(CaseKind.WAIVER, date(2023, 1, 1), date(2023, 12, 31)), size=25
    ),
    "one body": lambda s: page_of(s, Wanted(CaseKind.WAIVER, body=_body(7)), size=25),
    "shortfalls in the rare state": lambda s: page_of(
        s, Wanted(CaseKind.SHORTFALL, state=CaseState.COMPLETE), size=25
    ),
    "an entry": lambda s: entry_of(s, _number(7)),
    "decisions by outcome": lambda s: counts(s, DECISIONS),
    "shortfalls by state": lambda s: counts(s, SHORTFALLS),
    "the first and the last day": lambda s: days_of(s, CaseKind.WAIVER),
    "the fingerprint of a file": lambda s: fingerprint(s, DECISIONS),
    "what could be put in the register": lambda s: to_propose(s, PUBLISHER),
    "what is proposed": lambda s: proposed(s, PUBLISHER),
}


def _once(engine: sa.Engine, ask: Callable[[Session], Any]) -> float:
    began = time.perf_counter()
    with reading(engine) as session:
        ask(session)
    return (time.perf_counter() - began) * 1000


def _explain(engine: sa.Engine, ask: Callable[[Session], Any]) -> None:
    """Print the database's plan of each statement that a question makes."""
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    _once(engine, ask)
    event.remove(engine, "before_cursor_execute", note)
    words = "explain query plan" if engine.dialect.name == "sqlite" else "explain"
    with engine.connect() as connection:
        for statement, parameters in asked:
            for row in connection.exec_driver_sql(f"{words} {statement}", parameters):
                print(f"      {row[-1]}")


def fill(engine: sa.Engine, entries: int) -> None:
    """Make closed cases, each with a published entry."""
    with transaction(engine) as session:
        for n in range(BODIES):
            session.add(
                Organization(
                    code=_body(n), name="Port Example", kind=MUNICIPAL, listed_as="municipal"
                )
            )
        session.add(PolicyVersion(version="default", content="", first_used_at=NOW))
    for table, row in ((Case, _case), (RegisterEntry, _entry)):
        for start in range(0, entries, AT_ONCE):
            made = [row(n) for n in range(start, min(start + AT_ONCE, entries))]
            with engine.begin() as connection:
                connection.execute(sa.insert(table), made)
    settle(engine)


def _kind(n: int) -> CaseKind:
    return CaseKind.SHORTFALL if n % 8 == 0 else CaseKind.WAIVER


def _body(n: int) -> str:
    return f"99{n % BODIES:06}"


def _number(n: int) -> str:
    return f"{'S' if _kind(n) is CaseKind.SHORTFALL else 'W'}-{2020 + n % 7}-{n:06}"


def _day(n: int) -> date:
    return NOW.date() - timedelta(days=n % 2400)


def _state(n: int) -> CaseState:
    if _kind(n) is CaseKind.WAIVER:
        return CaseState.DECIDED
    return CaseState.COMPLETE if n // 8 % COMPLETE == 0 else CaseState.CONSULTING


def _case(n: int) -> dict[str, Any]:
    filed = NOW - timedelta(days=n % 2400 + 60)
    return {
        "number": _number(n), "kind": _kind(n), "state": _state(n),
        "organization_code": _body(n), "law_version": "37P-2018",
        "policy_version": "default", "version": 1, "filed_at": filed, "closed_at": NOW,
        "failures": 0, "event_seq": 12, "event_hash": "",
    }  # fmt: skip


def _entry(n: int) -> dict[str, Any]:
    outcome = Outcome.DENIED if n % DENIED == 1 else Outcome.GRANTED
    waiver = _kind(n) is CaseKind.WAIVER
    return {
        "case_number": _number(n), "edition": 1, "kind": _kind(n), "state": EntryState.PUBLISHED,
        "dated": _day(n), "body_name": "Port Example", "source_sha256": "0" * 64,
        "shown": {"text": BELIEF, "decided_by": "Commissioner", "law_version": "37P-2018",
                  **({"outcome": outcome.value, "scope": "All"} if waiver else {})},
        "redactions": [
            {"field": "text", "start": 1, "end": 2, "kind": "name", "done": "taken out"},
        ],
        "proposed_by": "operator@doe.example", "proposed_at": NOW, "published_by": None,
        "published_at": NOW, "outcome": outcome if waiver else None,
    }  # fmt: skip


if __name__ == "__main__":
    main()
