"""A case as everybody whom it concerns may read it: where it is, who acts next, what happened."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from actions.concern import OF_THE_BODY, offices_in
from actions.listing import events_of
from actions.outline import outline
from actions.register import may_publish
from database import Session
from models.cases import CaseKind, CaseState
from models.people import Office
from portal.arriving import Caller
from portal.chronicle import chronicle
from portal.pages.shortfalls import shortfall_page
from portal.pictures import timeline
from portal.visits import Visit
from portal.words import acts_next, state_meaning
from rules.calendar import new_york_date
from rules.policy import REVIEWING

pages = APIRouter()


def register_facts(session: Session, visit: Visit, *, public: bool) -> dict[str, bool]:
    """Say whether an application has a public entry, and whether the reader may publish one."""
    case = visit.seeker(session).of_case
    return {
        "in_register": public,
        "publisher": case.state is CaseState.DECIDED
        and may_publish(session, case, visit.who, visit.holdings),
    }


@pages.get("/cases/{number}")
def case(visit: Caller, number: str) -> Response:
    """Show one case in plain words; whoever reviews or decides it is led to the office's page."""
    if visit.case and visit.case.kind is CaseKind.SHORTFALL:
        return shortfall_page(visit, number)
    with visit.reading() as session:
        offices = offices_in(session, visit.seeker(session).of_case, visit.holdings)
        if REVIEWING.intersection(offices):
            return RedirectResponse(f"/cases/{number}/office", status_code=303)
        head, found = outline(session, number)
        happened = chronicle(events_of(session, number), offices)
        register = register_facts(session, visit, public=head.public)
    return visit.page(
        "case.html",
        found=found,
        happened=happened,
        next_acts=acts_next(found["duties"]),
        meaning=state_meaning(found["state"]),
        today=new_york_date(visit.now).isoformat(),
        followed=not OF_THE_BODY.isdisjoint(offices),
        picture=timeline(found, now=visit.now),
        operator=Office.OPERATOR in offices,
        **register,
    )
