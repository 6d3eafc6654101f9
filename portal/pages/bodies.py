"""A body's own pages: its applications, what applies to it, and how to begin."""

from fastapi import APIRouter
from fastapi.responses import Response

from actions.applying import what_applies
from actions.desks import bodies_of, cases_of_bodies
from actions.draft_access import drafts_of
from actions.draft_starting import last_filing, start_draft, start_from_filing
from actions.policies import parsed
from models.cases import CaseKind
from portal.arriving import Caller
from portal.turning import place_in
from portal.visits import NoSuchPage

pages = APIRouter()


@pages.get("/drafts")
def drafts(visit: Caller) -> Response:
    """Show the drafts and cases of a person's bodies, and where to begin."""
    with visit.reading() as session:
        bodies = bodies_of(session, visit.holdings)
        names = {one.code: one.name for one in bodies}
        open_drafts = [
            one
            for one in drafts_of(session, by=visit.by, now=visit.now)
            if one.kind is CaseKind.WAIVER
        ]
        sent = cases_of_bodies(session, [*names], CaseKind.WAIVER, place=place_in(visit))
        return visit.page(
            "district/drafts.html", bodies=bodies, names=names, drafts=open_drafts, sent=sent
        )


@pages.get("/bodies/{code}")
def body(visit: Caller, code: str) -> Response:
    """Say what applies to a body, and offer to begin."""
    policy = parsed(visit.portal.policy_text)
    with visit.reading() as session:
        applies = what_applies(session, code, policy, now=visit.now)
        return visit.page(
            "district/body.html",
            applies=applies,
            policy=policy,
            last=last_filing(session, CaseKind.WAIVER, code),
            drafts=[
                one
                for one in drafts_of(session, by=visit.by, now=visit.now)
                if one.organization_code == code and one.kind is CaseKind.WAIVER
            ],
        )


@pages.post("/bodies/{code}")
def begin(visit: Caller, code: str) -> Response:
    """Begin a draft: empty, or with what was filed last time."""
    number = visit.value("from")
    with visit.acting() as session:
        if number:
            if number != last_filing(session, CaseKind.WAIVER, code):
                raise NoSuchPage(f"{number[:20]} is not the last application of this body.")
            draft = start_from_filing(session, number, by=visit.by, now=visit.now)
        else:
            draft = start_draft(session, CaseKind.WAIVER, code, by=visit.by, now=visit.now)
        return visit.to(f"/drafts/{draft.id}")
