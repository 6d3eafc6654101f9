"""Makes programs that act through the API, and webhooks of theirs."""

from actions.clients import Acting, MadeClient, acting_client, make_client
from actions.webhooks import subscribe
from database import transaction
from models.clients import Scope
from tests.actions.makers import KEYBOARD, OPERATOR, SUPERINTENDENT, House

HOOK = "https://hooks.example/recourse"


def made(
    house: House,
    *,
    acts_for: str = SUPERINTENDENT,
    scopes: tuple[Scope, ...] = (*Scope,),
    offices: tuple[str, ...] = (),
) -> MadeClient:
    """Make a client, of every scope unless said otherwise."""
    with transaction(house.engine) as session:
        return make_client(
            session, "Student system", scopes,
            acts_for=acts_for, offices=offices, by=OPERATOR, entered_by=KEYBOARD, now=house.now,
        )  # fmt: skip


def acting(house: House, key: str) -> Acting:
    """Come with a key."""
    with transaction(house.engine) as session:
        return acting_client(session, key)


def hooked(
    house: House, *, acts_for: str = SUPERINTENDENT, url: str = HOOK, events: tuple[str, ...] = ()
) -> Acting:
    """Make a client that is told of events."""
    client = acting(house, made(house, acts_for=acts_for).key)
    with transaction(house.engine) as session:
        subscribe(session, client, url, events, anywhere=url.startswith("http:"), now=house.now)
    return client
