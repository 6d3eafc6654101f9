"""Cookies: the session's, the visitor's for forms before signing in, and what is said once."""

import secrets
from typing import TYPE_CHECKING

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.responses import Response

if TYPE_CHECKING:
    from portal.visits import Visit

SAID_SECONDS = 120
VISITOR = "visitor"


def new_token() -> str:
    """Make a token nobody guesses: 256 bits."""
    return secrets.token_urlsafe(32)


def give_session(visit: "Visit", answer: Response, token: str) -> None:
    """Hand the session's token to the browser, until it is closed."""
    _set(visit, answer, visit.portal.cookie, token)


def take_session(visit: "Visit", answer: Response) -> None:
    """Have the browser forget the session."""
    _forget(visit, answer, visit.portal.cookie)


def visitor(visit: "Visit") -> str:
    """Give the mark of a browser in which nobody has signed in; made where there is none."""
    state = visit.request.state
    if not hasattr(state, "visitor"):
        state.visitor = visit.request.cookies.get(_named(visit, VISITOR)) or new_token()
    return state.visitor


def give_visitor(visit: "Visit", answer: Response) -> None:
    """Let a browser keep its mark, where one was used for a form."""
    mark = getattr(visit.request.state, "visitor", None)
    if mark and visit.request.cookies.get(_named(visit, VISITOR)) != mark:
        _set(visit, answer, _named(visit, VISITOR), mark)


def remember_said(visit: "Visit", answer: Response, words: str) -> None:
    """Keep a sentence for the next page."""
    _set(visit, answer, _named(visit, "said"), _said(visit).dumps(words), SAID_SECONDS)


def said_before(visit: "Visit") -> str | None:
    """Give the sentence kept for this page."""
    written = visit.request.cookies.get(_named(visit, "said"))
    try:
        return _said(visit).loads(written, max_age=SAID_SECONDS) if written else None
    except BadSignature:
        return None


def forget_said(visit: "Visit", answer: Response) -> None:
    """Say it once."""
    _forget(visit, answer, _named(visit, "said"))


def _said(visit: "Visit") -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(visit.portal.key("said"))


def _named(visit: "Visit", name: str) -> str:
    return f"{visit.portal.cookie}-{name}"


def _set(
    visit: "Visit", answer: Response, name: str, value: str, seconds: int | None = None
) -> None:
    answer.set_cookie(
        name,
        value,
        max_age=seconds,
        path="/",
        secure=visit.portal.https,
        httponly=True,
        samesite="lax",
    )


def _forget(visit: "Visit", answer: Response, name: str) -> None:
    answer.delete_cookie(name, path="/", secure=visit.portal.https, httponly=True, samesite="lax")
