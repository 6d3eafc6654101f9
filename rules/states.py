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
    CaseKind.SHORTFALL: (
        Arrow(
            "a", CaseState.DETERMINED, CaseState.CONSULTING, "route_shortfall",
            "The engine asks the department of state police to answer. It judges nothing.",
        ),
        Arrow(
            "b", CaseState.CONSULTING, CaseState.AWAITING_ASSIGNMENT, "log_contact",
            "The state police responded, or so many logged attempts got no response (policy).",
        ),
        Arrow(
            "c", CaseState.AWAITING_ASSIGNMENT, CaseState.ASSIGNED, "assign_officer",
            "An officer is assigned, of the state police or another (37P(e)).",
        ),
        Arrow(
            "d", CaseState.AWAITING_ASSIGNMENT, CaseState.UNFUNDED, "assign_officer",
            "There is no appropriation to assign an officer from. That denies nothing.",
        ),
        Arrow(
            "e", CaseState.UNFUNDED, CaseState.AWAITING_ASSIGNMENT, "route_shortfall",
            "The engine asks again each 1 July and each quarter (policy).",
        ),
        Arrow(
            "f", CaseState.UNFUNDED, CaseState.ASSIGNED, "assign_officer",
            "An appropriation came before the case was asked again.",
        ),
        Arrow(
            "g", CaseState.ASSIGNED, CaseState.AWAITING_FILING, "lodge_memorandum",
            "The signed memorandum is lodged; two offices owe its filing.",
        ),
        Arrow(
            "h", CaseState.AWAITING_FILING, CaseState.COMPLETE, "file_memorandum",
            "The second of the two offices has the same memorandum on file (37P(e)).",
        ),
        Arrow(
            "i", CaseState.COMPLETE, CaseState.AWAITING_FILING, "lodge_memorandum",
            "The memorandum is amended: both offices owe the filing of the new one.",
        ),
        Arrow(
            "j", CaseState.DETERMINED, CaseState.WITHDRAWN, "withdraw_shortfall",
            "The chief takes the determination back before the state police are asked.",
        ),
        Arrow(
            "k", CaseState.CONSULTING, CaseState.WITHDRAWN, "withdraw_shortfall",
            "The chief takes the determination back during the consultation.",
        ),
        Arrow(
            "l", CaseState.AWAITING_ASSIGNMENT, CaseState.WITHDRAWN, "withdraw_shortfall",
            "The chief takes the determination back before an officer is assigned.",
        ),
        Arrow(
            "m", CaseState.UNFUNDED, CaseState.WITHDRAWN, "withdraw_shortfall",
            "The chief takes the determination back rather than have it asked again.",
        ),
        Arrow(
            "n", CaseState.ASSIGNED, CaseState.WITHDRAWN, "withdraw_shortfall",
            "The chief takes the determination back before a memorandum is lodged.",
        ),
        Arrow(
            "o", CaseState.AWAITING_FILING, CaseState.WITHDRAWN, "withdraw_shortfall",
            "The chief takes the determination back; what is on file stays on record.",
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
