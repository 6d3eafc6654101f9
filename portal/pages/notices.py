"""Proof of notice for a case, and a person's deadlines under their private link."""

from fastapi import APIRouter
from fastapi.responses import Response

from actions.feeds import feed
from actions.notices import notices
from database import transaction
from notifications.papers.notices import on_paper
from portal.arriving import Caller
from portal.limiting import Limit
from portal.visits import NoSuchPage

pages = APIRouter()


@pages.get("/cases/{number}/notices")
def proof_of_notice(visit: Caller, number: str) -> Response:
    """Show every mail about a case: queued, accepted, bounced, withheld, acknowledged."""
    with visit.reading() as session:
        facts = notices(session, number, now=visit.now)
    return visit.page("notices.html", proof=on_paper(facts))


@pages.get("/calendar/{token}.ics")
def deadlines(visit: Caller, token: str) -> Response:
    """Give the deadlines of whoever was given this link, for a calendar program."""
    visit.limit(Limit.USE_LINK)
    with transaction(visit.portal.engine) as session:
        body = feed(session, token, now=visit.now)
    if body is None:
        raise NoSuchPage("This calendar link does not work, or no longer. Ask for a new one.")
    return Response(body, media_type="text/calendar; charset=utf-8")
