"""What a changed policy would change, in words, for cases filed from then on."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from rules.policy import Policy, Step

TERMS: Mapping[str, str] = {
    "name": "The policy's name",
    "resubmission": "Where an answered application goes on",
    "answer_days": "Business days a district has to answer questions",
    "assign_days": "Business days operators have to find somebody for a step",
    "contact": "Where people may ask",
    "small_counts_below": "Counts of students warned about are below",
    "age_warning_days": "Calendar days after which an application's age is pointed out",
    "agencies": "Agencies",
    "shortfall.reply_days": "Business days for the state police to answer a consultation",
    "shortfall.attempts_without_response": "Logged attempts after which a case goes on",
    "shortfall.assignment_days": "Business days to say whether an officer can be assigned",
    "shortfall.memorandum_days": "Business days for the chief to lodge the memorandum",
    "shortfall.filing_days": "Business days for each office to confirm its filing",
    "shortfall.ask_again": "How often an unfunded case is asked again",
}
"""A term of the policy in words; one that is not here is named by its key."""

IN_A_STEP: Mapping[str, str] = {
    "title": "title",
    "office": "office",
    "at": "agency",
    "days": "business days",
    "decides": "deciding",
}


def changes(old: Policy, new: Policy) -> list[str]:
    """Say in sentences what differs; none where nothing does but comments."""
    return [*_terms(old, new), *_steps(old.steps, new.steps)]


def _terms(old: Policy, new: Policy) -> Iterator[str]:
    before, after = _flat(old), _flat(new)
    for key in dict.fromkeys([*before, *after]):
        if before.get(key) != after.get(key):
            was, says = _said(before.get(key)), _said(after.get(key))
            yield f"{TERMS.get(key, key)}: {was} becomes {says}."


def _flat(policy: Policy) -> dict[str, Any]:
    """Give the terms by key, tables opened; the steps are told by themselves."""
    written = policy.model_dump(mode="json", exclude={"version", "steps"})
    flat: dict[str, Any] = {}
    for key, value in written.items():
        if isinstance(value, dict) and key != "agencies":
            inner = cast("dict[str, Any]", value)
            flat |= {f"{key}.{name}": one for name, one in inner.items()}
        else:
            flat[key] = value
    return flat


def _steps(old: tuple[Step, ...], new: tuple[Step, ...]) -> Iterator[str]:
    before, after = {one.name: one for one in old}, {one.name: one for one in new}
    for name in before.keys() - after.keys():
        yield f"The step “{before[name].title}” is taken out."
    for name, step in after.items():
        if name not in before:
            yield f"A step is added: “{step.title}”, {step.days} business days, {step.office}."
        else:
            yield from _in_step(before[name], step)
    kept = [name for name in before if name in after]
    if kept != [name for name in after if name in before]:
        yield f"The steps come in another order: {', '.join(one.title for one in new)}."


def _in_step(old: Step, new: Step) -> Iterator[str]:
    for key, words in IN_A_STEP.items():
        before, after = getattr(old, key), getattr(new, key)
        if before != after:
            yield f"Step “{old.title}”, {words}: {_said(before)} becomes {_said(after)}."


def _said(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        pairs = cast("dict[str, Any]", value)
        return ", ".join(f"{name} ({words})" for name, words in pairs.items())
    return str(value)
