"""Commands that run things: up, worker, work, migrate."""

import logging
import signal
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cli.importing import collect_seldom, uncollected
from cli.output import document, note, say

if TYPE_CHECKING:
    from flows.house import Addresses
    from flows.worker import Report
    from settings import Settings


class DrillOnly(Exception):
    """RECOURSE_NOW is set, and a server was to be started without `--drill`."""


def migrate() -> int:
    """Bring the database to the newest schema."""
    from migrations import upgrade
    from settings import Settings

    settings = Settings()
    upgrade(settings.database)
    say("The database is at the newest schema.")
    return 0


def up(*, prefect_port: int, mail_port: int, portal_port: int, drill: bool, sample: bool) -> int:
    """Run everything until Ctrl-C."""
    from flows.front_door import front_door

    stop = threading.Event()
    with _stopping(stop), front_door(portal_port) as front:
        # Only now what is slow to import: the portal's process is at the same.
        from cli.surroundings import patience
        from flows import prefect_server
        from flows.house import Interrupted, run_house
        from settings import Settings

        settings = Settings()
        _require_present(settings, drill=drill)
        prefect_server.set_defaults(settings.home)
        known = _Known()
        with patience("Starting Prefect's server") as waiting, suppress(Interrupted):
            run_house(
                front,
                settings,
                prefect_port=prefect_port,
                mail_port=mail_port,
                stop=stop,
                waiting=waiting,
                open_record=lambda: _open_record(known, stop, sample=sample),
                open_to_people=lambda address: _say_open(address, known),
                started=lambda addresses: _say_running(addresses, known, settings),
            )
    say("Stopped. Nothing is lost: it goes on where it was at the next start.")
    return 0


@dataclass
class _Known:
    """What is known once the record is open."""

    database: str = ""
    ways_in: list[str] = field(default_factory=list[str])


def _open_record(known: _Known, stop: threading.Event, *, sample: bool) -> None:
    """Open the record, made first where there is none; a signal breaks it off."""
    with _breaking_off(stop), uncollected():
        from cli import entering, registering
        from cli.door import open_door

        door = open_door()
        if sample:
            registering.take_in_sample(door)
        known.ways_in = entering.ways_in(door)
        known.database = door.engine.url.render_as_string(hide_password=True)
        door.engine.dispose()


def _say_open(address: str, known: _Known) -> None:
    say(f"The portal is open: {address}")
    for line in known.ways_in:
        say(f"  {line}")
    sys.stdout.flush()


def _say_running(addresses: "Addresses", known: _Known, settings: "Settings") -> None:
    say("Recourse is running on this machine.")
    say(f"  Portal: {addresses.portal}")
    say(f"  Prefect, each round with its cases: {addresses.prefect}")
    if addresses.maildir:
        say(f"  Mail is kept in {addresses.maildir} (a Maildir); it arrives at {addresses.mail}")
    else:
        say("  Mail goes to the server named in RECOURSE_SMTP_URL")
    say(f"  Database: {known.database}")
    say(f"  Logs: {settings.home / 'logs'}")
    say("Ctrl-C stops all of it.")
    sys.stdout.flush()


def portal(*, port: int, host: str, drill: bool) -> int:
    """Serve the portal until it is told to stop."""
    from cli.door import open_door

    door = open_door()
    _require_present(door.settings, drill=drill)
    with uncollected():
        from portal.serving import serve

    collect_seldom()
    if door.settings.embedded_portal:
        note(f"The portal is open: http://127.0.0.1:{port}")
    serve(_with_mailbox(door.settings), port=port, host=host)
    return 0


def _with_mailbox(settings: "Settings") -> "Settings":
    """Give the settings with somewhere for sign-in mail to go: the mailbox that `up` runs."""
    from flows import prefect_server

    there = prefect_server.running(settings.home)
    if settings.smtp_url is None and "mail" in there:
        return settings.model_copy(update={"smtp_url": str(there["mail"])})
    return settings


def worker(*, drill: bool) -> int:
    """Run one more worker until it is told to stop."""
    from cli.door import open_door
    from cli.surroundings import surroundings

    door = open_door()
    _require_present(door.settings, drill=drill)
    stop = threading.Event()
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s"
    )
    for quiet in ("httpx", "prefect", "alembic"):
        logging.getLogger(quiet).setLevel(logging.WARNING)
    with _stopping(stop), surroundings(door.settings):
        with uncollected():
            from flows.worker import work

        collect_seldom()
        note("The worker is ready.")
        _in_a_thread(lambda: work(stop=stop))
    return 0


def work(*, until_idle: bool, as_json: bool) -> int:
    """Route and deliver what is ready; then stop, or go on until Ctrl-C."""
    from cli.door import open_door
    from cli.surroundings import surroundings

    door = open_door()
    stop = threading.Event()
    with _stopping(stop), surroundings(door.settings), _progress() as progress:
        from flows.worker import Report, work

        done: list[Report] = []
        _in_a_thread(lambda: done.append(work(until_idle=until_idle, stop=stop, progress=progress)))
        report = done[0]
    if as_json:
        document(
            {
                "rounds": report.rounds,
                "moved": report.moved,
                "failed": report.failed,
                "mail": dict(report.mail),
                "webhooks": dict(report.webhooks),
                "reminders": dict(report.reminders),
            }
        )
        return 0
    mail = ", ".join(f"{count} {state}" for state, count in sorted(report.mail.items()))
    say(f"{report.moved} case(s) moved on, {report.failed} put aside; mail: {mail or 'none due'}.")
    if report.reminders.total():
        words = ", ".join(f"{count} {name}" for name, count in sorted(report.reminders.items()))
        say(f"Reminders: {words}.")
    return 0


def _in_a_thread(act: Callable[[], object]) -> None:
    """Run flows off the main thread: a signal then ends the work after the round, not in it.

    Raises:
        Exception: whatever `act` raised.
    """
    troubles: list[BaseException] = []

    def run() -> None:
        try:
            act()
        except BaseException as trouble:  # noqa: BLE001 it is raised again below
            troubles.append(trouble)

    thread = threading.Thread(target=run, name="worker")
    thread.start()
    while thread.is_alive():
        thread.join(0.2)
    if troubles:
        raise troubles[0]


def _require_present(settings: "Settings", *, drill: bool) -> None:
    """Check that a server does not run on a made-up time by mistake."""
    if settings.now is not None and not drill:
        raise DrillOnly("RECOURSE_NOW is set: unset it, or say --drill if this is one")


@contextmanager
def _stopping(stop: threading.Event) -> Generator[None]:
    """Turn Ctrl-C and a polite kill into `stop`."""

    def on_signal(_number: int, _frame: object) -> None:
        stop.set()

    with _at_signals(on_signal):
        yield


@contextmanager
def _breaking_off(stop: threading.Event) -> Generator[None]:
    """Turn them into `Interrupted` at once, where nobody looks at `stop`."""
    from flows.house import Interrupted

    def on_signal(_number: int, _frame: object) -> None:
        stop.set()
        raise Interrupted

    with _at_signals(on_signal):
        if stop.is_set():
            raise Interrupted
        yield


@contextmanager
def _at_signals(handler: Callable[[int, object], None]) -> Generator[None]:
    before = {number: signal.signal(number, handler) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)


@contextmanager
def _progress() -> "Generator[Callable[[Report], None]]":
    """Show a moving line on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task("Looking for work")

        def show(report: "Report") -> None:
            words = f"{report.moved} moved, {report.mail.get('sent', 0)} mails sent"
            bar.update(line, description=words)

        yield show
