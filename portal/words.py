"""States, duties and events in plain words: what happened, and who acts next."""

from collections.abc import Mapping
from typing import Any

from models.cases import CaseKind, CaseState

STATES: Mapping[str, tuple[str, str]] = {
    CaseState.DRAFT: ("Draft", "The district is still writing. Nothing has been filed."),
    CaseState.SUBMITTED: (
        "Submitted",
        "The office has the application. A reviewer is being found.",
    ),
    CaseState.IN_REVIEW: ("In review", "The office is reading the application, step by step."),
    CaseState.RETURNED: ("Returned with questions", "The district has questions to answer."),
    CaseState.DECIDED: ("Decided", "The commissioner has decided. The case is closed."),
    CaseState.WITHDRAWN: ("Withdrawn", "It was taken back. The case is closed without a decision."),
    CaseState.DETERMINED: ("Determined", "The chief has determined a shortfall."),
    CaseState.CONSULTING: ("Consulting", "The department of state police is asked to reply."),
    CaseState.AWAITING_ASSIGNMENT: (
        "Awaiting an assignment",
        "The department of state police says whether an officer can be assigned.",
    ),
    CaseState.UNFUNDED: (
        "Without an appropriation",
        "There is none to assign an officer from. That denies nothing: it is asked again.",
    ),
    CaseState.ASSIGNED: ("Officer assigned", "A memorandum is to be signed and lodged."),
    CaseState.AWAITING_FILING: (
        "Awaiting filing",
        "Two offices are to confirm that they have the memorandum on file.",
    ),
    CaseState.COMPLETE: ("Complete", "The memorandum is on file in both offices."),
}
"""A state's name, and what it means for whoever waits."""

DUTIES: Mapping[str, str] = {
    "review": "Review the application: {rest}",
    "decide": "Decide the application",
    "answer": "Answer the office’s questions",
    "assign": "Find somebody for a step that nobody can take",
    "reach": "Reach somebody whose mail failed",
    "telephone": "Call whoever owes something that is late",
    "term": "Look at a waiver whose term ends",
    "renewal": "Look at a memorandum that is soon a year old",
    "funding": "Ask for an appropriation in the new fiscal year",
    "reply": "Reply to the consultation",
    "assignment": "Say whether an officer can be assigned",
    "memorandum": "Lodge the signed memorandum",
    "filing": "Confirm that the memorandum is on file",
}
"""By what stands before the colon of a duty's slug."""

EVENTS: Mapping[str, str] = {
    "case.rung": "An operator had the engine look at the case again",
    "case.stranded": "Operators were told that nobody owed the next step",
    "clock.extended": "A due date was put off",
    "clock.paused": "A clock was stopped",
    "clock.recomputed": "A due date was counted anew, since a day of closing was entered or lifted",
    "clock.resumed": "A clock goes on",
    "chief.view_given": "A chief of police gave a view of the application",
    "consultation.overdue": "The day for the state police’s reply passed; the case stays open",
    "duty.acknowledged": "Somebody said that they have it in hand; reminders stop",
    "duty.attended": "A call, a word or a look was noted",
    "duty.escalated": "A step is late: the office above was told. Nothing was closed",
    "duty.opened": "A step was opened",
    "duty.reminded": "A reminder went out",
    "duty.telephoned": "A step is late: staff were asked to telephone",
    "duty.reassigned": "A step was handed to somebody else",
    "evidence.opened": "A reviewer opened a piece of evidence",
    "mail.bounced": "A mail came back; it was tried another way",
    "mail.failed": "A mail could not be delivered; operators were told",
    "memorandum.amended": "An amended memorandum was lodged",
    "memorandum.filed": "The memorandum was put on file in one of the two offices",
    "memorandum.lodged": "The signed memorandum was lodged",
    "notice.acknowledged": "Somebody said that they have a notice",
    "officer.assigned": "An officer was assigned",
    "officer.pending": "The state police said that an assignment is pending",
    "officer.unfunded": "There was no appropriation to assign an officer from",
    "paper.kept": "The scan of a signed paper was kept with the case",
    "register.published": "It was put in the public register",
    "register.withdrawn": "It was taken out of the public register",
    "review.forwarded": "A review step was finished",
    "review.returned": "The application was returned with questions",
    "reviewer.unconflicted": "A reviewer said that they have no conflict",
    "reviewer.recused": "A reviewer stepped aside",
    "shortfall.completed": "The memorandum was on file in both offices: the case was complete",
    "shortfall.determined": "The chief determined a shortfall",
    "shortfall.withdrawn": "The chief took the determination back",
    "state_police.contacted": "A contact with the department of state police was logged",
    "waiver.decided": "The commissioner decided",
    "waiver.resubmitted": "The district answered with a new version",
    "waiver.submitted": "The district filed the application",
    "waiver.withdrawn": "The district took the application back",
}
"""A log entry's kind, as a sentence."""

OFFICES: Mapping[str, str] = {
    "superintendent": "Superintendent",
    "editor": "Editor",
    "chief": "Chief of police",
    "intake": "Intake",
    "program": "Program office",
    "counsel": "Counsel",
    "commissioner": "Commissioner",
    "state_police": "State police liaison",
    "operator": "Operator",
}


ENTRY_FIELDS: Mapping[str, tuple[str, str]] = {
    "text": ("The belief", "The determination"),
    "decided_by": ("Who decided", "Who determined"),
    "scope": ("The scope", ""),
}
"""The texts of an entry of the register: of a decision, of a shortfall."""


def state_words(state: str) -> str:
    """Name a state."""
    return STATES[state][0] if state in STATES else state.replace("_", " ")


def state_meaning(state: str) -> str:
    """Say what a state means for whoever waits."""
    return STATES[state][1] if state in STATES else ""


def duty_words(what: str) -> str:
    """Say what a duty asks for."""
    kind, _, rest = what.partition(":")
    return DUTIES.get(kind, what).format(rest=rest.replace("_", " "))


def event_words(kind: str) -> str:
    """Say what happened."""
    return EVENTS.get(kind, kind.replace(".", ": ").replace("_", " "))


def entry_field(field: str, kind: CaseKind) -> str:
    """Name a text of an entry of the register: `conditions[0]` is condition 1."""
    name, _, number = field.partition("[")
    if number:
        return f"Condition {int(number.removesuffix(']')) + 1}"
    return ENTRY_FIELDS[name][kind is CaseKind.SHORTFALL]


def office_words(office: str) -> str:
    """Name an office, written `program@DESE` or `program`."""
    name, _, at = office.partition("@")
    words = OFFICES.get(name, name.replace("_", " "))
    return f"{words}, {at}" if at else words


def acts_next(duties: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the duties of a dossier that are open, the first due first."""
    return sorted((one for one in duties if one["state"] == "open"), key=lambda one: one["due_on"])
