"""Forms sent by other sites: told apart by where they come from, and by a mark they lack."""

import hmac
import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.requests import Request

from portal.cookies import visitor

if TYPE_CHECKING:
    from portal.visits import Visit

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
HEADER = "x-csrf"
"""Where scripts of ours put the mark."""


class ForeignForm(Exception):
    """What was sent does not come from a page of ours, or from one that is too old."""


def require_own_site(request: Request) -> None:
    """Check where a browser says that a form comes from; it cannot be made to lie by a page.

    `Origin` is `null` on our own forms, since pages ask for no referrer: then,
    and where a browser says nothing at all, the form's mark alone decides.

    Raises:
        ForeignForm: it comes from elsewhere.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        raise ForeignForm(site)
    origin = request.headers.get("origin")
    if origin not in {None, "null"} and urlsplit(origin or "").netloc != request.headers["host"]:
        raise ForeignForm("another origin")


def token_for(visit: "Visit") -> str:
    """Make a mark for a form of this visitor. It differs each time: a page may be compressed."""
    salt = secrets.token_hex(8)
    return f"{salt}.{_signed(visit, salt)}"


def new_once() -> str:
    """Make the mark by which a form is taken once."""
    return secrets.token_urlsafe(16)


def require_own_form(visit: "Visit") -> None:
    """Check that what was sent carries a mark of this visitor's.

    Raises:
        ForeignForm: it does not.
    """
    sent = visit.sent
    mark = str((sent.get("csrf") if sent else None) or visit.request.headers.get(HEADER) or "")
    salt, _, signature = mark.partition(".")
    ours = _signed(visit, salt)
    if not hmac.compare_digest(signature.encode(), ours.encode()):
        raise ForeignForm("no mark of ours")


def _signed(visit: "Visit", salt: str) -> str:
    whose = visit.request.cookies.get(visit.portal.cookie) or visitor(visit)
    words = f"{salt}.{whose}".encode()
    return hmac.new(visit.portal.key("form"), words, "sha256").hexdigest()
