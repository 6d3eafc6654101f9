"""Send mail over a few kept SMTP connections, and say what became of each."""

import asyncio
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from time import monotonic
from typing import Self

from aiosmtplib import (
    SMTP,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from notifications.addresses import NotAnAddress, require_address
from notifications.route import Route, Tls

PER_MAIL = 15.0
"""Seconds one mail may take in all, connecting and one reconnection included."""

CLOSING = 421
"""RFC 5321: the server ends this connection; the mail itself is not at fault."""

FINAL = 500
"""Replies from here on are final (RFC 5321, 4.2.1)."""

NOT_LET_IN = 530
"""RFC 4954, RFC 3207: the server wants a password or TLS first. Our set-up is at
fault, not the address: the mail waits for it to be mended."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One mail as bytes, and the envelope it travels in (bare addresses)."""

    key: str
    """The message's key, for the caller to know it by."""
    sender: str
    to: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Delivered:
    """The server took it; it is the server's now."""

    reply: str


@dataclass(frozen=True, slots=True)
class Deferred:
    """Not now: a 4xx, no connection, no answer in time. Try later."""

    reply: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """Never to this address: a 5xx, or an address that no mail can be sent to."""

    reply: str


@dataclass(frozen=True, slots=True)
class NotTried:
    """Time was up before it was begun."""


Result = Delivered | Deferred | Rejected | NotTried


class NoConnection(Exception):
    """The mail server could not be reached, or would not talk to us."""


async def send_all(
    route: Route,
    mails: Iterable[Outgoing] | AsyncIterable[Outgoing],
    *,
    connections: int = 4,
    until: float | None = None,
    per_mail: float = PER_MAIL,
    on_result: Callable[[Outgoing, Result], None],
) -> None:
    """Send `mails`, calling `on_result` once for each, as soon as it is known.

    The mails share at most `connections` kept connections; they may be written
    while others are on their way, if `mails` gives them so. One bad mail stops
    no other. A connection that cannot be opened is given up and its mails go to
    the others; when none is left, what remains is deferred.

    `until` is on the monotonic clock: what is not begun by then is `NotTried`,
    and what is begun ends within `per_mail` seconds. `on_result` runs in the
    event loop, so it should be brief; what it raises ends the sending.
    """
    waiting = _Waiting(mails)
    troubles: list[str] = []

    async def carry() -> None:
        async with _Line(route, per_mail) as line:
            async for mail in waiting:
                if until is not None and monotonic() >= until:
                    on_result(mail, NotTried())
                    continue
                try:
                    result = await line.send(mail)
                except NoConnection as trouble:
                    waiting.hand_back(mail)
                    troubles.append(str(trouble))
                    return
                on_result(mail, result)

    async with asyncio.TaskGroup() as lines:
        for _ in range(connections):
            lines.create_task(carry())
    async for mail in waiting:
        on_result(mail, Deferred(troubles[-1]))


class _Waiting:
    """The mails that no connection has taken yet: those handed back, then those to come."""

    def __init__(self, mails: Iterable[Outgoing] | AsyncIterable[Outgoing]) -> None:
        self._handed_back: deque[Outgoing] = deque()
        self._coming = aiter(mails) if isinstance(mails, AsyncIterable) else _each(mails)
        self._turn = asyncio.Lock()

    def hand_back(self, mail: Outgoing) -> None:
        self._handed_back.append(mail)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Outgoing:
        if self._handed_back:
            return self._handed_back.popleft()
        async with self._turn:
            return await anext(self._coming)


async def _each(mails: Iterable[Outgoing]) -> AsyncIterator[Outgoing]:
    for mail in mails:
        yield mail


class _Line:
    """One kept connection, opened when first needed and again when it drops."""

    def __init__(self, route: Route, per_mail: float) -> None:
        self._route = route
        self._per_mail = per_mail
        self._smtp: SMTP | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._smtp is None:
            return
        try:
            async with asyncio.timeout(1):
                await self._smtp.quit()
        except (SMTPException, OSError):
            pass
        finally:
            self._hang_up()

    async def send(self, mail: Outgoing) -> Result:
        """Send one mail; a connection that drops under it is reopened once.

        Raises:
            NoConnection: the server cannot be reached; the mail was not sent.
        """
        try:
            # Checked here: the library reads `a <b@c>` as b@c, and sends it there.
            require_address(mail.sender)
            require_address(mail.to)
        except NotAnAddress as unusable:
            return Rejected(_one_line(str(unusable)))
        try:
            async with asyncio.timeout(self._per_mail):
                return await self._offer(mail) or await self._offer(mail) or _DROPPED
        except TimeoutError:
            late = f"no answer from {self._route} within {self._per_mail:g} seconds"
            if self._smtp is None:
                raise NoConnection(late) from None
            self._hang_up()
            return Deferred(late)

    async def _offer(self, mail: Outgoing) -> Result | None:
        """Offer the mail; None when the connection was lost on the way."""
        smtp = self._smtp or await self._connect()
        try:
            _, reply = await smtp.sendmail(mail.sender, [mail.to], mail.raw)
        except SMTPRecipientsRefused as refused:
            return self._refused(refused.recipients[0])
        except SMTPResponseException as refused:
            return self._refused(refused)
        except (SMTPServerDisconnected, OSError):
            self._hang_up()
            return None
        except SMTPException as trouble:
            self._hang_up()
            return Deferred(_one_line(str(trouble)))
        return Delivered(_one_line(reply))

    def _refused(self, refused: SMTPResponseException) -> Result | None:
        if refused.code == CLOSING:
            self._hang_up()
            return None
        reply = _one_line(f"{refused.code} {refused.message}")
        final = refused.code >= FINAL and refused.code != NOT_LET_IN
        return Rejected(reply) if final else Deferred(reply)

    async def _connect(self) -> SMTP:
        route = self._route
        smtp = SMTP(
            hostname=route.host,
            port=route.port,
            username=route.user,
            password=route.password,
            use_tls=route.tls is Tls.IMPLICIT,
            start_tls=route.tls is Tls.STARTTLS,
            timeout=None,  # `send` keeps the time, for all of it together
            local_hostname=route.we_are,
        )
        try:
            await smtp.connect()
        except (SMTPException, OSError) as trouble:
            raise NoConnection(
                _one_line(f"cannot reach the mail server {route}: {trouble}")
            ) from trouble
        self._smtp = smtp
        return smtp

    def _hang_up(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


_DROPPED = Deferred("the mail server ended the connection twice")


def _one_line(reply: str) -> str:
    return " ".join(reply.split())[:500]
