"""A district's own acts on its application: check, submit, resubmit, withdraw."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from actions.cases import (
    CannotMove,
    find_case,
    keep_warnings,
    move,
    next_number,
    ready,
    refusal,
)
from actions.duties import discharge, drop, open_duties
from actions.filings import Filing, freeze
from actions.intake import require_open_intake
from actions.mailing import applicant_of, chiefs_for, chiefs_of, tell
from actions.offices import require_office
from actions.record import record, sha256
from actions.situations import organization, situation
from actions.standing import ANSWER
from models.cases import Case, CaseKind, CaseState
from models.forms import WaiverForm
from models.people import Office, Person
from models.submissions import Submission
from notifications.compose import Recipient, Template
from rules.calendar import new_york_date
from rules.changes import changed_fields
from rules.findings import ApplicationIncomplete, Finding, Findings
from rules.law import carried, enforces
from rules.policy import Policy, Resubmission
from rules.waiver import check_waiver


@dataclass(frozen=True, slots=True)
class Filed:
    """What came of a filing; `repeated` when the same paper was on file already."""

    case: Case
    submission: Submission
    warnings: list[Finding] = field(default_factory=list[Finding])
    repeated: bool = False


def check_filing(
    session: Session,
    filing: Filing[WaiverForm],
    policy: Policy,
    *,
    now: datetime,
    besides: str | None = None,
) -> Findings:
    """Say whether the rules would admit a filing, with every gap. Changes nothing."""
    facts = situation(
        session,
        filing.form,
        hashes={name: examined.sha256 for name, examined in filing.files.items()},
        tables=filing.tables,
        now=now,
        besides=besides,
    )
    return check_waiver(filing.form, facts, policy)


@enforces(9)
@enforces(18)
def submit_waiver(
    session: Session,
    filing: Filing[WaiverForm],
    policy: Policy,
    *,
    by: str,
    entered_by: str,
    now: datetime,
) -> Filed:
    """Put a written application before the commissioner's office: 37P(c).

    Freezes the filing as version 1, numbers the case, marks it ready for
    routing, queues the receipt and the notice to every chief. The same paper
    twice, while its case is open, gives the case it already has and queues
    nothing. The caller owns the transaction.

    Raises:
        UnknownBody: the applicant's code is not in the registry.
        IntakeClosed: an operator has closed filing.
        ApplicationIncomplete: carries every gap at once, each with its clause.
        NotYourOffice: `by` does not hold the office that signs for the applicant.
    """
    form = filing.form
    body = organization(session, form.applicant, lock=True)
    findings = check_filing(session, filing, policy, now=now)
    if any(found.rule in {2, 3} for found in findings.refusals):
        raise ApplicationIncomplete(findings.refusals)
    signer, _ = require_office(
        session, by, Office.SUPERINTENDENT, body.code, new_york_date(now)
    )  # fmt: skip
    if same := _same_paper(session, filing):
        return same
    require_open_intake(session)
    if findings.refusals:
        raise ApplicationIncomplete(findings.refusals)

    case = Case(
        number=next_number(session, CaseKind.WAIVER, now),
        kind=CaseKind.WAIVER,
        state=CaseState.SUBMITTED,
        organization_code=body.code,
        law_version=carried().id,
        policy_version=policy.version,
        filed_at=now,
        open_filing=_filing_key(filing),
    )
    session.add(case)
    session.flush()
    submission = _receive(
        session, case, filing, findings, signer=signer, entered_by=entered_by, now=now
    )
    return Filed(case, submission, findings.warnings)


@enforces(9)
def resubmit_waiver(
    session: Session,
    number: str,
    filing: Filing[WaiverForm],
    policy: Policy,
    *,
    by: str,
    entered_by: str,
    now: datetime,
) -> Filed:
    """Answer a returned application with a new version beside the old.

    Marks the case ready, closes the duty to answer, tells signer and chiefs.
    The review goes on under the policy the case was filed under; `policy` is
    that one. Sending the same paper again while it is before the office gives
    the version it already has.

    Raises:
        NoSuchCase: no waiver has this number.
        NotYourOffice: `by` does not sign for the applicant.
        CannotMove: the case is not returned to the district.
        ApplicationIncomplete: carries every gap at once.
    """
    case = find_case(session, number)
    form = filing.form
    signer, _ = require_office(
        session, by, Office.SUPERINTENDENT, case.organization_code, new_york_date(now)
    )
    before = session.get_one(Submission, (case.number, case.version))
    content = filing.content()
    if case.state in {CaseState.SUBMITTED, CaseState.IN_REVIEW} and before.content == content:
        return Filed(case, before, repeated=True)
    if case.state is not CaseState.RETURNED:
        message = (
            f"{number} is {case.state.value.replace('_', ' ')}, so no new version can be filed. "
            "A correction is filed when the office has returned the application."
        )
        raise CannotMove([refusal(message)])
    if form.applicant != case.organization_code:
        message = f"{number} belongs to {case.organization_code}, not to {form.applicant}."
        raise ApplicationIncomplete([refusal(message, where="applicant")])
    findings = check_filing(session, filing, policy, now=now, besides=number)
    if (same := _same_paper(session, filing)) and same.case.number != number:
        message = f"The same paper is before the office already, as {same.case.number}."
        raise CannotMove([refusal(message)])
    if findings.refusals:
        raise ApplicationIncomplete(findings.refusals)

    for duty in open_duties(session, case):
        if duty.what == ANSWER:
            discharge(duty, by=signer, now=now)
    case.version += 1
    case.open_filing = _filing_key(filing)
    if policy.resubmission is Resubmission.FIRST_STEP:
        case.step = None
    move(case, CaseState.SUBMITTED, now=now)
    submission = _receive(
        session,
        case,
        filing,
        findings,
        signer=signer,
        entered_by=entered_by,
        now=now,
        changed=changed_fields(before.content, content),
    )
    return Filed(case, submission, findings.warnings)


def withdraw_waiver(
    session: Session, number: str, *, reason: str, by: str, entered_by: str, now: datetime
) -> Case:
    """Take an application back, with the reason: nobody decides it any more.

    Drops what is owed on the case and tells the chiefs, the signer, and whoever
    had it in hand.

    Raises:
        NoSuchCase: no waiver has this number.
        NotYourOffice: `by` does not sign for the applicant.
        CannotMove: it is decided or withdrawn already.
    """
    case = find_case(session, number)
    signer, _ = require_office(
        session, by, Office.SUPERINTENDENT, case.organization_code, new_york_date(now)
    )
    if not reason.strip():
        raise CannotMove([refusal("Say why the application is withdrawn.", where="--reason")])
    move(case, CaseState.WITHDRAWN, now=now)
    told = told_of_withdrawal(session, case, now=now)
    for duty in open_duties(session, case):
        drop(duty, now=now)
    event = record(
        session,
        case,
        "waiver.withdrawn",
        by=signer.email,
        entered_by=entered_by,
        now=now,
        data={"reason": reason, "version": case.version},
    )
    tell(
        session,
        case,
        Template.WAIVER_WITHDRAWN,
        told,
        event=event,
        now=now,
        about={"reason": reason, "by": signer.email},
    )
    return case


def told_of_withdrawal(session: Session, case: Case, *, now: datetime) -> list[Recipient]:
    """Say who is told when a case is taken back: applicant, chiefs, whoever has it in hand."""
    reviewers = [
        Recipient(holder.email, duty.owed_by)
        for duty in open_duties(session, case)
        if duty.what != ANSWER and duty.holder and (holder := session.get(Person, duty.holder))
    ]
    return [*applicant_of(session, case, now), *chiefs_of(session, case, now), *reviewers]


def _receive(
    session: Session,
    case: Case,
    filing: Filing[WaiverForm],
    findings: Findings,
    *,
    signer: Person,
    entered_by: str,
    now: datetime,
    changed: list[str] | None = None,
) -> Submission:
    told = told_of_filing(session, case.organization_code, signer.email, now)
    submission = freeze(session, case, filing, by=signer, entered_by=entered_by, now=now)
    keep_warnings(
        session,
        case,
        findings.warnings,
        went_on_by=signer.email,
        reason=submission.statement,
        now=now,
    )
    event = record(
        session,
        case,
        "waiver.submitted" if case.version == 1 else "waiver.resubmitted",
        by=signer.email,
        entered_by=entered_by,
        now=now,
        data={
            "version": case.version,
            "sha256": submission.sha256,
            "law_version": case.law_version,
            "law_text_sha256": carried().text_sha256,
            "policy_version": case.policy_version,
            "changed": changed or [],
        },
    )
    ready(case, now)
    about = {"version": case.version, "changed": changed or []}
    for template, to in told.items():
        tell(session, case, template, to, event=event, now=now, about=about)
    return submission


def told_of_filing(
    session: Session, code: str, signer: str, now: datetime
) -> dict[Template, list[Recipient]]:
    """Say who is told of a filing: the signer has the receipt, every chief the notice."""
    signed_for = Recipient(signer, f"{Office.SUPERINTENDENT.value}@{code}")
    return {
        Template.WAIVER_RECEIVED: [signed_for],
        Template.WAIVER_NOTICE: chiefs_for(session, code, now),
    }


def _filing_key(filing: Filing[WaiverForm]) -> str:
    return f"{filing.form.applicant}:{sha256(filing.content())}"


def _same_paper(session: Session, filing: Filing[WaiverForm]) -> Filed | None:
    case = session.exec(select(Case).where(col(Case.open_filing) == _filing_key(filing))).first()
    if case is None:
        return None
    return Filed(case, session.get_one(Submission, (case.number, case.version)), repeated=True)
