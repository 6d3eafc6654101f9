"""The API for who writes a program: its document, and a page that is made from it."""

import json
from functools import cache
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from portal.api.description import SCOPES, document
from portal.api.problems import KINDS
from portal.arriving import Caller

pages = APIRouter()

METHODS = ("get", "post")


@pages.get("/api")
def api(visit: Caller) -> Response:
    """Show every operation: what it takes, what it gives, which scopes open it."""
    return visit.page(
        "api.html",
        groups=_groups(),
        scopes=[(one.value, words) for one, words in SCOPES.items()],
        problems=[(kind, status, title) for kind, (status, title) in KINDS.items()],
    )


@pages.get("/api/v1/openapi.json")
def openapi(visit: Caller) -> Response:  # noqa: ARG001 - the matrix asks every route
    """Give the document itself."""
    return Response(_written(), media_type="application/json")


@cache
def _written() -> str:
    return json.dumps(document(), ensure_ascii=False)


@cache
def _groups() -> list[tuple[str, list[dict[str, Any]]]]:
    """Give the operations by group, in the document's order."""
    made = document()
    groups: dict[str, list[dict[str, Any]]] = {one["name"]: [] for one in made["tags"]}
    for path, methods in made["paths"].items():
        for method in METHODS:
            if method in methods:
                groups[methods[method]["tags"][0]].append(_operation(path, method, methods[method]))
    return list(groups.items())


def _operation(path: str, method: str, told: dict[str, Any]) -> dict[str, Any]:
    good = {code: one for code, one in told["responses"].items() if code.startswith("2")}
    bad = [code for code in told["responses"] if not code.startswith("2")]
    ((status, answer),) = good.items()
    return {
        "id": told["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": told["summary"],
        "description": [one for one in told["description"].split("\n\n") if one != told["summary"]],
        "scopes": [scope for one in told["security"] for scope in one["key"]],
        "parameters": [
            (one["name"], one["in"], one.get("description", ""))
            for one in told.get("parameters", [])
        ],
        "takes": _schema(told.get("requestBody", {})),
        "gives": f"{status}: {answer['description']}",
        "gives_schema": _schema(answer),
        "troubles": bad,
    }


def _schema(of: dict[str, Any]) -> str:
    """Name the schema of a body or an answer."""
    for kind, content in of.get("content", {}).items():
        schema = content["schema"]
        named = [schema, *schema.get("anyOf", [])]
        names = [one["$ref"].rpartition("/")[2] for one in named if "$ref" in one]
        return " or ".join(names) or kind
    return ""
