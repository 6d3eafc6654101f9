"""The operator's policy: review steps, days allowed, thresholds. Never law."""

import hashlib
import tomllib
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from models.people import Office

REVIEWING = frozenset({Office.INTAKE, Office.PROGRAM, Office.COUNSEL, Office.COMMISSIONER})
"""The offices a review step may be given to."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
_NO_CONTROLS = r"^[^\x00-\x1f\x7f]*$"
Words = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=_NO_CONTROLS)]
Days = Annotated[int, Field(ge=1, le=365)]


class PolicyInvalid(ValueError):
    """The policy file cannot be followed; the message names the key and what is wrong."""


class Resubmission(StrEnum):
    """Where a returned case goes on once the district has answered."""

    SAME_STEP = "same-step"
    FIRST_STEP = "first-step"


class AskAgain(StrEnum):
    """How often an unfunded shortfall is asked again; each time on 1 July at least."""

    QUARTERLY = "quarterly"
    YEARLY = "yearly"

    @property
    def months(self) -> tuple[int, ...]:
        """The months on whose first day it is asked."""
        return (1, 4, 7, 10) if self is AskAgain.QUARTERLY else (7,)


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Step(_Table):
    """One review step: whose it is, where that office sits, and the days it has."""

    name: Slug
    title: Words
    office: Office = Field(strict=False)
    at: Words
    days: Days
    """Business days."""
    decides: bool = False


class ShortfallTerms(_Table):
    """What the policy allows on the state-police path: 37P(e) sets no day. Business days."""

    reply_days: Days = 10
    """The state police have these to answer; then people are told, and nothing is closed."""
    attempts_without_response: Annotated[int, Field(ge=1, le=50)] = 3
    """Logged attempts that got no response, after which the case goes on with that on record."""
    assignment_days: Days = 20
    """The state police have these to say whether an officer can be assigned."""
    memorandum_days: Days = 20
    """The chief has these, once an officer is assigned, to lodge the signed memorandum."""
    filing_days: Days = 10
    """Each of the two offices has these to confirm that it is on file."""
    ask_again: AskAgain = Field(default=AskAgain.QUARTERLY, strict=False)
    """When an unfunded case is asked again."""


Slugs = Annotated[str, StringConstraints(pattern=r"^(\*|[a-z_]+:[a-z0-9_:-]*)$", max_length=60)]
Offset = Annotated[int, Field(ge=-60, le=260)]


class Escalation(_Table):
    """A rung that tells an office above, or its stand-in office where nobody holds it."""

    after: Days
    """Business days after the last day."""
    to: Office = Field(strict=False)
    stand_in: Office = Field(strict=False)


class Ladder(_Table):
    """What becomes of a kind of duty as its last day comes and goes."""

    duties: tuple[Slugs, ...] = Field(strict=False, min_length=1, max_length=20)
    """Slugs, beginnings of slugs that end in a colon, or `*` for all that no other names."""
    remind: tuple[Offset, ...] = Field(default=(), strict=False, max_length=20)
    """Business days before (less than none) or after the last day."""
    escalate: tuple[Escalation, ...] = Field(default=(), strict=False, max_length=10)
    telephone: Days | None = None
    """Business days after the last day."""

    @model_validator(mode="after")
    def _each_rung_once(self) -> Self:
        if 0 in self.remind:
            raise ValueError("remind: 0 is the last day itself; say -1 or 1")
        steps = [(one.after, one.to) for one in self.escalate]
        for name, rungs in (("remind", self.remind), ("escalate", steps)):
            if len(set(rungs)) < len(rungs):
                raise ValueError(f"{name}: the same rung stands there twice")
        return self


@cache
def shipped_ladders() -> tuple[Ladder, ...]:
    """Give the ladders that ship, for texts from before there were any."""
    ladders: Sequence[Any] = tomllib.loads(default_policy_text())["reminders"]["ladders"]
    return tuple(Ladder.model_validate(one) for one in ladders)


class ReminderTerms(_Table):
    """When reminders go, and the ladder of each kind of duty."""

    hour: Annotated[int, Field(ge=0, le=23)] = 8
    """The hour of a working day, New York."""
    telephone_days: Days = 2
    """Business days staff have to telephone."""
    ladders: tuple[Ladder, ...] = Field(
        default_factory=shipped_ladders, strict=False, min_length=1, max_length=50
    )

    @model_validator(mode="after")
    def _each_duty_once(self) -> Self:
        named = [slug for ladder in self.ladders for slug in ladder.duties]
        for slug in named:
            if named.count(slug) > 1:
                raise ValueError(f"reminders.ladders: {slug!r} has two ladders")
        if "*" not in named:
            raise ValueError('reminders.ladders: none is for "*", the duties no other names')
        return self

    def ladder(self, what: str) -> Ladder:
        """Give the ladder of a duty: the one that names it most closely."""
        fitting = [
            (len(slug), ladder)
            for ladder in self.ladders
            for slug in ladder.duties
            if slug == what or (slug.endswith(":") and what.startswith(slug))
        ]
        if fitting:
            return max(fitting, key=lambda one: one[0])[1]
        return next(ladder for ladder in self.ladders if "*" in ladder.duties)


class ExpiryTerms(_Table):
    """How long ahead of a date somebody is asked to look. Calendar days."""

    term_days: Days = 90
    """Before the last day of a waiver's term."""
    memorandum_days: Days = 30
    """Before a memorandum on file is a year old."""
    fiscal_year_days: Days = 30
    """Before the fiscal year begins, where there is no appropriation."""


