"""Who may see what: every route names its rule here, or the portal does not start.

A rule is asked before the page's function runs, with the same predicates that
the acts ask. It opens a page; the act behind a form checks again by itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from actions.cases import refusal
from actions.concern import OF_THE_BODY, may_read, offices_in
from actions.draft_access import WRITERS, NoSuchDraft, held_at, may_sign, may_write
from actions.memoranda import OFFICE_OF
from actions.offices import DEPARTMENT
from actions.register import may_publish, publishes
from database import Session
from models.cases import Case, CaseKind
from models.clients import Scope
from models.drafts import Draft
from models.people import Holding, Office, Person
from rules.policy import REVIEWING


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
    content: bool = False
    """Whether it shows a case's content: a reviewer is asked about a conflict first."""
    takes_file: bool = False
    """Of the API: whether a file is sent to it, and no JSON."""
    scopes: frozenset[Scope] = frozenset()
    """Of the API: which of a key's scopes open it. One is enough; a session opens none of these."""


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
        reads = may_read(seeker.session, case, seeker.person, seeker.holdings)
        held = offices_in(seeker.session, case, seeker.holdings)
        return reads and not held.isdisjoint(offices)

    return Rule(f"the {words} whom this case concerns", admits, content=True)


def by_key(*scopes: Scope, rule: Rule, largest: int = 1024 * 1024) -> Rule:
    """Have a rule asked of whoever comes with a key that has one of these scopes.

    An operator's office opens nothing here: who looks after the system does so in person.
    """

    def admits(seeker: Seeker) -> bool:
        usable = tuple(one for one in seeker.holdings if one.office is not Office.OPERATOR)
        return rule.admits(replace(seeker, holdings=usable))

    return replace(rule, admits=admits, signed_in=False, scopes=frozenset(scopes), largest=largest)


def of_kind(kind: CaseKind, rule: Rule) -> Rule:
    """Admit whom a rule about a case admits, for cases of one kind alone."""

    def admits(seeker: Seeker) -> bool:
        return seeker.of_case.kind is kind and rule.admits(seeker)

    return replace(rule, admits=admits)


def in_the_shortfall(*offices: Office) -> Rule:
    """Admit those whom the shortfall `{number}` concerns by one of these offices."""
    return of_kind(CaseKind.SHORTFALL, in_the_case(*offices))


def _filed_it(seeker: Seeker) -> bool:
    waiver = seeker.of_case.kind is CaseKind.WAIVER
    return in_the_case(Office.SUPERINTENDENT if waiver else Office.CHIEF).admits(seeker)


filed_it = Rule("who filed it: the superintendent, or the chief", _filed_it, content=True)


def _keeps_it_there(seeker: Seeker) -> bool:
    place = (seeker.parameters or {}).get("place", "")
    offices = [OFFICE_OF[one] for one in OFFICE_OF if one.value == place]
    return in_the_shortfall(*offices, Office.OPERATOR).admits(seeker)


def _publishes_it(seeker: Seeker) -> bool:
    return may_publish(seeker.session, seeker.of_case, seeker.person, seeker.holdings)


def _concerned(seeker: Seeker) -> bool:
    case = seeker.of_case
    return may_read(seeker.session, case, seeker.person, seeker.holdings)


def _draft(seeker: Seeker) -> str:
    return (seeker.parameters or {}).get("draft", "")


def _of_the_draft(seeker: Seeker, *, signing: bool) -> bool:
    draft = seeker.session.get(Draft, _draft(seeker))
    if draft is None:
        raise NoSuchDraft([refusal("There is no such draft. Look in the list of drafts.")])
    offices = WRITERS[draft.kind][:1] if signing else WRITERS[draft.kind]
    return any(seeker.holds(office, held_at(draft)) for office in offices)


drafting = Rule(
    "those who write this draft: superintendent and editors of the body, or the chief",
    lambda seeker: _of_the_draft(seeker, signing=False),
)
signing = Rule(
    "who signs this draft: the superintendent of the body, or the chief",
    lambda seeker: _of_the_draft(seeker, signing=True),
)
drafters = holds_some(Office.SUPERINTENDENT, Office.EDITOR, Office.CHIEF)
in_office = Rule("people who hold an office", lambda seeker: bool(seeker.holdings))
writers = Rule(
    "the superintendent and the editors of the body whose application this is, or for operators "
    "where it is typed from a paper",
    lambda seeker: may_write(seeker.session, _draft(seeker), by=seeker.person.email,
                             now=seeker.now),
)  # fmt: skip
signers = Rule(
    "the superintendent of the body whose application this is, or for operators where it was "
    "signed on paper",
    lambda seeker: may_sign(seeker.session, _draft(seeker), by=seeker.person.email,
                            now=seeker.now),
)  # fmt: skip
files_at_once = replace(writers, largest=110 * 1024 * 1024)
"""Four files of the largest size, and what was typed beside them."""
long_texts = replace(writers, largest=8 * 1024 * 1024)
"""As much as a draft holds, as a form writes it."""
concerned = Rule(
    "people whom this case concerns and who have not stepped aside", _concerned, content=True
)
operators = holds(Office.OPERATOR, DEPARTMENT)
publishers = Rule(
    "operators and counsel, who put entries in the register",
    lambda seeker: publishes(seeker.holdings),
)
publishers_of_it = Rule(
    "operators and counsel who have not stepped aside from this case", _publishes_it, content=True
)
the_body = in_the_case(*sorted(OF_THE_BODY))
staff = holds_some(*sorted(REVIEWING), Office.OPERATOR)
reviewers = in_the_case(*sorted(REVIEWING))
before_content = replace(reviewers, content=False)
"""Where a reviewer says whether they have a conflict: nothing of the case is shown."""
those_who_tell = in_the_case(*sorted(REVIEWING), Office.OPERATOR)
office_readers = of_kind(CaseKind.WAIVER, those_who_tell)
keepers_of_clocks = in_the_case(Office.COMMISSIONER, Office.OPERATOR)
the_chief = in_the_shortfall(Office.CHIEF)
the_parties = in_the_shortfall(
    Office.CHIEF, Office.SUPERINTENDENT, Office.STATE_POLICE, Office.OPERATOR
)
chief_consulted = of_kind(CaseKind.WAIVER, in_the_case(Office.CHIEF))
logs_contacts = in_the_shortfall(Office.CHIEF, Office.STATE_POLICE, Office.OPERATOR)
assigns = in_the_shortfall(Office.STATE_POLICE, Office.OPERATOR)
takes_back = in_the_case(Office.SUPERINTENDENT, Office.OPERATOR)
withdraws = in_the_shortfall(Office.CHIEF, Office.OPERATOR)
keeps_it_there = Rule("the office that keeps the memorandum there, or an operator", _keeps_it_there)
with_files = 60 * 1024 * 1024
"""Bytes of a form with two files of 25 MB."""
