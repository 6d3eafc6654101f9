"""The words for states, duties and events, the same at every door."""

from collections.abc import Mapping
from typing import NamedTuple

from models.cases import CaseState
from rules.policy import Policy


class Words(NamedTuple):
    """What an event is called, and whether the parties to a case are told of it."""

    words: str
    parties: bool = True


STATES: Mapping[CaseState, str] = {
    CaseState.DRAFT: "It is being written; nothing has been filed.",
    CaseState.SUBMITTED: "It is filed; the office is finding a reviewer.",
    CaseState.IN_REVIEW: "The office is reviewing it, step by step.",
    CaseState.RETURNED: "The office has questions for the applicant.",
    CaseState.DECIDED: "The commissioner has decided.",
    CaseState.WITHDRAWN: "It was taken back.",
    CaseState.DETERMINED: "The chief has determined a want of resources.",
    CaseState.CONSULTING: "The department of state police is being consulted.",
    CaseState.AWAITING_ASSIGNMENT: "The state police say whether an officer can be assigned.",
    CaseState.UNFUNDED: "There is no appropriation now; it will be asked again. Nothing is denied.",
    CaseState.ASSIGNED: "An officer is assigned; the memorandum is to be signed and lodged.",
    CaseState.AWAITING_FILING: "The memorandum is lodged; two offices are to put it on file.",
    CaseState.COMPLETE: "The memorandum is on file in both offices.",
}

EVENTS: Mapping[str, Words] = {
    "waiver.submitted": Words("The application was filed."),
    "waiver.resubmitted": Words("The questions were answered with version {version}."),
    "waiver.withdrawn": Words("The application was taken back: {reason}"),
    "waiver.decided": Words("The commissioner decided: {outcome}."),
    "review.forwarded": Words("The {step} step was finished; the case went on."),
    "review.returned": Words("The {step} step returned the application with questions."),
    "chief.view_given": Words("A chief of police gave a view of the application."),
    "paper.kept": Words("The scan of a signed paper was kept with the case."),
    "case.rung": Words("An operator had the engine look at the case again.", parties=False),
    "duty.opened": Words("A step was opened."),
    "duty.reassigned": Words("A step was given to somebody else in the office.", parties=False),
    "evidence.opened": Words("{item} was opened.", parties=False),
    "reviewer.unconflicted": Words("A reviewer said that they have no conflict.", parties=False),
    "reviewer.recused": Words("A reviewer stepped aside: {reason}", parties=False),
    "duty.reminded": Words("A reminder went out.", parties=False),
    "duty.escalated": Words("A step is late: the office above was told.", parties=False),
    "duty.telephoned": Words("A step is late: staff were asked to telephone.", parties=False),
    "duty.acknowledged": Words("Somebody said that they have it in hand.", parties=False),
    "duty.attended": Words("A call, a word or a look was noted.", parties=False),
    "notice.acknowledged": Words("Somebody said that they have a notice.", parties=False),
    "mail.bounced": Words("A mail came back.", parties=False),
    "mail.failed": Words("A mail could not be delivered.", parties=False),
    "case.stranded": Words("The case was found waiting for nobody, and moved.", parties=False),
    "clock.paused": Words("The clock of a step was stopped: {reason}"),
    "clock.resumed": Words("The clock of a step goes on: {reason}"),
    "clock.extended": Words("A step was given another last day: {reason}"),
    "clock.recomputed": Words("The last day of a step moved with the office's calendar."),
    "register.published": Words("It was put in the public register."),
    "register.withdrawn": Words("It was taken out of the public register."),
    "shortfall.determined": Words("The chief determined a want of resources."),
    "shortfall.withdrawn": Words("The determination was taken back: {reason}"),
    "shortfall.completed": Words("The memorandum is on file in both offices."),
    "state_police.contacted": Words("A contact with the state police was logged: {outcome}."),
    "consultation.overdue": Words("The day for the state police's reply passed; nothing closed."),
    "officer.assigned": Words("An officer was assigned."),
    "officer.pending": Words("The state police have not said yet whether one can be assigned."),
    "officer.unfunded": Words("There is no appropriation to assign an officer from."),
    "memorandum.lodged": Words("The signed memorandum was lodged."),
    "memorandum.amended": Words("An amended memorandum was lodged."),
    "memorandum.filed": Words("The memorandum was put on file in one of the two offices."),
}
"""By kind, for every event of a case; a test finds one that is missing."""

FOR_PARTIES = {kind: words for kind, words in EVENTS.items() if words.parties}
"""The events that the parties to a case are told of; the others are the office's own."""

_BY_KIND: Mapping[str, str] = {
    "review": "review the application ({title})",
    "decide": "decide on the application",
    "answer": "answer the office's questions",
    "assign": "find somebody for a step ({title})",
    "reach": "reach somebody whose mail failed",
    "reply": "answer the consultation",
    "assignment": "say whether an officer can be assigned",
    "memorandum": "lodge the signed memorandum",
    "filing": "confirm that the memorandum is on file",
}


def owed_words(what: str, policy: Policy) -> str:
    """Say what is owed, after “is to”: `review:program` by the step's own title."""
    kind, _, name = what.partition(":")
    title = next((step.title for step in policy.steps if step.name == name), name)
    return _BY_KIND.get(kind, what.replace("_", " ").replace(":", " ")).format(title=title)
