"""The portal as an application: pages gathered, checked against the matrix, and wrapped."""

from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from portal import troubles
from portal.api.description import PROGRAMS
from portal.counting import Counts
from portal.headers import Outermost
from portal.matrix import require_complete
from portal.pages import (
    account,
    acknowledging,
    api,
    assignments,
    attending,
    bodies,
    cases,
    chiefs,
    clocks,
    conflicts,
    deciding,
    determination_signing,
    determinations,
    documents,
    draft_parts,
    drafts,
    following,
    home,
    memoranda,
    monitors,
    notices,
    office,
    passkeys,
    publishing,
    queues,
    redacting,
    register,
    register_files,
    reviewing,
    shortfalls,
    signing_drafts,
    signing_in,
    state_police,
    statistics,
)
from portal.pages import desk as desk_pages
from portal.pages import openid as openid_pages
from portal.pages.documents import ATTACHED
from portal.pages.operators import clients, closures, engine, offices, overview, paper, registry
from portal.surroundings import Surroundings, require_sound, surroundings
from settings import Settings

ROUTERS = (
    home.pages,
    signing_in.pages,
    openid_pages.pages,
    passkeys.pages,
    desk_pages.pages,
    account.pages,
    cases.pages,
    documents.pages,
    bodies.pages,
    drafts.pages,
    draft_parts.pages,
    signing_drafts.pages,
    following.pages,
    queues.pages,
    office.pages,
    conflicts.pages,
    reviewing.pages,
    deciding.pages,
    clocks.pages,
    statistics.pages,
    notices.pages,
    register_files.pages,
    register.pages,
    publishing.pages,
    redacting.pages,
    acknowledging.pages,
    attending.pages,
    chiefs.pages,
    determinations.pages,
    determination_signing.pages,
    state_police.pages,
    shortfalls.pages,
    assignments.pages,
    memoranda.pages,
    overview.pages,
    registry.pages,
    offices.pages,
    closures.pages,
    clients.pages,
    engine.pages,
    paper.pages,
    monitors.pages,
    api.pages,
    *PROGRAMS,
)
"""Every module of pages. A new one is named here."""

SMALLEST_PACKED = 1000
NOT_PACKED = (*DEFAULT_EXCLUDED_CONTENT_TYPES, ATTACHED)
"""Files of a case are most often packed by their own kind; whole, their length is told."""


def create_app(settings: Settings) -> FastAPI:
    """Make the portal.

    Raises:
        PortalNotConfigured: it would not be safe as it is set up.
        RouteWithoutRule: a route is not in the matrix of `portal/matrix.py`.
    """
    portal = surroundings(settings)
    require_sound(settings)
    counts = Counts()
    # No pages of the library's own: nothing of it is needed, and each would want a rule.
    app = FastAPI(
        title="Recourse",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
    )
    app.state.portal, app.state.counts = portal, counts
    app.state.openid = openid_pages.provider(settings)
    for router in ROUTERS:
        # Not `include_router`: it hides the routes, which the matrix has to see one by one.
        app.router.routes.extend(router.routes)
    require_complete(set(named_routes(app)))
    troubles.add_to(app)
    app.add_middleware(
        SessionMiddleware,
        secret_key=portal.key("openid").hex(),
        session_cookie="recourse-openid",
        max_age=openid_pages.COOKIE_SECONDS,
        path="/sign-in/openid",
        https_only=portal.https,
    )
    app.add_middleware(
        GZipMiddleware,
        minimum_size=SMALLEST_PACKED,
        compresslevel=5,
        exclude_content_types=NOT_PACKED,
    )
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=portal.hosts, www_redirect=False)
    app.add_middleware(Outermost, portal=portal, counts=counts, on_fault=troubles.tell)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncGenerator[None]:
    yield
    portal: Surroundings = app.state.portal
    portal.background.shutdown(wait=True)
    portal.engine.dispose()


def named_routes(app: FastAPI) -> Generator[str]:
    """Yield each route as the matrix names it: `GET /desk`."""
    for route in app.routes:
        if not isinstance(route, APIRoute):
            yield f"? {getattr(route, 'path', route)}"
            continue
        for method in sorted(route.methods or ()):
            yield f"{method} {route.path}"
