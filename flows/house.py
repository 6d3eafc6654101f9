"""Everything on one machine: Prefect, the mailbox, the portal and a worker, until told to stop."""

import fcntl
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flows import prefect_server
from notifications.mailbox import Mailbox, PortInUse
from settings import Settings

LOOK_SECONDS = 1.0
"""How often the worker and the server are looked after."""


LOOPBACK = "127.0.0.1"


class PortalDidNotStart(Exception):
    """The portal ended as it was started; the message says why."""


class AlreadyRunning(Exception):
    """Another `recourse up` runs on this home; the message says where to look."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where to look."""

    portal: str
    prefect: str
    mail: str
    maildir: Path | None
    """None where mail goes to a server of the operator's own."""


def run_house(
    settings: Settings,
    *,
    prefect_port: int,
    mail_port: int,
    portal_port: int,
    stop: threading.Event,
    waiting: Callable[[float], None],
    open_to_people: Callable[[str], None],
    started: Callable[[Addresses], None],
) -> None:
    """Start everything, keep it up, and end all of it when `stop` is set.

    The portal comes first, and `open_to_people` is told its address as soon as
    it answers: it needs no Prefect. A process that ends by itself is started again.

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
        _require_free(portal_port)
        maildir = None if settings.smtp_url else home / "mailbox"
        mail = settings.smtp_url or _mailbox(house, home / "mailbox", mail_port)
        doors = _Kept(
            lambda: _portal({"RECOURSE_SMTP_URL": mail}, portal_port, logs / "portal.log")
        )
        kept.append(doors)
        house.callback(doors.end)
        portal = settings.portal_url or f"http://127.0.0.1:{portal_port}"
        _await_portal(doors.process, portal_port, logs / "portal.log", _until(stop, lambda _: None))
        open_to_people(portal)
        if "PREFECT_API_URL" not in os.environ:
            server = _Kept(
                lambda: prefect_server.start(home, prefect_port, log=logs / "prefect.log")
            )
            kept.append(server)
            house.callback(server.end)
            prefect_server.await_answer(
                server.process, api, log=logs / "prefect.log", waiting=_until(stop, waiting)
            )
        environment = {
            "PREFECT_API_URL": api,
            "RECOURSE_SMTP_URL": mail,
            "RECOURSE_PORTAL_PORT": str(portal_port),
        }
        worker = _Kept(lambda: _worker(environment, logs / "worker.log"))
        kept.append(worker)
        house.callback(worker.end)
        _write(notice, {"pid": os.getpid(), "portal": portal, "prefect": api, "mail": mail})
        started(Addresses(portal, api.removesuffix("/api"), mail, maildir))
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
    return _process(["worker", "--drill"], environment, log)


def _portal(environment: Mapping[str, str], port: int, log: Path) -> "subprocess.Popen[bytes]":
    return _process(["portal", "--port", str(port), "--drill"], environment, log)


def _await_portal(
    process: "subprocess.Popen[bytes]", port: int, log: Path, waiting: Callable[[float], None]
) -> None:
    """Return once the portal listens.

    Raises:
        PortalDidNotStart: it ended; the message is what it said last.
    """
    began = time.monotonic()
    while True:
        try:
            socket.create_connection((LOOPBACK, port), timeout=1).close()
            return
        except OSError:
            if process.poll() is not None:
                lines = log.read_text(errors="replace").splitlines()
                raise PortalDidNotStart(lines[-1] if lines else f"see {log}") from None
        waiting(time.monotonic() - began)
        time.sleep(0.05)


def _process(
    words: Sequence[str], environment: Mapping[str, str], log: Path
) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "cli", *words]
    log.parent.mkdir(parents=True, exist_ok=True)
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
