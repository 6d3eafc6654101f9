"""Rules 12, 15 and 17 at filing: what is asked, for whom, for how long, and on what ground."""

import re
from collections.abc import Iterator

from models.duties import Authority
from rules.findings import Finding
from rules.law import finding, warns
from rules.matter import Matter
from rules.wording import only_money_or_staff


@warns(12)
def only_want_of_resources(matter: Matter) -> Iterator[Finding]:
    """Point out reasons that speak only of money or staff: that is (e), not (c)."""
    reasons = [reason.text for reason in matter.form.reasons if reason.text]
    if reasons and all(only_money_or_staff(text) for text in reasons):
        yield finding(
            12,
            "The reasons speak only of money or staff. 37P(c) asks whether an officer would "
            "assist this applicant; want of resources is the chief's to determine under 37P(e), "
            "as a shortfall.",
            where="reasons",
        )


@warns(12)
def copied_from_another_case(matter: Matter) -> Iterator[Finding]:
    """Point out reasons that stand word for word in other cases."""
    if matter.situation.copied_from:
        yield finding(
            12,
            f"A reason stands word for word in {', '.join(matter.situation.copied_from)}. The "
            "commissioner decides on this particular applicant: say what is so here.",
            where="reasons",
        )


@warns(15)
def only_some_schools(matter: Matter) -> Iterator[Finding]:
    """Point out a scope that names some of the applicant's schools and not the others."""
    schools = matter.situation.schools
    named = _named(matter.form.scope, schools)
    if named and len(named) < len(set(schools)):
        yield finding(
            15,
            f"The scope names {', '.join(sorted(named))}, not all {len(set(schools))} schools. The "
            "commissioner decides on the applicant as a whole, not on single schools.",
            where="scope",
        )


@warns(17)
def no_school_years(matter: Matter) -> Iterator[Finding]:
    """Point out that no years are asked for. The section sets no term."""
    if not matter.form.school_years:
        yield finding(
            17,
            "No school years are named. The section sets no term, so none is needed; naming the "
            "years helps the commissioner to see what is asked.",
            where="school_years",
            authority=Authority.PRACTICE,
        )


def other_open_cases(matter: Matter) -> Iterator[Finding]:
    """Name the body's other open waivers; `rules.overlap` speaks of its shortfalls."""
    facts = matter.situation
    others = [number for number in facts.open_cases if number not in facts.open_shortfalls]
    if others:
        yield Finding(
            None,
            "review process",
            Authority.PRACTICE,
            f"{matter.situation.body.name} has other open cases: "
            f"{', '.join(others)}. To correct one of them, answer or "
            "withdraw it rather than file again.",
            "applicant",
        )


def _named(scope: str, schools: tuple[str, ...]) -> set[str]:
    """Give the schools named; the longest first, so that a name within a name is not counted."""
    named: set[str] = set()
    for school in sorted(set(schools), key=len, reverse=True):
        scope, times = re.subn(rf"\b{re.escape(school)}\b", " ", scope, flags=re.IGNORECASE)
        if times:
            named.add(school)
    return named
