"""The last page before sending: exactly what is sent, who is told, and the signature."""

from fastapi import APIRouter
from fastapi.responses import Response

from actions.draft_papers import paper_of
from actions.draft_signing import ChangedSinceSigned, submit_draft
from actions.policies import adopt_policy
from models.drafts import DraftState
from models.people import Office
from portal.arriving import Caller
from portal.forms import PageForm, Tick
from portal.pages.drafts import draft_shown, outlook
from portal.visits import Visit
from rules.findings import ApplicationIncomplete, SomeoneElseActed

pages = APIRouter()


class SignatureForm(PageForm):
    """The signature itself."""

    read = Tick(
        "I have read the whole of it, as it stands on this page, and sign it",
        needed="Tick the box to say that you have read it and sign it.",
    )


@pages.get("/drafts/{draft}/sign")
def review(visit: Caller, draft: str) -> Response:
    """Show exactly what would be sent."""
    return _page(visit, draft, visit.form(SignatureForm))


@pages.post("/drafts/{draft}/sign")
def sign(visit: Caller, draft: str) -> Response:
    """Sign what was shown, and send that and nothing else."""
    form = visit.form(SignatureForm)
    if not form.validate():
        return _page(visit, draft, form, again=True)
    try:
        with visit.acting() as session:
            policy = adopt_policy(session, visit.portal.policy_text, now=visit.now)
            sent = submit_draft(
                session, draft, policy, visit.portal.store,
                saw=visit.value("saw"), by=visit.by, entered_by=visit.by, now=visit.now,
            )  # fmt: skip
            said = "It had been sent already." if sent.repeated else "Sent. Here is the receipt."
            return visit.to(f"/cases/{sent.case.number}/receipt?version={sent.version}", said=said)
    except (ChangedSinceSigned, ApplicationIncomplete) as refused:
        form.read.data = False
        form.unplaced = refused.findings
        status = 409 if isinstance(refused, SomeoneElseActed) else 422
        return _page(visit, draft, form, again=True, status=status)


def _page(
    visit: Visit, draft_id: str, form: SignatureForm, *, again: bool = False, status: int = 422
) -> Response:
    with visit.reading() as session:
        draft = draft_shown(session, visit, draft_id)
        if draft.state is not DraftState.OPEN:
            return visit.page("district/closed.html", draft=draft, typed=())
        paper = paper_of(session, draft, visit.portal.store)
        signs = any(
            one.office is Office.SUPERINTENDENT and one.at == draft.organization_code
            for one in visit.holdings
        )
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
