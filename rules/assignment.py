"""Rules 8, 23 to 26 and 33: an officer is assigned, or there is no appropriation to assign one."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from models.duties import Authority
from models.shortfalls import AssignmentOutcome, Employer
from rules import grounds
from rules.calendar import fiscal_year
from rules.chiefs import officer_across_towns
from rules.findings import Finding, Findings
from rules.law import enforces, finding, warns
from rules.policy import Policy

_WHO_SAID = re.compile(
    r"\b(?:by|per|from|according|says?|said|told|wrote|writes|letter|memo|e-?mail|office|bureau"
    r"|department|comptroller|colonel|commander|major|captain|legislature)\b|;",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentForm:
    """What is about to be put down on an assignment."""

    outcome: AssignmentOutcome
    employer: Employer | None = None
    """Whose officer is assigned; none given: the state police's, of whom (e) speaks."""
    grounds: tuple[str, ...] = ()
    candidate_considered: bool = False
    appropriation: str | None = None
    """The reference, and who said so."""

    @property
    def assigned(self) -> bool:
        """Whether an officer is assigned."""
        return self.outcome is AssignmentOutcome.ASSIGNED


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentFacts:
    """What was so on the day (New York) of the assignment."""

    on: date
    fiscal_year: int
    """Of the determination."""
    schools: Mapping[str, str] = field(default_factory=dict[str, str])
    """The town of each school the officer would serve, by the school's name."""


@dataclass(frozen=True, slots=True)
class PendingAssignment:
    """An assignment about to be made, as the checks see it."""

    form: AssignmentForm
    facts: AssignmentFacts
    policy: Policy


AssignmentCheck = Callable[[PendingAssignment], Iterator[Finding]]


def check_assignment(form: AssignmentForm, facts: AssignmentFacts, policy: Policy) -> Findings:
    """Find every gap in what is put down on an assignment, and what to look at again.

    Who is assigned, and whether, is for the department of state police: nothing here says.
    """
    assignment = PendingAssignment(form, facts, policy)
    return Findings(
        refusals=[found for check in REFUSALS for found in check(assignment)],
        warnings=[found for check in WARNINGS for found in check(assignment)],
    )


@enforces(24)
def ground_stated(assignment: PendingAssignment) -> Iterator[Finding]:
    """Refuse an assignment without a ground, or with none besides seniority."""
    stated = [each for each in assignment.form.grounds if grounds.says_something(each)]
    if not assignment.form.assigned:
        return
    if not stated:
        yield finding(
            24,
            "Say on what grounds this officer was chosen. Seniority may be one of them, not the "
            "only one.",
            where="grounds",
        )
    elif all(grounds.only_seniority(each) for each in stated):
        yield finding(
            24,
            "Seniority is the only ground stated. An officer is not assigned solely for that: "
            "state the other grounds there were, such as training or work with young people.",
            where="grounds",
        )


@enforces(25)
def candidate_considered(assignment: PendingAssignment) -> Iterator[Finding]:
    """Refuse an assignment without the attestation that (e) asks for."""
    if assignment.form.assigned and not assignment.form.candidate_considered:
        yield finding(
            25,
            "Attest that a candidate who would strive to foster an optimal learning environment "
            "was considered. Considering is what 37P(e) asks; keep the details of persons out.",
            where="candidate_considered",
        )


@warns(8)
def schools_in_several_towns(assignment: PendingAssignment) -> Iterator[Finding]:
    """Point out that the officer would serve schools in different towns."""
    if assignment.form.assigned:
        yield from officer_across_towns("The officer assigned", assignment.facts.schools)


@warns(23)
def appropriation_reference(assignment: PendingAssignment) -> Iterator[Finding]:
    """Point out a want of appropriation for which no reference, or nobody, is named."""
    if assignment.form.outcome is not AssignmentOutcome.NO_APPROPRIATION:
        return
    reference = (assignment.form.appropriation or "").strip()
    if not reference:
        missing = "No reference is given for the want of an appropriation. Add it, and who said so."
    elif not _WHO_SAID.search(reference):
        missing = "The reference does not say who said that there is no appropriation. Add it."
    else:
        return
    yield finding(23, missing, where="appropriation", authority=Authority.PRACTICE)


@warns(23)
def new_fiscal_year(assignment: PendingAssignment) -> Iterator[Finding]:
    """Point out that a fiscal year has begun since the one determined on."""
    facts, now = assignment.facts, fiscal_year(assignment.facts.on)
    if now > facts.fiscal_year:
        yield finding(
            23,
            f"The determination is of fiscal year {facts.fiscal_year}, and {now} began on 1 July "
            f"{now - 1}. See that the answer is about this year's appropriation.",
            where="appropriation",
            authority=Authority.PRACTICE,
        )


@warns(24)
def seniority_in_every_ground(assignment: PendingAssignment) -> Iterator[Finding]:
    """Point out grounds that all speak of seniority, and say something else besides."""
    stated = [each for each in assignment.form.grounds if grounds.says_something(each)]
    if not assignment.form.assigned or not stated:
        return
    if all(map(grounds.speaks_of_seniority, stated)) and not all(
        map(grounds.only_seniority, stated)
    ):
        yield finding(
            24,
            "Every ground speaks of seniority. See that another one is stated clearly: seniority "
            "alone is not enough.",
            where="grounds",
        )


@warns(25)
def personal_detail(assignment: PendingAssignment) -> Iterator[Finding]:
    """Point out what looks like a detail of a person, which is not repeated here."""
    for position, ground in enumerate(assignment.form.grounds):
        detail = grounds.personal_detail(ground)
        if detail:
            yield finding(
                25,
                f"Ground {position + 1} holds what looks like {detail}. Only the ground itself "
                "belongs here: no detail of a person is kept on this path.",
                where=f"grounds[{position}]",
                authority=Authority.PRACTICE,
            )


@enforces(26)
@warns(26)
def outside_the_definition(assignment: PendingAssignment) -> Iterator[Finding]:
    """Point out that (a) does not define an officer of the state police. It refuses nothing."""
    if assignment.form.assigned and assignment.form.employer is not Employer.OTHER:
        yield finding(
            26,
            "37P(a) defines the officer as a municipal or special one, and 37P(e) has the state "
            "police assign theirs. The assignment stands; counsel may want to look at the gap.",
            where="employer",
        )


@enforces(33)
@warns(33)
def another_employer(assignment: PendingAssignment) -> Iterator[Finding]:
    """Point out an officer not of the state police. It refuses nothing and excuses nothing."""
    if assignment.form.assigned and assignment.form.employer is Employer.OTHER:
        yield finding(
            33,
            "The officer is not of the state police: show this to counsel. The memorandum is "
            "owed and filed in both offices all the same.",
            where="employer",
        )


REFUSALS: tuple[AssignmentCheck, ...] = (ground_stated, candidate_considered)

WARNINGS: tuple[AssignmentCheck, ...] = (
    schools_in_several_towns,
    appropriation_reference,
    new_fiscal_year,
    seniority_in_every_ground,
    personal_detail,
    outside_the_definition,
    another_employer,
)
