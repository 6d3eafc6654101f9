"""A client's own webhooks: where it is told of events, what went there, what goes again."""

from typing import Annotated, Any

from fastapi import Path
from fastapi.responses import Response

from actions.webhooks import (
    ask_again,
    deliveries_of,
    own_webhook,
    renew_secret,
    subscribe,
    unsubscribe,
    webhooks_of,
)
from models.webhooks import Webhook, WebhookDelivery
from portal.api.calls import Caller, answered
from portal.api.drafting import moment
from portal.api.more_shapes import (
    Deliveries,
    DeliveryQueued,
    WebhookMade,
    Webhooks,
    WebhookShown,
)
from portal.api.routing import acts, reads, router
from portal.api.sent import LARGEST_NUMBER, Nothing, Subscription

routes = router()

Id = Annotated[int, Path(ge=1, le=LARGEST_NUMBER)]


def _row(webhook: Webhook) -> dict[str, Any]:
    return {
        "id": webhook.id,
        "url": webhook.url,
        "events": webhook.events,
        "active": webhook.active,
        "made_at": moment(webhook.made_at),
    }


@reads(routes, "/webhooks", Webhooks)
def list_webhooks(call: Caller) -> Response:
    """List the client's active webhooks. Their secrets are not shown again."""
    with call.reading() as session:
        found = webhooks_of(session, call.acting.client)
    return answered({"webhooks": [_row(one) for one in found]})


@acts(
    routes, "/webhooks", Subscription, WebhookMade, status=201,
    description="The webhook, and the secret that signs its deliveries: shown this once",
)  # fmt: skip
def make_webhook(call: Caller) -> Response:
    """Have an address told of events from now on; none named: of all the client may see."""
    sent = call.sent(Subscription)
    with call.acting_once() as session:
        made = subscribe(
            session, call.acting, sent.url, sent.events,
            anywhere=call.portal.settings.embedded, now=call.now,
        )  # fmt: skip
        return call.done(_row(made) | {"secret": made.secret}, status=201)


@acts(routes, "/webhooks/{id}/secret", Nothing, WebhookMade, description="With its new secret")
def renew_webhook_secret(call: Caller, id: Id) -> Response:  # noqa: A002 - the path's own word
    """Give a webhook a new secret; what leaves from now on is signed with it."""
    call.sent(Nothing)
    with call.acting_once() as session:
        found = renew_secret(session, call.acting, id, now=call.now)
        return call.done(_row(found) | {"secret": found.secret})


@acts(routes, "/webhooks/{id}/end", Nothing, WebhookShown, description="It is ended")
def end_webhook(call: Caller, id: Id) -> Response:  # noqa: A002 - the path's own word
    """Tell an address nothing more; what is on its way is withheld."""
    call.sent(Nothing)
    with call.acting_once() as session:
        return call.done(_row(unsubscribe(session, call.acting, id, now=call.now)))


@reads(routes, "/webhooks/{id}/deliveries", Deliveries)
def list_deliveries(call: Caller, id: Id) -> Response:  # noqa: A002 - the path's own word
    """List what went, or is to go, to a webhook, the newest first."""
    with call.reading() as session:
        webhook = own_webhook(session, call.acting, id)
        found = [_delivery(one) for one in deliveries_of(session, webhook)]
    return answered({"deliveries": found})


def _delivery(one: WebhookDelivery) -> dict[str, Any]:
    return {
        "id": one.id,
        "event": f"{one.stream}:{one.seq}",
        "state": one.state.value,
        "attempts": one.attempts,
        "queued_at": moment(one.queued_at),
        "delivered_at": moment(one.delivered_at) if one.delivered_at else None,
        "reply": one.reply,
    }


@acts(routes, "/deliveries/{id}/resend", Nothing, DeliveryQueued, description="It goes again")
def resend_delivery(call: Caller, id: Id) -> Response:  # noqa: A002 - the path's own word
    """Have a delivery that failed for good sent once more."""
    call.sent(Nothing)
    with call.acting_once() as session:
        ask_again(session, call.acting, id, now=call.now)
        return call.done({"id": id})
