"""The authorisation matrix, walked: every route, every role, every state of a case."""

import hashlib
import re
import sys
from dataclasses import dataclass

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from actions.offices import offices_of, person
from actions.recusals import recuse
from actions.sessions import open_session
from database import Session, reading, transaction
from models.cases import Case, CaseKind, CaseState
from models.clients import ApiClient, Scope
from models.drafts import Draft
from models.people import Person
from models.sessions import SignedInBy
from portal.access import Seeker
from portal.app import create_app, named_routes
from portal.cookies import new_token
from portal.matrix import MATRIX, RouteWithoutRule, require_complete
from rules.calendar import new_york_date
from rules.states import arrows
from tests.actions.makers import House
from tests.actions.shortfall_makers import Fallback
from tests.portal.expected_access import EXPECTED, FILLED, ROLES, expected
from tests.portal.premises import Premises, Visitor, marks_of


@dataclass(frozen=True, slots=True)
class Cases:
    """A waiver and a shortfall, with every role on record."""

    waiver: str
    shortfall: str

    def of(self, kind: CaseKind) -> str:
        """Give the one of a kind."""
        return self.waiver if kind is CaseKind.WAIVER else self.shortfall


@pytest.fixture
def cases(portal_on_sqlite: Premises) -> Cases:
    """Give a case of each kind; one reviewer has stepped aside from the waiver."""
    house = portal_on_sqlite.house
    waiver = house.at_the_commissioner()
    shortfall = Fallback(house).determine().case.number
    with house.session() as session:
        session.add(Person(email=ROLES["stranger"]))
        _a_draft(session, house)
        recuse(
            session, waiver, reason="A relative works there.", by=ROLES["recused program"],
            entered_by="clerk", now=house.now,
        )  # fmt: skip
    return Cases(waiver, shortfall)


def _a_draft(session: Session, house: House) -> None:
    """Put a draft of Port Example's where the paths of the test say."""
    writer = person(session, ROLES["editor"])
    assert writer is not None
    by = writer.id or 0
    session.add(
        Draft(
            id=FILLED["draft"], kind=CaseKind.WAIVER, organization_code=FILLED["code"],
            content={}, started_by=by, started_at=house.now, touched_by=by, touched_at=house.now,
        )
    )  # fmt: skip


def test_every_route_has_its_rule_and_its_expectation(portal_on_sqlite: Premises) -> None:
    """No route is open to nobody knows whom."""
    assert set(named_routes(portal_on_sqlite.app)) == set(MATRIX) == set(EXPECTED)


def test_a_route_without_a_rule_keeps_the_portal_from_starting(portal_on_sqlite: Premises) -> None:
    """Forgetting the rule is found at once, by its route's name."""
    app: FastAPI = create_app(portal_on_sqlite.settings)
    app.get("/forgotten")(lambda: None)
    with pytest.raises(RouteWithoutRule, match="GET /forgotten"):
        require_complete(set(named_routes(app)))
    app.state.portal.engine.dispose()


STATES = [
    (kind, state)
    for kind in CaseKind
    for state in dict.fromkeys(s for a in arrows(kind) for s in (a.start, a.to))
]


def test_rules_admit_whom_they_should(portal_on_sqlite: Premises, cases: Cases) -> None:
    """Each route, asked as each role, for a case of each kind in each of its states."""
    engine = portal_on_sqlite.house.engine
    wrong: list[str] = []
    for kind, state in STATES:
        number = cases.of(kind)
        with transaction(engine) as session:
            session.get_one(Case, number).state = state
        with reading(engine) as session:
            for role in ROLES:
                seeker = _seeker(session, role, number, portal_on_sqlite)
                wrong += [
                    f"{route}: {role}, {kind} {state}: {rule.admits(seeker)}"
                    for route, rule in MATRIX.items()
                    if rule.admits(seeker) != (role in expected(route, kind.value, state))
                ]
    assert wrong == []


def _seeker(session: Session, role: str, number: str, premises: Premises) -> Seeker:
    someone = person(session, ROLES[role])
    assert someone is not None, role
    now = premises.house.now
    held = tuple(offices_of(session, someone, new_york_date(now)))
    case = session.get_one(Case, number)
    return Seeker(session, someone, held, now, case, {**FILLED, "number": number})


def test_server_lets_in_and_turns_away_as_the_rules_say(
    portal_on_sqlite: Premises, cases: Cases
) -> None:
    """Each route is asked for by somebody it admits, somebody it does not, and nobody known."""
    visitors = {
        role: portal_on_sqlite.visitor(**_cookie_of(portal_on_sqlite, role))
        for role in [*ROLES, "signed out"]
    }
    programs = {
        role: portal_on_sqlite.visitor(**_key_of(portal_on_sqlite, role, *Scope))
        for role in [*ROLES, "signed out"]
    }
    page = visitors["signed out"].get("/sign-in").text
    mark = marks_of(page, "/sign-in")["csrf"]
    wrong: list[str] = []
    for kind in CaseKind:
        number = cases.of(kind)
        state = _state(portal_on_sqlite, number)
        for route in MATRIX:
            admitted = expected(route, kind.value, state)
            for role in _one_of_each(admitted):
                by_key = bool(MATRIX[route].scopes)
                asks, ask = (programs, _is_let_in) if by_key else (visitors, _gets_in)
                got_in = ask(asks[role], route, number, mark)
                if got_in != (role in admitted):
                    wrong.append(f"{route} {'lets in' if got_in else 'turns away'} {role}, {kind}")
    assert wrong == []


