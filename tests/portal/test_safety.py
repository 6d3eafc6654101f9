"""What keeps browsers, forms and secrets safe; and what hostile input comes to."""

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from portal.app import create_app
from portal.headers import CONTENT_SECURITY_POLICY
from portal.surroundings import PortalNotConfigured
from settings import Settings
from tests.actions.makers import COMMISSIONER, SUPERINTENDENT
from tests.portal.premises import Premises, Visitor, marks_of

PAGES = ["/", "/law", "/sign-in", "/nowhere", "/desk", "/static/0/portal.css", "/readyz"]
LONG = "x" * 60


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_headers(standing_portal: Premises, path: str) -> None:
    """Pages, errors, files and redirects alike."""
    headers = standing_portal.visitor().get(path).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]
    assert "strict-transport-security" not in headers  # it would bind http://localhost for a year
    assert "server" not in headers


def test_policy_admits_nothing_inline() -> None:
    """No script or style of a page's own runs, whatever got into the page."""
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "frame-ancestors 'none'" in CONTENT_SECURITY_POLICY
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY


def test_pages_of_people_are_kept_by_no_cache(standing_portal: Premises) -> None:
    """The next person at the machine does not go back to them."""
    answer = standing_portal.signed_in(SUPERINTENDENT).get("/desk")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "evil.example:80"])
def test_a_foreign_host_name_is_refused(standing_portal: Premises, host: str) -> None:
    """A name of somebody else's that leads here gets no page, and no mail with its links."""
    assert standing_portal.visitor().get("/", headers={"Host": host}).status_code == 400


FROM_ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://127.0.0.1:1"},
]


@pytest.fixture(scope="module")
def somebody(standing_portal: Premises) -> Visitor:
    """Give somebody who has signed in."""
    return standing_portal.signed_in(SUPERINTENDENT)


@pytest.mark.parametrize("headers", FROM_ELSEWHERE, ids=[str(h) for h in FROM_ELSEWHERE])
def test_a_form_from_another_site_is_refused(somebody: Visitor, headers: dict[str, str]) -> None:
    """Even with a mark of ours: where the browser says it comes from counts as well."""
    marks = marks_of(somebody.get("/desk").text, "/sign-out")
    answer = somebody.client.post("/sign-out", data=marks, headers=headers)
    assert answer.status_code == 403
    assert "could not be checked" in answer.text
    assert somebody.get("/desk").status_code == 200


@pytest.mark.parametrize("mark", ["", "x", "a.b", "☃.☃", "." * 5000, "another"])
def test_a_form_without_our_mark_is_refused(
    standing_portal: Premises, somebody: Visitor, mark: str
) -> None:
    """Old browsers say nothing of where a form comes from: there the mark alone decides."""
    if mark == "another":
        other = standing_portal.signed_in(COMMISSIONER)
        mark = marks_of(other.get("/desk").text, "/sign-out")["csrf"]
    answer = somebody.client.post("/sign-out", data={"csrf": mark})
    assert answer.status_code == 403
    assert somebody.get("/desk").status_code == 200


def test_signing_in_is_guarded_against_other_sites_too(standing_portal: Premises) -> None:
    """Nobody is signed in as somebody else by a form that they did not mean to send."""
    thief = standing_portal.visitor()
    before = standing_portal.links_to(COMMISSIONER)
    thief.send("/sign-in", email=COMMISSIONER)
    link = standing_portal.wait_for_link(COMMISSIONER, besides=before)
    victim = standing_portal.visitor()
    answer = victim.client.post("/sign-in/link", data={"token": link.partition("token=")[2]})
    assert answer.status_code == 403
    assert standing_portal.visitor().use(link).status_code == 303


def test_more_than_a_page_takes_is_refused_unread(standing_portal: Premises) -> None:
    """Before signing in, 64 kB; a body of unknown length not at all."""
    visitor = standing_portal.visitor()
    assert visitor.client.post("/sign-in", data={"email": "x" * 70_000}).status_code == 413

    def chunks():  # type: ignore[no-untyped-def]  # noqa: ANN202
        yield b"email=x"

    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert visitor.client.post("/sign-in", content=chunks(), headers=kind).status_code == 413


