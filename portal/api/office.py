"""The office's work, a chief's word, and duties attended to. Nothing here decides."""

from fastapi.responses import Response

from actions.attending import acknowledge_duty, attend
from actions.cases import find_any
from actions.chief_views import give_view
from actions.conflicts import declare_no_conflict, has_declared, parties
from actions.questions import Asked
from actions.recusals import recuse
from actions.reviews import review_waiver
from database import Session
from portal.api.calls import Call, Caller, answered
from portal.api.more_shapes import Conflict, Stands
from portal.api.routing import acts, reads, router
from portal.api.sent import ConflictAnswer, Note, Reviewed, View

routes = router()

ON_RECORD = "It is on record"


def stands(session: Session, call: Call, number: str) -> Response:
    """Answer an act with where the case stands now."""
    return call.done({"number": number, "state": find_any(session, number).state.value})


@reads(routes, "/cases/{number}/conflict", Conflict)
def show_conflict(call: Caller, number: str) -> Response:
    """Name the parties to a case, and nothing of its content."""
    case = call.its_case
    with call.reading() as session:
        found = [
            {"role": one.role, "name": one.name, "email": one.email}
            for one in parties(session, case, now=call.now)
        ]
        declared = has_declared(session, case, call.acting.person)
    return answered({"number": number, "parties": found, "declared": declared})


@acts(routes, "/cases/{number}/conflict", ConflictAnswer, Stands, description=ON_RECORD)
def answer_conflict(call: Caller, number: str) -> Response:
    """Say whether the person has a conflict. Without one, the content opens.

    With one, they step aside, and the key does not open the case any more. It
    is the person's word: a program passes it on.
    """
    sent = call.sent(ConflictAnswer)
    with call.acting_once() as session:
        if sent.conflict:
            recuse(
                session, number, reason=sent.reason,
                by=call.by, entered_by=call.entered_by, now=call.now,
            )  # fmt: skip
        else:
            declare_no_conflict(
                session, number, by=call.by, entered_by=call.entered_by, now=call.now
            )
        return stands(session, call, number)


@acts(routes, "/cases/{number}/review", Reviewed, Stands, description=ON_RECORD)
def review(call: Caller, number: str) -> Response:
    """Finish a review step: send the case on, or return it with questions.

    A recommendation decides nothing, and whoever gave one does not decide.
    """
    sent = call.sent(Reviewed)
    with call.acting_once() as session:
        review_waiver(
            session,
            number,
            outcome=sent.outcome,
            note=sent.note,
            recommend=sent.recommend,
            questions=[Asked(one.field, one.text) for one in sent.questions],
            version=sent.version,
            by=call.by,
            entered_by=call.entered_by,
            now=call.now,
        )
        return stands(session, call, number)


@acts(routes, "/cases/{number}/view", View, Stands, description=ON_RECORD)
def say_view(call: Caller, number: str) -> Response:
    """Put a chief's own word on an application on record. It approves nothing."""
    sent = call.sent(View)
    with call.acting_once() as session:
        give_view(
            session, number, account=sent.account, view=sent.view,
            by=call.by, entered_by=call.entered_by, now=call.now,
        )  # fmt: skip
        return stands(session, call, number)


@acts(
    routes, "/cases/{number}/duties/{what}/attendance", Note, Stands, description="The duty is done"
)
def attend_to_duty(call: Caller, number: str, what: str) -> Response:
    """Note what came of a duty that asks for a call, a word or a look: it is done with that."""
    sent = call.sent(Note)
    with call.acting_once() as session:
        attend(
            session, number, what, note=sent.note,
            by=call.by, entered_by=call.entered_by, now=call.now,
        )  # fmt: skip
        return stands(session, call, number)


@acts(
    routes, "/cases/{number}/duties/{what}/acknowledgement", Note, Stands,
    description="Its reminders stop",
)  # fmt: skip
def acknowledge_a_duty(call: Caller, number: str, what: str) -> Response:
    """Say that a duty is known of: its reminders stop, and it stays owed by the same day."""
    sent = call.sent(Note)
    with call.acting_once() as session:
        acknowledge_duty(
            session, number, what, why=sent.note,
            by=call.by, entered_by=call.entered_by, now=call.now,
        )  # fmt: skip
        return stands(session, call, number)
