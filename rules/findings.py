"""What a rule has to say about a filing or an act, and the refusal that carries it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from models.duties import Authority


@dataclass(frozen=True, slots=True)
class Finding:
    """One gap or warning, with the rule it comes from."""

    rule: int | None
    """The number in the law file; None where only the process is at issue."""
    clause: str
    authority: Authority
    message: str
    where: str | None = None
    """The field of the form it is about: `alternatives[0].supporting_data`."""


@dataclass(slots=True)
class Findings:
    """Everything the rules found: what refuses, and what only warns."""

    refusals: list[Finding] = field(default_factory=list[Finding])
    warnings: list[Finding] = field(default_factory=list[Finding])


class Refused(Exception):
    """An act the rules do not admit. Carries every finding at once."""

    exit_code = 3

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Keep the findings; the text is their messages, a line each."""
        self.findings = tuple(findings)
        super().__init__("\n".join(finding.message for finding in self.findings))


class ApplicationIncomplete(Refused):
    """A filing does not have what the section asks for."""


class NotYourOffice(Refused):
    """This person does not hold the office that the act needs."""

    exit_code = 4


class SomeoneElseActed(Refused):
    """Another person acted first; nothing was changed."""

    exit_code = 6


class NoSuchCase(Refused):
    """No case has this number."""

    exit_code = 5
