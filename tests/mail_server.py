"""A real SMTP server that keeps what it is sent and answers as a test tells it to."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Self

from aiosmtpd.smtp import SMTP, Envelope

WAIT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail the server accepted: its envelope and what was in it."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage


@dataclass
class MailServer:
    """Listens on a free port of the loopback, from `with` to the end of it."""

    accepted: list[Mail] = field(default_factory=list[Mail])
    port: int = 0
    _refused: dict[str, str] = field(default_factory=dict[str, str])
    _deferrals: list[str] = field(default_factory=list[str])
    _news: threading.Condition = field(default_factory=threading.Condition)

    @property
    def url(self) -> str:
        """Where it listens, as `RECOURSE_SMTP_URL` has it."""
        return f"smtp://127.0.0.1:{self.port}"

    def defer_next(self, count: int, reply: str = "451 4.3.0 try again later") -> None:
        """Answer the next `count` mails with a 4xx, whoever they are for."""
        self._deferrals.extend([reply] * count)

    def refuse(self, address: str, reply: str = "550 5.1.1 no such mailbox") -> None:
        """Answer a recipient with a 5xx from now on."""
        self._refused[address] = reply

    def wait_for(self, count: int, seconds: float = WAIT_SECONDS) -> list[Mail]:
        """Give the accepted mails once there are `count` of them.

        Raises:
            AssertionError: there were fewer after `seconds`.
        """
        with self._news:
            enough = self._news.wait_for(lambda: len(self.accepted) >= count, seconds)
            assert enough, f"{len(self.accepted)} mails after {seconds} s, not {count}"
            return list(self.accepted)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name for it
        self, _server: SMTP, _session: object, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Admit a recipient, or say why not."""
        if address in self._refused:
            return self._refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: object, envelope: Envelope
    ) -> str:
        """Keep a mail, or put it off."""
        if self._deferrals:
            return self._deferrals.pop(0)
        content = envelope.original_content or b""
        message = message_from_bytes(content, policy=policy.default)
        with self._news:
            sender = envelope.mail_from or ""
            self.accepted.append(Mail(sender, tuple(envelope.rcpt_tos), message))
            self._news.notify_all()
        return "250 OK"

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="mail-server")
        self._thread.start()
        self._server = self._run(self._listen)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        self._run(self._close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, act: Callable[[], Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(act(), self._loop).result(WAIT_SECONDS)

    async def _listen(self) -> asyncio.Server:
        def connection() -> SMTP:
            return SMTP(self, loop=self._loop, hostname="localhost", enable_SMTPUTF8=True)

        return await self._loop.create_server(connection, "127.0.0.1", 0)

    async def _close(self) -> None:
        self._server.close()
        open_connections = asyncio.all_tasks() - {asyncio.current_task()}
        for task in open_connections:
            task.cancel()
        await asyncio.gather(*open_connections, return_exceptions=True)
