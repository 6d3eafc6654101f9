"""What the reader of a reminder may do about a duty."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Advice:
    """What whoever owes a duty does next, and what an office above may do."""

    act: str
    above: str = (
        "Please see that whoever has it in hand is reached, "
        "or that the office is held by somebody who can do it"
    )


_ADVICE: dict[str, Advice] = {
    "review:": Advice("Forward it or return it: recourse review {number}"),
    "decide:": Advice("Only you decide, and no date decides for you: recourse decide {number}"),
    "answer:": Advice(
        "File a corrected application: recourse resubmit {number}. Or withdraw it. "
        "If you need longer, tell the office",
        "Please ask the applicant whether something stands in the way of an answer",
    ),
    "reply:": Advice(
        "Please reply, even if only to say who will and when. "
        "The contact is logged: recourse consult {number}",
        "No reply is on record, and the case stays open: silence never closes it. "
        "The chief tries again and has each attempt logged; the case goes on with a reply, or "
        "when enough attempts without a response are logged (policy)",
    ),
    "assignment:": Advice(
        "Say so, also if none can be: recourse assign {number}",
    ),
    "memorandum:": Advice("Lodge it once it is signed: recourse memo {number}"),
    "filing:": Advice(
        "Put it on file in your office and confirm: recourse file-memo {number}",
    ),
    "assign:": Advice(
        "Give the office to somebody who has no conflict: recourse office grant",
    ),
    "reach:": Advice(
        "Tell the person another way, and note it: recourse attend {number} --duty {what}",
    ),
    "telephone:": Advice(
        "Call, and note what was said: recourse attend {number} --duty {what}",
    ),
    "term:": Advice(
        "Look at it, and note what came of that: recourse attend {number} --duty {what}",
    ),
    "renewal:": Advice(
        "Lodge an amended one, recourse memo {number}, or note that it stands: "
        "recourse attend {number} --duty {what}",
    ),
    "funding:": Advice(
        "Ask for it, and note what you learn: recourse attend {number} --duty {what}. "
        "The case asks again on 1 July",
    ),
}
"""By the beginning of a duty's slug."""


def advice(what: str, number: str) -> Advice:
    """Give the advice on a duty of a case, its commands filled in."""
    found = _ADVICE.get(f"{what.partition(':')[0]}:", Advice("See recourse show {number}"))
    act, above = (one.format(number=number, what=what) for one in (found.act, found.above))
    return Advice(act, above)
