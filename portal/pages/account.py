"""A person's account: where they are signed in, and their passkeys."""

from fastapi import APIRouter
from fastapi.responses import Response

from actions.passkeys import passkeys_of
from actions.sessions import end_session, live_sessions
from portal.arriving import Caller
from portal.cookies import take_session

pages = APIRouter()


@pages.get("/account")
def account(visit: Caller) -> Response:
    """Show sessions and passkeys."""
    with visit.reading() as session:
        return visit.page(
            "account.html",
            sessions=live_sessions(session, visit.who, now=visit.clock),
            passkeys=passkeys_of(session, visit.who),
        )


@pages.post("/account/sessions/{id}/end")
def end(visit: Caller, id: int) -> Response:  # noqa: A002 - the path's own word
    """Sign one session out."""
    with visit.acting() as session:
        ended = end_session(session, visit.who, id, now=visit.clock)
        said = "That session has ended." if ended else "That session had ended already."
        if id != visit.session_id:
            return visit.to("/account", said=said)
        answer = visit.to("/", said="You have signed out.")
    take_session(visit, answer)
    return answer
