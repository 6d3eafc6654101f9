"""Signing in with the department's own OpenID provider (Authlib, PKCE)."""

from typing import Any

import structlog
from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from actions.offices import person
from database import transaction
from models.sessions import SignedInBy
from portal.arriving import Caller
from portal.entering import enter, inside
from portal.limiting import Limit
from portal.visits import NoSuchPage, Visit
from settings import Settings

pages = APIRouter()
log = structlog.get_logger("recourse.portal")

COOKIE_SECONDS = 600


def provider(settings: Settings) -> Any:
    """Give the provider's client, which finds its addresses out by itself; None where none is set.

    State, nonce and PKCE verifier travel in a signed cookie of `/sign-in/openid`
    alone: the library's own cache would be one process's.
    """
    if settings.oidc_issuer is None or settings.oidc_client_secret is None:
        return None
    from authlib.integrations.starlette_client import OAuth  # a fifth of a second few need

    issuer = settings.oidc_issuer.rstrip("/")
    oauth: Any = OAuth()
    return oauth.register(
        name="office",
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(),
        client_kwargs={"scope": "openid email", "code_challenge_method": "S256", "timeout": 10},
    )


@pages.get("/sign-in/openid")
async def start(visit: Caller) -> Response:
    """Lead to the provider."""
    visit.limit(Limit.OPENID)
    client = _client(visit)
    visit.request.session["onward"] = inside(visit.request.query_params.get("next"))
    try:
        return await client.authorize_redirect(
            visit.request, f"{visit.origin}/sign-in/openid/back", prompt="select_account"
        )
    except _troubles() as trouble:
        return await _no_provider(visit, trouble)


@pages.get("/sign-in/openid/back")
async def back(visit: Caller) -> Response:
    """Take what the provider says, and let in whoever it knows by a verified address on record."""
    visit.limit(Limit.OPENID)
    client = _client(visit)
    try:
        token = await client.authorize_access_token(visit.request)
    except _troubles() as trouble:
        return await _no_provider(visit, trouble)
    claims: dict[str, Any] = token.get("userinfo") or {}
    onward = str(visit.request.session.pop("onward", ""))
    visit.request.session.clear()
    return await run_in_threadpool(_let_in, visit, claims, onward)


def _troubles() -> tuple[type[Exception], ...]:
    """Give what a provider that is away, or an answer that is not for us, come as."""
    from authlib.integrations.base_client import OAuthError
    from httpx2 import HTTPError

    return OAuthError, HTTPError, ValueError


def _let_in(visit: Visit, claims: dict[str, Any], onward: str) -> Response:
    email = claims.get("email")
    if claims.get("email_verified") is not True or not isinstance(email, str):
        return visit.page("sign-in/openid-unknown.html", status=403, verified=False, email=None)
    with transaction(visit.portal.engine) as session:
        someone = person(session, email)
        if someone is not None:
            return enter(visit, session, someone, by=SignedInBy.OPENID, onward=onward)
    return visit.page("sign-in/openid-unknown.html", status=403, verified=True, email=email)


async def _no_provider(visit: Visit, trouble: Exception) -> Response:
    log.warning("openid_failed", trouble=type(trouble).__name__, why=str(trouble)[:200])
    visit.request.session.clear()
    return await run_in_threadpool(
        lambda: visit.page(
            "errors/trouble.html",
            status=502,
            title="The sign-in service did not let you through",
            sentences=(
                "Nothing was changed. Try again, or ask for a link by mail instead.",
                "If it goes on, tell an operator.",
            ),
            findings=(),
        )
    )


def _client(visit: Visit) -> Any:
    client = visit.request.app.state.openid
    if client is None:
        raise NoSuchPage("No OpenID provider is set up here. Ask for a link by mail instead.")
    return client
