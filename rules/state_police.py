"""Rule 21: the chief consults the department of state police, and it is on record."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from models.duties import Authority
from models.shortfalls import ContactOutcome
from rules.findings import Finding, Findings
from rules.law import enforces, finding, warns
from rules.policy import Policy

_WORD = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What was so on the day (New York) a contact is logged."""

    on: date
    determined_on: date
    unanswered_on: tuple[date, ...] = ()
    """Days of the attempts without response logged before."""


def check_contact(unit: str, held_on: date, note: str, facts: ContactFacts) -> Findings:
    """Find every gap in a contact about to be logged, and what to look at again."""
    refusals = [*_gaps(unit, note), *_to_come(held_on, facts)]
    return Findings(refusals, [*_before(held_on, facts), *_same_day(held_on, facts)])


@enforces(21)
def consultation_done(outcomes: Iterable[ContactOutcome], policy: Policy) -> bool:
    """Whether the consultation is done: a response, or the policy's attempts without one.

    No date does it: a consultation that nobody answers and nobody logs stays open.
    """
    logged = list(outcomes)
    return ContactOutcome.RESPONDED in logged or _unanswered(logged, policy)


@warns(21)
def no_response_on_record(outcomes: Iterable[ContactOutcome], policy: Policy) -> Iterator[Finding]:
    """Point out that a case goes on although the state police never responded."""
    logged = list(outcomes)
    if ContactOutcome.RESPONDED not in logged and _unanswered(logged, policy):
        attempts = logged.count(ContactOutcome.NO_RESPONSE)
        yield finding(
            21,
            f"The department of state police has not responded to {attempts} logged attempts. The "
            "case goes on with that on record, as policy has it; log a response if one comes.",
            authority=Authority.POLICY,
        )


def _unanswered(logged: list[ContactOutcome], policy: Policy) -> bool:
    attempts = logged.count(ContactOutcome.NO_RESPONSE)
    return attempts >= policy.shortfall.attempts_without_response


@enforces(21)
def _gaps(unit: str, note: str) -> Iterator[Finding]:
    if not _WORD.search(unit):
        yield finding(
            21, "Name the unit of the department of state police: troop, barracks, office.",
            where="unit",
        )  # fmt: skip
    if not _WORD.search(note):
        yield finding(
            21,
            "Say in a sentence what came of it, and with whom by title.",
            where="note",
        )


@enforces(21)
def _to_come(held_on: date, facts: ContactFacts) -> Iterator[Finding]:
    if held_on > facts.on:
        yield finding(
            21,
            f"A contact on {held_on:%-d %B %Y} has not taken place yet. Log it once it has.",
            where="on",
        )


@warns(21)
def _before(held_on: date, facts: ContactFacts) -> Iterator[Finding]:
    # The section sets no order: a chief may well have asked before signing.
    if held_on < facts.determined_on:
        yield finding(
            21,
            f"The contact on {held_on:%-d %B %Y} was before the determination of "
            f"{facts.determined_on:%-d %B %Y}. See that the state police were consulted on what "
            "was determined.",
            where="on",
            authority=Authority.PRACTICE,
        )


@warns(21)
def _same_day(held_on: date, facts: ContactFacts) -> Iterator[Finding]:
    if held_on in facts.unanswered_on:
        yield finding(
            21,
            f"An attempt without response is logged for {held_on:%-d %B %Y} already. Attempts on "
            "different days say more.",
            where="on",
            authority=Authority.PRACTICE,
        )
