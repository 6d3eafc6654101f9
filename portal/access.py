"""Who may see what: every route names its rule here, or the portal does not start.

A rule is asked before the page's function runs, with the same predicates that
the acts ask. It opens a page; the act behind a form checks again by itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from actions.concern import OF_THE_BODY, may_read, offices_in
from actions.draft_access import may_sign, may_write
from actions.offices import DEPARTMENT
from database import Session
from models.cases import Case
from models.people import Holding, Office, Person


@dataclass(frozen=True, slots=True)
class Seeker:
    """Who asks for a page, and for which case or body."""

    session: Session
    person: Person
    holdings: tuple[Holding, ...]
    now: datetime
    case: Case | None = None
    parameters: Mapping[str, str] | None = None

    @property
    def of_case(self) -> Case:
        """The case that the route names by `{number}`.

        Raises:
            LookupError: it names none: a rule about a case stands on the wrong route.
        """
        if self.case is None:
            raise LookupError("a rule about a case stands on a route without {number}")
        return self.case

    def holds(self, office: Office, at: str) -> bool:
        """Whether the person holds this office in this place today."""
        return any(one.office is office and one.at == at for one in self.holdings)


@dataclass(frozen=True, slots=True)
class Rule:
    """Whom a route is for, in words that end "This page is for …", and how to tell."""

    words: str
    admits: Callable[[Seeker], bool]
    signed_in: bool = True
    """Whether one has to sign in first."""
    half_way: bool = False
    """Whether it opens before a passkey that is owed was shown."""
    largest: int = 1024 * 1024
    """Bytes that may be sent to it."""


def _anybody(_: Seeker) -> bool:
    return True


public = Rule("everybody", _anybody, signed_in=False, largest=64 * 1024)
machine = Rule("monitors on this machine, or with the token", _anybody, signed_in=False)
"""The route itself looks at where the request comes from."""
half_way = Rule("people who are signing in", _anybody, half_way=True, largest=64 * 1024)
signed_in = Rule("people who have signed in", _anybody)


def holds(office: Office, at: str) -> Rule:
    """Admit holders of an office in one place: `holds(Office.OPERATOR, DEPARTMENT)`."""
    words = f"holders of the office of {office.value.replace('_', ' ')} at {at}"
    return Rule(words, lambda seeker: seeker.holds(office, at))


def holds_some(*offices: Office) -> Rule:
    """Admit whoever holds one of these offices, in whatever place."""
    words = " or ".join(office.value.replace("_", " ") for office in offices)
    return Rule(
        f"people who hold the office of {words}",
        lambda seeker: any(one.office in offices for one in seeker.holdings),
    )


def of_the_body(*offices: Office) -> Rule:
    """Admit holders of these offices at the body that the route names by `{code}`."""
    words = " or ".join(office.value for office in offices)

    def admits(seeker: Seeker) -> bool:
        code = (seeker.parameters or {}).get("code", "")
        return any(seeker.holds(office, code) for office in offices)

    return Rule(f"the {words} of this body", admits)


def in_the_case(*offices: Office) -> Rule:
    """Admit those whom the case `{number}` concerns by one of these offices, unless recused."""
    words = " or ".join(office.value.replace("_", " ") for office in offices)

    def admits(seeker: Seeker) -> bool:
        case = seeker.of_case
        reads = may_read(seeker.session, case, seeker.person, seeker.holdings, now=seeker.now)
        held = offices_in(seeker.session, case, seeker.holdings, now=seeker.now)
        return reads and not held.isdisjoint(offices)

    return Rule(f"the {words} whom this case concerns", admits)


def _concerned(seeker: Seeker) -> bool:
    case = seeker.of_case
    return may_read(seeker.session, case, seeker.person, seeker.holdings, now=seeker.now)


def _draft(seeker: Seeker) -> str:
    return (seeker.parameters or {}).get("draft", "")


writers = Rule(
    "the superintendent and the editors of the body whose application this is",
    lambda seeker: may_write(seeker.session, _draft(seeker), by=seeker.person.email,
                             now=seeker.now),
)  # fmt: skip
signers = Rule(
    "the superintendent of the body whose application this is",
    lambda seeker: may_sign(seeker.session, _draft(seeker), by=seeker.person.email,
                            now=seeker.now),
)  # fmt: skip
files_at_once = replace(writers, largest=110 * 1024 * 1024)
"""Four files of the largest size, and what was typed beside them."""
long_texts = replace(writers, largest=8 * 1024 * 1024)
"""As much as a draft holds, as a form writes it."""
concerned = Rule("people whom this case concerns and who have not stepped aside", _concerned)
operators = holds(Office.OPERATOR, DEPARTMENT)
the_body = in_the_case(*sorted(OF_THE_BODY))

MATRIX: dict[str, Rule] = {
    # everybody
    "GET /": public,
    "GET /how-it-works": public,
    "GET /law": public,
    "GET /accessibility": public,
    "GET /privacy": public,
    "GET /static/{version}/{name:path}": public,
    "GET /robots.txt": public,
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
    "POST /drafts/{draft}/sign": signers,
    "GET /cases/{number}/receipt": the_body,
    "GET /cases/{number}/status": the_body,
    "POST /cases/{number}/status": the_body,
    "GET /cases/{number}/versions": concerned,
    "GET /cases/{number}/withdraw": in_the_case(Office.SUPERINTENDENT),
    "POST /cases/{number}/withdraw": in_the_case(Office.SUPERINTENDENT),
    # chiefs
    # the commissioner's office
    # the state police
    # operators
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
            f"portal/access.py: no rule for {', '.join(unruled) or 'none'}; "
            f"no route for {', '.join(gone) or 'none'}"
        )
