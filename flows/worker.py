"""The worker: warm, woken by the database, running flows in its own process.

It works in lanes, a thread each: cases, the mail about them, webhooks, and,
where a mailbox for bounces is set, that. No case waits for mail, no mail for a
receiver of webhooks that is slow. While much happens a flow run takes what came
meanwhile as well: beginning and ending one costs more than what it does.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from prefect.context import SyncClientContext
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from sqlalchemy import Engine

from actions.deliveries import deliveries_due
from actions.digests import digests_waiting
from actions.outbox import due_messages
from actions.reminders import rungs_due
from actions.routing import ready_cases
from database import Bell, reading
from flows.bounces import bounces
from flows.delivery import delivery
from flows.police_fallback import police_fallback
from flows.reminders import reminders
from flows.rounds import here
from flows.waiver_review import waiver_review
from flows.webhooks import webhooks
from models.cases import CaseKind
from notifications.inbox import has_mail, parse_inbox
from settings import Settings

BOUNCE_SECONDS = 180.0
"""How often the worker looks into the bounces' mailbox, where one is set."""
SWEEP_SECONDS = 60.0
"""How often the worker looks for stranded cases."""
QUIET_SECONDS, HELD_SECONDS = 5.0, 0.25
"""How long to wait for the bell: at most, and while mail is in another worker's hands."""
HOOKS_SECONDS = 0.2
"""How long the lane of webhooks hears no bell: it rings for every case and every mail."""
LINGER_SECONDS = 0.25
"""How long a flow run of a warm worker waits for what comes next."""
SOON = (0.05, 0.1, 0.2)
"""Seconds after which Prefect's server is asked again that turned a call away."""
LONGEST_PAUSE = 30.0
"""Seconds between tries while Prefect or the database is away."""

log = logging.getLogger("recourse.worker")

ROUNDS: dict[CaseKind, Callable[..., dict[str, int]]] = {
    CaseKind.WAIVER: waiver_review,
    CaseKind.SHORTFALL: police_fallback,
}


@dataclass(slots=True)
class Report:
    """What a worker did: cases moved and failed, rounds run; the rest by state."""

    rounds: int = 0
    moved: int = 0
    failed: int = 0
    mail: Counter[str] = field(default_factory=Counter[str])
    webhooks: Counter[str] = field(default_factory=Counter[str])
    reminders: Counter[str] = field(default_factory=Counter[str])
    _adding: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add(
        self,
        *,
        moved: int = 0,
        failed: int = 0,
        mail: Mapping[str, int] | None = None,
        webhooks: Mapping[str, int] | None = None,
        reminders: Mapping[str, int] | None = None,
    ) -> None:
        """Count one more round, from whichever lane."""
        with self._adding:
            self.rounds += 1
            self.moved += moved
            self.failed += failed
            self.mail.update(mail or {})
            self.webhooks.update(webhooks or {})
            self.reminders.update(reminders or {})


@dataclass(frozen=True, slots=True)
class _Shift:
    """What the lanes of one worker share."""

    settings: Settings
    db: Engine
    stop: threading.Event
    report: Report
    progress: Callable[[Report], None]
    linger: float = 0
    """Seconds in which a flow run waits for what comes next, as `flows.rounds` has it."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """What one look for work came to."""

    busy: bool
    held: bool = False
    """Whether some of it is in another worker's hands."""


Look = Callable[[_Shift, bool], _Turn]
"""Runs what is ready once; the flag asks to look for lost cases too."""


def work(
    *,
    until_idle: bool = False,
    stop: threading.Event | None = None,
    progress: Callable[[Report], None] = lambda _: None,
) -> Report:
    """Run rounds and send mail whenever something is ready, until `stop` or until all is quiet.

    Trouble with Prefect or the database is logged in a line and tried again;
    with `until_idle`, which takes one thing after the other, it ends the work.
    """
    settings, db = here()
    linger = 0 if until_idle else LINGER_SECONDS
    shift = _Shift(settings, db, stop or threading.Event(), Report(), progress, linger)
    if until_idle:
        _read_bounces(shift)
        with Bell(db, every=settings.ready_within) as bell:
            _lane(shift, _everything, bell, until_idle=True)
    else:
        _side_by_side(shift)
    return shift.report


def _side_by_side(shift: _Shift) -> None:
    every = shift.settings.ready_within
    with (
        Bell(shift.db, every=every) as cases,
        Bell(shift.db, every=every) as mails,
        Bell(shift.db, every=every) as hooks,
        ThreadPoolExecutor(4, thread_name_prefix="lane") as lanes,
    ):
        running = [
            lanes.submit(_lane, shift, _rounds, cases),
            lanes.submit(_lane, shift, _mail, mails),
            lanes.submit(_lane, shift, _webhooks, hooks, rest=HOOKS_SECONDS),
            *([lanes.submit(_mailroom, shift)] if shift.settings.bounce_url else []),
        ]
        ended, _ = wait(running, return_when=FIRST_COMPLETED)
        shift.stop.set()  # a lane ends by itself only on a fault of ours: none goes on alone
    for lane in ended:
        lane.result()


