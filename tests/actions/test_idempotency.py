"""A request sent again has the answer it had, and does nothing twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from actions.cases import find_case
from actions.idempotency import KeyReused, KeyUnfit, begin_request, finish_request, request_hash
from database import transaction
from models.cases import Case
from models.clients import ApiClient, IdempotencyKey
from models.policies import PolicyVersion
from rules.findings import NoSuchCase
from tests.actions.client_makers import made
from tests.actions.makers import House
from tests.records import a_case

REQUEST = request_hash("post", "/api/waivers", b"{}")


@pytest.fixture
def client(house: House) -> ApiClient:
    """Give a client."""
    return made(house).client


def send(house: House, client: ApiClient, key: str = "k", request: str = REQUEST) -> str:
    """Do something under a key: the answer counts how often it was done."""
    with transaction(house.engine) as session:
        if kept := begin_request(session, client, key, request, now=house.now):
            return f"{kept.status} {kept.response}"
        house.later(seconds=1)
        finish_request(session, client, key, status=201, response=f"done at {house.now:%H:%M:%S}")
    return f"201 done at {house.now:%H:%M:%S}"


def test_asked_again_it_answers_the_same(house: House, client: ApiClient) -> None:
    """Whoever lost the answer has it; another key is another request."""
    first = send(house, client)
    assert send(house, client) == first
    assert send(house, client, "other") != first


def test_a_key_stands_for_one_request(house: House, client: ApiClient) -> None:
    """The same key for something else is a mistake, and told."""
    send(house, client)
    for other in (
        request_hash("post", "/api/waivers", b"{ }"),
        request_hash("post", "/api/waivers/", b"{}"),
        request_hash("put", "/api/waivers", b"{}"),
    ):
        with pytest.raises(KeyReused):
            send(house, client, request=other)


def test_another_clients_key_is_its_own(house: House, client: ApiClient) -> None:
    """Two clients may think of the same key."""
    assert send(house, client) != send(house, made(house).client)


def test_a_refused_request_keeps_nothing(house: House, client: ApiClient) -> None:
    """The act and its answer are kept together, or neither is."""

    def refused() -> None:
        with transaction(house.engine) as session:
            begin_request(session, client, "k", REQUEST, now=house.now)
            find_case(session, "W-2026-9999")

    with pytest.raises(NoSuchCase):
        refused()
    assert house.rows(IdempotencyKey) == []
    assert send(house, client).startswith("201")


def test_an_answer_is_kept_for_a_day(house: House, client: ApiClient) -> None:
    """Then it is forgotten, with all others of its age."""
    send(house, client)
    send(house, client, "other")
    house.now += timedelta(hours=24, seconds=5)
    send(house, client, "new")
    assert [one.key for one in house.rows(IdempotencyKey)] == ["new"]


@pytest.mark.parametrize("key", ["", "x" * 201, "a\nb", "é", "\x00"])
def test_a_key_is_visible_letters(house: House, client: ApiClient, key: str) -> None:
    """Nothing else is taken."""
    with pytest.raises(KeyUnfit):
        send(house, client, key)


def test_two_at_once_do_it_once(house: House, client: ApiClient) -> None:
    """The second waits for the first, and has its answer."""

    def once(number: int) -> str:
        with transaction(house.engine) as session:
            if kept := begin_request(session, client, "k", REQUEST, now=house.now):
                return kept.response
            a_case(session, f"W-2026-{number:04}", policy_version=_policy(session))
            finish_request(session, client, "k", status=201, response=str(number))
            return str(number)

    house.submit()
    with ThreadPoolExecutor(4) as threads:
        answers = {one.result() for one in [threads.submit(once, n) for n in range(900, 904)]}
    assert len(answers) == 1
    assert len(house.rows(Case)) == 2


def _policy(session: Session) -> str:
    return session.exec(select(PolicyVersion.version)).first() or ""
