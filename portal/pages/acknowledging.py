"""Acknowledge a mail by the link in it: looking does nothing, the button says that it arrived."""

from fastapi import APIRouter
from fastapi.responses import Response

from actions.acknowledgements import acknowledge_by_link, what_is_acknowledged
from portal.arriving import Caller
from portal.limiting import Limit
from portal.visits import NoSuchPage, Visit

pages = APIRouter()


@pages.get("/acknowledge/{token}")
def show(visit: Caller, token: str) -> Response:
    """Show what the link is about. Programs that open every link in a mail do nothing here."""
    with visit.reading() as session:
        found = what_is_acknowledged(session, token, key=_key(visit), now=visit.now)
    return visit.page("acknowledge.html", found=found)


@pages.post("/acknowledge/{token}")
def acknowledge(visit: Caller, token: str) -> Response:
    """Put on record that the mail has reached its reader; a second time changes nothing."""
    visit.limit(Limit.USE_LINK)
    with visit.acting() as session:
        acknowledge_by_link(session, token, key=_key(visit), now=visit.now)
    said = "Thank you. It is on record that this has reached you."
    return visit.to(f"/acknowledge/{token}", said=said)


def _key(visit: Visit) -> str:
    key = visit.portal.settings.signing_key()
    if key is None:
        raise NoSuchPage("No links of this kind are made here.")
    return key
