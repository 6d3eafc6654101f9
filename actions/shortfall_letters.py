"""The facts of a letter about a shortfall, from the record as it is now."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from actions.clock_changes import due_facts
from actions.closures import closures_in_force
from actions.duties import open_duties
from actions.mailing import title_of
from actions.memoranda import current_memorandum, filings_of
from actions.policies import policy_of
from actions.shortfall_routing import MEMORANDUM
from actions.shortfalls import STATE_POLICE
from models.cases import Case
from models.duties import Authority, Duty
from models.messages import Message
from models.people import Office, Person
from models.registry import Organization, School
from models.shortfalls import (
    Assignment,
    AssignmentOutcome,
    Contact,
    ContactOutcome,
    Determination,
    Employer,
    Figure,
    MemorandumFiling,
    Place,
    ShortfallSchool,
)
from notifications.compose import Template
from notifications.letters import FilingNote, MemorandumNote, ReceivedItem
from rules.calendar import business_day, new_york_date

EMPLOYERS = {
    Employer.STATE_POLICE: "the department of state police",
    Employer.OTHER: "another department",
}


def shortfall_facts(
    session: Session, case: Case, message: Message, duty: Duty | None, now: datetime
) -> dict[str, Any]:
    """Give everything a letter about a shortfall may say."""
    determination = session.get_one(Determination, case.number)
    about = message.about
    return {
        "version": 1,
        "filed_at": determination.received_at,
        "sha256": determination.sha256,
        "scope": "",
        "at": message.queued_at,
        "by_title": _actor(session, case, message, determination),
        "received": _figures(session, case),
        "town": determination.town,
        "schools": schools_named(session, case),
        "determination": determination.determination,
        "resources": tuple(determination.resources_lacking),
        "fiscal_year": determination.fiscal_year,
        "superintendent_view": determination.view or "",
        "consulted_on": tuple(
            date.fromisoformat(day) for day in determination.consulted_on.split(",") if day
        ),
        "reason": str(about.get("reason", "")),
        "ask_again_on": date.fromisoformat(about["ask_again_on"])
        if "ask_again_on" in about
        else None,
        **_due(session, case, message, duty, now),
        **_contacts(session, case),
        **_assignment(session, case),
        **_memorandum(session, case),
    }


def schools_named(session: Session, case: Case) -> tuple[str, ...]:
    """Give the names of the schools a shortfall is about."""
    query = (
        select(School.name)
        .join(ShortfallSchool, col(ShortfallSchool.school_code) == col(School.code))
        .where(col(ShortfallSchool.case_number) == case.number)
    )
    return tuple(session.exec(query.order_by(col(School.code))))


def _actor(session: Session, case: Case, message: Message, determination: Determination) -> str:
    """Give the title of whoever did what the letter tells of."""
    if message.template in {Template.OFFICER_ASSIGNED, Template.SHORTFALL_UNFUNDED}:
        query = select(Assignment.by).where(col(Assignment.case_number) == case.number)
        by = session.exec(query.order_by(col(Assignment.id).desc()).limit(1)).one()
        office, at = Office.STATE_POLICE, STATE_POLICE
    else:
        by, office, at = determination.signed_by, Office.CHIEF, determination.town
    address = str(message.about.get("by") or session.get_one(Person, by).email)
    return title_of(session, address, office, at)


def _figures(session: Session, case: Case) -> tuple[ReceivedItem, ...]:
    query = select(Figure).where(col(Figure.case_number) == case.number)
    return tuple(
        ReceivedItem(one.id, one.title, one.filename, one.sha256)
        for one in sorted(session.exec(query), key=lambda figure: int(figure.id[1:]))
    )


def _due(
    session: Session, case: Case, message: Message, duty: Duty | None, now: datetime
) -> dict[str, Any]:
    """Give the date a letter names: its duty's, or the one the memorandum has or will have."""
    if message.template == Template.OFFICER_ASSIGNED:
        memorandum = (one for one in open_duties(session, case) if one.what == MEMORANDUM)
        duty = next(memorandum, None)
    elif duty is None:
        return {}
    if duty is not None:
        return due_facts(session, duty)
    days = policy_of(session, case).shortfall.memorandum_days
    return {
        "due_on": business_day(new_york_date(now), days, closures_in_force(session)),
        "days": days,
        "authority": Authority.POLICY,
        "basis": "shortfall.memorandum_days",
    }


def _contacts(session: Session, case: Case) -> dict[str, Any]:
    query = select(Contact.outcome).where(col(Contact.case_number) == case.number)
    outcomes = session.exec(query).all()
    responded = ContactOutcome.RESPONDED in outcomes
    return {
        "attempts": sum(1 for one in outcomes if one is not ContactOutcome.RESPONDED),
        "attempts_wanted": policy_of(session, case).shortfall.attempts_without_response,
        "no_reply": bool(outcomes) and not responded,
    }


def _assignment(session: Session, case: Case) -> dict[str, Any]:
    query = select(Assignment).where(col(Assignment.case_number) == case.number)
    rows = session.exec(query.order_by(col(Assignment.id))).all()
    if not rows:
        return {}
    last = rows[-1]
    return {
        "asked_again": any(one.outcome is AssignmentOutcome.NO_APPROPRIATION for one in rows),
        "employer": EMPLOYERS[last.employer] if last.employer else "",
        "grounds": tuple(last.grounds),
        "appropriation": last.appropriation or "",
    }


def _memorandum(session: Session, case: Case) -> dict[str, Any]:
    memorandum = current_memorandum(session, case)
    if memorandum is None:
        return {}
    filings = filings_of(session, memorandum)
    filed = {one.place for one in filings}
    return {
        "memorandum": MemorandumNote(
            version=memorandum.version,
            filename=memorandum.filename,
            sha256=memorandum.sha256,
            signed_on=memorandum.signed_on,
            roles_page=memorandum.roles_page,
        ),
        "filings": tuple(_filing(session, case, one) for one in filings),
        "missing_places": tuple(
            place_words(session, case, place) for place in Place if place not in filed
        ),
    }


def _filing(session: Session, case: Case, filing: MemorandumFiling) -> FilingNote:
    return FilingNote(
        place=filing.place,
        office=place_words(session, case, filing.place),
        on=filing.held_on,
        custodian=filing.custodian,
    )


def place_words(session: Session, case: Case, place: Place) -> str:
    """Name one of the two offices: `Superintendent's office, Three Rivers Regional`."""
    if place is Place.STATE_POLICE:
        return "Department of State Police"
    return f"Superintendent's office, {session.get_one(Organization, case.organization_code).name}"
