"""Limits on how often one client may try: they slow it, and keep nobody else out."""

from enum import Enum
from ipaddress import ip_address, ip_network

from limits import RateLimitItem, RateLimitItemPerMinute, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class Limit(Enum):
    """What is limited, for each client. An address of mail is limited in `actions.signing_in`."""

    ASK_LINK = "20 per 15 minutes"
    USE_LINK = "60 per 15 minutes"
    PASSKEY = "30 per 15 minutes"
    OPENID = "40 per 15 minutes"
    FILES = "120 per 60 minutes"
    """Of the register, also to ask whether one has changed."""
    UNKNOWN_KEY = "50 per 15 minutes"
    UPLOAD = "300 per 15 minutes"

    @property
    def item(self) -> RateLimitItem:
        """The limit as the library counts it."""
        return parse(self.value)


class TooOften(Exception):
    """A client tried too often; `seconds` says after how long it may again."""

    def __init__(self, seconds: int) -> None:
        """Keep how long."""
        super().__init__(f"too many tries: again in {seconds} seconds")
        self.seconds = seconds


def network_of(client: str) -> str:
    """Give what is counted for an address: of version 6, where one has millions, its network."""
    try:
        address = ip_address(client)
    except ValueError:
        return client
    return client if address.version == 4 else str(ip_network((address, 64), strict=False))  # noqa: PLR2004


class Limits:
    """Counts tries by client, in this process's memory."""

    def __init__(self) -> None:
        """Start with nothing counted."""
        self._counter = MovingWindowRateLimiter(MemoryStorage())

    def require(self, limit: Limit, client: str, *, now: float) -> None:
        """Count one more try.

        Raises:
            TooOften: it is one too many; it is not counted.
        """
        self._count(limit.item, limit.name, client, now=now)

    def require_of_key(self, client_id: int, per_minute: int, *, now: float) -> None:
        """Count one more request of a key of the API.

        Raises:
            TooOften: it is one too many in a minute; it is not counted.
        """
        self._count(RateLimitItemPerMinute(per_minute), "KEY", str(client_id), now=now)

    def _count(self, item: RateLimitItem, name: str, client: str, *, now: float) -> None:
        if not self._counter.hit(item, name, client):
            again, _ = self._counter.get_window_stats(item, name, client)
            raise TooOften(max(1, round(again - now)))
