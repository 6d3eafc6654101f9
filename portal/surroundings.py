"""What every page stands on: configuration, database, documents, secret, limits."""

import hashlib
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from urllib.parse import urlsplit

from sqlalchemy import Engine

from database import connect
from documents import DocumentStore
from portal.limiting import Limits
from rules.policy import default_policy_text
from settings import Settings

BACKGROUND = 2
"""Threads for what is done out of the way of an answer."""
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class PortalNotConfigured(Exception):
    """The portal would not be safe as it is set up; the message says what to set."""


@dataclass
class Surroundings:
    """One portal's own. Pages reach it as `visit.portal`."""

    settings: Settings
    engine: Engine
    store: DocumentStore
    secret: bytes = field(repr=False)
    limits: Limits = field(default_factory=Limits)
    background: Executor = field(
        default_factory=lambda: ThreadPoolExecutor(BACKGROUND, thread_name_prefix="background")
    )
    """Where what must not hold up, or time, an answer is done: sign-in mail."""
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    """The machine's time: sessions and links go by it, even in a drill."""

    @property
    def https(self) -> bool:
        """Whether people reach the portal by https."""
        return (self.settings.portal_url or "").startswith("https://")

    @property
    def hosts(self) -> list[str]:
        """The names a request may be for."""
        if self.settings.portal_url is None:
            return list(LOOPBACK)
        return [urlsplit(self.settings.portal_url).hostname or "", "127.0.0.1", "localhost"]

    @property
    def cookie(self) -> str:
        """The session cookie's name: `__Host-` binds it to this host wherever https admits that."""
        return "__Host-recourse" if self.https else "recourse"

    @cached_property
    def policy_text(self) -> str:
        """The operator's policy, or the one that ships."""
        path = self.settings.policy
        return path.read_text(encoding="utf-8") if path else default_policy_text()

    def key(self, purpose: str) -> bytes:
        """Give a key for one purpose alone."""
        return hashlib.blake2b(purpose.encode(), key=self.secret[:64]).digest()


def surroundings(settings: Settings) -> Surroundings:
    """Read the configuration and connect. Nothing is opened yet.

    Raises:
        PortalNotConfigured: a secret is missing where the portal is not for this machine alone.
        DatabaseUnavailable: the database's URL names none.
    """
    return Surroundings(
        settings=settings,
        engine=connect(settings.database),
        store=DocumentStore(settings.home / "documents"),
        secret=_secret(settings),
    )


def _secret(settings: Settings) -> bytes:
    key = settings.signing_key()
    if key is None:
        raise PortalNotConfigured(
            "RECOURSE_PORTAL_URL is set and RECOURSE_SECRET is not: set it to a long random text, "
            "the same for every portal of this house"
        )
    return hashlib.sha256(key.encode()).digest()


def require_sound(settings: Settings) -> None:
    """Check the rest of the configuration of a portal that others reach.

    Raises:
        PortalNotConfigured: says which variable to set, and to what.
    """
    named = (settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret)
    if any(named) and not all(named):
        raise PortalNotConfigured(
            "an OpenID provider needs RECOURSE_OIDC_ISSUER, RECOURSE_OIDC_CLIENT_ID and "
            "RECOURSE_OIDC_CLIENT_SECRET together"
        )
    if settings.portal_url is None:
        return
    parts = urlsplit(settings.portal_url)
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.path.strip("/"):
        raise PortalNotConfigured(
            "RECOURSE_PORTAL_URL cannot be used: write it as https://waivers.example"
        )
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise PortalNotConfigured(
            "RECOURSE_PORTAL_URL must begin with https://: a session would cross the network "
            "in the clear"
        )
    if settings.smtp_url is None and settings.oidc_issuer is None:
        raise PortalNotConfigured(
            "nobody could sign in: set RECOURSE_SMTP_URL for links by mail, or an OpenID provider"
        )
