"""Programs of the API: made, shown their key once, revoked; and their webhooks looked after."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from wtforms import SelectMultipleField
from wtforms.validators import InputRequired

from actions.clients import (
    Acting,
    ClientUnfit,
    client_on_record,
    clients,
    make_client,
    revoke_client,
    usable_offices,
)
from actions.offices import office_words
from actions.status_words import FOR_PARTIES
from actions.webhooks import (
    WebhookUnfit,
    ask_again,
    deliveries_of,
    end_by_operator,
    failed_deliveries,
    own_webhook,
    subscribe,
    webhooks_of,
)
from database import Session
from models.clients import Scope
from models.webhooks import DeliveryState
from portal.api.description import SCOPES
from portal.arriving import Caller
from portal.forms import Line, PageForm, choices_of
from portal.visits import NoSuchPage, Visit

pages = APIRouter()

LARGEST_ID = 2**31 - 1


class ClientForm(PageForm):
    """A program that is to have a key."""

    name = Line(
        "What the program is called",
        hint="It stands in the record beside whom it acts for.",
        needed="Name the program.",
        longest=100,
    )
    acts_for = Line(
        "For whom it acts: their e-mail address",
        hint="Whatever it does is this person’s act. They hold at least one office.",
        needed="Write the person’s address.",
        longest=254,
        kind="email",
    )
    scopes = SelectMultipleField(
        "What the key opens",
        choices=choices_of((one.value, f"{one.value}: {words}") for one, words in SCOPES.items()),
        validators=[InputRequired("Choose at least one.")],
    )
    offices = Line(
        "In which of their offices alone",
        hint="Such as superintendent@99010000; spaces between several. Empty: in all they hold.",
        longest=500,
    )


class WebhookForm(PageForm):
    """An address that is to be told of events."""

    url = Line(
        "The address that is told",
        hint="https://host.example/path. It is told which event of which case, and no content.",
        needed="Write the address.",
        longest=1000,
    )
    events = SelectMultipleField(
        "Of which events",
        description="None chosen: of all that the program may see.",
        choices=choices_of(
            (kind, f"{kind}: {words.words.partition('{')[0].strip()}")
            for kind, words in FOR_PARTIES.items()
        ),
    )


@pages.get("/operators/clients")
def show(visit: Caller) -> Response:
    """List the programs, and what could not be delivered to them."""
    with visit.reading() as session:
        return visit.page(
            "operators/clients.html",
            clients=clients(session),
            failed=failed_deliveries(session),
        )


@pages.get("/operators/clients/new")
def ask(visit: Caller) -> Response:
    """Ask what the program is."""
    return visit.page("operators/client-new.html", form=visit.form(ClientForm))


@pages.post("/operators/clients/new")
def make(visit: Caller) -> Response:
    """Make the program, and show its key, this once."""
    form = visit.form(ClientForm)
    if not form.validate():
        return visit.again("operators/client-new.html", form)
    try:
        with visit.acting() as session:
            made = make_client(
                session,
                form.name.data or "",
                [Scope(one) for one in form.scopes.data or ()],
                acts_for=form.acts_for.data or "",
                offices=(form.offices.data or "").split(),
                by=visit.by,
                entered_by=visit.by,
                now=visit.now,
            )
            # The key is on this page alone: pressed twice, the form leads to the program.
            visit.to(f"/operators/clients/{made.client.id}")
    except ClientUnfit as refused:
        form.take(refused)
        return visit.again("operators/client-new.html", form)
    return visit.page("operators/secret.html", made=made, client=made.client, webhook=None)


@pages.get("/operators/clients/{id}")
def client(visit: Caller, id: int) -> Response:  # noqa: A002 - the path's own word
    """Show one program, its webhooks, and what went there."""
    with visit.reading() as session:
        return visit.page("operators/client.html", **_facts(session, visit, _client(session, id)))


def _client(session: Session, id_: int) -> Acting:
    found = client_on_record(session, id_) if 0 < id_ <= LARGEST_ID else None
    if found is None:
        raise NoSuchPage("There is no such program.")
    return found


def _facts(session: Session, visit: Visit, acting: Acting) -> dict[str, Any]:
    hooks = webhooks_of(session, acting.client)
    held = usable_offices(session, acting, now=visit.now)
    return {
        "client": acting.client,
        "acts_for": acting.person.email,
        "scopes": [(one, SCOPES[Scope(one)]) for one in acting.client.scopes],
        "offices": [office_words(session, one.office, one.at) for one in held],
        "hooks": [(one, deliveries_of(session, one, limit=20)) for one in hooks],
        "failed": DeliveryState.FAILED,
        "tells": Scope.WEBHOOKS.value in acting.client.scopes,
    }


@pages.post("/operators/clients/{id}/revoke")
def revoke(visit: Caller, id: int) -> Response:  # noqa: A002 - the path's own word
    """Take the key away."""
    with visit.acting() as session:
        _client(session, id)
        gone = revoke_client(session, id, by=visit.by, entered_by=visit.by, now=visit.now)
        said = f"The key of {gone.name} opens nothing any more."
        return visit.to(f"/operators/clients/{id}", said=said)


@pages.get("/operators/clients/{id}/webhooks/new")
def ask_webhook(visit: Caller, id: int) -> Response:  # noqa: A002 - the path's own word
    """Ask which address is to be told."""
    with visit.reading() as session:
        acting = _client(session, id)
    form = visit.form(WebhookForm)
    return visit.page("operators/webhook-new.html", form=form, client=acting.client)


@pages.post("/operators/clients/{id}/webhooks/new")
def make_webhook(visit: Caller, id: int) -> Response:  # noqa: A002 - the path's own word
    """Have an address told, and show the secret, this once."""
    with visit.reading() as session:
        acting = _client(session, id)
    form = visit.form(WebhookForm)
    if not form.validate():
        return visit.again("operators/webhook-new.html", form, client=acting.client)
    try:
        with visit.acting() as session:
            webhook = subscribe(
                session,
                acting,
                form.url.data or "",
                form.events.data or (),
                anywhere=visit.portal.settings.embedded,
                now=visit.now,
                entered_by=visit.by,
            )
            visit.to(f"/operators/clients/{id}")
    except WebhookUnfit as refused:
        form.take(refused)
        return visit.again("operators/webhook-new.html", form, client=acting.client)
    return visit.page("operators/secret.html", made=None, client=acting.client, webhook=webhook)


@pages.post("/operators/clients/{id}/webhooks/{hook}/end")
def end_webhook(visit: Caller, id: int, hook: int) -> Response:  # noqa: A002 - the path's own word
    """Tell an address nothing more."""
    with visit.acting() as session:
        webhook = own_webhook(session, _client(session, id), hook)
        end_by_operator(session, webhook, by=visit.by, entered_by=visit.by, now=visit.now)
        return visit.to(f"/operators/clients/{id}", said="The webhook is ended.")


@pages.post("/operators/clients/{id}/deliveries/{delivery}/resend")
def resend(visit: Caller, id: int, delivery: int) -> Response:  # noqa: A002 - the path's own word
    """Have what failed for good sent once more."""
    with visit.acting() as session:
        ask_again(session, _client(session, id), delivery, now=visit.now)
        return visit.to(f"/operators/clients/{id}", said="It goes again with the next round.")
