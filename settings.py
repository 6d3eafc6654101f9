"""The configuration: where things are, read from the environment at the doors."""

from datetime import UTC, datetime
from pathlib import Path

from pydantic import AwareDatetime, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """RECOURSE_* variables; every default is the embedded, one-machine set-up."""

    model_config = SettingsConfigDict(env_prefix="RECOURSE_", env_ignore_empty=True)

    home: Path = Path("var")
    """Holds the embedded database, documents, mailbox and logs."""
    database_url: str | None = None
    smtp_url: str | None = None
    """`smtp://`, `smtps://`, `smtp+starttls://`; unset: the embedded mailbox."""
    mail_from: str = "Recourse <recourse@localhost>"
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

    portal_url: str | None = None
    """Where people reach the portal: `https://waivers.example`. Unset: this machine alone."""
    secret: SecretStr | None = None
    """Signs sign-in links and forms; needed wherever `portal_url` is set."""
    metrics_token: SecretStr | None = None
    """Lets a monitor read /metrics from another machine."""
    oidc_issuer: str | None = None
    """An OpenID provider to sign in with; with its id and secret for this portal."""
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
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

    def present(self) -> datetime:
        """Give the time now, or the drill's, in UTC."""
        return (self.now or datetime.now(UTC)).astimezone(UTC)
