"""The state police's queue: what their liaison owes, and what waits for an appropriation."""

from fastapi import APIRouter
from fastapi.responses import Response

from actions.desks import owed_at, shortfalls_in
from actions.shortfall_routing import ASSIGNMENT, FILING, REPLY
from actions.shortfalls import STATE_POLICE
from models.cases import CaseState
from models.people import Office
from portal.arriving import Caller
from portal.turning import place_in
from rules.calendar import new_york_date

pages = APIRouter()

GROUPS = (
    (REPLY, "Consultations to reply to", "contact", "Log the reply"),
    (ASSIGNMENT, "Assignments to answer", "assignment", "Answer"),
    (f"{FILING}state_police", "Memoranda to put on file", "filing/state-police", "Confirm"),
)
"""What is owed, its heading, its page, and what to press."""


@pages.get("/state-police")
def queue(visit: Caller) -> Response:
    """Show what the department of state police is asked for, the first due first."""
    with visit.reading() as session:
        owed = owed_at(session, Office.STATE_POLICE, STATE_POLICE)
        unfunded = shortfalls_in(session, CaseState.UNFUNDED, place=place_in(visit))
        complete = shortfalls_in(session, CaseState.COMPLETE, place=place_in(visit, "complete-"))
        return visit.page(
            "state-police/queue.html",
            today=new_york_date(visit.now),
            groups=[
                (title, [one for one in owed if one.duty.what == what], page, words)
                for what, title, page, words in GROUPS
            ],
            unfunded=unfunded,
            complete=complete,
        )
