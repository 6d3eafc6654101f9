"""A matter as the checks see it: the application, the facts around it, the policy."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from models.forms import WaiverForm
from models.registry import OrganizationKind
from rules.findings import Finding
from rules.policy import Policy
from rules.situation import Situation

MUNICIPAL_KINDS = frozenset({OrganizationKind.MUNICIPAL, OrganizationKind.MUNICIPAL_NON_OPERATING})


@dataclass(frozen=True, slots=True)
class Matter:
    """One application on its day, as it comes before the office."""

    form: WaiverForm
    situation: Situation
    policy: Policy

    @property
    def municipal(self) -> bool:
        """Whether the applicant is a city's or town's school department."""
        return self.situation.body.kind in MUNICIPAL_KINDS


Check = Callable[[Matter], Iterator[Finding]]
"""One aspect of one rule: yields a finding for each gap or warning."""
