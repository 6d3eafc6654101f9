"""Signing in with an OpenID provider: a real one, of the test's own."""

import re
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
import sqlalchemy as sa

from flows.prefect_server import free_port
from models.sessions import PortalSession, SignedInBy
from tests.actions.makers import COMMISSIONER
from tests.portal.browsing import Visits, check
from tests.portal.premises import Opened, Premises, Visitor

SECRET = "the-portals-own-secret-at-the-provider"  # noqa: S105 - no secret: a provider of the test's own


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Give a provider, a process of its own: the address of its issuer."""
    port = free_port()
    words = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    with subprocess.Popen([*words, "--require-nonce=true"], stderr=subprocess.DEVNULL) as process:
        issuer = f"http://localhost:{port}"
        _wait_for(f"{issuer}/.well-known/openid-configuration")
        yield issuer
        process.terminate()


def _wait_for(address: str) -> None:
    give_up = time.monotonic() + 30
    while True:
        try:
            httpx2.get(address).raise_for_status()
            return
        except httpx2.HTTPError:
            assert time.monotonic() < give_up, "the provider did not start"
            threading.Event().wait(0.05)


@pytest.fixture
def portal(
    provider: str, sqlite_url: str, sqlite_engine: sa.Engine, home: Path
) -> Iterator[Premises]:
    """Give a portal that signs people in with the provider."""
    with Opened(
        sqlite_url, sqlite_engine, home, oidc_issuer=provider, oidc_client_id="recourse",
        oidc_client_secret=SECRET,
    ) as premises:  # fmt: skip
        yield premises


def knows(provider: str, sub: str, **claims: object) -> None:
    """Have the provider know somebody."""
    httpx2.put(f"{provider}/users/{sub}", json=claims).raise_for_status()


@contextmanager
def at_the_provider(visitor: Visitor, sub: str) -> Generator[str]:
    """Go to the provider and say yes there; give the address it leads back to."""
    start = visitor.get("/sign-in/openid?next=/account")
    assert start.status_code == 302
    query = parse_qs(urlsplit(start.headers["location"]).query)
    assert query["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= query.keys()
    said = httpx2.post(start.headers["location"], data={"sub": sub})
    assert said.status_code == 302, said.text
    yield re.sub(r"^https?://[^/]+", "", said.headers["location"])


def test_somebody_known_by_a_verified_address_gets_in(portal: Premises, provider: str) -> None:
    """And comes to the page they asked for."""
    knows(provider, "c", email=COMMISSIONER.upper(), email_verified=True)
    visitor = portal.visitor()
    with at_the_provider(visitor, "c") as back:
        answer = visitor.get(back)
    assert answer.headers["location"] == "/account"
    assert visitor.get("/desk").status_code == 200
    (session,) = portal.house.rows(PortalSession)
    assert session.signed_in_by is SignedInBy.OPENID


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"email": COMMISSIONER, "email_verified": False}, "did not confirm an e-mail address"),
        ({"email": COMMISSIONER}, "did not confirm an e-mail address"),
        ({"email_verified": True}, "did not confirm an e-mail address"),
        ({"email": "stranger@nowhere.example", "email_verified": True}, "Nobody is on record"),
    ],
)
def test_others_do_not(
    portal: Premises, provider: str, claims: dict[str, object], words: str
) -> None:
    """Not verified, or not on record: told why, and nothing is opened."""
    knows(provider, "s", **claims)
    visitor = portal.visitor()
    with at_the_provider(visitor, "s") as back:
        answer = visitor.get(back)
    assert answer.status_code == 403
    assert words in answer.text
    assert visitor.get("/desk").status_code == 303


def test_an_answer_that_was_not_asked_for_is_refused(portal: Premises, provider: str) -> None:
    """A thief's code in a victim's browser, a code used twice, a state made up."""
    knows(provider, "c", email=COMMISSIONER, email_verified=True)
    thief, victim = portal.visitor(), portal.visitor()
    with at_the_provider(thief, "c") as back:
        assert victim.get(back).status_code == 502
        assert thief.get(back).status_code == 303
        assert thief.get(back).status_code == 502
    made_up = victim.get("/sign-in/openid/back?code=x&state=y")
    assert made_up.status_code == 502
    assert "did not let you through" in made_up.text
    assert victim.get("/desk").status_code == 303


def test_a_provider_that_is_away_is_told(
    sqlite_url: str, sqlite_engine: sa.Engine, home: Path
) -> None:
    """The link by mail still works."""
    with Opened(
        sqlite_url, sqlite_engine, home, oidc_issuer="http://localhost:9",
        oidc_client_id="recourse", oidc_client_secret=SECRET,
    ) as portal:  # fmt: skip
        answer = portal.visitor().get("/sign-in/openid")
        assert answer.status_code == 502
        assert "ask for a link by mail" in answer.text
        assert portal.signed_in(COMMISSIONER).get("/desk").status_code == 200


def test_the_sign_in_page_offers_it(portal: Premises, visits: Visits) -> None:
    """Beside the link by mail."""
    page = visits.window(portal)
    page.goto("/sign-in")
    page.get_by_role("link", name="Go to your department’s sign-in").wait_for()
    check(page, "sign-in-openid")
