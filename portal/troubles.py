"""Every trouble as a page in the layout: what happened, why, and what to do next."""

import secrets
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from actions.sent_forms import SentTwice, keep_form
from database import DatabaseUnavailable, NotMigrated, transaction
from documents import (
    DocumentDamaged,
    DocumentMissing,
    DocumentRefused,
    DocumentStoreUnavailable,
)
from models.people import Person
from portal.api import problems
from portal.arriving import visit_for_trouble
from portal.forgery import ForeignForm
from portal.limiting import TooOften
from portal.statuses import TITLES, status_of
from portal.visits import (
    ConflictNotSaid,
    NoSuchPage,
    NotForYou,
    PasskeyNeeded,
    SignInNeeded,
    TooLarge,
    Visit,
)
from rules.findings import Refused

log = structlog.get_logger("recourse.portal")

GOOD_LINKS = ("Links that were sent already stay good for 15 minutes.",)

LONGEST_KEPT = 400_000
"""Characters of a form that are kept until somebody has signed in again."""

AUTOSAVE = "x-autosave"
"""The header by which a script of ours says that it saves without having been asked to."""

SESSION_OVER = (
    "Your session is over, so this is not saved yet. Press Save: what you have typed is kept, "
    "and given back once you have signed in again."
)
SIGNED_OUT = (
    "You have signed out, so this is not saved yet. Sign in again in another window, then press "
    "Save here: what you have typed is kept, and shown to you to send."
)
OTHER_SESSION = (
    "You have signed in again since this page was loaded, so this is not saved yet. Press Save: "
    "what you have typed is kept, and shown to you to send."
)

OF_PROGRAMS = "/api/"
"""Where paths begin that programs ask for: what they are told is JSON."""


def add_to(app: FastAPI) -> None:
    """Have every trouble told by one of the pages here; to a program, as a problem."""
    for trouble in dict.fromkeys([*TELLERS, *problems.TELLERS]):
        if trouble is not Exception:  # a fault of ours is told by `Outermost`
            app.add_exception_handler(trouble, tell)


async def tell(request: Request, error: Exception) -> Response:
    """Tell a trouble by the one here that fits it best."""
    kinds = type(error).__mro__
    if request.url.path.startswith(OF_PROGRAMS):
        return next(problems.TELLERS[one] for one in kinds if one in problems.TELLERS)(
            request, error
        )
    return await next(TELLERS[one] for one in kinds if one in TELLERS)(request, error)


async def _page(request: Request, template: str, status: int, **facts: Any) -> Response:
    visit = await run_in_threadpool(visit_for_trouble, request)
    return await run_in_threadpool(lambda: visit.page(template, status=status, **facts))


async def _words(
    request: Request, status: int, title: str, *sentences: str, **headers: str
) -> Response:
    answer = await _page(
        request, "errors/trouble.html", status, title=title, sentences=sentences, findings=()
    )
    answer.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return answer


async def refused(request: Request, error: Any) -> Response:
    """Tell what a rule refused: the rule, its clause, and whether law, policy or practice."""
    trouble: Refused = error
    status = status_of(trouble)
    return await _page(
        request,
        "errors/trouble.html",
        status,
        title=TITLES[status],
        sentences=(),
        findings=trouble.findings,
    )


async def not_for_you(request: Request, error: Any) -> Response:
    """Tell whom a page is for, and what this person holds."""
    trouble: NotForYou = error
    return await _page(request, "errors/not-for-you.html", 403, rule=trouble.rule)


async def sign_in_needed(request: Request, error: Any) -> Response:
    """Ask to sign in, keeping where to, and what had been typed."""
    visit: Visit = error.visit
    if _saves_by_itself(request):
        return JSONResponse({"said": SESSION_OVER if visit.was else SIGNED_OUT}, status_code=401)
    if visit.sent is None or request.method != "POST":
        return RedirectResponse(f"/sign-in?next={_quoted(request)}", status_code=303)
    kept = await run_in_threadpool(_keep, visit, visit.was) if visit.was else None
    return await _page(
        request, "errors/signed-out.html", 401, kept=kept, had_files=_had_files(visit)
    )


def _keep(visit: Visit, person: Person) -> str | None:
    """Keep the text of a form that came too late to be taken."""
    fields = [
        (name, value)
        for name, value in (visit.sent.multi_items() if visit.sent else ())
        if isinstance(value, str) and name not in {"csrf", "once"}
    ]
    if not fields or sum(len(value) for _, value in fields) > LONGEST_KEPT:
        return None
    id_ = secrets.token_hex(16)
    with transaction(visit.portal.engine) as session:
        keep_form(session, person, id_=id_, path=visit.path, fields=fields, now=visit.clock)
    return id_


def _saves_by_itself(request: Request) -> bool:
    """Whether a page's script asks: nothing is kept for it, since its page still holds all."""
    return AUTOSAVE in request.headers


def _had_files(visit: Visit) -> bool:
    sent = visit.sent.multi_items() if visit.sent else []
    return any(not isinstance(value, str) and value.filename for _, value in sent)


