"""For chiefs: applications that concern them, to confirm or comment on; their shortfalls."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from wtforms import RadioField

from actions.chief_desk import (
    bodies_for,
    consultations_of,
    shortfalls_of,
    towns_of,
    waivers_for,
)
from actions.chief_views import ACCOUNTS, Account, give_view, views_of
from actions.dossier import dossier
from actions.draft_access import drafts_of
from models.cases import Case, CaseKind
from portal.arriving import Caller
from portal.forms import CHOOSE, PageForm, Text, choices_of
from portal.turning import place_in
from portal.visits import Visit
from rules.findings import ApplicationIncomplete

pages = APIRouter()

ANSWERS = [
    (Account.AS_TOLD.value, "Yes, it took place as the application tells it"),
    (Account.NOT_AS_TOLD.value, "No, it did not take place as told: I say below what differs"),
    (Account.NOTHING.value, "I only want to comment"),
]


class ViewForm(PageForm):
    """A chief's own word."""

    account = RadioField(
        "Did the consultation with you take place?", CHOOSE, choices=choices_of(ANSWERS)
    )
    view = Text(
        "Your view, in your own words",
        hint="Kept whole and shown to every reviewer. It may agree, object, or only add facts.",
    )


@pages.get("/chief")
def desk(visit: Caller) -> Response:
    """Show what concerns a chief: applications, shortfalls, drafts."""
    towns = towns_of(visit.holdings)
    with visit.reading() as session:
        drafts = drafts_of(session, by=visit.by, now=visit.now)
        bodies = bodies_for(session, towns)
        place = place_in(visit)
        waivers, waiver_page = waivers_for(session, towns, by=visit.by, place=place)
        return visit.page(
            "chief/desk.html",
            towns=towns,
            waivers=waivers,
            waiver_page=waiver_page,
            shortfalls=shortfalls_of(session, towns, place=place_in(visit, "shortfalls-")),
            drafts=[one for one in drafts if one.kind is CaseKind.SHORTFALL],
            names={body.code: body.name for body, _ in bodies},
        )


@pages.get("/cases/{number}/view")
def view(visit: Caller, number: str) -> Response:
    """Show what the application says of the consultation, and ask for the chief's own word."""
    return _page(visit, number, visit.form(ViewForm, account=Account.AS_TOLD.value))


def _page(visit: Visit, number: str, form: ViewForm, *, again: bool = False) -> Response:
    with visit.reading() as session:
        facts: dict[str, Any] = {
            "found": dossier(session, number),
            "consultations": consultations_of(session, session.get_one(Case, number)),
            "views": views_of(session, number),
            "accounts": ACCOUNTS,
        }
        if again:
            return visit.again("chief/view.html", form, **facts)
        return visit.page("chief/view.html", form=form, **facts)


@pages.post("/cases/{number}/view")
def say(visit: Caller, number: str) -> Response:
    """Put the chief's own word on record, beside what was filed."""
    form = visit.form(ViewForm)
    if not form.validate():
        return _page(visit, number, form, again=True)
    try:
        with visit.acting() as session:
            give_view(
                session,
                number,
                account=Account(form.account.data),
                view=form.view.data or "",
                by=visit.by,
                entered_by=visit.by,
                now=visit.now,
            )
            said = "Your word is on record, and the reviewers see it. It approves nothing."
            return visit.to(f"/cases/{number}/view", said=said)
    except ApplicationIncomplete as refused:
        form.take(refused)
        return _page(visit, number, form, again=True)
