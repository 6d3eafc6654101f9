"""A round: every ready case of one kind, in a few task runs, reported by name."""

import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from prefect import task
from prefect.artifacts import create_table_artifact
from sqlalchemy import Engine

from actions.routing import Moved, Route, claim, ready_cases, route_all
from actions.sweeping import sweep
from database import connect, reading, transaction
from models.cases import CaseKind
from settings import Settings

LIMIT = 500
"""Cases a round takes at most at a time."""
LONGEST = 2.0
"""Seconds after which a flow run takes nothing more, however much comes."""
FEW = 8
"""Up to so many, a case has a task run to itself."""
BATCH = 50
"""Cases a task run carries when there are many."""
HELD = 20
"""Cases a transaction holds at most: others can write in between."""


@lru_cache(maxsize=4)
def engine(url: str) -> Engine:
    """Give this process's connection pool for a database."""
    return connect(url)


def here() -> tuple[Settings, Engine]:
    """Read the configuration and connect: a flow run may start anywhere."""
    settings = Settings()
    return settings, engine(settings.database)


@task(name="route", task_run_name="{names}", persist_result=False)
def route_batch(names: str, numbers: list[str], route: Route) -> list[Moved]:  # noqa: ARG001 `names` names the task run
    """Claim and route these cases, a few to a transaction; those taken elsewhere are left."""
    return _route(*here(), numbers, route)


@task(name="route", task_run_name="what came meanwhile", persist_result=False)
def route_meanwhile(kind: CaseKind, route: Route, *, limit: int, linger: float) -> list[Moved]:
    """Route what becomes ready, until nothing did for `linger` seconds."""
    settings, db = here()
    moved: list[Moved] = []

    def take() -> bool:
        some = _route(settings, db, _ready(settings, db, kind, limit), route)
        moved.extend(some)
        return bool(some)

    while_it_comes(take, linger)
    return moved


def while_it_comes(take: Callable[[], bool], linger: float) -> None:
    """Take what is there; with `linger`, also what came within so many seconds, till nothing did.

    Beginning and ending a flow run costs more than what it does: while much
    happens, one takes it all.
    """
    until = time.monotonic() + LONGEST
    while take() and linger and time.monotonic() < until:
        time.sleep(linger)


def _ready(settings: Settings, db: Engine, kind: CaseKind, limit: int) -> list[str]:
    with reading(db) as session:
        return ready_cases(session, kind, now=settings.present(), limit=limit)


def _route(settings: Settings, db: Engine, numbers: list[str], route: Route) -> list[Moved]:
    moved: list[Moved] = []
    for some in _in_lots(numbers, HELD):
        with transaction(db) as session:
            now = settings.present()
            moved += route_all(session, claim(session, some, now=now), route, now=now)
    return moved


@task(name="sweep", persist_result=False)
def sweep_stranded(kind: CaseKind) -> list[str]:
    """Ring for open cases that nothing would move."""
    settings, db = here()
    with transaction(db) as session:
        return sweep(session, kind, now=settings.present())


def carry(
    kind: CaseKind, route: Route, *, sweeping: bool, limit: int = LIMIT, linger: float = 0
) -> dict[str, Any]:
    """Carry every ready case of a kind one move on, and report the round.

    With `linger` in seconds it goes on while cases become ready meanwhile. Gives
    `{"moved": n, "failed": n, "swept": n}`. The report is an artifact that names
    each case, where it came from and where it went.
    """
    swept = sweep_stranded(kind) if sweeping else []
    settings, db = here()
    numbers, moved = _ready(settings, db, kind, limit), list[Moved]()
    for batch in _in_lots(numbers, 1 if len(numbers) <= FEW else BATCH):
        moved += route_batch(_names(batch), batch, route)
    if moved and linger and _ready(settings, db, kind, 1):
        moved += route_meanwhile(kind, route, limit=limit, linger=linger)
    if moved:
        create_table_artifact(
            key=f"{kind.value}-round",
            table=[_row(one) for one in moved],
            description=f"{len(moved)} {kind.value} case(s): where each came from and went.",
        )
    failed = sum(1 for one in moved if one.error)
    return {"moved": len(moved) - failed, "failed": failed, "swept": len(swept)}


def _in_lots(numbers: list[str], size: int) -> list[list[str]]:
    return [numbers[start : start + size] for start in range(0, len(numbers), size)]


def _names(batch: Sequence[str]) -> str:
    return batch[0] if len(batch) == 1 else f"{batch[0]} to {batch[-1]} ({len(batch)})"


def _row(one: Moved) -> dict[str, str]:
    return {
        "case": one.number,
        "from": one.before,
        "to": one.after,
        "with": one.holder or "",
        "trouble": one.error or "",
    }
