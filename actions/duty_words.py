"""Call a duty what people call it."""

from actions.outbox import REACH
from actions.routing import ASSIGN
from actions.shortfall_routing import ASSIGNMENT, FILING, MEMORANDUM, REPLY
from actions.standing import ANSWER, DECIDE, REVIEW
from rules.policy import Policy

_CALLED = {
    ANSWER: "Answer to the office's questions",
    REPLY: "Reply to the chief's consultation",
    ASSIGNMENT: "Assignment of an officer",
    MEMORANDUM: "Signed memorandum",
    f"{FILING}superintendent": "Memorandum on file in the superintendent's office",
    f"{FILING}state_police": "Memorandum on file with the department of state police",
}


def duty_words(what: str, policy: Policy) -> str:
    """Give a duty's name in words: `review:program` is called what the policy calls the step."""
    prefix, _, name = what.partition(":")
    title = next((step.title for step in policy.steps if step.name == name), name)
    if f"{prefix}:" in {REVIEW, DECIDE}:
        return title
    if f"{prefix}:" == ASSIGN:
        return f"Somebody for this step: {title}"
    if f"{prefix}:" == REACH:
        return "Somebody to be reached another way"
    return _CALLED.get(what, what)
