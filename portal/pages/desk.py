"""A person's desk: the offices they hold, what is owed, and their bodies' cases."""

from fastapi import APIRouter
from fastapi.responses import Response

from actions.desks import (
    MOST,
    bodies_of,
    cases_before_chief,
    cases_of_bodies,
    in_hand,
    owed_by_offices,
)
from actions.offices import office_words
from portal.arriving import Caller
from portal.turning import place_in
from rules.calendar import new_york_date

pages = APIRouter()


@pages.get("/desk")
def desk(visit: Caller) -> Response:
    """Show what a person has to do, the first due first."""
    today = new_york_date(visit.now)
    with visit.reading() as session:
        bodies = bodies_of(session, visit.holdings)
        offices = [
            (holding, office_words(session, holding.office, holding.at))
            for holding in visit.holdings
        ]
        return visit.page(
            "desk.html",
            today=today,
            offices=offices,
            hand=in_hand(session, visit.who),
            owed_by_mine=owed_by_offices(session, visit.who, visit.holdings),
            bodies=bodies,
            cases=cases_of_bodies(session, [one.code for one in bodies], place=place_in(visit)),
            before_chief=cases_before_chief(
                session, visit.holdings, place=place_in(visit, "chief-")
            ),
            most=MOST,
        )
