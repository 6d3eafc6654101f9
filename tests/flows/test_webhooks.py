"""Webhooks with a real worker, a real receiver, a real Prefect server."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import database
from models.webhooks import DeliveryState, WebhookDelivery
from notifications.signatures import HEADER
from tests.actions.client_makers import hooked
from tests.actions.makers import House
from tests.command import Recourse
from tests.flows.prefect_records import reports
from tests.hook_server import HookServer

NOON = datetime(2033, 3, 1, 17, tzinfo=UTC)
"""A year of this test's own, as its cases' numbers show."""
LATER = datetime(2033, 3, 1, 17, 0, 30, tzinfo=UTC)


@pytest.fixture
def embedded(home: Path, migrated_sqlite: Path) -> Iterator[sa.Engine]:
    """Give the embedded database, as a set-up without configuration has it."""
    shutil.copy(migrated_sqlite, home / "recourse.sqlite")
    engine = database.connect(f"sqlite:///{home / 'recourse.sqlite'}")
    yield engine
    engine.dispose()


def test_an_act_is_told_to_a_webhook(
    embedded: sa.Engine, recourse: Recourse, prefect_api: str
) -> None:
    """Filed, routed, posted and signed; a receiver that fails is tried again, not forgotten."""
    house = House(embedded, now=NOON).open()
    with HookServer() as server:
        hooked(house, url=f"http://127.0.0.1:{server.port}/in")
        server.status = 503
        number = house.submit().case.number
        assert _work(recourse, prefect_api, NOON) == {"retrying": 1, "queued": 1}
        server.status = 200
        assert _work(recourse, prefect_api, LATER) == {"delivered": 2}
        assert all(HEADER in one.headers for one in server.received)
        assert len(server.received) == 3
    assert number in str(server.received[0].body)
    assert reports(prefect_api, "webhooks", number)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_outside_the_embedded_mode_nothing_is_posted_inside(
    engine: sa.Engine, recourse: Recourse, prefect_api: str
) -> None:
    """A webhook cannot be turned against the machines around this one."""
    house = House(engine, now=NOON).open()
    with HookServer() as server:
        hooked(house, url=f"http://127.0.0.1:{server.port}/in")
        house.submit()
        url = str(engine.url)
        assert _work(recourse, prefect_api, NOON, RECOURSE_DATABASE_URL=url)["failed"] == 1
        assert server.received == []
    failed = [one for one in house.rows(WebhookDelivery) if one.state is DeliveryState.FAILED]
    assert [one.reply for one in failed] == ["only https is posted to"]


def _work(recourse: Recourse, prefect_api: str, now: datetime, **more: str) -> dict[str, Any]:
    done = recourse(
        "work", "--until-idle", "--json",
        RECOURSE_NOW=now.isoformat(), PREFECT_API_URL=prefect_api, **more,
    )  # fmt: skip
    assert done.code == 0, done
    return done.json()["webhooks"]
