"""What tests may ask for: databases, a mail server, Prefect, and the command line."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import hypothesis
import pytest
import sqlalchemy as sa

import database
from tests import servers
from tests.command import Recourse
from tests.imap_server import ImapServer
from tests.mail_server import MailServer

# How quick a busy machine is says nothing about the code.
hypothesis.settings.register_profile(
    "recourse", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("recourse")

RUN = pytest.StashKey[servers.Run]()
FOLDER = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Open the run; a pytest-xdist worker is handed the one of its controller."""
    workerinput: dict[str, str] | None = getattr(config, "workerinput", None)
    if workerinput is not None:
        config.stash[FOLDER] = Path(workerinput["run_folder"])
        return
    # Under /tmp and nowhere else: as root, PostgreSQL's wheel opens every parent folder.
    config.stash[FOLDER] = Path(tempfile.mkdtemp(prefix="recourse-tests-", dir="/tmp"))
    config.stash[RUN] = servers.Run(config.stash[FOLDER])


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a pytest-xdist worker where the run's folder is."""
    node.workerinput["run_folder"] = str(node.config.stash[FOLDER])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Close the run: its servers stop, its folder goes."""
    if RUN in config.stash:
        config.stash[RUN].end()
        shutil.rmtree(config.stash[FOLDER])


@pytest.fixture(scope="session")
def run_folder(pytestconfig: pytest.Config) -> Path:
    """Give the folder of this run, the same for every worker."""
    return pytestconfig.stash[FOLDER]


@pytest.fixture(scope="session")
def postgresql(run_folder: Path) -> servers.Facts:
    """Give a real PostgreSQL: its URL, for an administrator, and a migrated template."""
    return servers.ask_for("postgresql", run_folder)


@pytest.fixture(scope="session")
def migrated_sqlite(run_folder: Path) -> Path:
    """Give a migrated SQLite file to copy."""
    return Path(servers.ask_for("sqlite", run_folder)["template"])


@pytest.fixture(scope="session")
def prefect_api(run_folder: Path) -> str:
    """Give a real Prefect server: the URL of its API. The first start takes a while."""
    return servers.ask_for("prefect", run_folder)["url"]


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """Give a migrated SQLite database of the test's own."""
    copy = shutil.copy(migrated_sqlite, tmp_path / "recourse.sqlite")
    return f"sqlite:///{copy}"


@pytest.fixture
def postgresql_url(postgresql: servers.Facts) -> Iterator[str]:
    """Give a migrated PostgreSQL database of the test's own."""
    name = f"test_{uuid4().hex}"
    url = sa.make_url(postgresql["url"])
    server = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with server.connect() as connection:
        connection.exec_driver_sql(f"create database {name} template {postgresql['template']}")
    yield url.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.exec_driver_sql(f"drop database {name} with (force)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Give a migrated database of the test's own; the test runs on each kind."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    """Give an engine on `database_url`: the test runs on each kind of database."""
    engine = database.connect(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_engine(sqlite_url: str) -> Iterator[sa.Engine]:
    """Give an engine on SQLite alone, for what cannot differ between databases."""
    engine = database.connect(sqlite_url)
    yield engine
    engine.dispose()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """Give a real SMTP server that keeps what it is sent."""
    with MailServer() as server:
        yield server


@pytest.fixture
def imap_server(tmp_path: Path) -> Iterator[ImapServer]:
    """Give a real IMAP server with an empty mailbox."""
    with ImapServer(tmp_path / "imap") as server:
        yield server


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give an empty home for Recourse."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def recourse(home: Path) -> Iterator[Recourse]:
    """Give the command line; its home is the test's own."""
    command = Recourse(home)
    yield command
    command.end()
