"""Every trouble of the API as a problem of RFC 9457: what happened, why, with rule and clause."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from actions.clients import UnknownKey
from actions.idempotency import KeyReused
from database import DatabaseUnavailable, NotMigrated
from documents import (
    DocumentDamaged,
    DocumentMissing,
    DocumentRefused,
    DocumentStoreUnavailable,
)
from models.duties import Authority
from portal.api.conditions import (
    KeyMissing,
    KeyNeeded,
    LengthNeeded,
    NotAsDescribed,
    NotForThisKey,
    Replayed,
    ScopeNotAdmitted,
    WrongMediaType,
)
from portal.limiting import TooOften
from portal.statuses import TITLES, status_of
from portal.visits import ConflictNotSaid, NoSuchPage, TooLarge
from rules.findings import Finding, Refused

log = structlog.get_logger("recourse.portal")

MEDIA_TYPE = "application/problem+json"
MOST_SAID = 50
"""Mistakes told at once of one request."""
LONGEST_SAID = 300
CHALLENGE = 'Bearer realm="recourse"'


class ProblemFinding(BaseModel):
    """What a rule found: where it stands, what it rests on, what to mend."""

    model_config = ConfigDict(extra="forbid")

    rule: int | None = Field(description="The rule's number; null where only process is at issue")
    clause: str
    authority: Authority
    message: str
    field: str | None = Field(description="The field it is about: `evidence[0].period`")


class Problem(BaseModel):
    """A trouble, as RFC 9457 has it; `findings` name the rule and the clause."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "type": "/api#refused",
                    "title": "The rules do not admit this",
                    "status": 422,
                    "detail": "No alternative has supporting data.",
                    "findings": [
                        {
                            "rule": 11,
                            "clause": "37P(c)(iii)",
                            "authority": "law",
                            "message": "No alternative has supporting data.",
                            "field": "alternatives[0].supporting_data",
                        }
                    ],
                }
            ]
        },
    )

    type: str = Field(description="Which kind of trouble: an address that explains it")
    title: str
    status: int
    detail: str
    findings: list[ProblemFinding] | None = None


KINDS: Mapping[str, tuple[int, str]] = {
    "key-needed": (401, "A key is needed"),
    "key-unknown": (401, "This key is not known"),
    "scope-missing": (403, "The key does not admit this"),
    "not-yours": (403, TITLES[403]),
    "conflict-not-said": (403, "Say first whether there is a conflict"),
    "nothing-here": (404, TITLES[404]),
    "method-not-allowed": (405, "This address takes another method"),
    "someone-else-acted": (409, TITLES[409]),
    "length-needed": (411, "Say how long it is"),
    "too-large": (413, "This is too large"),
    "media-type": (415, "This kind of content is not taken here"),
    "refused": (422, TITLES[422]),
    "not-as-described": (422, "What was sent is not as the document has it"),
    "idempotency-key-missing": (400, "An idempotency key is needed"),
    "idempotency-key-reused": (422, "The idempotency key stands for another request"),
    "file-refused": (422, "This file is not taken"),
    "not-readable": (400, "The request cannot be read"),
    "too-often": (429, "Please wait a little"),
    "file-damaged": (500, "This file is damaged in our store"),
    "our-fault": (500, "Something went wrong on our side"),
    "unavailable": (503, "The record cannot be reached just now"),
}
"""Each kind of problem: its status and title. The last part of its `type`."""

BY_STATUS = {403: "not-yours", 404: "nothing-here", 409: "someone-else-acted", 422: "refused"}


