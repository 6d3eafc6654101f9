"""Which rule each route has. A route that is not here keeps the portal from starting."""

from dataclasses import replace

from actions.concern import OF_THE_BODY
from models.people import Office
from portal.access import (
    Rule,
    assigns,
    before_content,
    chief_consulted,
    concerned,
    files_at_once,
    half_way,
    holds_some,
    in_the_case,
    keepers_of_clocks,
    keeps_it_there,
    logs_contacts,
    long_texts,
    machine,
    of_the_body,
    office_readers,
    operators,
    public,
    reviewers,
    signed_in,
    signers,
    staff,
    takes_back,
    the_body,
    the_parties,
    those_who_tell,
    with_files,
    withdraws,
    writers,
)

MATRIX: dict[str, Rule] = {
    # everybody
    "GET /": public,
    "GET /how-it-works": public,
    "GET /law": public,
    "GET /accessibility": public,
    "GET /privacy": public,
    "GET /static/{version}/{name:path}": public,
    "GET /robots.txt": public,
    "GET /acknowledge/{token}": public,
    "GET /calendar/{token}.ics": public,
    "POST /acknowledge/{token}": public,
    # signing in and out
    "GET /sign-in": public,
    "POST /sign-in": public,
    "GET /sign-in/sent": public,
    "GET /sign-in/link": public,
    "POST /sign-in/link": public,
    "GET /sign-in/openid": public,
    "GET /sign-in/openid/back": public,
    "GET /sign-in/passkey": half_way,
    "POST /sign-in/passkey": half_way,
    "POST /sign-in/passkey/options": half_way,
    "POST /sign-out": half_way,
    "POST /sign-out/everywhere": half_way,
    "POST /session/stay": signed_in,
    "GET /kept/{id}": signed_in,
    # everybody who has signed in
    "GET /desk": signed_in,
    "GET /account": signed_in,
    "POST /account/sessions/{id}/end": signed_in,
    "POST /account/passkeys/options": signed_in,
    "POST /account/passkeys": signed_in,
    "POST /account/passkeys/remove": signed_in,
    # a case
    "GET /cases/{number}": concerned,
    "GET /documents/{number}/{item}": concerned,
    # districts
    "GET /drafts": holds_some(*sorted(OF_THE_BODY)),
    "GET /bodies/{code}": of_the_body(*sorted(OF_THE_BODY)),
    "POST /bodies/{code}": of_the_body(*sorted(OF_THE_BODY)),
    "GET /drafts/{draft}": writers,
    "GET /drafts/{draft}/parts/{part}": writers,
    "POST /drafts/{draft}/parts/{part}": files_at_once,
    "POST /drafts/{draft}/parts/{part}/autosave": long_texts,
    "GET /drafts/{draft}/files/{item}": writers,
    "GET /drafts/{draft}/give-up": writers,
    "POST /drafts/{draft}/give-up": writers,
    "GET /drafts/{draft}/sign": writers,
    "POST /drafts/{draft}/sign": replace(signers, largest=with_files),
    "GET /cases/{number}/receipt": in_the_case(*sorted(OF_THE_BODY), Office.OPERATOR),
    "GET /cases/{number}/status": the_body,
    "POST /cases/{number}/status": the_body,
    "GET /cases/{number}/versions": concerned,
    "GET /cases/{number}/withdraw": takes_back,
    "POST /cases/{number}/withdraw": replace(takes_back, largest=with_files),
    # chiefs
    "GET /chief": holds_some(Office.CHIEF),
    "GET /cases/{number}/view": chief_consulted,
    "POST /cases/{number}/view": chief_consulted,
    "GET /determinations/new": holds_some(Office.CHIEF),
    "POST /determinations/new": holds_some(Office.CHIEF),
    "GET /determinations/{id}": holds_some(Office.CHIEF),
    "POST /determinations/{id}": replace(holds_some(Office.CHIEF), largest=with_files),
    "POST /determinations/{id}/save": holds_some(Office.CHIEF),
    "GET /determinations/{id}/sign": holds_some(Office.CHIEF),
    "POST /determinations/{id}/sign": replace(holds_some(Office.CHIEF), largest=with_files),
    "POST /determinations/{id}/discard": holds_some(Office.CHIEF),
    # the commissioner's office
    "GET /one-at-a-time": public,
    "GET /queue": staff,
    "GET /statistics": staff,
    "GET /cases/{number}/office": office_readers,
    "GET /cases/{number}/conflict": before_content,
    "POST /cases/{number}/conflict": before_content,
    "GET /cases/{number}/review": reviewers,
    "POST /cases/{number}/review": reviewers,
    "GET /cases/{number}/return": reviewers,
    "POST /cases/{number}/return": reviewers,
    "GET /cases/{number}/decide": reviewers,
    "POST /cases/{number}/decide": reviewers,
    "GET /cases/{number}/notices": those_who_tell,
    "GET /cases/{number}/clocks/{what}": keepers_of_clocks,
    "POST /cases/{number}/clocks/{what}": keepers_of_clocks,
    "GET /cases/{number}/instruments/{id}": office_readers,
    # the state police
    "GET /state-police": holds_some(Office.STATE_POLICE),
    "GET /cases/{number}/shortfall/contact": logs_contacts,
    "POST /cases/{number}/shortfall/contact": replace(logs_contacts, largest=with_files),
    "GET /cases/{number}/shortfall/assignment": assigns,
    "POST /cases/{number}/shortfall/assignment": replace(assigns, largest=with_files),
    "GET /cases/{number}/shortfall/memorandum": the_parties,
    "POST /cases/{number}/shortfall/memorandum": replace(the_parties, largest=with_files),
    "GET /cases/{number}/shortfall/draft/{kind}": the_parties,
    "GET /cases/{number}/shortfall/filing/{place}": keeps_it_there,
    "POST /cases/{number}/shortfall/filing/{place}": replace(keeps_it_there, largest=with_files),
    "GET /cases/{number}/shortfall/proof": the_parties,
    "GET /cases/{number}/shortfall/withdrawal": withdraws,
    "POST /cases/{number}/shortfall/withdrawal": replace(withdraws, largest=with_files),
    # operators
    "GET /operators": operators,
    "GET /operators/registry": operators,
    "GET /operators/import": operators,
    "POST /operators/import": replace(operators, largest=with_files),
    "GET /operators/registry/{code}": operators,
    "POST /operators/registry/{code}": operators,
    "GET /operators/offices": operators,
    "GET /operators/offices/grant": operators,
    "POST /operators/offices/grant": replace(operators, largest=with_files),
    "GET /operators/offices/{id}/revoke": operators,
    "POST /operators/offices/{id}/revoke": operators,
    "GET /operators/policy": operators,
    "POST /operators/policy": operators,
    "GET /operators/closures": operators,
    "POST /operators/closures": operators,
    "POST /operators/closures/enter": operators,
    "GET /operators/closures/lift": operators,
    "POST /operators/closures/lift": operators,
    "POST /operators/closures/lift/done": operators,
    "GET /operators/stuck": operators,
    "POST /operators/stuck/{number}/ring": operators,
    "GET /operators/mail": operators,
    "GET /operators/mail/{id}": operators,
    "GET /operators/intake": operators,
    "POST /operators/intake": operators,
    "GET /operators/health": operators,
    "GET /operators/entries": operators,
    "GET /operators/refused": operators,
    "GET /operators/paper": operators,
    "GET /operators/paper/application": operators,
    "POST /operators/paper/application": operators,
    "GET /operators/paper/determination": operators,
    "POST /operators/paper/determination": operators,
    "GET /operators/paper/{id}": operators,
    "POST /operators/paper/{id}": replace(operators, largest=with_files),
    "POST /operators/paper/{id}/save": operators,
    "GET /operators/paper/{id}/sign": operators,
    "POST /operators/paper/{id}/sign": replace(operators, largest=with_files),
    "POST /operators/paper/{id}/discard": operators,
    "GET /cases/{number}/attend/{what}": concerned,
    "POST /cases/{number}/attend/{what}": concerned,
    # monitors
    "GET /healthz": machine,
    "GET /readyz": machine,
    "GET /metrics": machine,
}
"""Method and path to rule. A new page adds its line under the heading it belongs to."""


class RouteWithoutRule(Exception):
    """A route that the matrix does not name would be open to nobody knows whom."""


def require_complete(routes: set[str]) -> None:
    """Check that every route has its rule, and every rule its route.

    Raises:
        RouteWithoutRule: names all that do not.
    """
    unruled, gone = sorted(routes - set(MATRIX)), sorted(set(MATRIX) - routes)
    if unruled or gone:
        raise RouteWithoutRule(
            f"portal/matrix.py: no rule for {', '.join(unruled) or 'none'}; "
            f"no route for {', '.join(gone) or 'none'}"
        )
