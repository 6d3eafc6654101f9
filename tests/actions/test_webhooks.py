"""Events are queued with the act, for clients that may see them, and put down as they went."""

import json
from datetime import timedelta

import pytest

from actions.cases import find_case
from actions.clients import ScopeMissing, revoke_client
from actions.deliveries import FAIR, Posted, claim_deliveries, deliveries_due, put_down_posts
from actions.policies import adopt_policy
from actions.record import record
from actions.waivers import submit_waiver
from actions.webhooks import (
    MOST,
    NoSuchWebhook,
    WebhookUnfit,
    ask_again,
    deliveries_of,
    failed_deliveries,
    renew_secret,
    subscribe,
    unsubscribe,
    webhooks_of,
)
from database import reading, transaction
from models.clients import Scope
from models.webhooks import DeliveryState, Webhook, WebhookDelivery
from notifications.posting import Gone, Parcel
from notifications.send import Deferred, Delivered, NotTried, Rejected, Result
from rules.findings import NoSuchCase
from tests.actions.client_makers import HOOK, acting, hooked, made
from tests.actions.makers import CHIEF, INTAKE, KEYBOARD, OPERATOR, SUPERINTENDENT, House, filing
from tests.actions.shortfall_makers import SUPERINTENDENT_OF_THREE_RIVERS, Fallback

LEASE = timedelta(seconds=30)


def claim(house: House, limit: int = 100) -> list[Parcel]:
    """Claim what is due."""
    with transaction(house.engine) as session:
        return claim_deliveries(session, now=house.now, clock=house.now, lease=LEASE, limit=limit)


def put(house: House, parcel: Parcel, result: Result) -> dict[str, int]:
    """Put down what became of one."""
    with transaction(house.engine) as session:
        return put_down_posts(session, [Posted(parcel.id, result)], now=house.now)


def test_an_event_is_queued_with_the_act(house: House) -> None:
    """Which event of which case, and no content; the office's own events go to nobody."""
    hooked(house)
    number = house.submit().case.number
    house.route()
    house.review(number, INTAKE)
    bodies = [json.loads(one.body) for one in house.rows(WebhookDelivery)]
    assert [one["event"] for one in bodies] == [
        "waiver.submitted",
        "duty.opened",
        "review.forwarded",
    ]
    assert bodies[0] == {
        "id": f"{number}:1", "event": "waiver.submitted", "version": 1,
        "case": {"number": number, "kind": "waiver", "state": "submitted"},
        "at": house.now.isoformat(timespec="milliseconds"),
    }  # fmt: skip


def test_an_act_that_is_undone_tells_nobody(house: House) -> None:
    """The queue is written in the transaction of the act."""
    hooked(house)

    def undone() -> None:
        with transaction(house.engine) as session:
            policy = adopt_policy(session, house.policy, now=house.now)
            submit_waiver(
                session, filing(), policy, by=SUPERINTENDENT, entered_by=KEYBOARD, now=house.now
            )
            find_case(session, "W-2026-9999")

    with pytest.raises(NoSuchCase):
        undone()
    assert house.rows(WebhookDelivery) == []


@pytest.mark.parametrize(
    ("acts_for", "told"),
    [(SUPERINTENDENT, True), (CHIEF, True), (INTAKE, True),
     (SUPERINTENDENT_OF_THREE_RIVERS, False), ("board@selectboard.quarryhill.example", False),
     ("liaison@statepolice.example", False)],
)  # fmt: skip
def test_a_client_is_told_of_what_its_person_may_read(
    house: House,
    acts_for: str,
    told: bool,  # noqa: FBT001
) -> None:
    """The body, its chief, the office: not the neighbour."""
    hooked(house, acts_for=acts_for)
    house.submit()
    assert bool(claim(house)) is told
    assert {one.state for one in house.rows(WebhookDelivery)} <= {
        DeliveryState.QUEUED if told else DeliveryState.WITHHELD
    }


def test_a_shortfall_concerns_its_own(house: House) -> None:
    """The reviewers of the department have no part in it."""
    hooked(house, acts_for=INTAKE)
    hooked(house, acts_for=SUPERINTENDENT_OF_THREE_RIVERS)
    Fallback(house).determine()
    assert len(claim(house)) == 1


def test_only_the_events_wanted_are_queued(house: House) -> None:
    """A client that asks for decisions hears of nothing else."""
    hooked(house, events=("waiver.withdrawn",))
    number = house.submit().case.number
    assert house.rows(WebhookDelivery) == []
    house.withdraw(number)
    assert len(house.rows(WebhookDelivery)) == 1


def test_what_is_claimed_is_one_workers_until_the_lease_is_over(house: House) -> None:
    """Two workers never post the same at once; one that dies leaves it to the next."""
    hooked(house)
    house.submit()
    assert len(claim(house)) == 1
    assert claim(house) == []
    house.now += LEASE
    with reading(house.engine) as session:
        assert deliveries_due(session, now=house.now, clock=house.now)
    assert len(claim(house)) == 1


def test_a_slow_receiver_holds_up_no_other(house: House) -> None:
    """A batch takes a few of each webhook."""
    hooked(house)
    number = house.submit().case.number
    hook = house.rows(Webhook)[0].id or 0
    with transaction(house.engine) as session:
        case = find_case(session, number)
        for _ in range(FAIR + 5):
            record(session, case, "duty.opened", by="x", entered_by="x", now=house.now)
    hooked(house, acts_for=CHIEF)
    house.withdraw(number)
    parcels = claim(house)
    assert len([one for one in parcels if one.webhook == hook]) == FAIR
    assert len(parcels) == FAIR + 1


