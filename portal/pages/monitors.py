"""For monitors: is it up, can it work, what has it done."""

import hmac
from ipaddress import ip_address

from fastapi import APIRouter
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from database import DatabaseUnavailable, NotMigrated, require_migrated
from portal.arriving import Caller
from portal.counting import Counts
from portal.visits import NoSuchPage

pages = APIRouter()


@pages.get("/healthz")
def healthz(visit: Caller) -> Response:  # noqa: ARG001 - the matrix asks every route
    """Say that the process answers."""
    return PlainTextResponse("ok\n")


@pages.get("/readyz")
def readyz(visit: Caller) -> Response:
    """Say whether the database can be reached and is migrated."""
    try:
        require_migrated(visit.portal.engine)
    except (DatabaseUnavailable, NotMigrated) as trouble:
        return JSONResponse({"ready": False, "why": str(trouble)}, status_code=503)
    return JSONResponse({"ready": True})


@pages.get("/metrics")
def metrics(visit: Caller) -> Response:
    """Give figures, to this machine or to whoever has the token."""
    token = visit.portal.settings.metrics_token
    shown = visit.request.headers.get("authorization", "").removeprefix("Bearer ")
    has_token = token is not None and hmac.compare_digest(
        shown.encode(), token.get_secret_value().encode()
    )
    if not has_token and not (_is_here(visit.client) and _is_here(visit.asked_of)):
        raise NoSuchPage("There is no such page.")
    counts: Counts = visit.request.app.state.counts
    return PlainTextResponse(counts.text(), media_type="text/plain; version=0.0.4")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
