"""The operators' desk: what is owed by them, what stands still, and the way to everything."""

from fastapi import APIRouter
from fastapi.responses import Response

from actions.desks import owed_at
from actions.entries import MOST, entered_for_others, refused_attempts
from actions.health import health_of
from actions.intake import intake
from actions.offices import DEPARTMENT
from models.people import Office
from portal.arriving import Caller
from portal.pages.attending import to_do
from rules.calendar import new_york_date

pages = APIRouter()


@pages.get("/operators")
def desk(visit: Caller) -> Response:
    """Show the operators' duties with what to do, and how the house is."""
    today = new_york_date(visit.now)
    with visit.reading() as session:
        duties = [
            (one, to_do(one.duty.what), _page_for(one.duty.what))
            for one in owed_at(session, Office.OPERATOR, DEPARTMENT)
        ]
        return visit.page(
            "operators/desk.html",
            duties=duties,
            today=today,
            health=health_of(session, now=visit.now, today=today),
            intake=intake(session),
        )


def _page_for(what: str) -> tuple[str, str]:
    kind, _, rest = what.partition(":")
    if kind == "reach" and rest.isdecimal():
        return f"/operators/mail/{rest}", "Look at the mail"
    return "/operators/offices", "See who holds which office"


@pages.get("/operators/health")
def health(visit: Caller) -> Response:
    """Show what waits for the engine and the mail, and since when."""
    today = new_york_date(visit.now)
    with visit.reading() as session:
        found = health_of(session, now=visit.now, today=today)
    return visit.page("operators/health.html", health=found, now=visit.now)


@pages.get("/operators/entries")
def entries(visit: Caller) -> Response:
    """Show what one person entered for another."""
    who = visit.request.query_params.get("by", "").strip().casefold()
    with visit.reading() as session:
        found = entered_for_others(session, entered_by=who)
        return visit.page("operators/entries.html", found=found, who=who, most=MOST)


@pages.get("/operators/refused")
def refused(visit: Caller) -> Response:
    """Show the filings that the rules refused, and on what grounds."""
    with visit.reading() as session:
        return visit.page("operators/refused.html", found=refused_attempts(session), most=MOST)
