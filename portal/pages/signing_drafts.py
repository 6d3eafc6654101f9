"""The last page before sending: exactly what is sent, who is told, and the signature."""

from fastapi import APIRouter
from fastapi.responses import Response

from actions.draft_access import may_sign, signer_of
from actions.draft_papers import paper_of
from actions.draft_signing import ChangedSinceSigned, Sent, submit_draft
from actions.policies import adopt_policy
from actions.signed_papers import keep_scan
from database import Session
from documents import Examined
from models.drafts import DraftState
from portal.arriving import Caller
from portal.forms import PageForm, Tick, Upload
from portal.pages.drafts import draft_shown, outlook
from portal.pages.on_paper import stored
from portal.visits import Visit
from rules.findings import ApplicationIncomplete, SomeoneElseActed

pages = APIRouter()


class SignatureForm(PageForm):
    """The signature itself."""

    read = Tick(
        "I have read the whole of it, as it stands on this page, and sign it",
        needed="Tick the box to say that you have read it and sign it.",
    )


class PaperForm(PageForm):
    """What an operator says instead, who files what somebody signed on paper."""

    read = Tick(
        "I have compared the whole of it with the signed paper, and it says the same",
        needed="Tick the box to say that you have compared it with the paper.",
    )
    scan = Upload(
        "The scan of the signed paper",
        hint="Kept with the case, beside what is entered. PDF, PNG or JPEG; up to 25 MB.",
        needed="Choose the scan of the signed paper.",
    )


@pages.get("/drafts/{draft}/sign")
def review(visit: Caller, draft: str) -> Response:
    """Show exactly what would be sent."""
    return _page(visit, draft, visit.form(_kind(visit, draft)))


def _kind(visit: Visit, draft_id: str) -> type[SignatureForm] | type[PaperForm]:
    with visit.reading() as session:
        return PaperForm if draft_shown(session, visit, draft_id).paper_signer else SignatureForm


@pages.post("/drafts/{draft}/sign")
def sign(visit: Caller, draft: str) -> Response:
    """Sign what was shown, and send that and nothing else; of a paper, keep the scan with it."""
    form = visit.form(_kind(visit, draft))
    sound = form.validate()
    scan = stored(visit, form.scan) if sound and isinstance(form, PaperForm) else None
    if not sound or (isinstance(form, PaperForm) and scan is None):
        return _page(visit, draft, form, again=True)
    try:
        with visit.acting() as session:
            policy = adopt_policy(session, visit.portal.policy_text, now=visit.now)
            sent = submit_draft(
                session, draft, policy, visit.portal.store,
                saw=visit.value("saw"), by=visit.by, entered_by=visit.by, now=visit.now,
            )  # fmt: skip
            if scan and isinstance(form, PaperForm) and not sent.repeated:
                _keep(session, visit, draft, form, scan, sent)
            said = "It had been sent already." if sent.repeated else "Sent. Here is the receipt."
            return visit.to(f"/cases/{sent.case.number}/receipt?version={sent.version}", said=said)
    except (ChangedSinceSigned, ApplicationIncomplete) as refused:
        form.read.data = False
        form.unplaced = refused.findings
        status = 409 if isinstance(refused, SomeoneElseActed) else 422
        return _page(visit, draft, form, again=True, status=status)


def _keep(
    session: Session, visit: Visit, draft_id: str, form: PaperForm, scan: Examined, sent: Sent
) -> None:
    draft = draft_shown(session, visit, draft_id)
    keep_scan(
        session,
        sent.case.number,
        scan,
        (form.scan.data and form.scan.data.filename) or "scan",
        act="application",
        signed_by=signer_of(session, draft) or "",
        by=visit.by,
        now=visit.now,
        came_on=draft.came_on,
    )


def _page(
    visit: Visit,
    draft_id: str,
    form: SignatureForm | PaperForm,
    *,
    again: bool = False,
    status: int = 422,
) -> Response:
    with visit.reading() as session:
        draft = draft_shown(session, visit, draft_id)
        if draft.state is not DraftState.OPEN:
            return visit.page("district/closed.html", draft=draft, typed=())
        paper = paper_of(session, draft, visit.portal.store)
        signs = may_sign(session, draft.id, by=visit.by, now=visit.now)
        visit.failed = again
        return visit.page(
            "district/sign.html",
            status=status if again else 200,
            form=form,
            paper=paper.filing.form,
            files=paper.filing.files,
            sha256=paper.sha256,
            content="" if paper.gaps else paper.filing.content(),
            signs=signs,
            **outlook(session, visit, draft),
        )
