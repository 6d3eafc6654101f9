"""A portal of a test's own: a real server on loopback, a real mailbox, visitors by HTTP."""

import re
import socket
import threading
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from mailbox import Maildir
from pathlib import Path
from typing import Any

import httpx2
import uvicorn

from documents import DocumentStore
from notifications.mailbox import Mailbox
from portal.app import create_app
from portal.surroundings import BACKGROUND, Surroundings
from settings import Settings
from tests.actions.makers import House
from tests.shared import CASES

SECONDS = 15
LINK = re.compile(r"http://\S+/sign-in/link\?token=\S+")
HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">')


@dataclass
class Premises:
    """A running portal, the house behind it, and what lies in its mailbox."""

    house: House
    settings: Settings
    url: str
    surroundings: Surroundings
    app: Any
    _opened: list[httpx2.Client] = field(default_factory=list[httpx2.Client])

    def visitor(self, **headers: str) -> "Visitor":
        """Give somebody with a browser of their own, without scripts."""
        client = httpx2.Client(base_url=self.url, headers=headers, timeout=30)
        self._opened.append(client)
        return Visitor(self, client)

    def signed_in(self, email: str) -> "Visitor":
        """Give somebody who has signed in by a link."""
        return self.visitor().sign_in(email)

    def mails(self) -> list[EmailMessage]:
        """Read what lies in the mailbox."""
        folder = Maildir(self.settings.home / "mailbox", create=False)
        return [
            message_from_bytes(folder.get_bytes(key), policy=policy.default)
            for key in folder.iterkeys()
        ]

    def links_to(self, email: str) -> set[str]:
        """Give the sign-in links sent to an address."""
        return {
            LINK.findall(_text(mail))[0]
            for mail in self.mails()
            if mail["X-Original-To"] == email and "sign in" in str(mail["Subject"])
        }

    def wait_for_link(self, email: str, *, besides: Collection[str] = ()) -> str:
        """Give a sign-in link that was not there before."""
        give_up = time.monotonic() + SECONDS
        while not (new := self.links_to(email) - set(besides)):
            assert time.monotonic() < give_up, "no link came"
            threading.Event().wait(0.01)
        return new.pop()

    def settle(self) -> None:
        """Return once everything that was put in the background is done."""
        all_here = threading.Barrier(BACKGROUND + 1)
        for _ in range(BACKGROUND):
            self.surroundings.background.submit(all_here.wait)
        all_here.wait(SECONDS)

    def let_pass(self, **span: float) -> None:
        """Move the portal's clock on."""
        now = self.surroundings.clock() + timedelta(**span)
        began = datetime.now(UTC)
        self.surroundings.clock = lambda: now + (datetime.now(UTC) - began)

    def keep_files(self) -> None:
        """Put the sample files in the store, as a filing does."""
        store = DocumentStore(self.settings.home / "documents")
        for path in sorted((CASES / "files").iterdir()):
            store.put(path)

    def close(self) -> None:
        """End every visit."""
        for client in self._opened:
            client.close()


@dataclass
class Visitor:
    """Somebody at a browser without scripts."""

    premises: Premises
    client: httpx2.Client

    def get(self, path: str, **more: Any) -> httpx2.Response:
        """Ask for a page, without being led on."""
        return self.client.get(path, **more)

    def send(self, page: str, path: str | None = None, **fields: Any) -> httpx2.Response:
        """Load a page, fill in its form to `path` (the page's own unless said), and send it."""
        loaded = self.client.get(page)
        return self.post(path or page, marks_of(loaded.text, path or page), **fields)

    def post(
        self, path: str, marks: dict[str, str] | None = None, **fields: Any
    ) -> httpx2.Response:
        """Send a form as a browser does."""
        files = fields.pop("files", None)
        headers = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
        return self.client.post(
            path, data={**(marks or {}), **fields}, files=files, headers=headers
        )

    def sign_in(self, email: str) -> "Visitor":
        """Sign in by a link from the mailbox."""
        before = self.premises.links_to(email)
        asked = self.send("/sign-in", email=email)
        assert asked.status_code == 303, asked.text
        answer = self.use(self.premises.wait_for_link(email, besides=before))
        assert answer.status_code == 303, answer.text
        return self

    def use(self, link: str) -> httpx2.Response:
        """Open a sign-in link and press its button."""
        return self.send(link, "/sign-in/link", token=link.partition("token=")[2])


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return body.get_content() if body else ""


def marks_of(page: str, action: str) -> dict[str, str]:
    """Give the hidden fields of the form to `action` on a page."""
    forms = re.findall(r'<form[^>]* action="([^"]*)"[^>]*>(.*?)</form>', page, re.DOTALL)
    for to, inside in forms:
        if to.partition("?")[0] == action.partition("?")[0]:
            return dict(HIDDEN.findall(inside))
    raise AssertionError(f"no form to {action} on this page:\n{page[-3000:]}")


class Running:
    """A server in a thread, from `start` to `stop`."""

    def __init__(self, app: Any) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.server = uvicorn.Server(
            uvicorn.Config(app, log_config=None, access_log=False, server_header=False)
        )
        self.thread = threading.Thread(
            target=self.server.run, kwargs={"sockets": [self.socket]}, name="portal"
        )

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.socket.getsockname()[1])

    def start(self) -> None:
        """Return once it answers."""
        self.thread.start()
        give_up = time.monotonic() + SECONDS
        while not self.server.started:
            assert self.thread.is_alive(), "the portal did not start"
            assert time.monotonic() < give_up, "the portal did not start"
            threading.Event().wait(0.005)

    def stop(self) -> None:
        """Return once it has ended."""
        self.server.should_exit = True
        self.thread.join(SECONDS)
        self.socket.close()


class Opened:
    """Premises with everything they need, from `with` to its end."""

    def __init__(self, url: str, engine: Any, home: Path, **settings: Any) -> None:
        self.mailbox = Mailbox(home / "mailbox")
        self.settings = Settings(
            home=home, database_url=url, smtp_url=self.mailbox.start(), **settings
        )
        self.app = create_app(self.settings)
        self.running = Running(self.app)
        self.house = House(engine, now=datetime.now(UTC)).open()

    def __enter__(self) -> Premises:
        self.running.start()
        surroundings: Surroundings = self.app.state.portal
        address = f"http://127.0.0.1:{self.running.port}"
        self.premises = Premises(self.house, self.settings, address, surroundings, self.app)
        return self.premises

    def __exit__(self, *_: object) -> None:
        self.premises.close()
        self.running.stop()
        self.mailbox.stop()
