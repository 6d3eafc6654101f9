"""A shortfall: the case in plain words, a contact logged, the determination taken back."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from wtforms import RadioField

from actions.concern import offices_in
from actions.consulting import Spoken, log_contact
from actions.listing import events_of
from actions.register import may_publish
from actions.shortfall_page import shortfall_shown
from actions.shortfalls import withdraw_shortfall
from models.cases import Case, CaseState
from models.people import Office
from models.shortfalls import ContactOutcome, Place
from portal.arriving import Caller
from portal.chronicle import chronicle
from portal.forms import CHOOSE, Day, Line, PageForm, Text, choices_of
from portal.pages.on_paper import PaperForm, acting_for, keep_paper, offer_paper
from portal.pictures import timeline
from portal.visits import Visit
from portal.words import acts_next, state_meaning
from rules.calendar import new_york_date
from rules.findings import ApplicationIncomplete, Refused
from rules.memorandum import PARTS, missing_parts
from rules.memorandum_filing import OFFICE_IN

pages = APIRouter()

CONTACTS = (Office.CHIEF, Office.STATE_POLICE)

OUTCOMES = [
    (ContactOutcome.RESPONDED.value, "They responded: this is their reply"),
    (ContactOutcome.REACHED.value, "They were reached; a reply is still to come"),
    (ContactOutcome.NO_RESPONSE.value, "There was no response"),
]


def shortfall_page(visit: Visit, number: str) -> Response:
    """Show a shortfall: where it is, who acts next, the acts open to the reader, what happened."""
    with visit.reading() as session:
        head, found = shortfall_shown(session, number)
        case = visit.seeker(session).of_case
        offices = offices_in(session, case, visit.holdings)
        happened = chronicle(events_of(session, number), offices)
        publisher = may_publish(session, case, visit.who, visit.holdings)
    memorandum = found["memorandum"]
    return visit.page(
        "shortfall/case.html",
        found=found,
        happened=happened,
        next_acts=acts_next(found["duties"]),
        meaning=state_meaning(found["state"]),
        today=new_york_date(visit.now).isoformat(),
        picture=timeline(found, now=visit.now),
        in_register=head.public,
        publisher=publisher,
        acts=acts_on(case, offices),
        places=places_of(found),
        parts=PARTS,
        missing=missing_parts(memorandum["parts"]) if memorandum else [],
    )


def acts_on(case: Case, held: frozenset[Office]) -> list[tuple[str, str]]:
    """Give the acts that are open to somebody on a shortfall, each with its page."""
    root = f"/cases/{case.number}/shortfall"
    operator = Office.OPERATOR in held
    lodged = {CaseState.AWAITING_FILING, CaseState.COMPLETE}
    offered = [
        (
            case.state in {CaseState.DETERMINED, CaseState.CONSULTING}
            and (operator or not held.isdisjoint(CONTACTS)),
            (f"{root}/contact", "Log a contact or a reply"),
        ),
        (
            case.state in {CaseState.AWAITING_ASSIGNMENT, CaseState.UNFUNDED}
            and (operator or Office.STATE_POLICE in held),
            (f"{root}/assignment", "Say whether an officer can be assigned"),
        ),
        (
            case.state is CaseState.AWAITING_FILING and (operator or Office.SUPERINTENDENT in held),
            (f"{root}/filing/superintendent", "Confirm the filing in the superintendent’s office"),
        ),
        (
            case.state is CaseState.AWAITING_FILING and (operator or Office.STATE_POLICE in held),
            (f"{root}/filing/state-police", "Confirm the filing at the state police"),
        ),
        (
            case.state is CaseState.ASSIGNED or case.state in lodged,
            (
                f"{root}/memorandum",
                "Lodge the signed memorandum"
                if case.state is CaseState.ASSIGNED
                else "Lodge an amended memorandum",
            ),
        ),
        (
            case.state not in {CaseState.COMPLETE, CaseState.WITHDRAWN}
            and (operator or Office.CHIEF in held),
            (f"{root}/withdrawal", "Take the determination back"),
        ),
    ]
    return [act for open_, act in offered if open_]


def places_of(found: dict[str, Any]) -> list[tuple[str, dict[str, Any] | None]]:
    """Give both offices of 37P(e) in words, each with its filing where it is confirmed."""
    filed = {one["place"]: one for one in found["filings"]}
    return [(OFFICE_IN[place], filed.get(place.value)) for place in Place]


class ContactForm(PaperForm):
    """A contact with the department of state police."""

    unit = Line(
        "Which unit was asked",
        hint="A troop, a barracks, an office of the department of state police.",
        needed="Name the unit.",
        longest=200,
    )
    on = Day("On which day", needed="Say on which day.")
    outcome = RadioField("What came of it", CHOOSE, choices=choices_of(OUTCOMES))
    note = Text(
        "What was said",
        hint="A sentence or two, and with whom by title. Leave names of persons out.",
        needed="Say in a sentence what came of it.",
        longest=5000,
    )


@pages.get("/cases/{number}/shortfall/contact")
def contact(visit: Caller, number: str) -> Response:
    """Ask what is to be logged."""
    form = visit.form(ContactForm, outcome=ContactOutcome.RESPONDED.value)
    return _contact(visit, number, form)


def _contact(visit: Visit, number: str, form: ContactForm, *, again: bool = False) -> Response:
    with visit.reading() as session:
        if not again:
            offer_paper(visit, session, form, *CONTACTS)
        _, found = shortfall_shown(session, number)
    answer = visit.again if again else visit.page
    return answer("shortfall/contact.html", form=form, found=found)


@pages.post("/cases/{number}/shortfall/contact")
def log(visit: Caller, number: str) -> Response:
    """Put a contact on record."""
    form = visit.form(ContactForm)
    with visit.reading() as session:
        offer_paper(visit, session, form, *CONTACTS)
    if not form.validate() or (acting := acting_for(visit, form)) is None:
        return _contact(visit, number, form, again=True)
    spoken = Spoken(
        form.unit.data or "",
        form.on.data or new_york_date(visit.now),
        ContactOutcome(form.outcome.data),
        form.note.data or "",
    )
    try:
        with visit.acting() as session:
            log_contact(session, number, spoken, by=acting.by, entered_by=visit.by, now=visit.now)
            keep_paper(visit, session, number, acting, act="contact")
            return visit.to(f"/cases/{number}", said="The contact is on record.")
    except Refused as refused:
        if not placed(form, refused):
            raise
        return _contact(visit, number, form, again=True)


class WithdrawalForm(PaperForm):
    """Why a determination is taken back."""

    reason = Text(
        "Why it is taken back",
        hint="For example: an officer can be assigned after all. Everybody concerned is told.",
        needed="Say why.",
        longest=5000,
    )


@pages.get("/cases/{number}/shortfall/withdrawal")
def withdrawal(visit: Caller, number: str) -> Response:
    """Ask why."""
    return _withdrawal(visit, number, visit.form(WithdrawalForm))


def _withdrawal(
    visit: Visit, number: str, form: WithdrawalForm, *, again: bool = False
) -> Response:
    with visit.reading() as session:
        if not again:
            offer_paper(visit, session, form, Office.CHIEF, myself=False)
        _, found = shortfall_shown(session, number)
    answer = visit.again if again else visit.page
    return answer("shortfall/withdrawal.html", form=form, found=found)


@pages.post("/cases/{number}/shortfall/withdrawal")
def withdraw(visit: Caller, number: str) -> Response:
    """Take the determination back."""
    form = visit.form(WithdrawalForm)
    with visit.reading() as session:
        offer_paper(visit, session, form, Office.CHIEF, myself=False)
    if not form.validate() or (acting := acting_for(visit, form)) is None:
        return _withdrawal(visit, number, form, again=True)
    try:
        with visit.acting() as session:
            withdraw_shortfall(
                session,
                number,
                reason=form.reason.data or "",
                by=acting.by,
                entered_by=visit.by,
                now=visit.now,
            )
            keep_paper(visit, session, number, acting, act="withdrawal")
            said = "The determination is taken back. Everybody concerned is told."
            return visit.to(f"/cases/{number}", said=said)
    except ApplicationIncomplete as refused:
        form.take(refused, {"--reason": "reason"})
        return _withdrawal(visit, number, form, again=True)


def placed(form: PageForm, refused: Refused, places: Sequence[tuple[str, str]] = ()) -> bool:
    """Put what was refused at its fields; whether any of it speaks of a field."""
    if not any(one.where for one in refused.findings) or refused.exit_code not in {2, 3}:
        return False
    form.take(refused, dict(places))
    return True
