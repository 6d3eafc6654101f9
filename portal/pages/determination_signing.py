"""Sign a determination and file exactly what was shown."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from wtforms import HiddenField

from actions.attempts import record_refused
from actions.draft_access import found_draft, require_open
from actions.draft_papers import check_draft, paper_of
from actions.draft_signing import submit_draft, told_when_sent
from actions.policies import adopt_policy, parsed
from actions.signed_papers import keep_scan
from actions.situations import organization, schools_of
from database import transaction
from documents import Examined
from models.drafts import Draft
from portal.arriving import Caller
from portal.forms import PageForm, Tick, Upload
from portal.pages.determination_form import LACKING
from portal.pages.determinations import Hand, chiefs_hand
from portal.pages.on_paper import stored
from portal.visits import Visit
from rules.findings import ApplicationIncomplete

pages = APIRouter()


class SignForm(PageForm):
    """The signature."""

    saw = HiddenField()
    """The hash of exactly what is shown."""
    agreed = Tick(
        "I have made this determination, and I sign it as it is shown here",
        needed="Tick this to sign.",
    )
    scan = Upload(
        "The scan of the signed paper",
        hint="Kept with the case, beside what is entered. PDF, PNG or JPEG; up to 25 MB.",
    )


@pages.get("/determinations/{id}/sign")
def read(visit: Caller, id: str) -> Response:  # noqa: A002 - the path's own word
    """Show exactly what will be sent, what is lacking, and who will be mailed."""
    return read_over(visit, id, chiefs_hand(visit, id))


def read_over(visit: Visit, id_: str, hand: Hand, form: SignForm | None = None) -> Response:
    """Show a determination as it would be filed."""
    again = form is not None
    form = form or SignForm()
    with visit.reading() as session:
        draft, _ = found_draft(session, id_, by=visit.by, now=visit.now, lock=False)
        if draft.became:
            return RedirectResponse(f"/cases/{draft.became}", status_code=303)
        require_open(session, draft)
        policy, store = parsed(visit.portal.policy_text), visit.portal.store
        paper = paper_of(session, draft, store)
        form.saw.data = paper.sha256
        schools = {one.code: one.name for one in schools_of(session, draft.organization_code)}
        facts: dict[str, Any] = {
            "hand": hand,
            "draft": draft,
            "body": organization(session, draft.organization_code),
            "paper": paper,
            "findings": check_draft(session, draft, policy, store, now=visit.now),
            "told": told_when_sent(session, draft, by=visit.by, now=visit.now),
            "schools": schools,
            "chosen": [schools.get(code, code) for code in paper.filing.form.schools],
            "lacked": [LACKING[one] for one in paper.filing.form.resources_lacking],
        }
        answer = visit.again if again else visit.page
        return answer("chief/sign.html", form=form, **facts)


@pages.post("/determinations/{id}/sign")
def sign(visit: Caller, id: str) -> Response:  # noqa: A002 - the path's own word
    """Sign the determination and file it."""
    return signed(visit, id, chiefs_hand(visit, id))


def signed(visit: Visit, id_: str, hand: Hand) -> Response:
    """File what was shown, and keep the scan of the paper where it came on one."""
    form = visit.form(SignForm)
    sound = form.validate()
    scan = stored(visit, form.scan) if sound and hand.on_paper else None
    if sound and hand.on_paper and scan is None and not form.scan.errors:
        form.scan.errors = ["Choose the scan of the signed paper."]
    if not sound or form.scan.errors:
        return read_over(visit, id_, hand, form)
    try:
        return _file(visit, id_, hand, form, scan)
    except ApplicationIncomplete as refused:
        _keep_refusal(visit, id_, hand, refused)
        form.take(refused)
        return read_over(visit, id_, hand, form)


def _file(visit: Visit, id_: str, hand: Hand, form: SignForm, scan: Examined | None) -> Response:
    with visit.acting() as session:
        sent = submit_draft(
            session,
            id_,
            adopt_policy(session, visit.portal.policy_text, now=visit.now),
            visit.portal.store,
            saw=str(form.saw.data or ""),
            by=visit.by,
            entered_by=visit.by,
            now=visit.now,
        )
        number = sent.case.number
        if scan and form.scan.data and not sent.repeated:
            keep_scan(
                session,
                number,
                scan,
                form.scan.data.filename or "scan",
                act="determination",
                signed_by=hand.signer,
                by=visit.by,
                now=visit.now,
                came_on=session.get_one(Draft, id_).came_on,
            )
        said = f"{number} is on record. A receipt is mailed, and the state police are consulted."
        return visit.to(f"/cases/{number}", said=said)


def _keep_refusal(visit: Visit, id_: str, hand: Hand, refused: ApplicationIncomplete) -> None:
    """Put the refused attempt on record, in a transaction of its own."""
    with transaction(visit.portal.engine) as session:
        draft, _ = found_draft(session, id_, by=visit.by, now=visit.now)
        record_refused(
            session,
            refused,
            act="shortfall",
            organization_code=draft.organization_code,
            by=hand.signer,
            entered_by=visit.by,
            now=visit.now,
        )
