"""The API's document: OpenAPI, from the routes themselves, with every answer and problem."""

from copy import deepcopy
from functools import cache
from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic.json_schema import models_json_schema

from models.clients import Scope
from portal.access import Rule
from portal.api import (
    cases,
    draft_parts,
    drafting,
    files,
    filing,
    office,
    own,
    shortfalls,
    webhooks,
)
from portal.api.arriving import FILE
from portal.api.problems import KINDS, MEDIA_TYPE, Problem
from portal.api.routing import ONCE, TAKEN, TAKES
from portal.matrix import MATRIX

GROUPS: tuple[tuple[str, APIRouter], ...] = (
    ("The key, its duties and bodies, the law", own.routes),
    ("Cases", cases.routes),
    ("Files", files.routes),
    ("Drafts", drafting.routes),
    ("Parts of a draft", draft_parts.routes),
    ("Filing", filing.routes),
    ("The office, chiefs, duties", office.routes),
    ("Shortfalls", shortfalls.routes),
    ("Webhooks", webhooks.routes),
)
PROGRAMS = tuple(routes for _, routes in GROUPS)
"""Every module of the API. A new one is named above."""

VERSION = "1.0.0"
REF = "#/components/schemas/{model}"
ABOUT = """The acts of Recourse for programs, each with its rule and clause.

A key acts for one person, within scopes and offices; an operator makes it. No
key decides: whether to waive is the commissioner's own, in person (37P(c)).
Every act takes an `Idempotency-Key`, and is carried out once for it.
"""

SCOPES = {
    Scope.READ: "look at cases, duties, documents",
    Scope.DRAFT: "write drafts",
    Scope.FILE: "sign and file, answer, take back; a chief's view and determination",
    Scope.REVIEW: "the office's reviews; never a decision",
    Scope.STATE_POLICE: "contacts, assignments, memoranda and filings of shortfalls",
    Scope.WEBHOOKS: "the client's own webhooks",
}
"""What each scope opens, in words; a test finds one that is missing."""


@cache
def document() -> dict[str, Any]:
    """Give the document. It is the same for everybody."""
    routes = [one for group in PROGRAMS for one in group.routes if isinstance(one, APIRoute)]
    made = get_openapi(
        title="Recourse", version=VERSION, description=ABOUT, routes=routes, openapi_version="3.1.0"
    )
    made["tags"] = [{"name": name} for name, _ in GROUPS]
    for unused in ("HTTPValidationError", "ValidationError"):
        made["components"]["schemas"].pop(unused, None)
    made["components"]["schemas"] |= _schemas()
    made["components"]["securitySchemes"] = {
        "key": {
            "type": "http",
            "scheme": "bearer",
            "description": "A key of a client: `rk_…`. Scopes: "
            + "; ".join(f"`{one.value}`, {words}" for one, words in SCOPES.items()),
        }
    }
    for name, group in GROUPS:
        for route in group.routes:
            if isinstance(route, APIRoute):
                for method in route.methods or ():
                    operation = made["paths"][route.path][method.lower()]
                    _complete(operation, MATRIX[f"{method} {route.path}"], name)
    return made


def _schemas() -> dict[str, Any]:
    """Describe what is sent, and problems."""
    models = sorted({Problem, *TAKEN.values()}, key=lambda one: one.__name__)
    _, made = models_json_schema([(one, "validation") for one in models], ref_template=REF)
    return made["$defs"]


def _complete(operation: dict[str, Any], rule: Rule, tag: str) -> None:
    takes, once = operation.pop(TAKES, None), operation.pop(ONCE, False)
    operation["tags"] = [tag]
    operation["security"] = (
        [{"key": sorted(one.value for one in rule.scopes)}] if rule.scopes else []
    )
    if rule.scopes:
        operation["description"] += f"\n\nFor {rule.words}."
    if takes is not None:
        schema = {"$ref": REF.format(model=takes)}
        operation["requestBody"] = _body("application/json", schema)
    elif rule.takes_file:
        part = {
            "type": "string",
            "format": "binary",
            "contentMediaType": "application/octet-stream",
        }
        form = {"type": "object", "properties": {FILE: part}, "required": [FILE]}
        operation["requestBody"] = _body("multipart/form-data", form)
    if once:
        operation.setdefault("parameters", []).append(deepcopy(KEY_OF_THE_ACT))
        _first(operation["responses"])["headers"] = deepcopy(REPLAYED)
    for status in _troubles(rule, sends="requestBody" in operation, once=once):
        operation["responses"][str(status)] = _problem(status)


def _body(kind: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {kind: {"schema": schema}}}


def _first(responses: dict[str, Any]) -> dict[str, Any]:
    return next(one for status, one in responses.items() if status.startswith("2"))


KEY_OF_THE_ACT = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "A text of one's own for this act: 1 to 200 visible letters, such as a UUID",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    "example": "5f0c1d6e-8a54-4f43-9d3e-0f1f6a1c2b3d",
}
REPLAYED = {
    "Idempotency-Replayed": {
        "description": "`true` where the act had been carried out before: this is its answer",
        "schema": {"type": "string", "enum": ["true"]},
    }
}


def _troubles(rule: Rule, *, sends: bool, once: bool) -> list[int]:
    found = {404, 405, 422, 500, 503} if rule.scopes else {405, 500, 503}
    if rule.scopes:
        found |= {400, 401, 403, 429}
    if sends:
        found |= {411, 413, 415}
    if once:
        found.add(409)
    return sorted(found)


def _problem(status: int) -> dict[str, Any]:
    kinds = [f"`{kind}`" for kind, (its, _) in KINDS.items() if its == status]
    titles = dict.fromkeys(title for its, title in KINDS.values() if its == status)
    answer: dict[str, Any] = {
        "description": f"{'; '.join(titles)} ({', '.join(kinds)})",
        "content": {MEDIA_TYPE: {"schema": {"$ref": REF.format(model=Problem.__name__)}}},
    }
    if headers := HEADERS.get(status):
        answer["headers"] = {
            name: {"description": words, "schema": {"type": "string"}}
            for name, words in headers.items()
        }
    return answer


HEADERS = {
    401: {"WWW-Authenticate": "What to send"},
    405: {"Allow": "What is taken"},
    415: {"Accept-Post": "What is taken"},
    429: {"Retry-After": "Seconds until it may go on"},
    503: {"Retry-After": "Seconds until it may go on"},
}