class PolicyTerms(_Table):
    """What a policy file says."""

    name: Slug
    resubmission: Resubmission = Field(default=Resubmission.SAME_STEP, strict=False)
    answer_days: Days = 20
    """Business days a district has to answer a returned case."""
    assign_days: Days = 2
    """Business days the operators have to find somebody for a step that nobody can take."""
    acknowledge_days: Days = 20
    """Business days for which the link in a mail lets its reader acknowledge it."""
    contact: Words = "the office that sent this"
    """Where people may ask: an address or a telephone number."""
    small_counts_below: Annotated[int, Field(ge=1, le=1000)] = 10
    """Counts of students under this are warned about."""
    age_warning_days: Annotated[int, Field(ge=1, le=3650)] = 90
    """Calendar days after which an undecided case's age is pointed out."""
    agencies: dict[Words, Words]
    """Each agency's full name by the short one that offices are held at."""
    shortfall: ShortfallTerms = ShortfallTerms()
    reminders: ReminderTerms = Field(default_factory=ReminderTerms)
    expiry: ExpiryTerms = ExpiryTerms()
    steps: tuple[Step, ...] = Field(strict=False, min_length=1, max_length=20)

    @model_validator(mode="after")
    def _steps_make_a_review(self) -> Self:
        names = [step.name for step in self.steps]
        for position, step in enumerate(self.steps):
            key = f"steps[{position}]"
            if step.name in names[:position]:
                raise ValueError(f"{key}.name: two steps are called {step.name!r}")
            if step.office not in REVIEWING:
                raise ValueError(f"{key}.office: {step.office.value!r} reviews no waiver")
            if step.at not in self.agencies:
                raise ValueError(f"{key}.at: {step.at!r} is not among the agencies")
            _require_commissioner_last(key, step, last=position == len(names) - 1)
        return self


class Policy(PolicyTerms):
    """A policy as a case is filed under it."""

    version: str
    """Its name and the first 8 hex digits of its text's SHA-256."""

    def step(self, name: str) -> Step:
        """Give a step by its name.

        Raises:
            LookupError: the policy has no such step.
        """
        for step in self.steps:
            if step.name == name:
                return step
        raise LookupError(f"policy {self.version} has no step {name!r}")

    def after(self, name: str) -> Step | None:
        """Give the step that follows, or None after the last."""
        following = self.steps.index(self.step(name)) + 1
        return self.steps[following] if following < len(self.steps) else None


def parse_policy(text: str) -> Policy:
    """Read a policy file's text.

    Raises:
        PolicyInvalid: names every key that is wrong, a line each.
    """
    try:
        terms = PolicyTerms.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise PolicyInvalid(f"policy: not readable as TOML: {error}") from error
    except ValidationError as error:
        raise PolicyInvalid(_faults(error)) from error
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Policy(version=f"{terms.name}-{digest[:8]}", **dict(terms))


def default_policy_text() -> str:
    """Read the policy that ships."""
    return resources.files("rules").joinpath("policy.toml").read_text(encoding="utf-8")


def _require_commissioner_last(key: str, step: Step, *, last: bool) -> None:
    if last and (step.office is not Office.COMMISSIONER or not step.decides):
        raise ValueError(
            f"{key}: the last step must be the commissioner's and decide "
            '(office = "commissioner", decides = true), as 37P(c) has it'
        )
    if not last and step.decides:
        raise ValueError(f"{key}.decides: only the last step decides")
    if not last and step.office is Office.COMMISSIONER:
        raise ValueError(f"{key}.office: the commissioner's step is the last one")


def _faults(error: ValidationError) -> str:
    return "\n".join(f"policy: {_fault(fault)}" for fault in error.errors(include_url=False))


def _fault(fault: Any) -> str:
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in fault["loc"])
    known = {"extra_forbidden": "unknown key", "missing": "missing"}
    return f"{''.join(parts).lstrip('.')}: {known.get(fault['type'], fault['msg'])}"
