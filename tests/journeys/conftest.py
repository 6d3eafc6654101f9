"""What journeys start from: a home that the tests of one module share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.actions.makers import House
from tests.command import Recourse
from tests.journeys.premises import import_registry, on_record


@pytest.fixture(scope="module")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home that the module's tests share."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def record(shared_home: Path, migrated_sqlite: Path) -> Iterator[House]:
    """Give a way to look at what is on record in the shared home."""
    house = on_record(shared_home, template=migrated_sqlite)
    yield house
    house.engine.dispose()


@pytest.fixture(scope="module")
def office(shared_home: Path, record: House) -> Iterator[Recourse]:  # noqa: ARG001 `record` makes the database
    """Give the command line in the shared home; the sample registry is imported by it."""
    command = Recourse(shared_home)
    import_registry(command)
    yield command
    command.end()
