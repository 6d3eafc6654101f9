"""The house that the acts are tried in, on each kind of database."""

import pytest
import sqlalchemy as sa

from tests.actions.makers import House


@pytest.fixture
def house(engine: sa.Engine) -> House:
    """Give a house with the sample registry."""
    return House(engine).open()
