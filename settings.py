"""The configuration: where things are, read from the environment at the doors."""

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

Secret = Annotated[SecretStr, Field(min_length=32)]


class Settings(BaseSettings):
    """RECOURSE_* variables; every default is the embedded, one-machine set-up."""

    model_config = SettingsConfigDict(env_prefix="RECOURSE_", env_ignore_empty=True)

    home: Path = Path("var")
    """Holds the embedded database, documents, mailbox and logs."""
    database_url: str | None = None
    smtp_url: str | None = None
    """`smtp://`, `smtps://`, `smtp+starttls://`; unset: the embedded mailbox."""
    mail_from: str = "Recourse <recourse@localhost>"
    bounce_address: str | None = None
    """Where mail servers report what they could not deliver; unset: `mail_from`."""
    bounce_url: str | None = None
    """`imaps://user:password@host/INBOX`, the mailbox of that address; unset: none is read."""
    portal_url: str | None = None
    """Where people reach the portal: `https://waivers.example`. Unset: this machine alone."""
    portal_port: int = Field(default=8000, ge=1, le=65535)
    """Where it listens on this machine."""
    secret: Secret | None = None
    """Signs links and forms; needed wherever `portal_url` is set."""
    policy: Path | None = None
    """A policy.toml; unset: the one that ships."""
    now: AwareDatetime | None = None
    """Taken as the present, for drills and demonstrations."""
    operator: str | None = None
    """Who is at the keyboard; unset: the account's name."""
    lease_seconds: float = Field(default=30, gt=0, le=600)
    """How long a claimed message is left to its worker before another may take it."""
    ready_within: float = Field(default=0.25, gt=0, le=60)
    """Seconds between two looks for work where nothing rings (SQLite)."""

    metrics_token: SecretStr | None = None
    """Lets a monitor read /metrics from another machine."""
    oidc_issuer: str | None = None
    """An OpenID provider to sign in with; with its id and secret for this portal."""
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    api_per_minute: int = Field(default=600, ge=1, le=1_000_000)
    """Requests that a key of the API may make in a minute, at each portal."""
    trusted_proxies: str | None = None
    """Proxies before the portal, comma between: they say who the client is. Unset: this machine."""

    @property
    def embedded_portal(self) -> bool:
        """Whether the portal is for this machine alone."""
        return self.portal_url is None

    @property
    def database(self) -> str:
        """The database's URL, the embedded SQLite file unless one is set."""
        return self.database_url or f"sqlite:///{self.home.resolve() / 'recourse.sqlite'}"

    @property
    def embedded_database(self) -> bool:
        """Whether the database is the file in `home`."""
        return self.database_url is None

    @property
    def embedded(self) -> bool:
        """Whether all of it is for this machine alone: then webhooks may be, too."""
        return self.embedded_database and self.embedded_portal

    @property
    def portal(self) -> str | None:
        """The portal's address; None where nobody has said it and it is not embedded."""
        if self.portal_url:
            return self.portal_url.rstrip("/")
        return f"http://127.0.0.1:{self.portal_port}" if self.embedded_database else None

    def signing_key(self) -> str | None:
        """Give the key that signs links; None where there is none and none may be made up.

        Where the portal is for this machine alone, it is a file of the home, made
        once and readable by its owner alone. Elsewhere workers and portals on
        several machines have to share one, so an operator sets it.
        """
        if self.secret is not None:
            return self.secret.get_secret_value()
        return _own_key(self.home / "signing.key") if self.embedded_portal else None

    def present(self) -> datetime:
        """Give the time now, or the drill's, in UTC."""
        return (self.now or datetime.now(UTC)).astimezone(UTC)


def _own_key(path: Path) -> str:
    """Read the key, or make it: of processes that start together, one's is kept."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as key:
            key.write(secrets.token_urlsafe(48))
            key.flush()
            os.fsync(key.fileno())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()
