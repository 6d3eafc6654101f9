"""What applies to a body: its class, the clauses that name it, its chiefs, what is in the way."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from actions.filings import Filing
from actions.situations import chiefs_concerned, organization
from actions.waivers import check_filing
from models.forms import WaiverForm
from models.registry import Organization
from rules.calendar import new_york_date
from rules.findings import Finding
from rules.naming import Naming, clauses_for
from rules.policy import Policy
from rules.situation import ChiefOffice

ON_BODIES = frozenset({1, 2, 3, 6, 7, 34, None})
"""The rules that speak of the body itself, and those of process, before a word is written."""


@dataclass(frozen=True, slots=True)
class Applies:
    """What a body is told of itself."""

    body: Organization
    clauses: tuple[Naming, ...]
    chiefs: tuple[ChiefOffice, ...]
    in_the_way: tuple[Finding, ...]
    """What would refuse any application of this body today."""
    to_know: tuple[Finding, ...]

    @property
    def may_apply(self) -> bool:
        """Whether the section's (c) is for it at all: rules 2 and 3."""
        return not any(one.rule in {2, 3} for one in self.in_the_way)


def what_applies(session: Session, code: str, policy: Policy, *, now: datetime) -> Applies:
    """Say what applies to a body today. Changes nothing.

    Raises:
        UnknownBody: the registry has none of this code.
    """
    body = organization(session, code)
    blank = Filing(WaiverForm(form="waiver/1", applicant=code), {})
    found = check_filing(session, blank, policy, now=now)
    return Applies(
        body,
        clauses_for(body.kind),
        chiefs_concerned(session, body, new_york_date(now)),
        _of_the_body(found.refusals),
        _of_the_body(found.warnings),
    )


def _of_the_body(found: list[Finding]) -> tuple[Finding, ...]:
    fields = {None, "applicant"}
    return tuple(one for one in found if one.rule in ON_BODIES and one.where in fields)