def test_back_off_is_that_of_mail_and_ends(house: House) -> None:
    """Ten seconds, doubling, three days; then it is failed, and operators see it."""
    client = hooked(house)
    house.submit()
    (parcel,) = claim(house)
    assert put(house, parcel, Deferred("answered 503")) == {"retrying": 1}
    (row,) = house.rows(WebhookDelivery)
    assert (row.due_at, row.attempts) == (house.now + timedelta(seconds=10), 1)
    assert claim(house) == []
    house.later(seconds=10)
    (parcel,) = claim(house)
    put(house, parcel, Deferred("answered 503"))
    assert house.rows(WebhookDelivery)[0].due_at == house.now + timedelta(seconds=20)
    house.later(days=3)
    (parcel,) = claim(house)
    assert put(house, parcel, Deferred("answered 503")) == {"failed": 1}
    with transaction(house.engine) as session:
        ((failed, name, url),) = failed_deliveries(session)
        assert (failed.reply, name, url) == ("answered 503", "Student system", HOOK)
        ask_again(session, client, failed.id or 0, now=house.now)
    (parcel,) = claim(house)
    assert put(house, parcel, Delivered("204")) == {"delivered": 1}
    with reading(house.engine) as session:
        (hook,) = webhooks_of(session, client.client)
        assert [one.state for one in deliveries_of(session, hook)] == [DeliveryState.DELIVERED]


def test_what_was_not_begun_waits_without_being_charged(house: House) -> None:
    """No attempt is counted."""
    hooked(house)
    house.submit()
    (parcel,) = claim(house)
    put(house, parcel, NotTried())
    (row,) = house.rows(WebhookDelivery)
    assert (row.state, row.attempts) == (DeliveryState.QUEUED, 0)
    assert row.due_at > house.now


def test_gone_ends_the_webhook(house: House) -> None:
    """410 says that nobody listens: nothing more is sent, and nothing more is queued."""
    client = hooked(house)
    number = house.submit().case.number
    (parcel,) = claim(house)
    put(house, parcel, Gone("answered 410"))
    with reading(house.engine) as session:
        assert webhooks_of(session, client.client) == []
    house.withdraw(number)
    assert len(house.rows(WebhookDelivery)) == 1


def test_an_address_that_leads_inside_fails_at_once(house: House) -> None:
    """It is not tried for three days."""
    hooked(house)
    house.submit()
    (parcel,) = claim(house)
    assert put(house, parcel, Rejected("not public")) == {"failed": 1}


@pytest.mark.parametrize("how", ["ended", "revoked"])
def test_what_is_on_its_way_when_it_ends_is_withheld(house: House, how: str) -> None:
    """Revoked or unsubscribed, the client is told nothing more."""
    client = hooked(house)
    house.submit()
    with transaction(house.engine) as session:
        if how == "ended":
            (hook,) = webhooks_of(session, client.client)
            unsubscribe(session, client, hook.id or 0, now=house.now)
        else:
            revoke_client(
                session, client.client.id or 0, by=OPERATOR, entered_by=KEYBOARD, now=house.now
            )
    assert claim(house) == []
    assert house.rows(WebhookDelivery)[0].state is DeliveryState.WITHHELD


@pytest.mark.parametrize(
    "url",
    ["", "hooks.example", "http://hooks.example/", "https://", "ftp://hooks.example/",
     "https://user@hooks.example/", "https://user:pass@hooks.example/", "https://h.example/#x",
     "https://h.example/ x", "https://h.example/\r\nX: y", "https://h\u00e9.example/",
     "https://[::1", "https://h.example:99999/", "file:///etc/passwd", "https://" + "a" * 1000],
)  # fmt: skip
def test_only_a_plain_https_address_is_taken(house: House, url: str) -> None:
    """What could lead elsewhere, or into a header, is refused."""
    client = acting(house, made(house).key)
    with transaction(house.engine) as session, pytest.raises(WebhookUnfit):
        subscribe(session, client, url, [], anywhere=False, now=house.now)


def test_a_webhook_is_its_clients_alone(house: House) -> None:
    """Another client cannot end it, renew it, or have anything sent again; a scope is needed."""
    client, other = hooked(house), acting(house, made(house).key)
    house.submit()
    with transaction(house.engine) as session:
        (hook,) = webhooks_of(session, client.client)
        (delivery,) = deliveries_of(session, hook)
        before = hook.secret
        for act in (unsubscribe, renew_secret):
            with pytest.raises(NoSuchWebhook):
                act(session, other, hook.id or 0, now=house.now)
        with pytest.raises(NoSuchWebhook):
            ask_again(session, other, delivery.id or 0, now=house.now)
        assert renew_secret(session, client, hook.id or 0, now=house.now).secret != before
        with pytest.raises(WebhookUnfit):
            subscribe(session, client, HOOK, ["evidence.opened"], anywhere=False, now=house.now)
    narrow = acting(house, made(house, scopes=(Scope.READ,)).key)
    with transaction(house.engine) as session, pytest.raises(ScopeMissing):
        subscribe(session, narrow, HOOK, [], anywhere=False, now=house.now)


def test_a_client_has_a_few_webhooks(house: House) -> None:
    """One act does not fan out without end."""
    client = hooked(house)
    with transaction(house.engine) as session:
        for _ in range(MOST - 1):
            subscribe(session, client, HOOK, [], anywhere=False, now=house.now)
        with pytest.raises(WebhookUnfit, match="10"):
            subscribe(session, client, HOOK, [], anywhere=False, now=house.now)
