"""A real IMAP server with one mailbox, in clear text or behind TLS."""

import socket
import ssl
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

import trustme
from imap_tools import MailBoxUnencrypted

from flows.prefect_server import free_port
from notifications.inbox import NOT_UNDERSTOOD, READ

START_SECONDS = 30
USER, PASSWORD = "bounces", "p@ss/word:1"
QUOTED = "p%40ss%2Fword%3A1"


class ImapServer:
    """Runs from `with` to the end of it; its mailbox is in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.secure_port = 0

    @property
    def url(self) -> str:
        """Where it listens in clear text, as `RECOURSE_BOUNCE_URL` has it."""
        return f"imap://{USER}:{QUOTED}@127.0.0.1:{self.port}/INBOX"

    @property
    def starttls_url(self) -> str:
        """The same port, with STARTTLS before the password."""
        return f"imap+starttls://{USER}:{QUOTED}@localhost:{self.port}/INBOX"

    @property
    def tls_url(self) -> str:
        """A port that speaks TLS from the first byte."""
        return f"imaps://{USER}:{QUOTED}@localhost:{self.secure_port}/INBOX"

    @property
    def authority(self) -> Path:
        """The certificate of whoever vouches for this server."""
        return self.folder / "authority.pem"

    def put(self, *mails: bytes) -> None:
        """Have mails arrive."""
        with self._opened() as box:
            for mail in mails:
                box.append(mail)  # pyright: ignore[reportUnknownMemberType]

    def folders(self) -> dict[str, int]:
        """Give how many mails lie where: in the inbox, read, not understood."""
        counts: dict[str, int] = {}
        with self._opened() as box:
            for folder in ("INBOX", READ, NOT_UNDERSTOOD):
                if box.folder.exists(folder):
                    box.folder.set(folder)  # pyright: ignore[reportUnknownMemberType]
                    counts[folder] = len(box.uids())
        return counts

    def __enter__(self) -> Self:
        self.folder.mkdir()
        authority = trustme.CA()
        authority.cert_pem.write_to_path(self.authority)
        certificate = authority.issue_cert("localhost")
        certificate.private_key_and_cert_chain_pem.write_to_path(self.folder / "server.pem")
        pem = str(self.folder / "server.pem")
        self._process = subprocess.Popen(
            [
                str(Path(sys.executable).with_name("pymap")),
                *("--host", "127.0.0.1", "--port", str(self.port), "--cert", pem, "--key", pem),
                *("dict", "--demo-user", USER, "--demo-password", PASSWORD),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._await_answer()
        self._tunnel = _Tunnel(pem, self.port)
        self.secure_port = self._tunnel.port
        return self

    def __exit__(self, *_: object) -> None:
        self._tunnel.close()
        self._process.terminate()
        self._process.wait()

    def _opened(self) -> MailBoxUnencrypted:
        return MailBoxUnencrypted("127.0.0.1", self.port, timeout=10).login(USER, PASSWORD)

    def _await_answer(self) -> None:
        until = time.monotonic() + START_SECONDS
        while True:
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            assert self._process.poll() is None, "the IMAP server ended by itself"
            assert time.monotonic() < until, "the IMAP server did not start"
            threading.Event().wait(0.02)


class _Tunnel:
    """TLS from the first byte, before a server that only speaks STARTTLS."""

    def __init__(self, pem: str, onward: int) -> None:
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._context.load_cert_chain(pem)
        self._onward = onward
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                arrived, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(arrived,), daemon=True).start()

    def _serve(self, arrived: socket.socket) -> None:
        with suppress(OSError), arrived:
            near = self._context.wrap_socket(arrived, server_side=True)
            with near, socket.create_connection(("127.0.0.1", self._onward)) as far:
                back = threading.Thread(target=_copy, args=(far, near), daemon=True)
                back.start()
                _copy(near, far)
                back.join()


def _copy(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while chunk := source.recv(65536):
            sink.sendall(chunk)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_RDWR)
