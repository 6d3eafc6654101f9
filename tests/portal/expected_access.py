"""Who gets in where: written out beside the rules, so that neither changes without the other.

A new route adds its line. A value is the roles that get in; for a route about a
case, the roles by kind of case, or by kind and state where the state matters.
"""

from collections.abc import Mapping

from models.cases import CaseState

ROLES: Mapping[str, str] = {
    "superintendent": "superintendent@portexample.example",
    "superintendent elsewhere": "superintendent@quarryhill.example",
    "editor": "grants@portexample.example",
    "chief": "chief@police.portexample.example",
    "board": "board@selectboard.quarryhill.example",
    "intake": "intake@doe.example",
    "program": "program@doe.example",
    "recused program": "program2@doe.example",
    "counsel": "counsel@doe.example",
    "commissioner": "commissioner@doe.example",
    "liaison": "liaison@statepolice.example",
    "operator": "operator@doe.example",
    "stranger": "stranger@nowhere.example",
}
"""Role to address. The waiver is Port Example's, the shortfall Three Rivers Regional's, whose
chief is the board of Quarry Hill; the stranger is on record and holds no office."""

EVERYBODY = frozenset(ROLES)
SIGNED_IN = EVERYBODY
PUBLIC = EVERYBODY | {"signed out"}
OPERATORS = frozenset({"operator"})
PUBLISHERS = frozenset({"operator", "counsel"})
REVIEWERS = frozenset({"intake", "program", "counsel", "commissioner"})
STAFF = REVIEWERS | {"recused program", "operator"}
OF_THE_WAIVER = {"waiver": REVIEWERS}
OFFICE_READERS = {"waiver": REVIEWERS | {"operator"}}
CLOCK_KEEPERS = {"waiver": frozenset({"commissioner", "operator"}), "shortfall": OPERATORS}

WRITERS = frozenset({"superintendent", "superintendent elsewhere", "editor"})
"""Who writes applications, somewhere."""
OF_PORT = frozenset({"superintendent", "editor"})
"""The body of the code, the draft and the waiver asked for."""
OF_THE_BODY = {"waiver": OF_PORT, "shortfall": frozenset({"superintendent elsewhere"})}
READ_RECEIPTS = {kind: roles | OPERATORS for kind, roles in OF_THE_BODY.items()}
TAKE_BACK = {
    "waiver": frozenset({"superintendent", "operator"}),
    "shortfall": frozenset({"superintendent elsewhere", "operator"}),
}
"""Operators enter what came on paper."""
CONCERNED = {
    "waiver": frozenset(
        {
            "superintendent", "editor", "chief", "intake", "program", "counsel", "commissioner",
            "operator",
        }
    ),
    "shortfall": frozenset({"superintendent elsewhere", "board", "liaison", "operator"}),
}  # fmt: skip

CHIEFS = frozenset({"chief", "board"})
LIAISONS = frozenset({"liaison"})
PARTIES = CONCERNED["shortfall"]
CHIEF_OF_THE_WAIVER = {"waiver": frozenset({"chief"})}
LOGGERS = {"shortfall": frozenset({"board", "liaison", "operator"})}
ASSIGNERS = {"shortfall": frozenset({"liaison", "operator"})}
WITHDRAWERS = {"shortfall": frozenset({"board", "operator"})}
KEEPERS_THERE = {"shortfall": frozenset({"superintendent elsewhere", "operator"})}
"""Of the place that `FILLED` names: the superintendent's office."""
OF_THE_SHORTFALL = {"shortfall": PARTIES}

HOLDERS = EVERYBODY - {"operator", "stranger"}
"""Who may have a program act for them."""
DRAFTERS = WRITERS | CHIEFS
READERS_BY_KEY = {kind: roles - OPERATORS for kind, roles in CONCERNED.items()}

Roles = frozenset[str]

