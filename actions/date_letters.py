"""The facts of mail about calls to make and dates that come."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from actions.clock_changes import due_facts
from actions.duties import TELEPHONE
from actions.duty_words import duty_words
from actions.mailing import title_of
from actions.offices import holders
from actions.policies import policy_of
from models.cases import Case
from models.duties import Duty
from models.people import Person
from notifications.compose import Template
from notifications.digest_notes import AheadNote, CallNote
from notifications.duty_advice import advice
from rules.calendar import new_york_date

COMES = {
    "term": "the waiver's term ends",
    "renewal": "the memorandum is a year old",
    "funding": "a new fiscal year begins",
}


def _call(session: Session, task: Duty, now: datetime) -> dict[str, Any]:
    """Say whom to call about what: the holder of the late duty, or its office."""
    late = session.get_one(Duty, int(task.what.removeprefix(TELEPHONE)))
    if late.holder:
        emails = [session.get_one(Person, late.holder).email]
    else:
        held = holders(session, late.office, late.at, new_york_date(now))
        emails = [person.email for _, person in held]
    call = CallNote(
        owed=duty_words(late.what, policy_of(session, session.get_one(Case, late.case_number))),
        owed_by=late.owed_by,
        due_on=late.due_on,
        people=tuple(f"{title_of(session, one, late.office, late.at)}, {one}" for one in emails),
        task=task.what,
    )
    return {**due_facts(session, task), "call": call}


def _ahead(session: Session, duty: Duty, _now: datetime) -> dict[str, Any]:
    """Say what comes, when, and what whoever looks at it may do."""
    kind, _, day = duty.what.partition(":")
    ahead = AheadNote(
        what=duty.what,
        words=COMES[kind],
        on=date.fromisoformat(day),
        owed_by=duty.owed_by,
        act=advice(duty.what, duty.case_number).act,
    )
    return {**due_facts(session, duty), "ahead": ahead}


DATE_BUILDERS = {Template.TELEPHONE_NEEDED: _call, Template.DATE_AHEAD: _ahead}
"""What these letters need besides what all have."""
