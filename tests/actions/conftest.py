"""The house that the acts are tried in, on each kind of database, and a desk for drafts."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from documents import DocumentStore
from tests.actions.clock_makers import Clocks
from tests.actions.draft_makers import Desk
from tests.actions.makers import House


@pytest.fixture
def house(engine: sa.Engine) -> House:
    """Give a house with the sample registry."""
    return House(engine).open()


@pytest.fixture
def clocks(house: House) -> Clocks:
    """Give the clocks of a house with the sample registry."""
    return Clocks(house)


@pytest.fixture
def number(clocks: Clocks) -> str:
    """Give a case at intake, opened on Monday 21 September, due on the 28th."""
    filed = clocks.house.submit().case.number
    clocks.house.route()
    return filed


@pytest.fixture
def desk(house: House, tmp_path: Path) -> Desk:
    """Give a desk to write drafts at."""
    return Desk(house, DocumentStore(tmp_path / "documents"))


@pytest.fixture
def draft(desk: Desk) -> str:
    """Give an empty draft."""
    return desk.start()
