"""Prefect's settings as Recourse wants them, and a server of our own where none is named.

Nothing here imports Prefect: its settings are read at its import, so they are
put in place first.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

OK = 200
START_SECONDS = 120
"""A first start on an empty home makes Prefect's own database and takes a while."""


class PrefectDidNotStart(Exception):
    """Prefect's server could not be started; the message says where its log is."""


def set_defaults(home: Path) -> None:
    """Keep Prefect's files in our home and its telemetry off, unless said otherwise.

    A server on SQLite turns a call away with 503 when another write comes
    between its reading and its writing, and the client then waits two seconds.
    So what a run reports of its tasks is written in batches, not one by one.
    """
    for name, value in {
        "PREFECT_HOME": str(home.resolve() / "prefect"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "200",
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "2",
        "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "500",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        "PREFECT_CLI_PROMPT": "false",
    }.items():
        os.environ.setdefault(name, value)


def answers(api: str, seconds: float = 2) -> bool:
    """Tell whether a Prefect server is there."""
    import urllib.request  # noqa: PLC0415 - slow, and not needed until the portal is there

    try:
        with urllib.request.urlopen(f"{api}/health", timeout=seconds) as reply:  # noqa: S310
            return reply.status == OK
    except (OSError, ValueError):
        return False


def free_port() -> int:
    """Give a port of the loopback address that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(home: Path, port: int, *, log: Path) -> "subprocess.Popen[bytes]":
    """Start Prefect's server on loopback in a process of its own."""
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "prefect", "server", "start"]
    with log.open("ab") as out:
        return subprocess.Popen(
            dying_with_us([*command, "--host", "127.0.0.1", "--port", str(port)]),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env=_environment(home, port),
            start_new_session=True,
        )


def _environment(home: Path, port: int) -> dict[str, str]:
    set_defaults(home)
    api = f"http://127.0.0.1:{port}/api"
    return os.environ | {"PREFECT_API_URL": api, "PREFECT_UI_API_URL": api}


def dying_with_us(command: Sequence[str]) -> list[str]:
    """Have a command end when we are gone, however we went, where the system can see to it."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--", *command] if setpriv else list(command)


def await_answer(
    process: "subprocess.Popen[bytes]", api: str, *, log: Path, waiting: Callable[[float], None]
) -> None:
    """Return once the server answers.

    Raises:
        PrefectDidNotStart: it ended, or did not answer in two minutes.
    """
    began = time.monotonic()
    while not answers(api, 1):
        if process.poll() is not None:
            raise PrefectDidNotStart(f"the Prefect server ended at once: see {log}")
        if time.monotonic() - began > START_SECONDS:
            stop(process)
            raise PrefectDidNotStart(f"the Prefect server gave no answer: see {log}")
        waiting(time.monotonic() - began)
        time.sleep(0.1)


def stop(process: "subprocess.Popen[bytes]") -> None:
    """End a server we started, gently first."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def prefect(home: Path, *, waiting: Callable[[float], None] = lambda _: None) -> Generator[str]:
    """Point this process at a Prefect server: the one named, the one `up` runs, or our own.

    Gives the API's address; a server started here ends with the block.
    """
    set_defaults(home)
    named = os.environ.get("PREFECT_API_URL") or running(home).get("prefect")
    if named:
        os.environ["PREFECT_API_URL"] = named
        yield named
        return
    port, log = free_port(), home / "logs" / "prefect.log"
    api = f"http://127.0.0.1:{port}/api"
    process = start(home, port, log=log)
    try:
        await_answer(process, api, log=log, waiting=waiting)
        os.environ["PREFECT_API_URL"] = api
        yield api
    finally:
        os.environ.pop("PREFECT_API_URL", None)
        stop(process)


def running(home: Path) -> dict[str, Any]:
    """Give the addresses of what `recourse up` runs on this home now; empty if it does not."""
    try:
        notice = json.loads((home / "run" / "up.json").read_text())
        os.kill(int(notice["pid"]), 0)
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return notice if answers(notice["prefect"]) else {}
