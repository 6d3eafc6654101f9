"""Everything on one machine: Prefect's server, the mailbox and a worker, until told to stop."""

import fcntl
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flows import prefect_server
from notifications.mailbox import Mailbox, PortInUse
from settings import Settings

LOOK_SECONDS = 1.0
"""How often the worker and the server are looked after."""


class AlreadyRunning(Exception):
    """Another `recourse up` runs on this home; the message says where to look."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where to look."""

    prefect: str
    mail: str
    maildir: Path | None
    """None where mail goes to a server of the operator's own."""


def run_house(
    settings: Settings,
    *,
    prefect_port: int,
    mail_port: int,
    stop: threading.Event,
    waiting: Callable[[float], None],
    started: Callable[[Addresses], None],
) -> None:
    """Start everything, keep it up, and end all of it when `stop` is set.

    A worker or a server that ends by itself is started again.

    Raises:
        AlreadyRunning: this home is up already.
        PortInUse: a port is taken.
        PrefectDidNotStart: its log says why.
    """
    home = settings.home
    logs = home / "logs"
    with ExitStack() as house:
        notice = house.enter_context(_sole(home))
        kept: list[_Kept] = []
        api = os.environ.get("PREFECT_API_URL")
        if api is None:
            _require_free(prefect_port)
            api = f"http://127.0.0.1:{prefect_port}/api"
        maildir = None if settings.smtp_url else home / "mailbox"
        mail = settings.smtp_url or _mailbox(house, home / "mailbox", mail_port)
        if "PREFECT_API_URL" not in os.environ:
            server = _Kept(
                lambda: prefect_server.start(home, prefect_port, log=logs / "prefect.log")
            )
            kept.append(server)
            house.callback(server.end)
            prefect_server.await_answer(
                server.process, api, log=logs / "prefect.log", waiting=_until(stop, waiting)
            )
        environment = {"PREFECT_API_URL": api, "RECOURSE_SMTP_URL": mail}
        worker = _Kept(lambda: _worker(environment, logs / "worker.log"))
        kept.append(worker)
        house.callback(worker.end)
        _write(notice, {"pid": os.getpid(), "prefect": api, "mail": mail})
        started(Addresses(api.removesuffix("/api"), mail, maildir))
        while not stop.wait(LOOK_SECONDS):
            for one in kept:
                one.look()


class Interrupted(Exception):
    """Told to stop before everything had started."""


def _until(stop: threading.Event, waiting: Callable[[float], None]) -> Callable[[float], None]:
    def wait(seconds: float) -> None:
        if stop.is_set():
            raise Interrupted
        waiting(seconds)

    return wait


@contextmanager
def _sole(home: Path) -> Generator[Path]:
    """Be the only house on this home; gives where to write the addresses."""
    run = home / "run"
    run.mkdir(parents=True, exist_ok=True)
    notice = run / "up.json"
    with (run / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            where = str(prefect_server.running(home).get("prefect", "")).removesuffix("/api")
            raise AlreadyRunning(f"it is running already on {home}: see {where}") from None
        try:
            yield notice
        finally:
            notice.unlink(missing_ok=True)


def _write(notice: Path, addresses: Mapping[str, str | int]) -> None:
    fresh = notice.with_suffix(".new")
    fresh.write_text(json.dumps(addresses))
    fresh.replace(notice)


def _require_free(port: int) -> None:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        raise PortInUse(
            f"port {port} is taken by another program: stop it, or choose another port"
        ) from None


def _mailbox(house: ExitStack, folder: Path, port: int) -> str:
    mailbox = Mailbox(folder)
    url = mailbox.start(port)
    house.callback(mailbox.stop)
    return url


def _worker(environment: Mapping[str, str], log: Path) -> "subprocess.Popen[bytes]":
    command: Sequence[str] = [sys.executable, "-m", "cli", "worker", "--drill"]
    with log.open("ab") as out:
        return subprocess.Popen(
            prefect_server.dying_with_us(command),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env=os.environ | environment,
            start_new_session=True,
        )


class _Kept:
    """A process that is started again when it ends by itself."""

    def __init__(self, start: "Callable[[], subprocess.Popen[bytes]]") -> None:
        self._start = start
        self.process = start()

    def look(self) -> None:
        """Start it again if it has ended."""
        if self.process.poll() is not None:
            self.process = self._start()

    def end(self) -> None:
        """End it, gently first."""
        prefect_server.stop(self.process)
