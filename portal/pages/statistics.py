"""Figures about the office's work, as pictures with a table behind each."""

from fastapi import APIRouter
from fastapi.responses import Response

from actions.policies import parsed
from actions.statistics import (
    ENOUGH,
    by_year,
    cases_by_state,
    lately_each,
    queue_by_age,
    years_filed,
)
from models.cases import CaseKind
from portal.arriving import Caller
from portal.pictures import queue_ages, states_of, times_to_end
from portal.visits import Visit
from rules.calendar import new_york_date
from rules.durations import in_days

pages = APIRouter()


@pages.get("/statistics")
def show(visit: Caller) -> Response:
    """Show the queue by age, the time cases took, and where a year's cases stand."""
    kind = CaseKind.SHORTFALL if _asked(visit, "kind") == "shortfall" else CaseKind.WAIVER
    policy = parsed(visit.portal.policy_text)
    with visit.reading() as session:
        ends = years_filed(session, kind)
        year = _year(visit, ends)
        waiting = [one for one in queue_by_age(session, now=visit.now) if one.at in policy.agencies]
        spreads = by_year(session, kind)
        states = cases_by_state(session, kind, year)
        parts = (
            [step.name for step in policy.steps] if kind is CaseKind.WAIVER else list(OF_SHORTFALLS)
        )
        steps = lately_each(session, kind, parts, now=visit.now)
    what = "decision" if kind is CaseKind.WAIVER else "the second filing"
    return visit.page(
        "office/statistics.html",
        kind=kind,
        year=year,
        years=list(range(ends[0], ends[1] + 1)) if ends else [],
        queue=queue_ages(waiting),
        times=times_to_end(spreads, what=what),
        states=states_of(states, year),
        steps=[
            [part.replace("-", " "), f"{one.cases}", in_days(one.median), in_days(one.ninetieth)]
            for part in parts
            if (one := steps.get(part))
        ],
        enough=ENOUGH,
    )


OF_SHORTFALLS = ("reply", "assignment", "memorandum", "filing")
"""The parts of a shortfall whose time is kept."""


def _asked(visit: Visit, name: str) -> str:
    return visit.request.query_params.get(name, "")


def _year(visit: Visit, ends: tuple[int, int] | None) -> int:
    """Give the year asked for, if a case was filed in it; the newest otherwise, or this one."""
    asked = _asked(visit, "year")
    if ends is None:
        return new_york_date(visit.now).year
    wanted = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else 0  # noqa: PLR2004
    return wanted if ends[0] <= wanted <= ends[1] else ends[1]
