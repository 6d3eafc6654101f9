"""The door itself: who comes in, whether they may, and what they have brought."""

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool

from actions.conflicts import is_to_be_asked
from actions.offices import offices_of
from actions.policies import case_to_admit
from actions.remembering import answers_of
from actions.sessions import is_to_be_noticed, known, notice
from database import DatabaseUnavailable, Session, reading, transaction
from portal.access import Rule, public
from portal.forgery import UNSAFE, require_own_form, require_own_site
from portal.matrix import MATRIX
from portal.surroundings import Surroundings
from portal.visits import (
    ConflictNotSaid,
    NoSuchPage,
    NotForYou,
    PasskeyNeeded,
    SignInNeeded,
    TooLarge,
    Visit,
)
from rules.calendar import new_york_date

MOST_FIELDS = 2000
MOST_FILES = 100


def visit_for_trouble(request: Request) -> Visit:
    """Give a visit to tell a trouble with: whoever is known is, whatever else is wrong."""
    portal: Surroundings = request.app.state.portal
    there: Visit | None = getattr(request.state, "visit", None)
    if there is not None:
        return there
    visit = Visit(request, portal, portal.clock(), portal.settings.present(), public)
    token = request.cookies.get(portal.cookie)
    if token:
        with suppress(DatabaseUnavailable), reading(portal.engine) as session:
            _recognise(session, visit, token)
    return visit


def rule_of(request: Request) -> Rule:
    """Give the rule of the route that a request has reached."""
    return MATRIX[f"{request.method} {request.scope['route'].path}"]


async def arrive(request: Request) -> AsyncIterator[Visit]:
    """Let a request in: know who it is, ask its rule, take what was sent.

    Raises:
        SignInNeeded: nobody has signed in.
        PasskeyNeeded: a passkey is owed first.
        NotForYou: the rule does not admit the person.
        ConflictNotSaid: a reviewer is to say first whether they have a conflict.
        NoSuchPage: there is no case of the number.
        ForeignForm: it was not one of our pages that sent this.
        TooLarge: it is more than the rule takes.
    """
    rule = rule_of(request)
    if request.method in UNSAFE:
        require_own_site(request)
        _require_modest(request, rule)
    visit = await run_in_threadpool(_admit, request, rule)
    if request.method not in UNSAFE:
        yield visit
        return
    async with request.form(
        max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=rule.largest
    ) as sent:
        visit.sent = sent
        require_own_form(visit)
        if rule.signed_in and visit.person is None:
            raise SignInNeeded(visit)
        yield visit


Caller = Annotated[Visit, Depends(arrive)]
"""What a page's function takes: `def desk(visit: Caller) -> Response`."""


def _require_modest(request: Request, rule: Rule) -> None:
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > rule.largest:
        raise TooLarge(f"more than {rule.largest} bytes")


def _admit(request: Request, rule: Rule) -> Visit:
    portal: Surroundings = request.app.state.portal
    visit = Visit(request, portal, portal.clock(), portal.settings.present(), rule)
    request.state.visit = visit
    token = request.cookies.get(portal.cookie)
    if not token and not rule.signed_in:
        return visit
    with reading(portal.engine) as session:
        if token:
            _recognise(session, visit, token)
        if rule.signed_in and visit.person is not None:
            _ask(session, visit, rule)
        if request.method not in UNSAFE:
            visit.told = answers_of(session)
    if visit.person is None and rule.signed_in and request.method not in UNSAFE:
        raise SignInNeeded(visit)
    if visit.session is not None and is_to_be_noticed(visit.session, visit.clock):
        with transaction(portal.engine) as session:
            notice(session, visit.session, visit.clock)
            visit.session.last_seen_at = visit.clock
    return visit


def _recognise(session: Session, visit: Visit, token: str) -> None:
    on = new_york_date(visit.now)
    found = known(session, token, now=visit.clock, on=on)
    if found is None:
        return
    if not found.live:
        visit.was = found.person if found.session.ended_at is None else None
        return
    visit.session, visit.person = found.session, found.person
    visit.holdings = tuple(offices_of(session, found.person, on))
    visit.request.state.person = found.person.id
    session.expunge_all()


def _ask(session: Session, visit: Visit, rule: Rule) -> None:
    if visit.session and visit.session.passkey_owed and not rule.half_way:
        raise PasskeyNeeded
    number = visit.request.path_params.get("number")
    if number is not None:
        visit.case = case_to_admit(session, number)
        if visit.case is None:
            raise NoSuchPage(f"There is no case {number[:20]}.")
    if not rule.admits(visit.seeker(session)):
        raise NotForYou(visit, rule)
    case = visit.case if rule.content else None
    if case is not None and is_to_be_asked(session, case, visit.who, visit.holdings):
        raise ConflictNotSaid(case.number)
