"""Mail servers for a test's block: some misbehave, some want TLS and a password."""

import asyncio
import ssl
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Address
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from notifications.route import Route, Tls
from tests.notifications.makers import NOON

LOOPBACK = "127.0.0.1"
USER, PASSWORD = "clerk@doe.example", "p/w:ord@1"


@dataclass
class Caller:
    """One connection, as the server sees it."""

    number: int
    lines: asyncio.StreamReader
    wire: asyncio.StreamWriter
    taken: int = 0

    async def say(self, reply: str) -> None:
        """Send a line."""
        self.wire.write(f"{reply}\r\n".encode())
        await self.wire.drain()

    async def hear(self) -> str:
        """Read a line; an empty string when the caller has hung up."""
        return (await self.lines.readline()).decode().strip()

    async def take_mails(self, count: int, last: str = "250 taken") -> None:
        """Talk SMTP until `count` mails have come; the last is answered with `last`."""
        await self.say("220 ready")
        while self.taken < count and (line := await self.hear()):
            if line != "DATA":
                await self.say("221 bye" if line == "QUIT" else "250 yes")
                continue
            await self.say("354 go on")
            await self.lines.readuntil(b"\r\n.\r\n")
            self.taken += 1
            await self.say(last if self.taken == count else "250 taken")


@asynccontextmanager
async def talking(
    talk: Callable[[Caller], Awaitable[None]],
) -> AsyncGenerator[tuple[Route, list[Caller]]]:
    """Listen on a free port, hold `talk` with each caller, then hang up on them."""
    callers: list[Caller] = []

    async def answer(lines: asyncio.StreamReader, wire: asyncio.StreamWriter) -> None:
        caller = Caller(len(callers) + 1, lines, wire)
        callers.append(caller)
        try:
            await talk(caller)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the caller left first
        finally:
            wire.close()

    server = await asyncio.start_server(answer, LOOPBACK, 0)
    try:
        yield Route(LOOPBACK, server.sockets[0].getsockname()[1]), callers
    finally:
        server.close()


class Guarded:
    """Takes mail from those who gave the right password, and remembers who sent it."""

    def __init__(self) -> None:
        self.senders: list[tuple[str, bool]] = []
        """Each mail's account, and whether the connection was encrypted."""

    def __call__(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, given: LoginPassword
    ) -> AuthResult:
        """Judge a user and password."""
        right = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False, auth_data=given.login.decode())

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name for it
        self, server: SMTP, session: Session, _envelope: Envelope
    ) -> str:
        """Take a mail."""
        assert server.transport is not None
        encrypted = server.transport.get_extra_info("cipher") is not None
        self.senders.append((str(session.auth_data), encrypted))
        return "250 taken"


@asynccontextmanager
async def guarding(
    tls: Tls, certificate: Path, password: str = PASSWORD
) -> AsyncGenerator[tuple[Route, Guarded]]:
    """Listen with TLS, and take mail only from who gives the password."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    guard = Guarded()
    loop = asyncio.get_running_loop()
    starttls = tls is Tls.STARTTLS

    def connection() -> SMTP:
        return SMTP(
            guard,
            loop=loop,
            hostname="localhost",
            tls_context=context if starttls else None,
            require_starttls=starttls,
            auth_required=starttls,
            auth_require_tls=starttls,
            authenticator=guard,
        )

    server = await loop.create_server(connection, LOOPBACK, 0, ssl=None if starttls else context)
    try:
        yield Route(LOOPBACK, server.sockets[0].getsockname()[1], tls, USER, password), guard
    finally:
        server.close()


def write_certificate(folder: Path) -> Path:
    """Make a key and a certificate of the loopback address that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, LOOPBACK)])
    address = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address(LOOPBACK))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOON - timedelta(days=3650))
        .not_valid_after(NOON + timedelta(days=3650))
        .add_extension(address, critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return file
