"""Serve the portal: uvicorn, on loopback unless it is set up for others."""

import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from portal.app import create_app
from portal.telling import set_up_log
from settings import Settings

LOOPBACK = "127.0.0.1"
PORT = 8000
STOP_SECONDS = 5


def serve(
    settings: Settings,
    *,
    port: int = PORT,
    host: str = LOOPBACK,
    listening: Callable[[], None] = lambda: None,
) -> None:
    """Serve until told to stop; `listening` is called when whoever comes is answered.

    Raises:
        PortalNotConfigured: it would not be safe as it is set up.
    """
    set_up_log()
    app = create_app(settings)
    configuration = uvicorn.Config(
        app,
        host=LOOPBACK if settings.embedded_portal else host,
        port=port,
        ws="none",
        access_log=False,
        log_level="warning",
        server_header=False,
        date_header=True,
        proxy_headers=not settings.embedded_portal,
        forwarded_allow_ips=settings.trusted_proxies or LOOPBACK,
        timeout_graceful_shutdown=STOP_SECONDS,
        lifespan="on",
    )
    with suppress(KeyboardInterrupt):
        _Server(configuration, listening).run()


class _Server(uvicorn.Server):
    """The library's, and it tells when it listens."""

    def __init__(self, configuration: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(configuration)
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the port, and say so."""
        await super().startup(sockets)
        if self.started:
            self._listening()
