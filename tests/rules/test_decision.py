"""Rules 12 to 17 and 32 at the decision: its form, never its content."""

from datetime import date, timedelta
from typing import Any

import pytest

from models.duties import Authority
from models.reviews import Outcome
from rules.decision import DecisionFacts, DecisionForm, check_decision, drafter_may_not_decide
from rules.findings import Finding, Findings
from tests.rules.makers import POLICY, about, rules_of

TODAY = date(2026, 10, 30)
BELIEF = (
    "I believe that an officer would not assist Port Example to ensure school safety: E1 shows why."
)


def decide(facts: dict[str, Any] | None = None, **form: Any) -> Findings:
    """Check a sound decision to grant until June, but for the fields and facts changed."""
    written: dict[str, Any] = {
        "belief": BELIEF,
        "relied_on": ("E1", "A1.1"),
        "scope": "All requirements of the section",
        "until": date(2027, 6, 30),
        "outcome": Outcome.GRANTED,
        **form,
    }
    known: dict[str, Any] = {
        "on": TODAY,
        "filed_on": date(2026, 9, 21),
        "known_items": ("E1", "E2", "A1", "A1.1", "A2", "A2.1"),
        **(facts or {}),
    }
    return check_decision(DecisionForm(**written), DecisionFacts(**known), POLICY)


def only(found: list[Finding], rule: int) -> Finding:
    """Give what the rule said, once."""
    (finding,) = about(found, rule)
    return finding


@pytest.mark.rule(13)
@pytest.mark.parametrize("outcome", Outcome)
def test_sound_decision_is_admitted_whichever_way_it_goes(outcome: Outcome) -> None:
    """Complete is not granted; a complete application can be denied."""
    found = decide(outcome=outcome)
    assert found.refusals == []
    assert set(rules_of(found.warnings)) <= {17}


@pytest.mark.rule(12)
@pytest.mark.parametrize("belief", ["", "   ", "…", "--", "1"])
def test_decision_without_a_belief_in_words_is_refused(belief: str) -> None:
    """The form asks what the commissioner believes of that particular applicant."""
    (refusal,) = decide(belief=belief).refusals
    assert (refusal.rule, refusal.clause, refusal.where) == (12, "37P(c)", "belief")


@pytest.mark.rule(12)
def test_decision_that_relies_on_nothing_is_refused() -> None:
    """The evidence relied on is named by its ids."""
    refusal = only(decide(relied_on=()).refusals, 12)
    assert "A1, A1.1, A2, A2.1, E1, E2" in refusal.message


@pytest.mark.rule(12)
def test_decision_that_relies_on_what_was_not_filed_is_refused() -> None:
    """Evidence relied on is evidence of this application."""
    refusal = only(decide(relied_on=("E1", "E9")).refusals, 12)
    assert refusal.message.startswith("E9 is not")


@pytest.mark.rule(16)
def test_decision_without_a_scope_is_refused() -> None:
    """Which requirements are waived is said in words."""
    assert only(decide(scope=" ").refusals, 16).where == "scope"


@pytest.mark.rule(17)
def test_term_that_ends_before_the_decision_is_refused() -> None:
    """A date out of order."""
    assert only(decide(until=TODAY - timedelta(days=1)).refusals, 17).where == "until"
    assert decide(until=TODAY).refusals == []


@pytest.mark.rule(12)
def test_every_gap_of_a_decision_is_named_at_once() -> None:
    """Nobody mends a form one refusal at a time."""
    found = decide(belief="", relied_on=(), scope="", until=date(2026, 1, 1))
    assert rules_of(found.refusals) == [12, 12, 16, 17]


@pytest.mark.rule(12)
def test_belief_copied_from_another_decision_warns() -> None:
    """A belief is about one applicant."""
    found = decide({"copied_from": ("W-2026-0002",)})
    assert found.refusals == []
    assert "W-2026-0002" in only(found.warnings, 12).message


@pytest.mark.rule(12)
@pytest.mark.parametrize(
    ("form", "facts", "where"),
    [
        ({"belief": "There is no money for an officer."}, {}, "belief"),
        ({}, {"reasons": ("The budget has no funds.",)}, "reasons"),
    ],
)
def test_decision_on_want_of_money_warns(
    form: dict[str, Any], facts: dict[str, Any], where: str
) -> None:
    """That is (e), not (c)."""
    warning = only(decide(facts, **form).warnings, 12)
    assert warning.where == where
    assert "37P(e)" in warning.message


@pytest.mark.rule(13)
def test_old_case_warns_and_decides_nothing() -> None:
    """Age is pointed out from the policy's days on; it has no outcome."""
    at_the_limit = {"filed_on": TODAY - timedelta(days=POLICY.age_warning_days)}
    beyond = {"filed_on": TODAY - timedelta(days=POLICY.age_warning_days + 1)}
    assert not about(decide(at_the_limit).warnings, 13)
    found = decide(beyond)
    assert found.refusals == []
    assert only(found.warnings, 13).authority is Authority.POLICY


@pytest.mark.rule(14)
def test_drafter_of_a_recommendation_is_told_why_somebody_else_decides() -> None:
    """Staff recommend; who drafted the recommendation does not decide."""
    refusal = drafter_may_not_decide("counsel@doe.example")
    assert (refusal.rule, refusal.clause) == (14, "37P(c)")
    assert refusal.message.startswith("counsel@doe.example drafted")


@pytest.mark.rule(14)
@pytest.mark.parametrize(
    ("acting", "instrument", "warned"),
    [(True, False, True), (True, True, False), (False, False, False)],
)
def test_acting_decider_without_an_instrument_on_file_warns(
    *, acting: bool, instrument: bool, warned: bool
) -> None:
    """An acting or delegated holder shows by what instrument."""
    found = decide({"acting": acting, "has_instrument": instrument})
    assert found.refusals == []
    assert bool(about(found.warnings, 14)) is warned


@pytest.mark.rule(16)
def test_conditions_warn_that_the_text_is_silent() -> None:
    """The section does not say whether a waiver may carry conditions."""
    assert only(decide(conditions=("The line is kept.",)).warnings, 16).where == "conditions"


@pytest.mark.rule(17)
@pytest.mark.parametrize(
    ("until", "words"),
    [
        (None, "No term is set"),
        (date(2027, 6, 30), "rests on policy"),
        (TODAY + timedelta(days=10), "ends soon"),
    ],
)
def test_term_of_a_grant_is_shown_as_policy(until: date | None, words: str) -> None:
    """The section sets no term, deadline, renewal or revocation."""
    warning = only(decide(until=until).warnings, 17)
    assert warning.authority is Authority.POLICY
    assert words in warning.message


@pytest.mark.rule(17)
def test_denial_has_no_term_to_speak_of() -> None:
    """Only a waiver lasts."""
    assert not about(decide(outcome=Outcome.DENIED, until=None).warnings, 17)


@pytest.mark.rule(32)
@pytest.mark.parametrize(
    ("form", "where"),
    [
        ({"belief": f"{BELIEF} The students will be safe."}, "belief"),
        ({"scope": "All, which guarantees the safety of the schools"}, "scope"),
        ({"conditions": ("Drills.", "A line that will prevent violence.")}, "conditions[1]"),
    ],
)
def test_decision_that_promises_safety_warns(form: dict[str, Any], where: str) -> None:
    """The section makes no specific duty of care, and no letter makes one up."""
    warning = only(decide(**form).warnings, 32)
    assert (warning.clause, warning.where) == ("37P(f)", where)
