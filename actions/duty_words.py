"""Call a duty what people call it."""

from actions.duties import REACH, TELEPHONE
from actions.expiry import FUNDING, RENEWAL, TERM
from actions.routing import ASSIGN
from actions.shortfall_routing import ASSIGNMENT, FILING, MEMORANDUM, REPLY
from actions.standing import ANSWER, DECIDE, REVIEW
from rules.policy import Policy

_CALLED = {
    ANSWER: "Answer to the office's questions",
    REPLY: "Reply to the chief's consultation",
    ASSIGNMENT: "Assignment of an officer",
    MEMORANDUM: "Signed memorandum",
    REACH: "Somebody to be reached another way",
    TELEPHONE: "A telephone call about a late duty",
    TERM: "A look at the waiver whose term ends",
    RENEWAL: "A look at the memorandum, soon a year old",
    FUNDING: "Word on an appropriation for the new fiscal year",
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
    return _CALLED.get(what) or _CALLED.get(f"{prefix}:", what)
