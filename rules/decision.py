"""The decision's form, 37P(c): one person's belief about one applicant. Never its content."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from models.duties import Authority
from models.reviews import Outcome
from rules.calendar import days_between
from rules.findings import Finding, Findings
from rules.law import enforces, finding, warns
from rules.policy import Policy
from rules.wording import only_money_or_staff, promises_safety

SOON = 60
"""Days from the decision within which the end of a term is pointed out (practice)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionForm:
    """What the decider is about to sign."""

    outcome: Outcome
    belief: str
    relied_on: tuple[str, ...]
    """Ids of the evidence relied on: E1, A1.1."""
    scope: str | None = None
    """Which requirements, in words; None: as the application asks."""
    conditions: tuple[str, ...] = ()
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFacts:
    """What was so on the day (New York) of the decision."""

    on: date
    filed_on: date
    known_items: tuple[str, ...]
    """Every id of the submission decided on."""
    reasons: tuple[str, ...] = ()
    """The applicant's reasons, as filed."""
    copied_from: tuple[str, ...] = ()
    """Numbers of other cases whose decision has the same belief."""
    acting: bool = False
    """Whether the decider holds the office as acting or delegated."""
    has_instrument: bool = False
    """Whether the instrument of that is on file."""


@dataclass(frozen=True, slots=True)
class PendingDecision:
    """A decision about to be made, as the checks see it."""

    form: DecisionForm
    facts: DecisionFacts
    policy: Policy


DecisionCheck = Callable[[PendingDecision], Iterator[Finding]]


def check_decision(form: DecisionForm, facts: DecisionFacts, policy: Policy) -> Findings:
    """Find every gap in a decision's form, and what its signer should look at again.

    Whether to grant or deny is the commissioner's alone: nothing here says.
    """
    decision = PendingDecision(form, facts, policy)
    return Findings(
        refusals=[found for check in REFUSALS for found in check(decision)],
        warnings=[found for check in WARNINGS for found in check(decision)],
    )


@enforces(14)
def drafter_may_not_decide(decider: str) -> Finding:
    """Say why somebody who drafted a recommendation on the case does not decide it."""
    return finding(
        14,
        f"{decider} drafted a recommendation on this case, so somebody else who holds the "
        "commissioner's office, or acts in it, decides.",
    )


@enforces(12)
def belief_stated(decision: PendingDecision) -> Iterator[Finding]:
    """Refuse a decision without a belief in words."""
    if not re.search(r"[^\W\d_]{2}", decision.form.belief):
        yield finding(
            12,
            "Write, in your own words, whether you believe that an officer would not assist this "
            "particular applicant to ensure school safety, and why.",
            where="belief",
        )


@enforces(12)
def evidence_relied_on(decision: PendingDecision) -> Iterator[Finding]:
    """Refuse a decision that relies on nothing, or on what is not in the application."""
    known = ", ".join(sorted(decision.facts.known_items, key=_in_order))
    unknown = sorted({*decision.form.relied_on} - {*decision.facts.known_items})
    if not decision.form.relied_on:
        yield finding(
            12,
            f"Name the evidence the belief relies on. This application has {known}.",
            where="relied_on",
        )
    elif unknown:
        yield finding(
            12,
            f"{', '.join(unknown)} is not in this application. It has {known}.",
            where="relied_on",
        )


@enforces(16)
def scope_in_words(decision: PendingDecision) -> Iterator[Finding]:
    """Refuse a decision that does not say which requirements it is about."""
    if not (decision.form.scope or "").strip():
        yield finding(
            16, "Say in words which requirements of the section this decides on.", where="scope"
        )


@enforces(17)
def term_after_decision(decision: PendingDecision) -> Iterator[Finding]:
    """Refuse a term that is over before it begins."""
    until = decision.form.until
    if until and until < decision.facts.on:
        yield finding(
            17,
            f"The term would end on {until:%-d %B %Y}, before the day of the decision. "
            "Correct the date, or leave it out: a term is optional.",
            where="until",
            authority=Authority.POLICY,
        )


