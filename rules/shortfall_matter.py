"""A shortfall as the checks see it: the determination, the facts around it, the policy."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from models.shortfall_form import ShortfallForm
from rules.findings import Finding
from rules.matter import MUNICIPAL_KINDS
from rules.policy import Policy
from rules.situation import Body, ChiefHolder, ChiefOffice, LocatedSchool, ShortfallSituation


@dataclass(frozen=True, slots=True)
class ShortfallMatter:
    """One chief's determination on its day."""

    form: ShortfallForm
    situation: ShortfallSituation
    policy: Policy

    @property
    def on(self) -> date:
        """The day of the filing."""
        return self.situation.on

    @property
    def body(self) -> Body:
        """The body whose schools have no officer."""
        return self.situation.body

    @property
    def clause(self) -> str:
        """Shortfalls are under (e)."""
        return "37P(e)"

    @property
    def body_field(self) -> str:
        """`shortfall/1` calls the body the body."""
        return "body"

    @property
    def named(self) -> tuple[LocatedSchool, ...]:
        """The body's schools that the determination names."""
        return tuple(
            school for school in self.situation.schools if school.code in self.form.schools
        )

    @property
    def concerned(self) -> tuple[ChiefOffice, ...]:
        """The offices of chief for the schools it is about: those named, or else all."""
        towns = {school.town for school in self.named}
        if self.body.kind in MUNICIPAL_KINDS or not towns:
            return self.situation.chiefs
        return tuple(chief for chief in self.situation.chiefs if chief.town in towns)

    @property
    def signed_as(self) -> tuple[tuple[ChiefOffice, ChiefHolder], ...]:
        """The offices of chief concerned that the signer holds, with the holding of each."""
        return tuple(
            (chief, holder)
            for chief in self.concerned
            for holder in chief.holders
            if holder.email == self.form.determined_by
        )


ShortfallCheck = Callable[[ShortfallMatter], Iterator[Finding]]
"""One aspect of one rule: yields a finding for each gap or warning."""
