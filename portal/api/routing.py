"""How a route of the API is made: what it takes and gives stands beside it, for the document."""

import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter
from pydantic import BaseModel

from portal.api.arriving import ApiRoute

F = TypeVar("F", bound=Callable[..., Any])

PREFIX = "/api/v1"

TAKES = "x-takes"
"""Where a route keeps the name of the model it takes, until the document is made."""
TAKEN: dict[str, type[BaseModel]] = {}
"""These models, by name."""
ONCE = "x-once"
"""Whether it is an act, which is carried out once for its idempotency key."""


def router() -> APIRouter:
    """Make a router for a module of the API."""
    return APIRouter(prefix=PREFIX, route_class=ApiRoute)


def reads(routes: APIRouter, path: str, gives: Any, **more: Any) -> Callable[[F], F]:
    """Make a route that looks."""
    told = (inspect.getdoc(gives) or "") if inspect.isclass(gives) else ""
    more.setdefault("response_description", told.partition("\n")[0].rstrip(".") or "What there is")

    def make(function: F) -> F:
        return routes.get(path, response_model=gives, **_said(function), **more)(function)

    return make


def acts(
    routes: APIRouter,
    path: str,
    takes: type[BaseModel] | None,
    gives: type[BaseModel],
    *,
    status: int = 200,
    once: bool = True,
    description: str = "Done",
) -> Callable[[F], F]:
    """Make a route that takes something; an act, unless `once` says otherwise."""
    if takes is not None:
        TAKEN[takes.__name__] = takes

    def make(function: F) -> F:
        return routes.post(
            path,
            response_model=gives,
            status_code=status,
            response_description=description,
            openapi_extra={TAKES: takes and takes.__name__, ONCE: once},
            **_said(function),
        )(function)

    return make


def _said(function: Callable[..., Any]) -> dict[str, Any]:
    first, _, rest = (inspect.getdoc(function) or "").partition("\n\n")
    name = function.__name__.replace("_", "-")
    return {"summary": first, "description": rest or first, "operation_id": name}