def _lane(
    shift: _Shift, look: Look, bell: Bell, *, until_idle: bool = False, rest: float = 0
) -> None:
    """Look for work and do it until told to stop; `rest` seconds lie between looks in vain."""
    pause, swept_at = 1.0, float("-inf")
    # The heartbeat thread is joined in whole seconds; a warm client saves a connection a call.
    with (
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
        SyncClientContext.get_or_create() as prefect,
    ):
        ask_again_soon(prefect)
        while not shift.stop.is_set():
            sweeping = time.monotonic() - swept_at > SWEEP_SECONDS
            try:
                turn = look(shift, sweeping)
            except Exception as error:
                if until_idle:
                    raise
                log.warning("%s: trying again in %.0f s", one_line(error), pause)
                shift.stop.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            pause = 1.0
            swept_at = time.monotonic() if sweeping else swept_at
            if turn.busy:
                shift.progress(shift.report)
            elif until_idle and not turn.held:
                break
            else:
                shift.stop.wait(rest)
                bell.wait(shift.stop, HELD_SECONDS if turn.held else QUIET_SECONDS)


def ask_again_soon(prefect: SyncClientContext) -> None:
    """Have a call that the server turned away made again at once, not two seconds later.

    A server on SQLite turns one of two calls away (503) that write at the same
    moment. A server that turns the same call away again and again is left in
    peace, as Prefect's client does it.
    """

    def soon(answer: Any) -> None:
        tried: int = answer.request.extensions.get("tried", 0)
        if answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE and tried < len(SOON):
            answer.headers.setdefault("Retry-After", str(SOON[tried]))
            answer.request.extensions["tried"] = tried + 1

    # Settings given with the context would keep artifacts from using its connection.
    http = prefect.client._client  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    http.event_hooks = {**http.event_hooks, "response": [*http.event_hooks["response"], soon]}


def _mailroom(shift: _Shift) -> None:
    """Look into the bounces' mailbox now and every few minutes."""
    with (
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
        SyncClientContext.get_or_create(),
    ):
        while not shift.stop.is_set():
            _read_bounces(shift)
            shift.stop.wait(BOUNCE_SECONDS)


def _read_bounces(shift: _Shift) -> None:
    """Read the bounces' mailbox if one is set and anything is in it.

    Trouble with it is logged in a line and holds nothing up: what is in it waits.
    """
    url = shift.settings.bounce_url
    try:
        if url and has_mail(parse_inbox(url)):
            bounces()
            shift.report.add()
    except Exception as trouble:  # noqa: BLE001 whatever it is, the next look may do better
        log.warning("bounces are not read now: %s", one_line(trouble))


def _everything(shift: _Shift, sweeping: bool) -> _Turn:  # noqa: FBT001 as `Look` has it
    turns = [look(shift, sweeping) for look in (_rounds, _mail, _webhooks)]
    return _Turn(any(one.busy for one in turns), any(one.held for one in turns))


def _rounds(shift: _Shift, sweeping: bool) -> _Turn:  # noqa: FBT001 as `Look` has it
    busy = False
    for kind, round_of in ROUNDS.items():
        if sweeping or _ready(shift, kind):
            done = round_of(sweeping=sweeping, linger=shift.linger)
            shift.report.add(moved=done["moved"], failed=done["failed"])
            busy |= bool(done["moved"] or done["failed"] or done["swept"])
    reminding = _reminding(shift)
    if reminding:
        done = reminders()
        shift.report.add(reminders=done)
        busy |= any(done.values())
    return _Turn(busy, reminding)


def _ready(shift: _Shift, kind: CaseKind) -> bool:
    with reading(shift.db) as session:
        return bool(ready_cases(session, kind, now=shift.settings.present(), limit=1))


def _reminding(shift: _Shift) -> bool:
    now = shift.settings.present()
    with reading(shift.db) as session:
        return rungs_due(session, now=now) or digests_waiting(session, now=now)


def _mail(shift: _Shift, _sweeping: bool) -> _Turn:  # noqa: FBT001 as `Look` has it
    now = shift.settings.present()
    with reading(shift.db) as session:
        waiting, held = due_messages(session, now=now, clock=datetime.now(UTC))
    if waiting:
        shift.report.add(mail=delivery(linger=shift.linger))
    return _Turn(waiting, held)


def _webhooks(shift: _Shift, _sweeping: bool) -> _Turn:  # noqa: FBT001 as `Look` has it
    now = shift.settings.present()
    with reading(shift.db) as session:
        waiting = deliveries_due(session, now=now, clock=datetime.now(UTC))
    if waiting:
        shift.report.add(webhooks=webhooks())
    return _Turn(waiting)


def one_line(error: Exception) -> str:
    """Say an error in one line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:300]
