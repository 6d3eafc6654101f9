"""The permitted moves of a case, each with its reason. Data, not code."""

from dataclasses import dataclass
from functools import cache

from models.cases import CaseKind, CaseState


@dataclass(frozen=True, slots=True)
class Arrow:
    """One permitted move: the letter of the diagram, the act that makes it, and why."""

    letter: str
    start: CaseState
    to: CaseState
    act: str
    text: str


ARROWS: dict[CaseKind, tuple[Arrow, ...]] = {
    CaseKind.WAIVER: (
        Arrow(
            "a", CaseState.SUBMITTED, CaseState.IN_REVIEW, "route_waiver",
            "The engine opens a review step and chooses its reviewer. It judges nothing.",
        ),
        Arrow(
            "b", CaseState.IN_REVIEW, CaseState.RETURNED, "review_waiver",
            "A reviewer has questions, each tied to a field; the district owes an answer.",
        ),
        Arrow(
            "c", CaseState.RETURNED, CaseState.SUBMITTED, "resubmit_waiver",
            "The district answers with a new version, kept beside the old.",
        ),
        Arrow(
            "d", CaseState.IN_REVIEW, CaseState.DECIDED, "decide_waiver",
            "The commissioner grants or denies, in one person's written belief (37P(c)).",
        ),
        Arrow(
            "e", CaseState.SUBMITTED, CaseState.WITHDRAWN, "withdraw_waiver",
            "The applicant takes the request back before a review step opens.",
        ),
        Arrow(
            "f", CaseState.IN_REVIEW, CaseState.WITHDRAWN, "withdraw_waiver",
            "The applicant takes the request back during review; the open step is dropped.",
        ),
        Arrow(
            "g", CaseState.RETURNED, CaseState.WITHDRAWN, "withdraw_waiver",
            "The applicant takes the request back rather than answer the questions.",
        ),
    ),
}  # fmt: skip
"""By kind, in the order of the diagram. A kind not here makes no moves."""


def arrows(kind: CaseKind) -> tuple[Arrow, ...]:
    """Give the moves a kind of case may make, in the diagram's order."""
    return ARROWS.get(kind, ())


def can_move(kind: CaseKind, start: CaseState, to: CaseState) -> bool:
    """Whether an arrow leads from one state to the other."""
    return (start, to) in _permitted(kind)


@cache
def _permitted(kind: CaseKind) -> frozenset[tuple[CaseState, CaseState]]:
    return frozenset((arrow.start, arrow.to) for arrow in arrows(kind))
