"""The worker: warm, woken by the database, running flows in its own process."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from prefect.context import SyncClientContext
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from sqlalchemy import Engine

from actions.outbox import due_messages
from actions.routing import ready_cases
from actions.webhooks import deliveries_due
from database import Bell, reading
from flows.delivery import delivery
from flows.police_fallback import police_fallback
from flows.rounds import here
from flows.waiver_review import waiver_review
from flows.webhooks import Beside, webhooks
from models.cases import CaseKind
from settings import Settings

SWEEP_SECONDS = 60.0
"""How often the worker looks for stranded cases."""
QUIET_SECONDS, HELD_SECONDS = 5.0, 0.25
"""How long to wait for the bell: at most, and while mail is in another worker's hands."""
LONGEST_PAUSE = 30.0
"""Seconds between tries while Prefect or the database is away."""

log = logging.getLogger("recourse.worker")

ROUNDS: dict[CaseKind, Callable[..., dict[str, int]]] = {
    CaseKind.WAIVER: waiver_review,
    CaseKind.SHORTFALL: police_fallback,
}


@dataclass(slots=True)
class Report:
    """What a worker did: cases moved and failed, mail by state, rounds run."""

    rounds: int = 0
    moved: int = 0
    failed: int = 0
    mail: Counter[str] = field(default_factory=Counter[str])
    webhooks: Counter[str] = field(default_factory=Counter[str])


def work(
    *,
    until_idle: bool = False,
    stop: threading.Event | None = None,
    progress: Callable[[Report], None] = lambda _: None,
) -> Report:
    """Run rounds whenever something is ready, until `stop`, or until all is quiet.

    Trouble with Prefect or the database is logged in a line and tried again;
    with `until_idle` it ends the work instead.
    """
    stop = stop or threading.Event()
    settings, db = here()
    report, beside = Report(), Beside()
    report.webhooks = beside.total
    pause, swept_at = 1.0, float("-inf")
    # The heartbeat thread is joined in whole seconds; a warm client saves a connection a call.
    with (
        Bell(db, every=settings.ready_within) as bell,
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
        SyncClientContext.get_or_create(),
    ):
        while not stop.is_set():
            sweeping = time.monotonic() - swept_at > SWEEP_SECONDS
            try:
                busy, held = _turn(settings, db, report, sweeping=sweeping)
                if _deliveries(settings, db):
                    busy |= _post(beside, at_once=until_idle)
            except Exception as error:
                if until_idle:
                    raise
                log.warning("%s: trying again in %.0f s", one_line(error), pause)
                stop.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            pause = 1.0
            swept_at = time.monotonic() if sweeping else swept_at
            if busy:
                progress(report)
            elif until_idle and not held:
                break
            else:
                bell.wait(stop, HELD_SECONDS if held else QUIET_SECONDS)
    beside.wait()
    return report


def _turn(settings: Settings, db: Engine, report: Report, *, sweeping: bool) -> tuple[bool, bool]:
    """Run what is ready once. Gives whether anything was, and whether mail is in other hands."""
    busy = False
    for kind, round_of in ROUNDS.items():
        if sweeping or _ready(settings, db, kind):
            done = round_of(sweeping=sweeping)
            report.rounds += 1
            report.moved += done["moved"]
            report.failed += done["failed"]
            busy |= bool(done["moved"] or done["failed"] or done["swept"])
    waiting, held = _mail(settings, db)
    if waiting:
        report.mail.update(delivery())
        report.rounds += 1
        busy = True
    return busy, held


def _ready(settings: Settings, db: Engine, kind: CaseKind) -> bool:
    with reading(db) as session:
        return bool(ready_cases(session, kind, now=settings.present(), limit=1))


def _mail(settings: Settings, db: Engine) -> tuple[bool, bool]:
    with reading(db) as session:
        return due_messages(session, now=settings.present(), clock=datetime.now(UTC))


def _post(beside: Beside, *, at_once: bool) -> bool:
    """Post to webhooks, at once or beside the rounds. Tells whether it was done here."""
    if at_once:
        beside.total.update(webhooks())
    else:
        beside.start()
    return at_once


def _deliveries(settings: Settings, db: Engine) -> bool:
    with reading(db) as session:
        return deliveries_due(session, now=settings.present(), clock=datetime.now(UTC))


def one_line(error: Exception) -> str:
    """Say an error in one line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:300]
