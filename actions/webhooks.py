"""Webhooks: where a client is told, what is on its way there, and what became of it."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlmodel import Session, col, select

from actions.announcing import LISTENED
from actions.cases import refusal
from actions.clients import STREAM, Acting, require_scope
from actions.offices import DEPARTMENT, require_office
from actions.record import record
from actions.remembering import forget
from actions.status_words import FOR_PARTIES
from models.clients import ApiClient, Scope
from models.people import Office
from models.webhooks import DeliveryState, Webhook, WebhookDelivery
from rules.calendar import new_york_date
from rules.findings import Refused

MOST = 10
"""Webhooks of one client."""

LONGEST_URL = 1000


class WebhookUnfit(Refused):
    """A webhook cannot be made like this."""

    exit_code = 2


class NoSuchWebhook(Refused):
    """The client has no webhook, or delivery, of this number."""

    exit_code = 5


def subscribe(
    session: Session,
    acting: Acting,
    url: str,
    events: Sequence[str],
    *,
    anywhere: bool,
    now: datetime,
    entered_by: str | None = None,
) -> Webhook:
    """Tell a client's address of events from now on; none named: of all it may see.

    `entered_by` is who enters it, where that is not the program itself.
    `anywhere` admits plain http, as on one's own machine. The address is looked
    at again, by what it resolves to, at each delivery.

    Raises:
        ScopeMissing: the key does not admit webhooks.
        WebhookUnfit: the address or an event's name is none; or there are too many.
    """
    require_scope(acting, Scope.WEBHOOKS)
    _require_address(url, anywhere=anywhere)
    known = sorted(FOR_PARTIES)
    if unknown := sorted({*events} - {*known}):
        message = f"{', '.join(unknown)[:200]} is no event. These are: {', '.join(known)}."
        raise WebhookUnfit([refusal(message, where="events")])
    if len(webhooks_of(session, acting.client)) >= MOST:
        raise WebhookUnfit([refusal(f"A client has {MOST} webhooks at most. End one first.")])
    webhook = Webhook(
        client_id=acting.client.id or 0,
        url=url,
        secret=new_secret(),
        events=sorted({*events}),
        made_at=now,
    )
    session.add(webhook)
    session.flush()
    forget(session, LISTENED)
    _log(session, "clients.webhook_added", webhook, acting, entered_by=entered_by, now=now)
    return webhook


def renew_secret(session: Session, acting: Acting, webhook_id: int, *, now: datetime) -> Webhook:
    """Give a webhook a new secret; what leaves from now on is signed with it."""
    webhook = own_webhook(session, acting, webhook_id)
    webhook.secret = new_secret()
    _log(session, "clients.webhook_renewed", webhook, acting, now=now)
    return webhook


def unsubscribe(session: Session, acting: Acting, webhook_id: int, *, now: datetime) -> Webhook:
    """Tell an address nothing more; what is on its way is withheld. Ended twice is ended."""
    webhook = own_webhook(session, acting, webhook_id)
    if webhook.active:
        end(webhook, "its client ended it", now=now)
        _log(session, "clients.webhook_ended", webhook, acting, now=now)
    return webhook


def end_by_operator(
    session: Session, webhook: Webhook, *, by: str, entered_by: str, now: datetime
) -> None:
    """End a client's webhook for it; what is on its way is withheld. Ended twice is ended.

    Raises:
        NotYourOffice: `by` is no operator.
    """
    require_office(session, by, Office.OPERATOR, DEPARTMENT, new_york_date(now))
    if webhook.active:
        end(webhook, "an operator ended it", now=now)
        data = _facts(webhook)
        kind = "clients.webhook_ended"
        record(session, STREAM, kind, by=by, entered_by=entered_by, now=now, data=data)


def ask_again(session: Session, acting: Acting, delivery_id: int, *, now: datetime) -> None:
    """Put a failed delivery in the queue once more, from the beginning.

    Raises:
        NoSuchWebhook: the client has no such delivery.
    """
    delivery = session.get(WebhookDelivery, delivery_id, with_for_update=True)
    if delivery is None:
        raise NoSuchWebhook([refusal("There is no such delivery.")])
    own_webhook(session, acting, delivery.webhook_id)
    if delivery.state is DeliveryState.FAILED:
        delivery.state, delivery.due_at = DeliveryState.QUEUED, now
        delivery.attempts, delivery.failing_since = 0, None


def webhooks_of(session: Session, client: ApiClient) -> list[Webhook]:
    """Give a client's active webhooks."""
    query = select(Webhook).where(col(Webhook.client_id) == client.id, col(Webhook.active))
    return list(session.exec(query.order_by(col(Webhook.id))))


def deliveries_of(session: Session, webhook: Webhook, *, limit: int = 100) -> list[WebhookDelivery]:
    """Give what went, or is to go, to a webhook, the newest first."""
    query = select(WebhookDelivery).where(col(WebhookDelivery.webhook_id) == webhook.id)
    return list(session.exec(query.order_by(col(WebhookDelivery.id).desc()).limit(limit)))


def failed_deliveries(
    session: Session, *, limit: int = 200
) -> list[tuple[WebhookDelivery, str, str]]:
    """Give what could not be delivered for good, with client and address: for operators."""
    rows = session.exec(
        select(WebhookDelivery, ApiClient.name, Webhook.url)
        .join(Webhook, col(Webhook.id) == col(WebhookDelivery.webhook_id))
        .join(ApiClient, col(ApiClient.id) == col(Webhook.client_id))
        .where(col(WebhookDelivery.state) == DeliveryState.FAILED)
        .order_by(col(WebhookDelivery.id).desc())
        .limit(limit)
    )
    return list(rows)


def new_secret() -> str:
    """Make what signs a webhook's deliveries."""
    return f"whsec_{secrets.token_urlsafe(32)}"


def end(webhook: Webhook, reason: str, *, now: datetime) -> None:
    """Tell an address nothing more, and say why."""
    webhook.active, webhook.ended_at, webhook.ended_because = False, now, reason


def own_webhook(session: Session, acting: Acting, webhook_id: int) -> Webhook:
    """Give one of a client's webhooks.

    Raises:
        ScopeMissing: the key does not admit webhooks.
        NoSuchWebhook: the client has none of this number.
    """
    require_scope(acting, Scope.WEBHOOKS)
    webhook = session.get(Webhook, webhook_id)
    if webhook is None or webhook.client_id != acting.client.id:
        raise NoSuchWebhook([refusal("This client has no such webhook.")])
    return webhook


def _require_address(url: str, *, anywhere: bool) -> None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    schemes = {"https", "http"} if anywhere else {"https"}
    fit = (
        host
        and len(url) <= LONGEST_URL
        and url.isascii()
        and url.isprintable()
        and " " not in url
        and parts.scheme in schemes
        and not (parts.username or parts.password or parts.fragment)
    )
    if not fit:
        message = (
            "The address is like https://host.example/path: https, in plain letters, without a "
            "user, a password or a fragment."
        )
        raise WebhookUnfit([refusal(message, where="url")])


def _facts(webhook: Webhook) -> dict[str, Any]:
    return {
        "webhook": webhook.id,
        "client": webhook.client_id,
        "host": urlsplit(webhook.url).hostname,
        "events": webhook.events,
    }


def _log(
    session: Session,
    kind: str,
    webhook: Webhook,
    acting: Acting,
    *,
    now: datetime,
    entered_by: str | None = None,
) -> None:
    record(
        session,
        STREAM,
        kind,
        by=acting.person.email,
        entered_by=entered_by or acting.entered_by,
        now=now,
        data=_facts(webhook),
    )
