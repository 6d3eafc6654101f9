"""The command line on a database of the test's own, with real Prefect and real mail."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from tests.actions.makers import House
from tests.command import Recourse
from tests.mail_server import MailServer


@pytest.fixture
def command(
    recourse: Recourse, database_url: str, prefect_api: str, mail_server: MailServer
) -> Recourse:
    """Give the command line; a claim on a message runs out after four seconds."""
    recourse.environment |= {
        "RECOURSE_DATABASE_URL": database_url,
        "RECOURSE_SMTP_URL": mail_server.url,
        "PREFECT_API_URL": prefect_api,
        "RECOURSE_LEASE_SECONDS": "4",
    }
    return recourse


@pytest.fixture
def house(engine: sa.Engine) -> House:
    """Give a house with the sample registry on that database."""
    return House(engine, now=datetime.now(UTC)).open()