HOSTILE = [
    "/cases/W-2026-9999", "/cases/" + "x" * 3000, "/cases/..%2f..%2fetc%2fpasswd", "/cases/%00",
    "/cases/%E2%98%83", "/documents/W-1/E1?version=x", "/documents/%3Cscript%3E/E1",
    "/static/0/../app.py", "/static/0/%2e%2e/app.py", "/static/0//etc/passwd", "/kept/x", "/%ff",
    "/account/sessions/x/end", "/cases/W-1'--", "/desk?next=%0d%0aSet-Cookie:x",
]  # fmt: skip


@pytest.mark.parametrize("path", HOSTILE)
def test_hostile_addresses_come_to_nothing(somebody: Visitor, path: str) -> None:
    """No server error, nothing echoed as markup, nothing outside the folder."""
    answer = somebody.get(path)
    assert answer.status_code in {200, 400, 403, 404, 405, 422}
    assert "<script>" not in answer.text
    assert "root:" not in answer.text
    assert "def create_app" not in answer.text
    assert "x" not in answer.cookies


def test_methods_that_no_route_has_are_refused(standing_portal: Premises) -> None:
    """In the layout, as everything."""
    answer = standing_portal.visitor().client.delete("/")
    assert answer.status_code == 405
    assert "Recourse" in answer.text


def test_what_was_typed_comes_back_as_text(standing_portal: Premises) -> None:
    """Markup in a form is shown, never run."""
    nasty = '"><script>alert(1)</script>'
    answer = standing_portal.visitor().send("/sign-in", email=nasty)
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert "&#34;&gt;&lt;script&gt;alert(1)" in answer.text


def test_names_on_record_are_text_too(standing_portal: Premises) -> None:
    """A title or a browser's name with markup in it is shown as it is."""
    visitor = standing_portal.visitor(**{"User-Agent": "<img src=x onerror=alert(1)>"})
    page = visitor.sign_in(SUPERINTENDENT).get("/account").text
    assert "<img" not in page
    assert "&lt;img src=x" in page


UNSAFE_SETTINGS = [
    ({"portal_url": "https://waivers.example"}, "RECOURSE_SECRET is not"),
    ({"portal_url": "https://waivers.example", "secret": LONG}, "nobody could sign in"),
    ({"portal_url": "http://waivers.example", "secret": LONG}, "must begin with https://"),
    ({"portal_url": "waivers.example", "secret": LONG}, "cannot be used"),
    ({"oidc_issuer": "https://idp.example"}, "together"),
]


@pytest.mark.parametrize(
    ("settings", "why"), UNSAFE_SETTINGS, ids=[why for _, why in UNSAFE_SETTINGS]
)
def test_an_unsafe_set_up_does_not_start(
    sqlite_url: str, home: Path, settings: dict[str, Any], why: str
) -> None:
    """One line says which variable to set; nothing has a default outside the embedded mode."""
    with pytest.raises(PortalNotConfigured, match=re.escape(why)) as refused:
        create_app(Settings(home=home, database_url=sqlite_url, **settings))
    assert "\n" not in str(refused.value)


def test_over_https_the_cookie_and_the_browser_are_bound(sqlite_url: str, home: Path) -> None:
    """`__Host-`, Secure and HSTS wherever others reach the portal."""
    settings = Settings(
        home=home, database_url=sqlite_url, portal_url="https://waivers.example",
        secret=SecretStr(LONG),
        smtp_url="smtp://127.0.0.1:9",
    )  # type: ignore[arg-type]  # fmt: skip
    app = create_app(settings)
    portal = app.state.portal
    assert portal.cookie == "__Host-recourse"
    assert portal.https
    assert portal.hosts[0] == "waivers.example"
    portal.engine.dispose()


def test_secret_of_the_embedded_mode_is_its_owners_alone(standing_portal: Premises) -> None:
    """Made at the first start, kept for the next, readable by nobody else."""
    path = standing_portal.settings.home / "signing.key"
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    app = create_app(standing_portal.settings)
    assert path.read_bytes() == before
    assert app.state.portal.secret == hashlib.sha256(before.strip()).digest()
    app.state.portal.engine.dispose()
