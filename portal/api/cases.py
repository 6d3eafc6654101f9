"""Looking at cases: the list, one case, what happened, its files, how its due dates came about."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query
from fastapi.responses import Response

from actions.concern import OUTSIDE, concerning, offices_in
from actions.explaining import explained_duties
from actions.filed_items import items_of, read_item
from actions.listing import cases as listed
from actions.reading import case_for, happened
from actions.versions import version_of
from database import Session
from models.cases import CaseKind, CaseState
from models.people import Office
from portal.api.calls import Call, Caller, answered
from portal.api.more_shapes import DueDates, Events, FileLine, Files
from portal.api.routing import PREFIX, reads, router
from portal.api.sent import LARGEST_NUMBER
from portal.api.shapes import CaseList, WaiverShown
from portal.api.shortfall_shapes import ShortfallShown
from portal.pages.documents import attachment
from rules.calendar import new_york_date

routes = router()

PAGE = 50
LARGEST_PAGE = 200
BYTES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The bytes, to be saved and never shown",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
"""How a file is answered."""

Version = Annotated[int | None, Query(ge=1, le=LARGEST_NUMBER)]


@reads(routes, "/cases", CaseList)
def list_cases(
    call: Caller,
    kind: CaseKind | None = None,
    state: CaseState | None = None,
    overdue: bool = False,  # noqa: FBT001, FBT002 - it stands in the address
    after: Annotated[str | None, Query(max_length=20, examples=["W-2026-0050"])] = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = PAGE,
) -> Response:
    """List the cases that concern the key's offices, the newest first.

    `next` is the address of the next page. It goes on behind the last case
    shown, so that what is filed meanwhile moves nothing.
    """
    with call.reading() as session:
        found = listed(
            session,
            kind=kind,
            state=state,
            overdue_on=new_york_date(call.now) if overdue else None,
            which=concerning(session, call.acting.person, call.holdings),
            after=after,
            limit=limit + 1,
        )
    more = len(found) > limit
    shown = [one if _within(call) else one | {"trouble": None} for one in found[:limit]]
    asked = {"kind": kind, "state": state, "overdue": "true" if overdue else None, "limit": limit}
    rest = urlencode({name: value for name, value in asked.items() if value is not None})
    goes_on = f"{PREFIX}/cases?after={found[limit - 1]['number']}&{rest}" if more else None
    return answered({"cases": shown, "next": goes_on})


def _within(call: Call) -> bool:
    return any(one.office not in OUTSIDE for one in call.holdings)


@reads(routes, "/cases/{number}", WaiverShown | ShortfallShown)
def show_case(call: Caller, number: str) -> Response:
    """Show a case, as `recourse show --json` does.

    What the office keeps within (its reviews, who stepped aside, mail, reminders)
    is empty for a key that acts for the applicant, a chief or the state police.
    """
    with call.reading() as session:
        return answered(case_for(session, number, _offices(call, session)))


def _offices(call: Call, session: Session) -> frozenset[Office]:
    return offices_in(session, call.its_case, call.holdings)


@reads(routes, "/cases/{number}/events", Events)
def list_events(call: Caller, number: str) -> Response:  # noqa: ARG001 - the case is at hand
    """Say what happened to a case, in words, the newest first."""
    with call.reading() as session:
        told = happened(session, call.its_case, _offices(call, session))
    return answered({"events": told})


@reads(routes, "/cases/{number}/due-dates", DueDates)
def explain_due_dates(call: Caller, number: str) -> Response:
    """Explain every due date of a case: each day counted or passed over, and why."""
    with call.reading() as session:
        duties = explained_duties(session, number)
    return answered({"number": number, "duties": duties})


@reads(routes, "/cases/{number}/documents", Files)
def list_documents(call: Caller, number: str, version: Version = None) -> Response:
    """List the files of a case, of its newest version unless another is named."""
    case = call.its_case
    with call.reading() as session:
        if case.kind is CaseKind.WAIVER:
            version_of(session, number, version or case.version)
        found = items_of(session, case, version or case.version)
    lines = [
        FileLine(
            id=one.id, version=one.version, title=one.title,
            filename=one.filename, sha256=one.sha256,
        )
        for one in found
    ]  # fmt: skip
    return answered(Files(documents=lines))


@reads(routes, "/cases/{number}/documents/{item}", None, responses=BYTES, response_class=Response)
def get_document(call: Caller, number: str, item: str, version: Version = None) -> Response:
    """Hand a file over, as an attachment. Who read it is put on record."""
    with call.writing() as session:
        found = read_item(
            session, number, item, version=version,
            by=call.by, entered_by=call.entered_by, now=call.now,
        )  # fmt: skip
        content = call.portal.store.open_whole(found.sha256)  # what cannot be read was not read
    return attachment(content, found.filename)
