"""A shortfall on its way: contacts, the assignment, the memorandum, both filings."""

from fastapi.responses import Response

from actions.assigning import assign_officer
from actions.consulting import Spoken, log_contact
from actions.memoranda import Receipted, file_memorandum, lodge_memorandum
from documents import pages_in
from models.shortfalls import Place
from portal.api.calls import Caller
from portal.api.files import file_named
from portal.api.more_shapes import Stands
from portal.api.office import ON_RECORD, stands
from portal.api.routing import acts, router
from portal.api.sent import AssignmentSaid, ContactLogged, FilingConfirmed, MemorandumLodged
from rules.assignment import AssignmentForm
from rules.memorandum import MemorandumForm, Signatory

routes = router()


@acts(routes, "/cases/{number}/contacts", ContactLogged, Stands, description=ON_RECORD)
def log_a_contact(call: Caller, number: str) -> Response:
    """Log a contact with the state police: a response, or a try without one."""
    sent = call.sent(ContactLogged)
    spoken = Spoken(sent.unit, sent.on, sent.outcome, sent.note)
    with call.acting_once() as session:
        log_contact(session, number, spoken, by=call.by, entered_by=call.entered_by, now=call.now)
        return stands(session, call, number)


@acts(routes, "/cases/{number}/assignment", AssignmentSaid, Stands, description=ON_RECORD)
def assign(call: Caller, number: str) -> Response:
    """Say what the state police can do: assigned, no appropriation, or pending."""
    sent = call.sent(AssignmentSaid)
    form = AssignmentForm(
        outcome=sent.outcome,
        employer=sent.employer,
        grounds=tuple(sent.grounds),
        candidate_considered=sent.candidate_considered,
        appropriation=sent.appropriation,
    )
    with call.acting_once() as session:
        assign_officer(session, number, form, by=call.by, entered_by=call.entered_by, now=call.now)
        return stands(session, call, number)


@acts(routes, "/cases/{number}/memorandum", MemorandumLodged, Stands, description=ON_RECORD)
def lodge(call: Caller, number: str) -> Response:
    """Lodge the signed memorandum. Both offices are asked to put it on file."""
    sent = call.sent(MemorandumLodged)
    document = file_named(call, sent.document, "document")
    form = MemorandumForm(
        filename=sent.filename,
        roles_page=sent.roles_page,
        signed_on=sent.signed_on,
        parts=sent.parts,
        signatories=tuple(Signatory(one.title, one.authority) for one in sent.signatories),
    )
    pages = pages_in(call.portal.store.open(document.sha256))
    with call.acting_once() as session:
        lodge_memorandum(
            session, number, form, document,
            by=call.by, entered_by=call.entered_by, now=call.now, pages=pages,
        )  # fmt: skip
        return stands(session, call, number)


@acts(routes, "/cases/{number}/filings/{place}", FilingConfirmed, Stands, description=ON_RECORD)
def confirm_filing(call: Caller, number: str, place: Place) -> Response:
    """Confirm that the memorandum is on file in one of the two offices.

    The document is sent again, so that its bytes can be compared.
    """
    sent = call.sent(FilingConfirmed)
    filed = Receipted(
        place=place,
        on=sent.on,
        custodian=sent.custodian,
        document=file_named(call, sent.document, "document"),
        receipt=file_named(call, sent.receipt, "receipt") if sent.receipt else None,
    )
    with call.acting_once() as session:
        file_memorandum(
            session, number, filed, by=call.by, entered_by=call.entered_by, now=call.now
        )
        return stands(session, call, number)
