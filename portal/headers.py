"""What goes with every answer: headers that keep browsers safe, a line of log, a count."""

import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.counting import Counts
from portal.surroundings import Surroundings

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}
"""Set where an answer does not set its own."""
HSTS = "max-age=31536000; includeSubDomains"

OnFault = Callable[[Request, Exception], Awaitable[Response]]

log = structlog.get_logger("recourse.portal")


class Outermost:
    """Wraps the whole portal. Paths are logged as their routes, never queries or bodies."""

    def __init__(
        self, app: ASGIApp, portal: Surroundings, counts: Counts, on_fault: OnFault
    ) -> None:
        """Wrap `app`; `on_fault` answers what nothing within did."""
        self._app = app
        self._on_fault = on_fault
        self._portal = portal
        self._counts = counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status, started = time.perf_counter(), 500, False
        scope.setdefault("state", {})["request_id"] = secrets.token_hex(6)

        async def send_with_headers(message: Message) -> None:
            nonlocal status, started
            if message["type"] == "http.response.start":
                started = True
                status = message["status"]
                self._add_headers(MutableHeaders(scope=message), scope)
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as error:
            if started:
                raise
            # Here, and not further out: an answer to a fault has these headers as any other.
            answer = await self._on_fault(Request(scope, receive), error)
            await answer(scope, receive, send_with_headers)
        finally:
            self._tell(scope, status, time.perf_counter() - began)

    def _add_headers(self, headers: MutableHeaders, scope: Scope) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if self._portal.https:
            headers["Strict-Transport-Security"] = HSTS
        headers["X-Request-Id"] = scope["state"]["request_id"]

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        route: Any = scope.get("route")
        path = getattr(route, "path", None) or "(no route)"
        self._counts.answered(scope["method"], path, status, seconds)
        log.info(
            "answered",
            method=scope["method"],
            route=path,
            status=status,
            ms=round(seconds * 1000, 1),
            request=scope["state"]["request_id"],
            person=scope["state"].get("person"),
        )
