"""Filing: an application, a new version, a determination; and taking it back."""

from collections.abc import Generator
from contextlib import contextmanager

from fastapi.responses import Response

from actions.answers import receipt
from actions.attempts import record_refused
from actions.cases import find_any, refusal
from actions.policies import adopt_policy, policy_of
from actions.shortfalls import determine_shortfall, withdraw_shortfall
from actions.waivers import resubmit_waiver, submit_waiver, withdraw_waiver
from models.cases import CaseKind
from models.people import Office
from portal.api.calls import Call, Caller
from portal.api.files import filing_of
from portal.api.more_shapes import Receipt, Stands
from portal.api.routing import acts, router
from portal.api.sent import Reason, ShortfallPaper, WaiverPaper
from rules.findings import ApplicationIncomplete, NotYourOffice

routes = router()

FILED = "It is filed"


@contextmanager
def _refusal_kept(call: Call, code: str, act: str) -> Generator[None]:
    """Keep a refused attempt on record, in a transaction of its own."""
    try:
        yield
    except ApplicationIncomplete as error:
        with call.writing() as session:
            record_refused(
                session, error, act=act, organization_code=code,
                by=call.by, entered_by=call.entered_by, now=call.now,
            )  # fmt: skip
        raise


@acts(routes, "/waivers", WaiverPaper, Receipt, status=201, description=FILED)
def submit(call: Caller) -> Response:
    """File a written application for a waiver, 37P(c).

    Every gap is told at once, with its clause. The same paper twice, while its
    case is open, gives the case it has.
    """
    sent = call.sent(WaiverPaper)
    with _refusal_kept(call, sent.form.applicant, "submit"):
        filing = filing_of(call, sent.form, sent.form.items(), sent.files)
        with call.acting_once() as session:
            policy = adopt_policy(session, call.portal.policy_text, now=call.now)
            filed = submit_waiver(
                session, filing, policy, by=call.by, entered_by=call.entered_by, now=call.now
            )
            paper = filed.submission
            answer = receipt(
                filed.case, paper.version, paper.sha256, filed.warnings, repeated=filed.repeated
            )
            return call.done(answer, status=201)


@acts(routes, "/cases/{number}/versions", WaiverPaper, Receipt, status=201, description=FILED)
def resubmit(call: Caller, number: str) -> Response:
    """Answer a returned application with a new version beside the old."""
    sent = call.sent(WaiverPaper)
    with _refusal_kept(call, sent.form.applicant, "resubmit"):
        filing = filing_of(call, sent.form, sent.form.items(), sent.files)
        with call.acting_once() as session:
            filed = resubmit_waiver(
                session, number, filing, policy_of(session, call.its_case),
                by=call.by, entered_by=call.entered_by, now=call.now,
            )  # fmt: skip
            paper = filed.submission
            answer = receipt(
                filed.case, paper.version, paper.sha256, filed.warnings, repeated=filed.repeated
            )
            return call.done(answer, status=201)


@acts(routes, "/shortfalls", ShortfallPaper, Receipt, status=201, description=FILED)
def determine(call: Caller) -> Response:
    """Put a chief's determination of insufficient resources on record, 37P(e)."""
    sent = call.sent(ShortfallPaper)
    with _refusal_kept(call, sent.form.body, "shortfall"):
        filing = filing_of(call, sent.form, sent.form.figures, sent.files)
        with call.acting_once() as session:
            policy = adopt_policy(session, call.portal.policy_text, now=call.now)
            made = determine_shortfall(
                session, filing, policy, by=call.by, entered_by=call.entered_by, now=call.now
            )
            _require_within(call, made.determination.town)
            answer = receipt(
                made.case, 1, made.determination.sha256, made.warnings, repeated=made.repeated
            )
            return call.done(answer, status=201)


def _require_within(call: Call, town: str) -> None:
    """Check that the key admits the office that determined: rule 19 looked at the person's."""
    if not any(one.office is Office.CHIEF and one.at == town for one in call.holdings):
        raise NotYourOffice([refusal(f"This key may not act as chief in {town}.")])


@acts(routes, "/cases/{number}/withdrawal", Reason, Stands, description="It is taken back")
def withdraw(call: Caller, number: str) -> Response:
    """Take an application, or a determination, back, with the reason."""
    sent = call.sent(Reason)
    with call.acting_once() as session:
        waiver = find_any(session, number).kind is CaseKind.WAIVER
        case = (withdraw_waiver if waiver else withdraw_shortfall)(
            session, number, reason=sent.reason,
            by=call.by, entered_by=call.entered_by, now=call.now,
        )  # fmt: skip
        return call.done({"number": number, "state": case.state.value})
