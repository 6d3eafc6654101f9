"""Everything on one machine: Prefect, the mailbox, the portal and a worker, until told to stop."""

import fcntl
import json
import os
import socket
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flows import prefect_server
from flows.front_door import FrontDoor
from flows.kept import Kept, logged
from settings import Settings

LOOK_SECONDS = 1.0
"""How often the worker and the server are looked after."""


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
    front: FrontDoor,
    settings: Settings,
    *,
    prefect_port: int,
    mail_port: int,
    stop: threading.Event,
    waiting: Callable[[float], None],
    open_record: Callable[[], None],
    open_to_people: Callable[[str], None],
    started: Callable[[Addresses], None],
) -> None:
    """Start everything, keep it up, and end all of it when `stop` is set.

    The portal comes first. Its process, `front`, gets ready while `open_record` sees
    to the database, and `open_to_people` is told its address as soon as it answers:
    it needs no Prefect. A process that ends by itself is started again.

    Raises:
        AlreadyRunning: this home is up already.
        PortInUse: a port is taken.
        PortalDidNotStart: it ended; the message is what it said last.
        PrefectDidNotStart: its log says why.
    """
    home = settings.home
    logs = home / "logs"
    with ExitStack() as house:
        notice = house.enter_context(_sole(home))
        kept: list[Kept] = [front]
        api = os.environ.get("PREFECT_API_URL")
        if api is None:
            _require_free(prefect_port)
            api = f"http://127.0.0.1:{prefect_port}/api"
        _require_free(front.port)
        if not settings.smtp_url:
            _require_free(mail_port)
        open_record()
        maildir = None if settings.smtp_url else home / "mailbox"
        mail = settings.smtp_url or _mailbox(house, home / "mailbox", mail_port)
        house.callback(front.end)  # before the mailbox: it may have mail left to hand over
        portal = settings.portal_url or f"http://127.0.0.1:{front.port}"
        front.open_up(mail, logs / "portal.log", _until(stop, lambda _: None))
        open_to_people(portal)
        if "PREFECT_API_URL" not in os.environ:
            server = Kept(
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
            "RECOURSE_PORTAL_PORT": str(front.port),
        }
        worker = Kept(
            lambda: logged(["cli", "worker", "--drill"], environment, logs / "worker.log")
        )
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
            where = prefect_server.running(home).get("portal", "where it was started")
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
        from notifications.mailbox import PortInUse  # noqa: PLC0415 - as below

        raise PortInUse(
            f"port {port} is taken by another program: stop it, or choose another port"
        ) from None


def _mailbox(house: ExitStack, folder: Path, port: int) -> str:
    from notifications.mailbox import Mailbox  # noqa: PLC0415 - slow: the portal is started first

    mailbox = Mailbox(folder)
    url = mailbox.start(port)
    house.callback(mailbox.stop)
    return url
