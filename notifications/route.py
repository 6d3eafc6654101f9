"""Where mail is handed over: a mail server's URL, taken apart."""

from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit


class Tls(StrEnum):
    """How the connection is protected, by the URL's scheme."""

    NONE = "smtp"
    STARTTLS = "smtp+starttls"
    IMPLICIT = "smtps"


PORTS = {Tls.NONE: 25, Tls.STARTTLS: 587, Tls.IMPLICIT: 465}
"""Where a URL names no port."""


class BadRoute(ValueError):
    """A mail server's URL that cannot be used. Its text never holds the password."""


@dataclass(frozen=True, slots=True)
class Route:
    """A mail server and how to talk to it."""

    host: str
    port: int
    tls: Tls = Tls.NONE
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @property
    def we_are(self) -> str | None:
        """The name to greet with: `localhost` on this machine, else the library asks DNS."""
        return "localhost" if on_this_machine(self.host) else None

    def __str__(self) -> str:
        """Write it as a URL without the account."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.tls}://{host}:{self.port}"


def parse_route(url: str) -> Route:
    """Read `smtp://host:port`, `smtps://…` or `smtp+starttls://user:password@host:port`.

    Raises:
        BadRoute: says what is wrong and how it should look.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise BadRoute(_wanted("its host or port cannot be read")) from None
    schemes = {tls.value: tls for tls in Tls}
    if parts.scheme not in schemes:
        raise BadRoute(_wanted(f"it does not begin with one of {', '.join(schemes)}"))
    if not parts.hostname:
        raise BadRoute(_wanted("it names no host"))
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise BadRoute(_wanted("it goes on after the port; write / in a password as %2F"))
    tls = schemes[parts.scheme]
    if parts.username and tls is Tls.NONE and not on_this_machine(parts.hostname):
        raise BadRoute(_wanted("a password would cross the network in the clear"))
    return Route(
        host=parts.hostname,
        port=PORTS[tls] if port is None else port,
        tls=tls,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


def on_this_machine(host: str) -> bool:
    """Tell whether a host is the loopback."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _wanted(trouble: str) -> str:
    return (
        f"the mail server's URL (RECOURSE_SMTP_URL) cannot be used: {trouble}. "
        "Write smtp://host:port, smtps://user:password@host:port "
        "or smtp+starttls://user:password@host:port."
    )
