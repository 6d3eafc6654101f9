"""Serve the portal: uvicorn, on loopback unless it is set up for others."""

import gc

import uvicorn

from portal.app import create_app
from portal.telling import set_up_log
from settings import Settings

LOOPBACK = "127.0.0.1"
PORT = 8000
STOP_SECONDS = 5
COLLECTED = 10_000
"""Objects made before Python looks for rings among them: at its own 700 it does so in each page,
for a sixth of the page's time."""


def serve(settings: Settings, *, port: int = PORT, host: str = LOOPBACK) -> None:
    """Serve until told to stop.

    Raises:
        PortalNotConfigured: it would not be safe as it is set up.
    """
    set_up_log()
    _collect_seldom()
    app = create_app(settings)
    uvicorn.run(
        app,
        host=LOOPBACK if settings.embedded_portal else host,
        port=port,
        access_log=False,
        log_level="warning",
        server_header=False,
        date_header=True,
        proxy_headers=not settings.embedded_portal,
        forwarded_allow_ips=settings.trusted_proxies or LOOPBACK,
        timeout_graceful_shutdown=STOP_SECONDS,
        lifespan="on",
    )


def _collect_seldom() -> None:
    """Have Python look for garbage less often, and not among what was imported."""
    gc.set_threshold(COLLECTED)
    gc.freeze()
