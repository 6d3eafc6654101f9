"""Webhooks: take due deliveries, post them, put down what became of each."""

import asyncio
import logging
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.context import SyncClientContext
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from actions.webhooks import Posted, claim_deliveries, put_down_posts
from database import transaction
from flows.rounds import here
from notifications.posting import PER_POST, Parcel, post_all, ways
from notifications.send import Result

log = logging.getLogger("recourse.worker")

BATCH = 100
"""Deliveries claimed at a time."""


@flow(name="webhooks", validate_parameters=False, persist_result=False)
def webhooks(*, limit: int = 500) -> dict[str, int]:
    """Post the deliveries that are due. Gives how many were delivered, put off, failed."""
    total: Counter[str] = Counter()
    report: list[dict[str, str | int]] = []
    while sum(total.values()) < limit:
        counts, rows = post_batch()
        total.update(counts)
        report += rows
        if not counts:
            break
    if report:
        said = ", ".join(f"{count} {state}" for state, count in sorted(total.items()))
        create_table_artifact(key="webhooks", table=report, description=said)
    return dict(total)


@task(name="post", persist_result=False)
def post_batch() -> tuple[dict[str, int], list[dict[str, str | int]]]:
    """Claim and post one batch of deliveries."""
    settings, db = here()
    lease = timedelta(seconds=settings.lease_seconds)
    began = time.monotonic()
    with transaction(db) as session:
        clock, now = datetime.now(UTC), settings.present()
        parcels = claim_deliveries(session, now=now, clock=clock, lease=lease, limit=BATCH)
    if not parcels:
        return {}, []
    done: list[Posted] = []

    def on_result(parcel: Parcel, result: Result) -> None:
        done.append(Posted(parcel.id, result))

    try:
        asyncio.run(
            post_all(
                parcels,
                ways(anywhere=settings.embedded_database),
                at=lambda: int(time.time()),
                # Nothing is begun so late that its claim could run out on the way.
                until=began + settings.lease_seconds / 2,
                per_post=min(PER_POST, settings.lease_seconds / 3),
                on_result=on_result,
            )
        )
    finally:
        with transaction(db) as session:
            counts = put_down_posts(session, done, now=settings.present())
    return counts, [_row(one) for one in parcels]


def _row(one: Parcel) -> dict[str, str | int]:
    return {"case": one.case, "delivery": one.id, "webhook": one.webhook}


class Beside:
    """Posts beside a worker's rounds: a receiver that is slow holds up no case and no mail."""

    def __init__(self) -> None:
        self._running: threading.Thread | None = None
        self.total: Counter[str] = Counter()

    def start(self) -> None:
        """Begin posting, unless it is going on."""
        if self._running is None or not self._running.is_alive():
            self._running = threading.Thread(target=self._post, name="webhooks", daemon=True)
            self._running.start()

    def wait(self) -> None:
        """Wait until what is going on has ended."""
        if self._running is not None:
            self._running.join()

    def _post(self) -> None:
        # A thread begins without the worker's warm client and settings.
        with (
            temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
            SyncClientContext.get_or_create(),
        ):
            try:
                self.total.update(webhooks())
            except Exception as error:  # noqa: BLE001 - the claims run out, and it is tried again
                log.warning("webhooks: %s: %s", type(error).__name__, " ".join(str(error).split()))
