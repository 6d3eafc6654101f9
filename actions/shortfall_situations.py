"""Gather the facts that the rules look at when a chief determines a shortfall."""

from datetime import datetime

from sqlmodel import Session

from actions.offices import holders
from actions.situations import (
    body_of,
    chiefs_concerned,
    numbers_of,
    organization,
    other_open_cases,
    schools_of,
)
from models.cases import CaseKind
from models.people import Office
from models.shortfall_form import ShortfallForm
from rules.calendar import new_york_date
from rules.situation import LocatedSchool, ShortfallSituation


def shortfall_situation(
    session: Session, form: ShortfallForm, *, now: datetime
) -> ShortfallSituation:
    """Look up what is so today about a determination.

    Raises:
        UnknownBody: the body's code is not in the registry.
    """
    body, today = organization(session, form.body), new_york_date(now)
    schools = schools_of(session, body.code)
    others = other_open_cases(session, body.code)
    superintendents = holders(session, Office.SUPERINTENDENT, body.code, today)
    return ShortfallSituation(
        on=today,
        body=body_of(body),
        chiefs=chiefs_concerned(session, body, today),
        superintendents=tuple(person.email for _, person in superintendents),
        schools=tuple(LocatedSchool(one.code, one.name, one.town) for one in schools),
        open_waivers=numbers_of(others, CaseKind.WAIVER),
        open_shortfalls=numbers_of(others, CaseKind.SHORTFALL),
    )
