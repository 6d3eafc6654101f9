"""A matter as the checks see it: the application, the facts around it, the policy."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from models.forms import WaiverForm
from models.registry import OrganizationKind
from rules.findings import Finding
from rules.policy import Policy
from rules.situation import Body, Situation

MUNICIPAL_KINDS = frozenset({OrganizationKind.MUNICIPAL, OrganizationKind.MUNICIPAL_NON_OPERATING})


class OfABody(Protocol):
    """What the rules on bodies look at, whichever subsection the filing is under."""

    @property
    def on(self) -> date:
        """The day of the filing."""
        ...

    @property
    def body(self) -> Body:
        """The body it is about."""
        ...

    @property
    def clause(self) -> str:
        """The subsection it is filed under."""
        ...

    @property
    def body_field(self) -> str:
        """The field of the form that names the body."""
        ...


@dataclass(frozen=True, slots=True)
class Matter:
    """One application on its day, as it comes before the office."""

    form: WaiverForm
    situation: Situation
    policy: Policy

    @property
    def on(self) -> date:
        """The day of the filing."""
        return self.situation.on

    @property
    def body(self) -> Body:
        """The applicant."""
        return self.situation.body

    @property
    def clause(self) -> str:
        """Waivers are under (c)."""
        return "37P(c)"

    @property
    def body_field(self) -> str:
        """`waiver/1` calls the body the applicant."""
        return "applicant"

    @property
    def municipal(self) -> bool:
        """Whether the applicant is a city's or town's school department."""
        return self.situation.body.kind in MUNICIPAL_KINDS


Check = Callable[[Matter], Iterator[Finding]]
"""One aspect of one rule: yields a finding for each gap or warning."""