def problem(
    kind: str,
    detail: str,
    findings: Iterable[Finding] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with a problem of a kind."""
    status, title = KINDS[kind]
    shown = [_shown(one) for one in findings] if findings is not None else None
    told = Problem(type=f"/api#{kind}", title=title, status=status, detail=detail, findings=shown)
    return Response(
        told.model_dump_json(exclude={"findings"} if shown is None else None),
        status_code=status,
        media_type=MEDIA_TYPE,
        headers=dict(headers or {}),
    )


def _shown(one: Finding) -> ProblemFinding:
    field = one.where if one.where and not one.where.startswith("--") else _option(one.where)
    return ProblemFinding(
        rule=one.rule,
        clause=one.clause,
        authority=one.authority,
        message=one.message,
        field=field,
    )


def _option(where: str | None) -> str | None:
    """Name an option of the command line as the API's field: `--signed-on` is `signed_on`."""
    return where.removeprefix("--").replace("-", "_") if where and where != "--as" else None


def refused(_: Request, error: Refused) -> Response:
    """Tell what a rule refused."""
    return problem(BY_STATUS[status_of(error)], str(error), error.findings)


def key_unknown(_: Request, error: UnknownKey) -> Response:
    """Refuse a key."""
    challenge = f'{CHALLENGE}, error="invalid_token"'
    return problem("key-unknown", str(error), headers={"WWW-Authenticate": challenge})


def key_needed(_: Request, __: Exception) -> Response:
    """Ask for a key."""
    detail = "Send the header “Authorization: Bearer rk_…”. An operator makes keys."
    return problem("key-needed", detail, headers={"WWW-Authenticate": CHALLENGE})


def scope_missing(_: Request, error: ScopeNotAdmitted) -> Response:
    """Say what the key would need, and what it has."""
    detail = (
        f"This needs the scope {' or '.join(error.wanted)}. The key has: {', '.join(error.has)}. "
        "An operator can make another."
    )
    return problem("scope-missing", detail)


def not_for_this_key(_: Request, error: NotForThisKey) -> Response:
    """Say for whom it is, and as whom the key acts."""
    held = ", ".join(error.held) or "no office"
    return problem("not-yours", f"This is for {error.rule.words}. The key acts as: {held}.")


def conflict_not_said(_: Request, error: ConflictNotSaid) -> Response:
    """Ask about a conflict before the content."""
    path = f"/api/v1/cases/{error.number}/conflict"
    detail = (
        f"GET {path} names the parties. POST there whether there is a conflict; then come back."
    )
    return problem("conflict-not-said", detail)


def key_missing(_: Request, __: Exception) -> Response:
    """Ask for an idempotency key."""
    detail = (
        "Send the header “Idempotency-Key” with a text of your own for this act, such as a UUID. "
        "Sent again under the same key, it is done once."
    )
    return problem("idempotency-key-missing", detail)


def key_reused(_: Request, error: KeyReused) -> Response:
    """Say that the idempotency key is taken."""
    return problem("idempotency-key-reused", str(error))


def replayed(_: Request, error: Replayed) -> Response:
    """Give the answer that the request had."""
    return Response(
        error.text,
        status_code=error.status,
        media_type="application/json",
        headers={"Idempotency-Replayed": "true"},
    )


def not_as_described(_: Request, error: NotAsDescribed | RequestValidationError) -> Response:
    """Say what is wrong, at each field."""
    errors: Sequence[Any] = error.errors if isinstance(error, NotAsDescribed) else error.errors()
    found = [_mistake(one) for one in errors[:MOST_SAID]]
    detail = "; ".join(f"{one.where or 'the request'}: {one.message}" for one in found[:3])
    return problem("not-as-described", detail[:1000], found)


def _mistake(error: Any) -> Finding:
    place = [one for one in error["loc"] if one not in {"body", "path", "query"}]
    where = "".join(f"[{one}]" if isinstance(one, int) else f".{one[:60]}" for one in place)
    message = str(error["msg"])[:LONGEST_SAID]
    field = where.removeprefix(".")[:200] or None
    return Finding(None, "the API’s document", Authority.POLICY, message, field)


def too_often(_: Request, error: TooOften) -> Response:
    """Slow a program down."""
    detail = f"This key, or this address, asks too often. Go on in {error.seconds} seconds."
    return problem("too-often", detail, headers={"Retry-After": str(error.seconds)})


def length_needed(_: Request, __: Exception) -> Response:
    """Ask for the length."""
    return problem("length-needed", "Send the header “Content-Length”.")


def too_large(_: Request, error: TooLarge) -> Response:
    """Refuse more than is taken."""
    return problem("too-large", f"This is {error}, which is as much as is taken here.")


def wrong_media_type(_: Request, error: WrongMediaType) -> Response:
    """Say what is taken."""
    return problem(
        "media-type", f"Send it as {error.wanted}.", headers={"Accept-Post": error.wanted}
    )


def document_refused(_: Request, error: DocumentRefused) -> Response:
    """Say why a file is not taken."""
    return problem("file-refused", str(error))


def unavailable(request: Request, error: Exception) -> Response:
    """Say that the record cannot be reached now."""
    log.error("unavailable", trouble=str(error), request=request.state.request_id)
    return problem("unavailable", str(error), headers={"Retry-After": "10"})


def damaged(request: Request, error: Exception) -> Response:
    """Keep back a file that is not what was filed any more."""
    log.error("damaged", document=str(error), request=request.state.request_id)
    return problem("file-damaged", "Not one byte of it is handed over. Tell an operator.")


def nothing_here(_: Request, error: Exception) -> Response:
    """Tell that there is nothing at this address, or not by this method."""
    status = getattr(error, "status_code", HTTPStatus.NOT_FOUND)
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed: dict[str, str] = getattr(error, "headers", None) or {}
        return problem("method-not-allowed", "See the API’s document.", headers=allowed)
    if status == HTTPStatus.NOT_FOUND:
        sentence = str(error) if isinstance(error, NoSuchPage) else "There is nothing here."
        return problem("nothing-here", sentence)
    return problem("not-readable", "What was sent cannot be read as what it says it is.")


def our_fault(request: Request, error: Exception) -> Response:
    """Own up, with a number by which the log can be searched."""
    id_ = request.state.request_id
    log.error("failed", request=id_, exc_info=error)
    detail = (
        "What you asked for may not have been done: ask again under the same idempotency key. "
        f"If you tell an operator of it, give this number: {id_}."
    )
    return problem("our-fault", detail)


TELLERS: dict[type[Exception], Callable[[Request, Any], Response]] = {
    Refused: refused,
    UnknownKey: key_unknown,
    KeyReused: key_reused,
    KeyNeeded: key_needed,
    KeyMissing: key_missing,
    ScopeNotAdmitted: scope_missing,
    NotForThisKey: not_for_this_key,
    ConflictNotSaid: conflict_not_said,
    NotAsDescribed: not_as_described,
    RequestValidationError: not_as_described,
    Replayed: replayed,
    TooOften: too_often,
    LengthNeeded: length_needed,
    TooLarge: too_large,
    WrongMediaType: wrong_media_type,
    DocumentRefused: document_refused,
    DocumentStoreUnavailable: unavailable,
    DatabaseUnavailable: unavailable,
    NotMigrated: unavailable,
    DocumentDamaged: damaged,
    DocumentMissing: nothing_here,
    NoSuchPage: nothing_here,
    HTTPException: nothing_here,
    Exception: our_fault,
}
"""By condition; the most particular one that fits tells it."""