def _quoted(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return quote(request.url.path + query, safe="/")


async def conflict_not_said(request: Request, error: Any) -> Response:
    """Ask a reviewer about a conflict, before the content."""
    trouble: ConflictNotSaid = error
    onward = f"?next={_quoted(request)}" if request.method == "GET" else ""
    return RedirectResponse(f"/cases/{trouble.number}/conflict{onward}", status_code=303)


async def passkey_needed(_: Request, __: Any) -> Response:
    """Ask for the passkey."""
    return RedirectResponse("/sign-in/passkey", status_code=303)


async def sent_twice(request: Request, error: Any) -> Response:
    """Lead to where the form led the first time."""
    trouble: SentTwice = error
    if trouble.location:
        return RedirectResponse(trouble.location, status_code=303)
    return await _words(
        request, 200, "We have it already",
        "This form reached us before, so it was done once and not again.",
        "See your desk for what came of it.",
    )  # fmt: skip


async def foreign_form(request: Request, _: Any) -> Response:
    """Refuse a form that is not of our pages; one of another session's is kept to look at again."""
    visit: Visit | None = getattr(request.state, "visit", None)
    if _saves_by_itself(request):
        signed_in = visit is not None and visit.person is not None
        return JSONResponse({"said": OTHER_SESSION if signed_in else SIGNED_OUT}, status_code=403)
    own_page = request.headers.get("sec-fetch-site") == "same-origin"
    if own_page and visit is not None and visit.person is not None and visit.sent is not None:
        kept = await run_in_threadpool(_keep, visit, visit.person)
        if kept is not None:
            files = _had_files(visit)
            return await _page(
                request, "errors/other-session.html", 403, kept=kept, had_files=files
            )
    return await _words(
        request, 403, "This form could not be checked",
        "It did not come from a page of this portal, or that page is from another session.",
        "Nothing was done. Go back, load the page again, and send it once more.",
    )  # fmt: skip


async def too_often(request: Request, error: Any) -> Response:
    """Slow somebody down, and say for how long."""
    trouble: TooOften = error
    minutes = max(1, round(trouble.seconds / 60))
    wait = f"{minutes} minute{'s' if minutes > 1 else ''}"
    return await _words(
        request, 429, "Please wait a little",
        f"There were many tries from where you are. Try again in {wait}.",
        *(GOOD_LINKS if request.url.path.startswith("/sign-in") else ()),
        Retry_After=str(trouble.seconds),
    )  # fmt: skip


async def too_large(request: Request, _: Any) -> Response:
    """Refuse more than a page takes."""
    return await _words(
        request, 413, "This is too large",
        "One file may have up to 25 MB. Send fewer files at a time, or smaller ones.",
    )  # fmt: skip


async def document_refused(request: Request, error: Any) -> Response:
    """Say why a file is not taken."""
    return await _words(request, 422, "This file is not taken", str(error))


async def unavailable(request: Request, error: Any) -> Response:
    """Say that the record cannot be reached now. Nothing here may touch it."""
    log.error("unavailable", trouble=str(error), request=request.state.request_id)
    return await _words(
        request, 503, "The record cannot be reached just now", str(error), Retry_After="10"
    )


async def damaged(request: Request, error: Any) -> Response:
    """Keep back a file that is not what was filed any more."""
    log.error("damaged", document=str(error), request=request.state.request_id)
    return await _words(
        request, 500, "This file is damaged in our store",
        "Its bytes are not those that were filed, so it is not handed over. The record has what "
        "they were.",
        "Tell an operator, who finds it with `recourse verify` and brings it back from a backup.",
    )  # fmt: skip


async def nothing_here(request: Request, error: Any) -> Response:
    """Tell that there is no such page, case or document."""
    status = getattr(error, "status_code", 404)
    if status == HTTPStatus.NOT_FOUND:
        sentence = str(error) if isinstance(error, NoSuchPage) else "There is no such page."
        return await _words(request, 404, TITLES[404], sentence)
    phrase = HTTPStatus(status).phrase
    return await _words(request, status, phrase, "The address or the form was not as it should be.")


async def our_fault(request: Request, error: Any) -> Response:
    """Own up, with a number by which the log can be searched."""
    id_ = request.state.request_id
    log.error("failed", request=id_, exc_info=error)
    return await _words(
        request, 500, "Something went wrong on our side",
        "What you sent may not have been done: look at the case before you send it again.",
        f"If you tell an operator of it, give this number: {id_}.",
    )  # fmt: skip


Teller = Callable[[Request, Any], Awaitable[Response]]

TELLERS: dict[type[Exception], Teller] = {
    Refused: refused,
    NotForYou: not_for_you,
    SignInNeeded: sign_in_needed,
    PasskeyNeeded: passkey_needed,
    ConflictNotSaid: conflict_not_said,
    SentTwice: sent_twice,
    ForeignForm: foreign_form,
    TooOften: too_often,
    TooLarge: too_large,
    DocumentRefused: document_refused,
    DocumentStoreUnavailable: unavailable,
    DatabaseUnavailable: unavailable,
    NotMigrated: unavailable,
    DocumentDamaged: damaged,
    DocumentMissing: nothing_here,
    NoSuchPage: nothing_here,
    HTTPException: nothing_here,
    RequestValidationError: nothing_here,
    Exception: our_fault,
}
"""By condition; the most particular one that fits tells it."""
