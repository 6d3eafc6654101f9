"""The door for programs: whose key, which scope, whether the rule admits it, what was brought."""

from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from typing import Any

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from fastapi.routing import APIRoute
from starlette.datastructures import UploadFile

from actions.clients import (
    Acting,
    UnknownKey,
    acting_client,
    is_use_to_be_kept,
    keep_use,
    usable_offices,
)
from actions.conflicts import is_to_be_asked
from database import Session, reading, transaction
from models.cases import Case
from portal.access import Rule, Seeker
from portal.api.calls import MULTIPART, Call
from portal.api.conditions import (
    KeyNeeded,
    LengthNeeded,
    NotForThisKey,
    ScopeNotAdmitted,
    WrongMediaType,
)
from portal.limiting import Limit, network_of
from portal.matrix import MATRIX
from portal.surroundings import Surroundings
from portal.visits import ConflictNotSaid, NoSuchPage, TooLarge

FILE = "file"
"""The part of an upload that is the file."""


def admit(request: Request, path: str) -> Call | None:
    """Let a program in by its key; None where the route is for everybody.

    Raises:
        KeyNeeded: it brings none.
        UnknownKey: nobody has this key.
        TooOften: it asks too often.
        ScopeNotAdmitted: the key has no scope for this.
        NoSuchPage: there is no case of the number.
        NotForThisKey: the rule does not admit the person within the key's offices.
        ConflictNotSaid: a reviewer is to say first whether they have a conflict.
    """
    rule = MATRIX[f"{request.method} {path}"]
    portal: Surroundings = request.app.state.portal
    if not rule.scopes:
        return None
    _require_plain(request.path_params)
    _require_plain(request.query_params)
    with reading(portal.engine) as session:
        acting = _known(session, request, portal)
        call = _opened(session, request, portal, rule, acting)
        session.expunge_all()
    if is_use_to_be_kept(acting.client, call.clock):
        with transaction(portal.engine) as session:
            keep_use(session, acting.client, call.clock)
    return call


def _require_plain(named: Mapping[str, str]) -> None:
    if any("\x00" in value for value in named.values()):
        raise NoSuchPage("The address holds what no address does.")


def _known(session: Session, request: Request, portal: Surroundings) -> Acting:
    kind, _, key = request.headers.get("authorization", "").partition(" ")
    if kind.casefold() != "bearer" or not key.strip():
        raise KeyNeeded
    seconds = portal.clock().timestamp()
    try:
        acting = acting_client(session, key.strip())
    except UnknownKey:
        host = request.client.host if request.client else "unknown"
        portal.limits.require(Limit.UNKNOWN_KEY, network_of(host), now=seconds)
        raise
    portal.limits.require_of_key(acting.client.id or 0, portal.settings.api_per_minute, now=seconds)
    request.state.person = acting.person.id
    return acting


def _opened(
    session: Session, request: Request, portal: Surroundings, rule: Rule, acting: Acting
) -> Call:
    if rule.scopes.isdisjoint(acting.client.scopes):
        raise ScopeNotAdmitted(rule.scopes, acting.client.scopes)
    now = portal.settings.present()
    held = tuple(usable_offices(session, acting, now=now))
    case = None
    if (number := request.path_params.get("number")) is not None:
        case = session.get(Case, number)
        if case is None:
            raise NoSuchPage(f"There is no case {number[:20]}.")
    seeker = Seeker(session, acting.person, held, now, case, request.path_params)
    if not rule.admits(seeker):
        raise NotForThisKey(rule, held)
    if case and rule.content and is_to_be_asked(session, case, acting.person, held):
        raise ConflictNotSaid(case.number)
    return Call(request, portal, portal.clock(), now, rule, acting, held, case)


@asynccontextmanager
async def take(request: Request, call: Call) -> AsyncGenerator[None]:
    """Read what was sent, no more than the rule takes: JSON, or a file at the route for files.

    Raises:
        LengthNeeded: it does not say how long it is.
        TooLarge: it is more than the rule takes.
        WrongMediaType: it is neither.
    """
    if request.method != "POST":
        yield
        return
    length = request.headers.get("content-length", "")
    if not (length.isascii() and length.isdecimal()):
        raise LengthNeeded
    if len(length) > len(str(call.rule.largest)) or int(length) > call.rule.largest:
        raise TooLarge(f"more than {call.rule.largest} bytes")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    wanted = MULTIPART if call.rule.takes_file else "application/json"
    if kind != wanted:
        raise WrongMediaType(wanted)
    if not call.rule.takes_file:
        call.raw = await request.body()
        yield
        return
    async with request.form(max_files=1, max_fields=1) as sent:
        file = sent.get(FILE)
        call.upload = file if isinstance(file, UploadFile) else None
        yield


class ApiRoute(APIRoute):
    """A route of the API: nothing that was sent is read before its key has opened it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Give what answers: first the key and the rule, then the route's own function."""
        handle, path = super().get_route_handler(), self.path

        async def guarded(request: Request) -> Response:
            call = await run_in_threadpool(admit, request, path)
            if call is None:
                return await handle(request)
            request.state.call = call
            async with take(request, call):
                return await handle(request)

        return guarded
