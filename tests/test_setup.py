"""What a newcomer meets: the make targets, the lock, and what is said when something is missing."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import House
from tests.shared import PROJECT

NOBODY = 65534
"""The user id that owns nothing."""


@pytest.fixture
def bare() -> Iterator[Path]:
    """Give a folder with what setting up reads, that anyone may look into."""
    folder = Path(tempfile.mkdtemp(prefix="recourse-setup-", dir="/tmp"))
    folder.chmod(0o755)
    shutil.copytree(PROJECT / "requirements", folder / "requirements")
    yield folder
    shutil.rmtree(folder)


def install(folder: Path, python: str, user: int | None = None) -> subprocess.CompletedProcess[str]:
    """Set up in `folder` with no package index to ask."""
    nowhere = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "UV_OFFLINE": "1"}
    return subprocess.run(
        ["/bin/sh", "requirements/install", "run"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHON": python} | nowhere,
        capture_output=True,
        text=True,
        check=False,
        user=user,
    )


def python_that(folder: Path, answers: str) -> str:
    """Give a program in Python's place whose answers are a shell `case` on its arguments."""
    program = folder / "python-here"
    program.write_text(f'#!/bin/sh\ncase "$*" in {answers} esac\n')
    program.chmod(0o755)
    return str(program)


def test_make_alone_says_what_there_is() -> None:
    """Every target is listed with what it does."""
    told = subprocess.run(
        ["/usr/bin/env", "make"], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout
    phony = re.search(r"^\.PHONY: (.*)$", (PROJECT / "Makefile").read_text(), re.MULTILINE)
    assert phony is not None
    assert re.findall(r"^make (\S+) +\S", told, re.MULTILINE) == phony[1].split()


def test_setup_without_python_says_what_to_install(bare: Path) -> None:
    """No Python is one clear line."""
    done = install(bare, "python-nowhere")
    assert done.returncode == 1
    assert done.stderr == (
        "recourse: no python-nowhere here: install Python 3.11 or newer,"
        " or name yours: make PYTHON=python3.12 …\n"
    )


def test_setup_with_an_old_python_says_which_is_needed(bare: Path) -> None:
    """An old Python is one clear line, not a failure somewhere inside a package."""
    old = python_that(bare, '*--version*) echo "Python 3.9.2";; *) exit 1;;')
    done = install(bare, old)
    assert done.returncode == 1
    assert done.stderr.startswith("recourse: Python 3.9.2 is too old: 3.11 or newer is needed")
    assert done.stderr.count("\n") == 1


def test_setup_without_venv_or_pip_says_what_to_install(bare: Path) -> None:
    """Some systems ship Python in pieces: the missing piece is named."""
    done = install(bare, python_that(bare, "*venv*) exit 1;; *) exit 0;;"))
    assert done.returncode == 1
    assert "apt install python3-venv" in done.stderr
    assert done.stderr.count("\n") == 1


def test_setup_where_nothing_may_be_written_says_so(bare: Path) -> None:
    """No write permission is one clear line."""
    python = python_that(bare, "*) exit 0;;")
    bare.chmod(0o555)
    done = install(bare, python, user=NOBODY if os.geteuid() == 0 else None)
    assert done.returncode == 1
    assert done.stderr.startswith(f"recourse: no permission to write in {bare}")
    assert done.stderr.count("\n") == 1


def test_setup_without_a_network_says_so(bare: Path) -> None:
    """Packages that cannot be fetched are one clear line, and where to read more."""
    done = install(bare, sys.executable)
    assert done.returncode == 1
    assert "is there a network" in done.stderr.splitlines()[-1]
    assert (bare / ".venv" / "setup.log").exists()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("lock", "groups"), [("run", ["build"]), ("dev", ["build", "dev"])])
def test_lock_holds_all_that_the_project_asks_for(lock: str, groups: list[str]) -> None:
    """A dependency that is named and not locked would be missing on the next machine."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    asked = [*project["project"]["dependencies"]]
    for group in groups:
        asked += [line for line in project["dependency-groups"][group] if isinstance(line, str)]
    locked = (PROJECT / "requirements" / f"{lock}.txt").read_text()
    names = set(re.findall(r"^([\w.-]+)==", locked, re.MULTILINE))
    # A lock writes a name with dashes where its project may have dots.
    wanted = {re.split(r"[\[<>=~! ;]", line)[0].replace(".", "-") for line in asked}
    assert wanted - names == set()


@pytest.mark.parametrize("lock", ["run", "dev", "uv"])
def test_lock_has_a_hash_for_every_package(lock: str) -> None:
    """What is installed is what was locked, byte for byte."""
    text = (PROJECT / "requirements" / f"{lock}.txt").read_text().replace("\\\n", "")
    assert all("--hash=sha256:" in line for line in text.splitlines() if line.strip())


def test_wheel_holds_every_room_and_its_words(tmp_path: Path) -> None:
    """Installed elsewhere, nothing of a room is missing: templates and law data included."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(build, cwd=PROJECT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert packed == _files_of(House(PROJECT).rooms)


def _files_of(rooms: frozenset[str]) -> set[str]:
    found = [path for room in rooms for path in (PROJECT / room).rglob("*")]
    found += [PROJECT / f"{room}.py" for room in rooms]
    return {
        path.relative_to(PROJECT).as_posix()
        for path in found
        if path.is_file() and "__pycache__" not in path.parts
    }
