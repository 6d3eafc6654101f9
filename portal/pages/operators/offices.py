"""Offices: who holds which, grant one, take one back. Nobody is given power by a form alone."""

from fastapi import APIRouter
from fastapi.responses import Response
from wtforms import SelectField

from actions.filings import register
from actions.grants import CannotGrant, Grant, grant_office, revoke_office
from actions.offices import office_words
from actions.policies import parsed
from actions.registry_reading import holding_of, holdings_found
from models.people import ChiefBasis, Office
from portal.arriving import Caller
from portal.forms import CHOOSE, Day, Line, PageForm, Tick, Upload, choices_of
from portal.pages.on_paper import stored
from portal.pages.operators.registry import page_asked
from portal.visits import NoSuchPage, Visit
from portal.words import OFFICES
from rules.calendar import new_york_date

pages = APIRouter()

BASES = {
    ChiefBasis.CHIEF: "Chief of police",
    ChiefBasis.BOARD: "A board having control of the police",
    ChiefBasis.OFFICER: "An officer having control of the police",
}


@pages.get("/operators/offices")
def offices(visit: Caller) -> Response:
    """List who holds or will hold which office."""
    asked = visit.request.query_params
    words, which = asked.get("words", "")[:100], asked.get("office", "")
    office = Office(which) if which in set(Office) else None
    with visit.reading() as session:
        today = new_york_date(visit.now)
        found = holdings_found(session, words, office, on=today, at=page_asked(visit))
        return visit.page(
            "operators/offices.html",
            found=found,
            words=words,
            office=office,
            offices=OFFICES,
            today=today,
        )


class GrantForm(PageForm):
    """An office for a person."""

    office = SelectField(
        "The office", CHOOSE, choices=choices_of((one.value, OFFICES[one.value]) for one in Office)
    )
    at = Line(
        "Where it is held",
        hint="A body’s code of eight digits for a superintendent or editor, a town for a chief, "
        "DESE or MSP for the others.",
        needed="Say where the office is held.",
        longest=100,
    )
    email = Line(
        "The person’s e-mail address",
        needed="Write the person’s address.",
        longest=254,
        kind="email",
    )
    title = Line(
        "The title to write to", hint="For example: Superintendent of Schools.", longest=200
    )
    basis = SelectField(
        "For a chief: on what basis (37P(a))",
        choices=choices_of(
            [("", "As the title tells"), *((one.value, words) for one, words in BASES.items())]
        ),
    )
    since = Day("From which day", hint="Leave it empty where the beginning is not known.")
    until = Day("To the end of which day", hint="Leave it empty where no end is known.")
    acting = Tick("Acting or delegated", hint="The instrument that says so is attached below.")
    instrument = Upload(
        "The instrument",
        hint="The document that names an acting or delegated holder (rule 14). Up to 25 MB.",
    )


@pages.get("/operators/offices/grant")
def granting(visit: Caller) -> Response:
    """Ask who holds what."""
    asked = visit.request.query_params
    form = visit.form(GrantForm, office=asked.get("office", ""), at=asked.get("at", "")[:100])
    return visit.page("operators/grant.html", form=form)


@pages.post("/operators/offices/grant")
def grant(visit: Caller) -> Response:
    """Put on record that a person holds an office."""
    form = visit.form(GrantForm)
    sound = form.validate()
    if form.acting.data and form.instrument.data is None:
        words = "Attach the document that makes this person the acting or delegated holder."
        form.instrument.errors = [words]
    instrument = stored(visit, form.instrument) if sound and not form.instrument.errors else None
    if not sound or form.instrument.errors:
        return visit.again("operators/grant.html", form)
    try:
        with visit.acting() as session:
            if instrument:
                register(session, [instrument], now=visit.now)
                session.flush()
            holding = grant_office(
                session,
                _asked(form, instrument.sha256 if instrument else None),
                by=visit.by,
                entered_by=visit.by,
                now=visit.now,
                agencies=tuple(parsed(visit.portal.policy_text).agencies),
            )
            words = office_words(session, holding.office, holding.at)
            said = f"{form.email.data} holds the office of {words}."
            return visit.to("/operators/offices", said=said)
    except CannotGrant as refused:
        form.take(refused)
        return visit.again("operators/grant.html", form)


def _asked(form: GrantForm, instrument: str | None) -> Grant:
    return Grant(
        office=Office(form.office.data),
        at=form.at.data or "",
        email=form.email.data or "",
        title=form.title.data or None,
        basis=ChiefBasis(form.basis.data) if form.basis.data else None,
        since=form.since.data,
        until=form.until.data,
        acting=bool(form.acting.data),
        instrument_sha256=instrument,
    )


@pages.get("/operators/offices/{id}/revoke")
def revoking(visit: Caller, id: int) -> Response:  # noqa: A002 - the path's own word
    """Say what ends, and ask whether that is meant."""
    return _revoking(visit, id)


def _revoking(visit: Visit, holding_id: int) -> Response:
    with visit.reading() as session:
        found = holding_of(session, holding_id)
        if found is None or found[0].revoked_at:
            raise NoSuchPage("This office is not on record, or not any more.")
        words = office_words(session, found[0].office, found[0].at)
        return visit.page("operators/revoke.html", holding=found[0], who=found[1], words=words)


@pages.post("/operators/offices/{id}/revoke")
def revoke(visit: Caller, id: int) -> Response:  # noqa: A002 - the path's own word
    """End every holding of that office by that person."""
    with visit.acting() as session:
        found = holding_of(session, id)
        if found is None:
            raise NoSuchPage("This office is not on record.")
        holding, who = found
        revoke_office(
            session,
            holding.office,
            holding.at,
            who.email,
            by=visit.by,
            entered_by=visit.by,
            now=visit.now,
        )
        said = f"{who.email} no longer holds it. What was in hand passes to another holder."
        return visit.to("/operators/offices", said=said)
