"""The embedded mailbox: a mail server on this machine that writes a Maildir.

Any mail program opens the folder. It listens on loopback only, keeps every mail
whoever it is to, and says `250` when the mail is on the disk.
"""

import asyncio
import errno
import os
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from mailbox import Maildir
from pathlib import Path
from threading import Thread

from aiosmtpd.smtp import SMTP, Envelope, Session

LOOPBACK = "127.0.0.1"

LARGEST = 40 * 1024 * 1024
"""Bytes; a larger mail is refused with 552."""


class PortInUse(Exception):
    """Something else listens on the port the mailbox was to have."""


class Mailbox:
    """A mail server that runs in a thread of its own from `start` to `stop`."""

    def __init__(self, folder: Path, *, largest: int = LARGEST) -> None:
        """Name the Maildir; `start` makes it, with its parents."""
        self._folder = folder
        self._largest = largest
        self._running: _Running | None = None

    def start(self, port: int = 0) -> str:
        """Listen on `port` of loopback, any free one for 0, and give the URL.

        Raises:
            PortInUse: in words for the person who chose the port.
        """
        listener = _listen(port)
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        self._running = _Running(_Keeper(self._folder), listener, self._largest)
        return f"smtp://{LOOPBACK}:{listener.getsockname()[1]}"

    def stop(self) -> None:
        """Hang up on everyone and return when the last mail taken is on the disk."""
        if self._running is not None:
            self._running.stop()
            self._running = None


class _Running:
    """The event loop, its thread and the server in it."""

    def __init__(self, keeper: "_Keeper", listener: socket.socket, largest: int) -> None:
        self._keeper = keeper
        self._largest = largest
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="mailbox", daemon=True)
        self._thread.start()
        ready = asyncio.run_coroutine_threadsafe(self._accept(listener), self._loop)
        self._server = ready.result()

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._keeper.close()

    async def _accept(self, listener: socket.socket) -> asyncio.Server:
        return await self._loop.create_server(self._protocol, sock=listener)

    def _protocol(self) -> SMTP:
        # The host name is given: the library would ask DNS at every connection.
        return SMTP(
            self._keeper,
            data_size_limit=self._largest,
            enable_SMTPUTF8=True,
            hostname="localhost",
            ident="Recourse mailbox",
            loop=self._loop,
        )

    async def _hang_up(self) -> None:
        self._server.close()
        conversations = asyncio.all_tasks() - {asyncio.current_task()}
        for conversation in conversations:
            conversation.cancel()
        await asyncio.gather(*conversations, return_exceptions=True)


class _Keeper:
    """Takes mails one after the other and puts each on the disk."""

    def __init__(self, folder: Path) -> None:
        self._maildir = Maildir(folder)
        self._new = os.open(folder / "new", os.O_RDONLY)
        # One writer: a Maildir's file names are told apart by a counter.
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="maildir")

    async def handle_DATA(self, _server: SMTP, _session: Session, mail: Envelope) -> str:  # noqa: N802 (the library's name)
        """Keep a mail, a copy for each recipient; the library calls this at its end."""
        raw = mail.original_content or b""
        to = [address for address in mail.rcpt_tos if address]
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._writer, self._keep, mail.mail_from or "", to, raw)
        return "250 2.0.0 on the disk"

    def _keep(self, sender: str, to: Sequence[str], raw: bytes) -> None:
        # A Maildir's `new` only ever receives whole, synced files (written in
        # `tmp`, then linked); syncing the folder makes the link last as well.
        for address in to:
            trace = f"Return-Path: <{sender}>\r\nX-Original-To: {address}\r\n"
            self._maildir.add(trace.encode() + raw)
        os.fsync(self._new)

    def close(self) -> None:
        """Finish what is being written."""
        self._writer.shutdown()
        os.close(self._new)


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server((LOOPBACK, port))
    except OSError as trouble:
        if trouble.errno != errno.EADDRINUSE:
            raise
        raise PortInUse(
            f"port {port} is taken by another program: stop it, or choose another port"
        ) from None
