"""Granting and revoking offices as an operator at the keyboard does."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from actions.grants import Grant, grant_office, revoke_office
from actions.offices import holders
from database import reading, transaction
from models.people import Holding, Office
from tests.actions.lists import NOW, OPERATOR

TODAY = date(2026, 9, 1)
"""The day it is at `NOW` in New York."""

DEPUTY = "deputy@doe.example"
"""Somebody who holds nothing yet."""


def grant(engine: sa.Engine, office: Office, at: str, email: str, **said: Any) -> Holding:
    """Grant an office."""
    now = said.pop("now", NOW)
    with transaction(engine) as session:
        wanted = Grant(office, at, email, **said)
        return grant_office(session, wanted, by=OPERATOR, entered_by=OPERATOR, now=now)


def revoke(engine: sa.Engine, office: Office, at: str, email: str) -> None:
    """Revoke an office."""
    with transaction(engine) as session:
        revoke_office(session, office, at, email, by=OPERATOR, entered_by=OPERATOR, now=NOW)


def addresses(engine: sa.Engine, office: Office, at: str, on: date = TODAY) -> list[str]:
    """Give who holds an office on a day."""
    with reading(engine) as session:
        return [someone.email for _, someone in holders(session, office, at, on)]
