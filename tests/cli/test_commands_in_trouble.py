"""The command line when the machine is in trouble: one clear line, exit 1, nothing half done."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.cases import Case
from tests.actions.makers import SUPERINTENDENT, House
from tests.command import Recourse, Result
from tests.journeys.premises import on_record
from tests.shared import CASES

PAPER = CASES / "waiver-complete-municipal.yaml"

AS_ANYBODY = """
import ctypes, os, sys
for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH: root obeys permissions too
    ctypes.CDLL(None).prctl(24, capability)
os.execv(sys.argv[1], sys.argv[1:])
"""


@pytest.fixture
def house(home: Path, migrated_sqlite: Path) -> Iterator[House]:
    """Give a way to look at what is on record in the home, with the sample registry."""
    house = on_record(home, template=migrated_sqlite).open()
    yield house
    house.engine.dispose()


def require_one_line(done: Result, *words: str) -> None:
    """Check that a command failed in one line that says this."""
    assert (done.code, done.out) == (1, ""), done
    assert len(done.err.splitlines()) == 1, done.err
    assert done.err.startswith("recourse: ")
    assert all(word in done.err for word in words), done.err


def test_a_database_locked_for_too_long_is_told_in_a_line(
    house: House, recourse: Recourse, home: Path
) -> None:
    """Another program writes and does not end: nothing was changed, try again."""
    file = home / "recourse.sqlite"
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("begin immediate")
    url = f"sqlite:///{file}?timeout=0.5"
    done = recourse("submit", PAPER, "--as", SUPERINTENDENT, RECOURSE_DATABASE_URL=url)
    other.execute("rollback")
    other.close()
    require_one_line(done, "the database is busy", "Nothing was changed")
    assert house.rows(Case) == []


def test_a_home_that_may_not_be_written_to_is_told_in_a_line(recourse: Recourse) -> None:
    """No permission is a line that names the place."""
    recourse.home.chmod(0o555)
    words = recourse.words("submit", PAPER, "--as", SUPERINTENDENT)
    done = subprocess.run(
        [sys.executable, "-c", AS_ANYBODY, *words],
        env=recourse.surroundings({}),
        cwd=recourse.home,
        capture_output=True,
        text=True,
        check=False,
    )
    recourse.home.chmod(0o755)
    require_one_line(Result(done.returncode, done.stdout, done.stderr), "database file")


@pytest.mark.parametrize("command", ["worker", "up"])
def test_no_server_runs_on_a_made_up_time_by_mistake(
    recourse: Recourse,
    house: House,  # noqa: ARG001 it saves making a database
    command: str,
) -> None:
    """RECOURSE_NOW is for drills: a server says so and does not start."""
    done = recourse(command, RECOURSE_NOW="2026-09-21T10:00:00-04:00")
    require_one_line(done, "RECOURSE_NOW", "--drill")
