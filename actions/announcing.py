"""Queue an event for the webhooks that want it, in the transaction of the act.

What is posted names the event and the case, and holds no content: a client asks
for that with its key. Whether the client may read the case is looked at again
when the delivery leaves.
"""

import json
from datetime import UTC

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from actions.remembering import asked_once
from actions.status_words import FOR_PARTIES
from models.cases import Case
from models.clients import ApiClient
from models.events import Event
from models.people import Holding, Office
from models.webhooks import Webhook, WebhookDelivery

LISTENED = "webhooks"
"""Whether anybody listens is asked once a transaction."""


def announce(session: Session, case: Case, event: Event) -> None:
    """Queue an event of a case for each webhook that wants it and may concern it.

    Events that are the office's own (who opened what, who stepped aside) go to
    nobody.
    """
    if event.kind not in FOR_PARTIES:
        return
    with session.no_autoflush:  # the act is in the middle of its work
        wanting = session.exec(_webhooks(case)).all() if _anybody_listens(session) else ()
    if not wanting:
        return
    body = _body(case, event)
    session.add_all(
        WebhookDelivery(
            webhook_id=one.id or 0,
            stream=event.stream,
            seq=event.seq,
            body=body,
            queued_at=event.at,
            due_at=event.at,
        )
        for one in wanting
        if not one.events or event.kind in one.events
    )


def _anybody_listens(session: Session) -> bool:
    """Tell whether there is a webhook at all: asked once a transaction, for most have none."""
    return asked_once(session, (LISTENED,), lambda: session.exec(_ACTIVE).first() is not None)


_ACTIVE = select(Webhook.id).where(col(Webhook.active)).limit(1)


def _webhooks(case: Case) -> SelectOfScalar[Webhook]:
    """Select active webhooks of clients whose person holds an office the case may concern."""
    of_bodies = col(Holding.office).in_([Office.SUPERINTENDENT, Office.EDITOR])
    may_concern = select(Holding.id).where(
        col(Holding.person_id) == col(ApiClient.acts_for),
        col(Holding.revoked_at).is_(None),
        sa.or_(~of_bodies, col(Holding.at) == case.organization_code),
    )
    return (
        select(Webhook)
        .join(ApiClient, col(ApiClient.id) == col(Webhook.client_id))
        .where(col(Webhook.active), col(ApiClient.revoked_at).is_(None), may_concern.exists())
    )


def _body(case: Case, event: Event) -> str:
    said = {
        "id": f"{event.stream}:{event.seq}",
        "event": event.kind,
        "case": {"number": case.number, "kind": case.kind.value, "state": case.state.value},
        "version": case.version,
        "at": event.at.astimezone(UTC).isoformat(timespec="milliseconds"),
    }
    return json.dumps(said, separators=(",", ":"))
