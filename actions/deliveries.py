"""What is on its way to webhooks: claimed for a worker, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, func, or_, select

from actions.clients import Acting, usable_offices
from actions.concern import may_read
from actions.webhooks import end
from models.cases import Case
from models.clients import ApiClient
from models.people import Person
from models.webhooks import DeliveryState, Webhook, WebhookDelivery
from notifications.backoff import next_try
from notifications.posting import Gone, Parcel
from notifications.send import Deferred, Delivered, NotTried, Result

FAIR = 10
"""Deliveries of one webhook in a batch, so that a slow receiver holds up no other."""

PAUSE = timedelta(seconds=10)
"""How long what was claimed and not begun is left lying."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of one delivery."""

    id: int
    result: Result


def deliveries_due(session: Session, *, now: datetime, clock: datetime) -> bool:
    """Tell whether there is something to post that no worker has."""
    query = select(WebhookDelivery.id).where(*_free(now, clock))
    return session.exec(query.limit(1)).first() is not None


def claim_deliveries(
    session: Session, *, now: datetime, clock: datetime, lease: timedelta, limit: int
) -> list[Parcel]:
    """Take due deliveries for this worker alone until `clock` + `lease`, a few of each webhook.

    One whose client may not read the case any more, or was revoked, is withheld.
    """
    place = func.row_number().over(
        partition_by=col(WebhookDelivery.webhook_id),
        order_by=(col(WebhookDelivery.due_at), col(WebhookDelivery.id)),
    )
    ranked = (
        select(col(WebhookDelivery.id), place.label("place")).where(*_free(now, clock)).subquery()
    )
    fair = select(ranked.c.id).where(ranked.c.place <= FAIR)
    query = (
        select(WebhookDelivery)
        .where(col(WebhookDelivery.id).in_(fair), *_free(now, clock))
        .order_by(col(WebhookDelivery.due_at), col(WebhookDelivery.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    parcels: list[Parcel] = []
    for delivery in session.exec(query).all():
        webhook = session.get_one(Webhook, delivery.webhook_id)
        if reason := _not_any_more(session, delivery, webhook, now=now):
            delivery.state, delivery.reply = DeliveryState.WITHHELD, reason
            delivery.due_at = delivery.claimed_until = None
        else:
            delivery.claimed_until = clock + lease
            parcels.append(
                Parcel(
                    id=delivery.id or 0,
                    webhook=webhook.id or 0,
                    case=delivery.stream,
                    url=webhook.url,
                    secret=webhook.secret,
                    body=delivery.body,
                )
            )
    return parcels


def put_down_posts(session: Session, posts: Iterable[Posted], *, now: datetime) -> dict[str, int]:
    """Store what became of deliveries; count by state. Back-off as for mail."""
    counts: dict[str, int] = {}
    for one in posts:
        delivery = session.get_one(WebhookDelivery, one.id)
        delivery.claimed_until = None
        _settle(delivery, one.result, now=now)
        if isinstance(one.result, Gone):
            webhook = session.get_one(Webhook, delivery.webhook_id)
            end(webhook, "its receiver answered 410, gone", now=now)
        counts[delivery.state.value] = counts.get(delivery.state.value, 0) + 1
    return counts


def _settle(delivery: WebhookDelivery, result: Result, *, now: datetime) -> None:
    if isinstance(result, NotTried):
        delivery.due_at = now + PAUSE
        return
    delivery.attempts += 1
    delivery.reply = result.reply[:300]
    if isinstance(result, Delivered):
        delivery.state, delivery.delivered_at, delivery.due_at = DeliveryState.DELIVERED, now, None
        return
    delivery.failing_since = delivery.failing_since or now
    again = next_try(delivery.failing_since, delivery.attempts, now)
    if isinstance(result, Deferred) and again is not None:
        delivery.state, delivery.due_at = DeliveryState.RETRYING, again
    else:
        delivery.state, delivery.due_at = DeliveryState.FAILED, None


def _not_any_more(
    session: Session, delivery: WebhookDelivery, webhook: Webhook, *, now: datetime
) -> str | None:
    client = session.get_one(ApiClient, webhook.client_id)
    if not webhook.active:
        return "the webhook was ended before it went"
    if client.revoked_at is not None:
        return "the client's key was revoked before it went"
    someone = session.get_one(Person, client.acts_for)
    case = session.get_one(Case, delivery.stream)
    offices = usable_offices(session, Acting(client, someone), now=now)
    if not may_read(session, case, someone, offices):
        return "the client may not read this case"
    return None


def _free(now: datetime, clock: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    held = col(WebhookDelivery.claimed_until)
    return col(WebhookDelivery.due_at) <= now, or_(held.is_(None), held <= clock)
