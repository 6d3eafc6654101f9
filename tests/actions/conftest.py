"""The house that the acts are tried in, on each kind of database."""

import pytest
import sqlalchemy as sa

from tests.actions.clock_makers import Clocks
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