@warns(12)
def belief_copied(decision: PendingDecision) -> Iterator[Finding]:
    """Point out a belief that stands word for word in other decisions."""
    others = ", ".join(decision.facts.copied_from)
    if others:
        yield finding(
            12,
            f"The same words decide {others}. The belief is about this particular applicant.",
            where="belief",
        )


@warns(12)
def ground_is_want_of_resources(decision: PendingDecision) -> Iterator[Finding]:
    """Point out a belief, or reasons before it, that speak only of money or staff."""
    spoken = [text for text in decision.facts.reasons if text]
    if only_money_or_staff(decision.form.belief):
        subject, where = "The belief speaks", "belief"
    elif spoken and all(only_money_or_staff(text) for text in spoken):
        subject, where = "The applicant's reasons speak", "reasons"
    else:
        return
    yield finding(
        12,
        f"{subject} only of money or staff. Want of resources is the ground of 37P(e), a "
        "shortfall, which is the chief's to determine.",
        where=where,
    )


@warns(13)
def case_is_old(decision: PendingDecision) -> Iterator[Finding]:
    """Point out a case that has waited longer than the policy's age. Nothing follows by itself."""
    age = days_between(decision.facts.filed_on, decision.facts.on)
    if age > decision.policy.age_warning_days:
        yield finding(
            13,
            f"The application was filed {age} days ago. The section sets no deadline, and age "
            "decides nothing; see that what was filed is still so.",
            authority=Authority.POLICY,
        )


@warns(14)
def no_instrument(decision: PendingDecision) -> Iterator[Finding]:
    """Point out an acting or delegated decider whose instrument is not on file."""
    if decision.facts.acting and not decision.facts.has_instrument:
        yield finding(
            14,
            "You act for the commissioner, and no instrument of that is on file. Ask an operator "
            "to record it with your office.",
        )


@warns(16)
def conditions_attached(decision: PendingDecision) -> Iterator[Finding]:
    """Point out conditions: the section is silent on them."""
    if decision.form.conditions:
        yield finding(
            16,
            "The decision has conditions. 37P(c) does not say whether a waiver may carry any.",
            where="conditions",
        )


@warns(17)
def term_is_policy(decision: PendingDecision) -> Iterator[Finding]:
    """Say that a waiver has no term, or that its term is policy, or ends soon."""
    until = decision.form.until
    if decision.form.outcome is Outcome.DENIED:
        return
    if until is None:
        message = (
            "No term is set. The section sets none, so none is needed; then nothing brings the "
            "waiver up for review."
        )
    else:
        soon = " It ends soon." if days_between(decision.facts.on, until) <= SOON else ""
        message = (
            f"The term to {until:%-d %B %Y} rests on policy: the section sets none.{soon} Its end "
            "opens a review and changes nothing by itself."
        )
    yield finding(17, message, where="until", authority=Authority.POLICY)


@warns(32)
def promise_in_decision(decision: PendingDecision) -> Iterator[Finding]:
    """Point out words of the decision that promise a safety outcome."""
    texts = [("belief", decision.form.belief), ("scope", decision.form.scope or "")]
    texts += [(f"conditions[{n}]", text) for n, text in enumerate(decision.form.conditions)]
    for where, text in texts:
        promise = promises_safety(text)
        if promise:
            yield finding(
                32,
                f"“{promise}” reads as a promise that somebody will be safe. 37P(f) creates no "
                "such duty: say what you believe instead.",
                where=where,
            )


REFUSALS: tuple[DecisionCheck, ...] = (
    belief_stated,
    evidence_relied_on,
    scope_in_words,
    term_after_decision,
)

WARNINGS: tuple[DecisionCheck, ...] = (
    belief_copied,
    ground_is_want_of_resources,
    case_is_old,
    no_instrument,
    conditions_attached,
    term_is_policy,
    promise_in_decision,
)


def _in_order(item: str) -> tuple[str, list[int]]:
    return item[:1], [int(number) for number in re.findall(r"\d+", item)]