EXPECTED: Mapping[str, Roles | Mapping[str, Roles] | Mapping[tuple[str, CaseState], Roles]] = {
    # everybody
    "GET /": PUBLIC,
    "GET /how-it-works": PUBLIC,
    "GET /law": PUBLIC,
    "GET /accessibility": PUBLIC,
    "GET /privacy": PUBLIC,
    "GET /static/{version}/{name:path}": PUBLIC,
    "GET /robots.txt": PUBLIC,
    "GET /acknowledge/{token}": PUBLIC,
    "GET /calendar/{token}.ics": PUBLIC,
    "POST /acknowledge/{token}": PUBLIC,
    # the public register
    "GET /register": PUBLIC,
    "GET /register/shortfalls": PUBLIC,
    "GET /register/files": PUBLIC,
    "GET /register/decisions.csv": PUBLIC,
    "GET /register/decisions.json": PUBLIC,
    "GET /register/shortfalls.csv": PUBLIC,
    "GET /register/shortfalls.json": PUBLIC,
    "GET /register/{number}": PUBLIC,
    # signing in and out
    "GET /sign-in": PUBLIC,
    "POST /sign-in": PUBLIC,
    "GET /sign-in/sent": PUBLIC,
    "GET /sign-in/link": PUBLIC,
    "POST /sign-in/link": PUBLIC,
    "GET /sign-in/openid": PUBLIC,
    "GET /sign-in/openid/back": PUBLIC,
    "GET /sign-in/passkey": SIGNED_IN,
    "POST /sign-in/passkey": SIGNED_IN,
    "POST /sign-in/passkey/options": SIGNED_IN,
    "POST /sign-out": SIGNED_IN,
    "POST /sign-out/everywhere": SIGNED_IN,
    "POST /session/stay": SIGNED_IN,
    "GET /kept/{id}": SIGNED_IN,
    # everybody who has signed in
    "GET /desk": SIGNED_IN,
    "GET /account": SIGNED_IN,
    "POST /account/sessions/{id}/end": SIGNED_IN,
    "POST /account/passkeys/options": SIGNED_IN,
    "POST /account/passkeys": SIGNED_IN,
    "POST /account/passkeys/remove": SIGNED_IN,
    # a case
    "GET /cases/{number}": CONCERNED,
    "GET /documents/{number}/{item}": CONCERNED,
    # districts
    "GET /drafts": WRITERS,
    "GET /bodies/{code}": OF_PORT,
    "POST /bodies/{code}": OF_PORT,
    "GET /drafts/{draft}": OF_PORT,
    "GET /drafts/{draft}/parts/{part}": OF_PORT,
    "POST /drafts/{draft}/parts/{part}": OF_PORT,
    "POST /drafts/{draft}/parts/{part}/autosave": OF_PORT,
    "GET /drafts/{draft}/files/{item}": OF_PORT,
    "GET /drafts/{draft}/give-up": OF_PORT,
    "POST /drafts/{draft}/give-up": OF_PORT,
    "GET /drafts/{draft}/sign": OF_PORT,
    "POST /drafts/{draft}/sign": frozenset({"superintendent"}),
    "GET /cases/{number}/receipt": READ_RECEIPTS,
    "GET /cases/{number}/status": OF_THE_BODY,
    "POST /cases/{number}/status": OF_THE_BODY,
    "GET /cases/{number}/versions": CONCERNED,
    "GET /cases/{number}/withdraw": TAKE_BACK,
    "POST /cases/{number}/withdraw": TAKE_BACK,
    # chiefs
    "GET /chief": CHIEFS,
    "GET /cases/{number}/view": CHIEF_OF_THE_WAIVER,
    "POST /cases/{number}/view": CHIEF_OF_THE_WAIVER,
    "GET /determinations/new": CHIEFS,
    "POST /determinations/new": CHIEFS,
    "GET /determinations/{id}": CHIEFS,
    "POST /determinations/{id}": CHIEFS,
    "POST /determinations/{id}/save": CHIEFS,
    "GET /determinations/{id}/sign": CHIEFS,
    "POST /determinations/{id}/sign": CHIEFS,
    "POST /determinations/{id}/discard": CHIEFS,
    # the commissioner's office
    "GET /one-at-a-time": PUBLIC,
    "GET /queue": STAFF,
    "GET /statistics": STAFF,
    "GET /cases/{number}/office": OFFICE_READERS,
    "GET /cases/{number}/conflict": OF_THE_WAIVER,
    "POST /cases/{number}/conflict": OF_THE_WAIVER,
    "GET /cases/{number}/review": OF_THE_WAIVER,
    "POST /cases/{number}/review": OF_THE_WAIVER,
    "GET /cases/{number}/return": OF_THE_WAIVER,
    "POST /cases/{number}/return": OF_THE_WAIVER,
    "GET /cases/{number}/decide": OF_THE_WAIVER,
    "POST /cases/{number}/decide": OF_THE_WAIVER,
    "GET /cases/{number}/notices": OFFICE_READERS | {"shortfall": OPERATORS},
    "GET /cases/{number}/clocks/{what}": CLOCK_KEEPERS,
    "POST /cases/{number}/clocks/{what}": CLOCK_KEEPERS,
    "GET /cases/{number}/instruments/{id}": OFFICE_READERS,
    # what is put in the register
    "GET /publishing": PUBLISHERS,
    "GET /publishing/{number}": PUBLISHERS,
    "POST /publishing/{number}": PUBLISHERS,
    "GET /publishing/{number}/propose": PUBLISHERS,
    "POST /publishing/{number}/propose": PUBLISHERS,
    "GET /publishing/{number}/withdraw": PUBLISHERS,
    "POST /publishing/{number}/withdraw": PUBLISHERS,
    # the state police
    "GET /state-police": LIAISONS,
    "GET /cases/{number}/shortfall/contact": LOGGERS,
    "POST /cases/{number}/shortfall/contact": LOGGERS,
    "GET /cases/{number}/shortfall/assignment": ASSIGNERS,
    "POST /cases/{number}/shortfall/assignment": ASSIGNERS,
    "GET /cases/{number}/shortfall/memorandum": OF_THE_SHORTFALL,
    "POST /cases/{number}/shortfall/memorandum": OF_THE_SHORTFALL,
    "GET /cases/{number}/shortfall/draft/{kind}": OF_THE_SHORTFALL,
    "GET /cases/{number}/shortfall/filing/{place}": KEEPERS_THERE,
    "POST /cases/{number}/shortfall/filing/{place}": KEEPERS_THERE,
    "GET /cases/{number}/shortfall/proof": OF_THE_SHORTFALL,
    "GET /cases/{number}/shortfall/withdrawal": WITHDRAWERS,
    "POST /cases/{number}/shortfall/withdrawal": WITHDRAWERS,
    # operators
    "GET /operators": OPERATORS,
    "GET /operators/registry": OPERATORS,
    "GET /operators/import": OPERATORS,
    "POST /operators/import": OPERATORS,
    "GET /operators/registry/{code}": OPERATORS,
    "POST /operators/registry/{code}": OPERATORS,
    "GET /operators/offices": OPERATORS,
    "GET /operators/offices/grant": OPERATORS,
    "POST /operators/offices/grant": OPERATORS,
    "GET /operators/offices/{id}/revoke": OPERATORS,
    "POST /operators/offices/{id}/revoke": OPERATORS,
    "GET /operators/policy": OPERATORS,
    "POST /operators/policy": OPERATORS,
    "GET /operators/closures": OPERATORS,
    "POST /operators/closures": OPERATORS,
    "POST /operators/closures/enter": OPERATORS,
    "GET /operators/closures/lift": OPERATORS,
    "POST /operators/closures/lift": OPERATORS,
    "POST /operators/closures/lift/done": OPERATORS,
    "GET /operators/stuck": OPERATORS,
    "POST /operators/stuck/{number}/ring": OPERATORS,
    "GET /operators/mail": OPERATORS,
    "GET /operators/mail/{id}": OPERATORS,
    "GET /operators/intake": OPERATORS,
    "POST /operators/intake": OPERATORS,
    "GET /operators/health": OPERATORS,
    "GET /operators/entries": OPERATORS,
    "GET /operators/refused": OPERATORS,
    "GET /operators/clients": OPERATORS,
    "GET /operators/clients/new": OPERATORS,
    "POST /operators/clients/new": OPERATORS,
    "GET /operators/clients/{id}": OPERATORS,
    "POST /operators/clients/{id}/revoke": OPERATORS,
    "GET /operators/clients/{id}/webhooks/new": OPERATORS,
    "POST /operators/clients/{id}/webhooks/new": OPERATORS,
    "POST /operators/clients/{id}/webhooks/{hook}/end": OPERATORS,
    "POST /operators/clients/{id}/deliveries/{delivery}/resend": OPERATORS,
    "GET /operators/paper": OPERATORS,
    "GET /operators/paper/application": OPERATORS,
    "POST /operators/paper/application": OPERATORS,
    "GET /operators/paper/determination": OPERATORS,
    "POST /operators/paper/determination": OPERATORS,
    "GET /operators/paper/{id}": OPERATORS,
    "POST /operators/paper/{id}": OPERATORS,
    "POST /operators/paper/{id}/save": OPERATORS,
    "GET /operators/paper/{id}/sign": OPERATORS,
    "POST /operators/paper/{id}/sign": OPERATORS,
    "POST /operators/paper/{id}/discard": OPERATORS,
    "GET /cases/{number}/attend/{what}": CONCERNED,
    "POST /cases/{number}/attend/{what}": CONCERNED,
    # programs, by the key of such a person: as at the pages, but for the operator
    "GET /api": PUBLIC,
    "GET /api/v1/openapi.json": PUBLIC,
    "GET /api/v1/law": PUBLIC,
    "GET /api/v1/me": HOLDERS,
    "GET /api/v1/duties": HOLDERS,
    "GET /api/v1/bodies": HOLDERS,
    "GET /api/v1/bodies/{code}": OF_PORT,
    "POST /api/v1/check": DRAFTERS,
    "POST /api/v1/files": HOLDERS,
    "GET /api/v1/cases": HOLDERS,
    "GET /api/v1/cases/{number}": READERS_BY_KEY,
    "GET /api/v1/cases/{number}/events": READERS_BY_KEY,
    "GET /api/v1/cases/{number}/due-dates": READERS_BY_KEY,
    "GET /api/v1/cases/{number}/documents": READERS_BY_KEY,
    "GET /api/v1/cases/{number}/documents/{item}": READERS_BY_KEY,
    "GET /api/v1/drafts": DRAFTERS,
    "POST /api/v1/drafts": DRAFTERS,
    "GET /api/v1/drafts/{draft}": OF_PORT,
    "POST /api/v1/drafts/{draft}/fields": OF_PORT,
    "POST /api/v1/drafts/{draft}/items": OF_PORT,
    "POST /api/v1/drafts/{draft}/items/move": OF_PORT,
    "POST /api/v1/drafts/{draft}/items/remove": OF_PORT,
    "POST /api/v1/drafts/{draft}/items/restore": OF_PORT,
    "POST /api/v1/drafts/{draft}/files": OF_PORT,
    "POST /api/v1/drafts/{draft}/files/remove": OF_PORT,
    "GET /api/v1/drafts/{draft}/files/{item}": OF_PORT,
    "POST /api/v1/drafts/{draft}/set-asides/{id}/settle": OF_PORT,
    "POST /api/v1/drafts/{draft}/give-up": OF_PORT,
    "POST /api/v1/drafts/{draft}/signature": frozenset({"superintendent"}),
    "POST /api/v1/waivers": frozenset({"superintendent", "superintendent elsewhere"}),
    "POST /api/v1/shortfalls": CHIEFS,
    "POST /api/v1/cases/{number}/versions": {"waiver": frozenset({"superintendent"})},
    "POST /api/v1/cases/{number}/answer": {"waiver": OF_PORT},
    "POST /api/v1/cases/{number}/withdrawal": {
        "waiver": frozenset({"superintendent"}),
        "shortfall": frozenset({"board"}),
    },
    "POST /api/v1/cases/{number}/view": CHIEF_OF_THE_WAIVER,
    "GET /api/v1/cases/{number}/conflict": OF_THE_WAIVER,
    "POST /api/v1/cases/{number}/conflict": OF_THE_WAIVER,
    "POST /api/v1/cases/{number}/review": OF_THE_WAIVER,
    "POST /api/v1/cases/{number}/duties/{what}/attendance": READERS_BY_KEY,
    "POST /api/v1/cases/{number}/duties/{what}/acknowledgement": READERS_BY_KEY,
    "POST /api/v1/cases/{number}/contacts": {"shortfall": frozenset({"board", "liaison"})},
    "POST /api/v1/cases/{number}/assignment": {"shortfall": LIAISONS},
    "POST /api/v1/cases/{number}/memorandum": {"shortfall": PARTIES - OPERATORS},
    "POST /api/v1/cases/{number}/filings/{place}": {
        "shortfall": frozenset({"superintendent elsewhere"})
    },
    "GET /api/v1/webhooks": HOLDERS,
    "POST /api/v1/webhooks": HOLDERS,
    "POST /api/v1/webhooks/{id}/secret": HOLDERS,
    "POST /api/v1/webhooks/{id}/end": HOLDERS,
    "GET /api/v1/webhooks/{id}/deliveries": HOLDERS,
    "POST /api/v1/deliveries/{id}/resend": HOLDERS,
    # monitors
    "GET /healthz": PUBLIC,
    "GET /readyz": PUBLIC,
    "GET /metrics": PUBLIC,
}

FILLED: Mapping[str, str] = {
    "code": "99010000",
    "draft": "a-draft-of-port",
    "part": "reasons",
    "item": "E1",
    "id": "1",
    "version": "0",
    "what": "decide:commissioner",
    "name:path": "portal.css",
    "place": "superintendent",
    "token": "none-of-ours",
    "kind": "pdf",
    "hook": "1",
    "delivery": "1",
}
"""What stands in a path's braces when it is asked for; `number` is the case's."""


def expected(route: str, kind: str, state: CaseState) -> Roles:
    """Give the roles that get in to a route, for a case of this kind in this state."""
    found = EXPECTED[route]
    if isinstance(found, frozenset):
        return found
    by: Mapping[object, Roles] = found  # type: ignore[assignment]
    return by[(kind, state)] if (kind, state) in by else by.get(kind, frozenset())