def _one_of_each(admitted: frozenset[str]) -> list[str]:
    inside = [role for role in ROLES if role in admitted]
    outside = [role for role in ROLES if role not in admitted]
    return [*inside[:1], *outside[:1], "signed out"]


def _state(premises: Premises, number: str) -> CaseState:
    with reading(premises.house.engine) as session:
        return session.get_one(Case, number).state


def _cookie_of(premises: Premises, role: str) -> dict[str, str]:
    """Sign a role in without a mail, which other tests are about."""
    if role == "signed out":
        return {}
    with transaction(premises.house.engine) as session:
        someone = person(session, ROLES[role])
        assert someone is not None
        token = new_token()
        now = premises.surroundings.clock()
        open_session(session, someone, token=token, by=SignedInBy.LINK, browser="test", now=now)
    return {"Cookie": f"recourse={token}"}


def _key_of(premises: Premises, role: str, *scopes: Scope) -> dict[str, str]:
    """Give a role a key. Some hold no office any more for which one would be made."""
    if role == "signed out":
        return {}
    key = f"rk_{role}_{'_'.join(scopes)}"
    with transaction(premises.house.engine) as session:
        someone = person(session, ROLES[role])
        assert someone is not None
        session.add(
            ApiClient(
                name=role, key_sha256=hashlib.sha256(key.encode()).hexdigest(),
                key_begins="rk_", scopes=list(scopes), acts_for=someone.id or 0, offices=[],
                made_by="test", made_at=premises.house.now,
            )
        )  # fmt: skip
    return {"Authorization": f"Bearer {key}"}


CLOSED = ("/api#key-needed", "/api#scope-missing", "/api#not-yours")


def _is_let_in(program: Visitor, route: str, number: str, _: str = "") -> bool:
    """Ask for a route of the API. What is sent is no act: it shows that the rule let it by."""
    method, _, path = route.partition(" ")
    answer = program.client.request(method, _address(path, number))
    if answer.headers["content-type"] != "application/problem+json":
        return True
    return answer.json()["type"] not in CLOSED


def _address(path: str, number: str) -> str:
    filled = {**FILLED, "number": number}
    return re.sub(r"\{([^}]+)\}", lambda name: filled[name[1]], path)


def test_a_key_opens_what_its_scopes_name(portal_on_sqlite: Premises, cases: Cases) -> None:
    """Each route of the API by each scope, with the key of somebody whom its rule admits."""
    wrong: list[str] = []
    programs: dict[tuple[str, Scope], Visitor] = {}
    for route in (one for one, rule in MATRIX.items() if rule.scopes):
        kind = next(one for one in CaseKind if _admitted(route, one, portal_on_sqlite, cases))
        role = min(_admitted(route, kind, portal_on_sqlite, cases))
        for scope in Scope:
            if (role, scope) not in programs:
                key = _key_of(portal_on_sqlite, role, scope)
                programs[role, scope] = portal_on_sqlite.visitor(**key)
            got_in = _is_let_in(programs[role, scope], route, cases.of(kind))
            if got_in != (scope in MATRIX[route].scopes):
                wrong.append(f"{route} {'lets in' if got_in else 'turns away'} {scope}")
    assert wrong == []


def _admitted(route: str, kind: CaseKind, premises: Premises, cases: Cases) -> frozenset[str]:
    return expected(route, kind.value, _state(premises, cases.of(kind)))


def test_a_cookie_opens_nothing_for_programs(portal_on_sqlite: Premises, cases: Cases) -> None:
    """A page that somebody is led to cannot act through their session."""
    visitor = portal_on_sqlite.visitor(**_cookie_of(portal_on_sqlite, "superintendent"))
    number = cases.waiver
    asked = [_is_let_in(visitor, one, number) for one, rule in MATRIX.items() if rule.scopes]
    assert asked
    assert not any(asked)


@pytest.mark.rule(13)
def test_no_route_of_the_api_decides_or_acts_on_several(portal_on_sqlite: Premises) -> None:
    """Whether to waive is one person's, on one applicant, in person."""
    routes = [one for one, rule in MATRIX.items() if rule.scopes]
    assert not [one for one in routes if "deci" in one or "bulk" in one]
    for route in portal_on_sqlite.app.routes:
        if isinstance(route, APIRoute) and route.path.startswith("/api/v1"):
            module = sys.modules[route.endpoint.__module__]
            assert "actions.decisions" not in {
                getattr(one, "__module__", "") for one in vars(module).values()
            }


TURNED_AWAY = ("This page is not for you", "Your session is over")


def _gets_in(visitor: Visitor, route: str, number: str, mark: str) -> bool:
    """Ask for a route. A form without its mark shows that the rule let it come that far."""
    method, _, path = route.partition(" ")
    address = _address(path, number)
    data = {"csrf": mark} if method == "POST" else None
    answer = visitor.client.request(method, address, data=data)
    if answer.headers.get("location", "").startswith("/sign-in?next="):
        return False
    return not any(words in answer.text for words in TURNED_AWAY)
