"""What waits to be published, a case's editions, and the acts around them: for publishers."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from wtforms import HiddenField

from actions.cases import CannotMove
from actions.register import ReasonMissing, propose_entry, withdraw_entry
from actions.register_desk import MOST, Edition, editions_of, proposed, to_propose
from actions.register_marks import StillPersonal
from actions.register_sources import Source, source_of
from models.cases import Case, CaseKind
from models.publications import EntryState
from portal.arriving import Caller
from portal.asking import NUMBER
from portal.forms import PageForm, Text
from portal.pages.overtaken import overtaken, version_read
from portal.visits import NoSuchPage, Visit
from rules.findings import Refused

pages = APIRouter()

STANDING = {EntryState.PUBLISHED, EntryState.PROPOSED}


class ReasonForm(PageForm):
    """Why there is a new edition, for the public."""

    because = Text(
        "Why there is a new edition",
        hint="The public reads it beside the entry. Name nobody.",
        needed="Say why there is a new edition.",
        longest=1000,
        rows=3,
    )


class WithdrawalForm(PageForm):
    """Why an entry is taken out, for the record."""

    reason = Text(
        "Why it is taken out",
        hint="It stays on record with your name. The public does not see it.",
        needed="Say why it is taken out.",
        longest=2000,
        rows=3,
    )
    edition = HiddenField()


@pages.get("/publishing")
def desk(visit: Caller) -> Response:
    """Show what waits: proposals to look at, and what was decided and has no entry."""
    number = visit.request.query_params.get("number", "").strip().upper()
    if NUMBER.fullmatch(number):
        return RedirectResponse(f"/publishing/{number}", status_code=303)
    with visit.reading() as session:
        return visit.page(
            "publishing/desk.html",
            proposals=proposed(session, visit.who),
            waiting=to_propose(session, visit.who),
            most=MOST,
            number=number,
        )


@pages.get("/publishing/{number}/propose")
def show_proposing(visit: Caller, number: str) -> Response:
    """Show the text that an entry would be made from, and ask why, where one was public."""
    with visit.reading() as session:
        editions = editions_of(session, number)
        source = source_of(session, session.get_one(Case, number))
    if editions and editions[0].state is EntryState.PROPOSED:
        return RedirectResponse(f"/publishing/{number}", status_code=303)
    return _proposing(visit, visit.form(ReasonForm), editions, source)


@pages.post("/publishing/{number}/propose")
def propose(visit: Caller, number: str) -> Response:
    """Make the first cut, of the first edition or of the next one."""
    form = visit.form(ReasonForm)
    because = (form.because.data or "").strip()
    try:
        with visit.acting() as session:
            offered = propose_entry(session, number, because=because, by=visit.by, now=visit.now)
            said = "Proposed. Nothing is public by it: look at each mark now."
            if offered.entry.proposed_at != visit.now:
                said = f"{offered.entry.proposed_by} had proposed this edition already."
                said += f" Your reason was not kept: “{because}”" if because else ""
            return visit.to(f"/publishing/{number}", said=said)
    except (ReasonMissing, StillPersonal) as refused:
        form.take(refused)
        with visit.reading() as session:
            editions = editions_of(session, number)
            source = source_of(session, session.get_one(Case, number))
        return _proposing(visit, form, editions, source)


@pages.get("/publishing/{number}/withdraw")
def show_withdrawing(visit: Caller, number: str, edition: str = "") -> Response:
    """Ask why an entry is taken out, or a proposal dropped."""
    found = _standing(visit, number, version_read(edition))
    if found is None:
        raise NoSuchPage(f"Nothing of {number} stands in the register or is proposed.")
    form = visit.form(WithdrawalForm, edition=str(found.edition))
    return visit.page("publishing/withdraw.html", form=form, number=number, edition=found)


@pages.post("/publishing/{number}/withdraw")
def withdraw(visit: Caller, number: str) -> Response:
    """Take an entry out of the register, or drop a proposal."""
    form = visit.form(WithdrawalForm)
    edition = version_read(form.edition.data)
    found = _standing(visit, number, edition)
    if not form.validate() and found is not None:
        return visit.again("publishing/withdraw.html", form, number=number, edition=found)
    try:
        with visit.acting() as session:
            withdraw_entry(
                session, number, reason=form.reason.data or "", edition=edition or 0,
                by=visit.by, entered_by=visit.by, now=visit.now,
            )  # fmt: skip
            public = found is not None and found.state is EntryState.PUBLISHED
            said = "It is out of the public register." if public else "The proposal is dropped."
            return visit.to(f"/publishing/{number}", said=said)
    except ReasonMissing as refused:
        form.take(refused)
        return visit.again("publishing/withdraw.html", form, number=number, edition=found)
    except Refused as refused:
        return overtaken(visit, number, refused, form, onward=f"/publishing/{number}")


def case_page(visit: Visit, number: str) -> Response:
    """Show how a case stands in the register where nothing is proposed, and what can be done."""
    with visit.reading() as session:
        editions = editions_of(session, number)
        case = session.get_one(Case, number)
        why_not = ""
        try:
            source_of(session, case)
        except CannotMove as refused:
            why_not = refused.findings[0].message
        public = next((one for one in editions if one.state is EntryState.PUBLISHED), None)
        return visit.page(
            "publishing/case.html", case=case, editions=editions, public=public, why_not=why_not
        )


def _proposing(visit: Visit, form: ReasonForm, editions: list[Edition], source: Source) -> Response:
    facts: dict[str, Any] = {
        "number": visit.request.path_params["number"],
        "source": source,
        "kind": CaseKind.WAIVER if "outcome" in source.facts else CaseKind.SHORTFALL,
        "was_public": any(one.was_public for one in editions),
    }
    if form.mistakes or form.unplaced:
        return visit.again("publishing/propose.html", form, **facts)
    return visit.page("publishing/propose.html", form=form, **facts)


def _standing(visit: Visit, number: str, edition: int | None) -> Edition | None:
    """Give the edition asked for, if it is public or proposed; the public one without asking."""
    with visit.reading() as session:
        editions = [one for one in editions_of(session, number) if one.state in STANDING]
    if edition is not None:
        return next((one for one in editions if one.edition == edition), None)
    return min(editions, key=lambda one: one.state is not EntryState.PUBLISHED, default=None)
