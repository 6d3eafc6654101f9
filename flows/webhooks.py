"""Webhooks: take due deliveries, post them, put down what became of each."""

import asyncio
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

from prefect import flow, task
from prefect.artifacts import create_table_artifact

from actions.deliveries import Posted, claim_deliveries, put_down_posts
from database import transaction
from flows.rounds import here
from notifications.posting import PER_POST, Parcel, post_all, ways
from notifications.send import Result

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
                ways(anywhere=settings.embedded),
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
