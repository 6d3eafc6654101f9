"""The configuration: where things are, read from the environment at the doors."""

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PORTAL = "http://127.0.0.1:8000"
"""The embedded portal."""

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
    """The portal as people reach it; unset: this machine, where everything is embedded."""
    secret: Secret | None = None
    """Signs the links in mails; unset: a key of the home's own, where everything is embedded."""
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

    @property
    def database(self) -> str:
        """The database's URL, the embedded SQLite file unless one is set."""
        return self.database_url or f"sqlite:///{self.home.resolve() / 'recourse.sqlite'}"

    @property
    def embedded_database(self) -> bool:
        """Whether the database is the file in `home`."""
        return self.database_url is None

    @property
    def portal(self) -> str | None:
        """The portal's address; None where nobody has said it and it is not embedded."""
        told = self.portal_url or (PORTAL if self.embedded_database else None)
        return told.rstrip("/") if told else None

    def signing_key(self) -> str | None:
        """Give the key that signs links; None where there is none and none may be made up.

        Where everything is embedded, it is a file of the home, made once and
        readable by its owner alone. Elsewhere workers and portals on several
        machines have to share one, so an operator sets it.
        """
        if self.secret is not None:
            return self.secret.get_secret_value()
        return _own_key(self.home / "signing.key") if self.embedded_database else None

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
