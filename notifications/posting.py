"""Post to webhooks: signed, over https, to public addresses alone, and say what became of each.

An address is resolved first, looked at, and then connected to as it was looked
at: a name that says something else a moment later leads nowhere. No redirect is
followed and no answer is read but its status.
"""

import asyncio
import ipaddress
import socket
import ssl
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from time import monotonic

import httpx

from notifications.send import Deferred, Delivered, NotTried, Rejected, Result
from notifications.signatures import HEADER, sign

PER_POST = 10.0
"""Seconds one post may take in all, looking up the name included."""

TOGETHER = 20
"""Webhooks posted to at once; to each of them, one after another."""

GONE = 410
"""RFC 9110: nobody listens there any more."""

_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]


@dataclass(frozen=True, slots=True)
class Parcel:
    """One delivery on its way."""

    id: int
    webhook: int
    case: str
    url: str
    secret: str
    body: str


@dataclass(frozen=True, slots=True)
class Ways:
    """Where posts may go, and how names are looked up."""

    anywhere: bool
    """Plain http, and addresses on this machine and network: embedded mode alone."""
    admits: Callable[[Address], bool]
    resolve: Resolve
    trusted: ssl.SSLContext | None = None
    """Whose certificates are trusted; None: the usual ones."""


@dataclass(frozen=True, slots=True)
class Gone(Rejected):
    """The receiver says that nobody listens there any more."""


class NotThere(Exception):
    """Nothing is posted to this address."""


async def lookup(host: str, port: int) -> list[str]:
    """Give every address a name has now."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def is_public(address: Address) -> bool:
    """Tell whether an address is out in the world, also as one inside another is written."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast


def ways(*, anywhere: bool) -> Ways:
    """Give the ways of this installation: anywhere in embedded mode, else in public alone."""
    return Ways(anywhere, (lambda _: True) if anywhere else is_public, lookup)


async def post_all(
    parcels: Sequence[Parcel],
    by: Ways,
    *,
    at: Callable[[], int],
    until: float | None = None,
    per_post: float = PER_POST,
    on_result: Callable[[Parcel, Result], None],
) -> None:
    """Post parcels, calling `on_result` once for each with what became of it.

    Those of one webhook go one after another; once one is put off, the rest of
    them wait as well. `until` is on the monotonic clock: what is not begun by
    then is `NotTried`. `at` is the time that is signed, in seconds since 1970.
    """
    by_webhook: dict[int, deque[Parcel]] = {}
    for parcel in parcels:
        by_webhook.setdefault(parcel.webhook, deque()).append(parcel)
    slots = asyncio.Semaphore(TOGETHER)

    async def carry(waiting: deque[Parcel]) -> None:
        put_off = False
        async with slots:
            for parcel in waiting:
                if put_off or (until is not None and monotonic() >= until):
                    on_result(parcel, NotTried())
                    continue
                result = await _post(parcel, by, at(), per_post)
                put_off = not isinstance(result, Delivered)
                on_result(parcel, result)

    await asyncio.gather(*(carry(waiting) for waiting in by_webhook.values()))


async def _post(parcel: Parcel, by: Ways, at: int, seconds: float) -> Result:
    try:
        async with asyncio.timeout(seconds):
            status = await _status(parcel, by, at)
    except NotThere as error:
        return Rejected(str(error))
    except TimeoutError:
        return Deferred(f"no answer within {seconds:.0f} seconds")
    except (OSError, httpx.HTTPError, httpx.InvalidURL, ssl.SSLError) as error:
        return Deferred(f"{type(error).__name__}: {error}"[:200])
    if httpx.codes.is_success(status):
        return Delivered(str(status))
    return (Gone if status == GONE else Deferred)(f"answered {status}")


async def _status(parcel: Parcel, by: Ways, at: int) -> int:
    url = httpx.URL(parcel.url)
    if url.scheme != "https" and not (by.anywhere and url.scheme == "http"):
        raise NotThere("only https is posted to")
    address = await _address(url, by)
    body = parcel.body.encode()
    headers = {
        "Host": url.netloc.decode("ascii"),
        "Content-Type": "application/json",
        "User-Agent": "Recourse-Webhooks/1",
        "Recourse-Delivery": str(parcel.id),
        HEADER: sign(parcel.secret, body, at=at),
    }
    # Proxies and the like of the surroundings are left alone: they would look the name up anew.
    async with (
        httpx.AsyncClient(verify=by.trusted or True, trust_env=False, timeout=PER_POST) as client,
        client.stream(
            "POST",
            url.copy_with(host=address),
            content=body,
            headers=headers,
            extensions={"sni_hostname": url.host},
        ) as answer,
    ):
        return answer.status_code


async def _address(url: httpx.URL, by: Ways) -> str:
    port = url.port or (443 if url.scheme == "https" else 80)
    found = await by.resolve(url.host, port)
    if not found:
        raise OSError("the name has no address")
    for one in found:
        if not by.admits(ipaddress.ip_address(one.partition("%")[0])):
            raise NotThere("the name leads to an address that is not public: nothing is posted")
    return found[0]
