"""Posts go out signed, over https, to public addresses alone; nothing leads them elsewhere."""

import asyncio
import ipaddress
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from flows.prefect_server import free_port
from notifications.posting import Gone, Parcel, Ways, is_public, lookup, post_all, ways
from notifications.send import Deferred, Delivered, NotTried, Rejected, Result
from notifications.signatures import HEADER, is_signed
from tests.hook_server import HookServer, certificate

NAME = "hooks.example"
HERE = ways(anywhere=True)
NOW = 1_790_000_000


def parcel(url: str, number: int = 1, webhook: int = 1) -> Parcel:
    """Make a delivery."""
    return Parcel(number, webhook, "W-2026-0001", url, "whsec_x", '{"event":"waiver.decided"}')


def post(
    parcels: Sequence[Parcel], by: Ways, *, until: float | None = None, per_post: float = 5
) -> dict[int, Result]:
    """Post, and give what became of each."""
    found: dict[int, Result] = {}

    def keep(one: Parcel, result: Result) -> None:
        assert one.id not in found
        found[one.id] = result

    asyncio.run(
        post_all(parcels, by, at=lambda: NOW, until=until, per_post=per_post, on_result=keep)
    )
    return found


def test_a_post_is_signed_and_says_which_it_is() -> None:
    """The receiver can tell that it is ours, and a repeat by its number."""
    with HookServer() as server:
        found = post([parcel(f"http://127.0.0.1:{server.port}/in?x=1", 7)], HERE)
        assert found == {7: Delivered("204")}
        (got,) = server.received
    assert got.path == "/in?x=1"
    assert got.headers["Recourse-Delivery"] == "7"
    assert got.headers["Content-Type"] == "application/json"
    assert is_signed("whsec_x", got.body, got.headers[HEADER], now=NOW + 60)


@pytest.mark.parametrize(
    ("status", "became"),
    [(200, Delivered("200")), (204, Delivered("204")), (301, Deferred("answered 301")),
     (302, Deferred("answered 302")), (400, Deferred("answered 400")),
     (410, Gone("answered 410")), (500, Deferred("answered 500"))],
)  # fmt: skip
def test_what_became_of_it_is_told_by_the_status(status: int, became: Result) -> None:
    """A redirect is not followed, whatever it promises."""
    with HookServer() as server:
        server.status = status
        assert post([parcel(f"http://127.0.0.1:{server.port}/")], HERE) == {1: became}
        assert len(server.received) == 1


def test_a_name_is_connected_to_as_it_was_looked_up(tmp_path: Path) -> None:
    """TLS is to the name, the connection to the address: another lookup changes nothing."""
    tls = certificate(tmp_path, NAME)
    asked: list[str] = []

    async def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with HookServer(tls) as server:
        by = Ways(anywhere=False, admits=lambda _: True, resolve=resolve, trusted=tls.trusting())
        url = f"https://{NAME}:{server.port}/in"
        assert post([parcel(url)], by) == {1: Delivered("204")}
        assert server.received[0].headers["Host"] == f"{NAME}:{server.port}"
        wrong = post([parcel(f"https://other.example:{server.port}/in")], by)
        assert isinstance(wrong[1], Deferred)
        assert "CERTIFICATE_VERIFY_FAILED" in wrong[1].reply
        unknown = post([parcel(url)], Ways(anywhere=False, admits=lambda _: True, resolve=resolve))
        assert isinstance(unknown[1], Deferred)
    assert asked == [NAME, "other.example", NAME]


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["10.1.2.3"], ["169.254.169.254"], ["::1"], ["fe80::1%eth0"],
     ["::ffff:127.0.0.1"], ["93.184.215.14", "192.168.1.1"]],
)  # fmt: skip
def test_nothing_is_posted_inside(addresses: list[str]) -> None:
    """Loopback, private, link-local, or one such among others: refused before any connection."""

    async def resolve(_host: str, _port: int) -> list[str]:
        return addresses

    by = Ways(anywhere=False, admits=is_public, resolve=resolve)
    assert isinstance(post([parcel(f"https://{NAME}/")], by)[1], Rejected)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.1", "2130706433"])
def test_ways_of_writing_this_machine_lead_nowhere(host: str) -> None:
    """Looked up for real: however it is written, it is not public, or not an address."""
    found = post([parcel(f"https://{host}:{free_port()}/")], ways(anywhere=False))
    assert isinstance(found[1], (Rejected, Deferred))
    if isinstance(found[1], Deferred):
        assert "gaierror" in found[1].reply


def test_plain_http_is_for_ones_own_machine() -> None:
    """Outside the embedded mode it is refused."""
    by = Ways(anywhere=False, admits=lambda _: True, resolve=lookup)
    assert isinstance(post([parcel(f"http://127.0.0.1:{free_port()}/")], by)[1], Rejected)


@pytest.mark.parametrize(
    ("address", "public"),
    [("93.184.215.14", True), ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
     ("0.0.0.0", False), ("100.64.0.1", False), ("192.0.2.1", False), ("224.0.0.1", False),  # noqa: S104
     ("255.255.255.255", False), ("fc00::1", False), ("::", False), ("ff02::1", False),
     ("::ffff:10.0.0.1", False), ("64:ff9b::7f00:1", False), ("64:ff9b::5db8:d70e", True),
     ("2002:7f00:1::", False), ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
     ("198.18.0.1", False), ("2001:db8::1", False)],
)  # fmt: skip
def test_public_is_what_stands_in_the_world(address: str, *, public: bool) -> None:
    """Also where one address is written inside another."""
    assert is_public(ipaddress.ip_address(address)) is public


def test_a_receiver_that_does_not_answer_is_given_up() -> None:
    """After the time allowed in all; others are posted to meanwhile."""
    with HookServer() as slow, HookServer() as quick:
        slow.release.clear()
        began = time.monotonic()
        found = post(
            [
                parcel(f"http://127.0.0.1:{slow.port}/", 1, webhook=1),
                parcel(f"http://127.0.0.1:{slow.port}/", 2, webhook=1),
                parcel(f"http://127.0.0.1:{quick.port}/", 3, webhook=2),
            ],
            HERE,
            per_post=0.5,
        )
        assert time.monotonic() - began < 5
    assert isinstance(found[1], Deferred)
    assert found[2] == NotTried()
    assert found[3] == Delivered("204")


def test_nobody_there_is_put_off() -> None:
    """A port that is closed, a name that is none."""
    urls = [f"http://127.0.0.1:{free_port()}/", "http://no-such-host.invalid/"]
    found = post([parcel(url, n, webhook=n) for n, url in enumerate(urls)], HERE)
    assert all(isinstance(one, Deferred) for one in found.values())


def test_nothing_is_begun_once_time_is_up() -> None:
    """It is left to the next batch."""
    found = post([parcel("http://127.0.0.1:1/")], HERE, until=time.monotonic())
    assert found == {1: NotTried()}
