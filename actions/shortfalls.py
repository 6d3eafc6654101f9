"""A chief's own acts, 37P(e): determine a want of resources, take it back."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from actions.cases import find_case, keep_warnings, move, next_number, ready, refusal
from actions.duties import drop, open_duties
from actions.filings import Filing, item_facts, register
from actions.mailing import applicant_of, holders_of, tell
from actions.offices import person, require_office
from actions.record import record, sha256
from actions.shortfall_situations import shortfall_situation
from actions.situations import organization
from models.cases import Case, CaseKind, CaseState
from models.people import Office, Person
from models.shortfall_form import ShortfallForm
from models.shortfalls import Determination, Figure, ShortfallSchool
from notifications.compose import Recipient, Template
from rules.calendar import new_york_date
from rules.findings import ApplicationIncomplete, Finding, Findings, NotYourOffice
from rules.law import carried, enforces
from rules.policy import Policy
from rules.shortfall import check_shortfall, towns_signed

STATE_POLICE = "MSP"
"""Where the department of state police's liaison holds office."""


@dataclass(frozen=True, slots=True)
class Determined:
    """What came of a determination; `repeated` when the same paper was on file already."""

    case: Case
    determination: Determination
    warnings: list[Finding] = field(default_factory=list[Finding])
    repeated: bool = False


def check_determination(
    session: Session, filing: Filing[ShortfallForm], policy: Policy, *, now: datetime
) -> Findings:
    """Say whether the rules would admit a determination, with every gap. Changes nothing."""
    return check_shortfall(filing.form, shortfall_situation(session, filing.form, now=now), policy)


@enforces(19)
@enforces(20)
@enforces(22)
def determine_shortfall(
    session: Session,
    filing: Filing[ShortfallForm],
    policy: Policy,
    *,
    by: str,
    entered_by: str,
    now: datetime,
) -> Determined:
    """Put a chief's determination of insufficient resources on record: 37P(e).

    Freezes it, numbers the case, marks it ready so that the state police are
    consulted, and tells the chief and the superintendent. No gate by the
    department of education. The same paper twice, while its case is open,
    gives the case it already has.

    Raises:
        UnknownBody: the body's code is not in the registry.
        ApplicationIncomplete: carries every gap at once, each with its clause:
            rule 19 where `by` holds no police office for the school's town.
        NotYourOffice: `by` is not the chief who signed the form.
    """
    form = filing.form
    body = organization(session, form.body, lock=True)
    if same := _same_paper(session, filing):
        return same
    findings = check_determination(session, filing, policy, now=now)
    if findings.refusals:
        raise ApplicationIncomplete(findings.refusals)
    facts = shortfall_situation(session, form, now=now)
    signer = person(session, by)
    if signer is None or by.casefold() != form.determined_by.casefold():
        message = f"{by} is not {form.determined_by}, who made this determination."
        raise NotYourOffice([refusal(message, where="--as")])
    town = towns_signed(form, facts, policy)[0]
    case = Case(
        number=next_number(session, CaseKind.SHORTFALL, now),
        kind=CaseKind.SHORTFALL,
        state=CaseState.DETERMINED,
        organization_code=body.code,
        law_version=carried().id,
        policy_version=policy.version,
        filed_at=now,
        open_filing=_filing_key(filing),
    )
    session.add(case)
    session.flush()
    determination = _freeze(
        session, case, filing, town, signer=signer, entered_by=entered_by, now=now
    )
    keep_warnings(
        session,
        case,
        findings.warnings,
        went_on_by=signer.email,
        reason=form.determination,
        now=now,
    )
    event = record(
        session,
        case,
        "shortfall.determined",
        by=signer.email,
        entered_by=entered_by,
        now=now,
        data={
            "sha256": determination.sha256,
            "town": town,
            "resources_lacking": determination.resources_lacking,
            "fiscal_year": determination.fiscal_year,
            "law_version": case.law_version,
            "law_text_sha256": carried().text_sha256,
            "policy_version": case.policy_version,
        },
    )
    told = told_of_determination(session, body.code, signer.email, town, now)
    for template, to in told.items():
        tell(session, case, template, to, event=event, now=now)
    ready(case, now)
    return Determined(case, determination, findings.warnings)


def _freeze(
    session: Session,
    case: Case,
    filing: Filing[ShortfallForm],
    town: str,
    *,
    signer: Person,
    entered_by: str,
    now: datetime,
) -> Determination:
    form, content = filing.form, filing.content()
    consulted = form.superintendent_consultation
    if consulted is None:  # rule 19 refused it before
        raise AssertionError("a determination without its consultation")
    determination = Determination(
        case_number=case.number,
        content=content,
        sha256=sha256(content),
        town=town,
        office_basis=form.office_basis,
        determination=form.determination,
        resources_lacking=[str(one) for one in form.resources_lacking],
        fiscal_year=form.fiscal_year or 0,
        consulted=consulted.by,
        consulted_on=",".join(day.isoformat() for day in consulted.dates),
        consulted_mode=consulted.mode,
        view=consulted.view,
        signed_by=signer.id or 0,
        received_at=now,
        entered_by=entered_by,
    )
    session.add(determination)
    register(session, filing.files.values(), now=now)
    session.flush()
    session.add_all(
        Figure(case_number=case.number, id=f"F{n}", **item_facts(filing, item))
        for n, item in enumerate(form.figures, 1)
    )
    session.add_all(
        ShortfallSchool(case_number=case.number, school_code=code)
        for code in dict.fromkeys(form.schools)
    )
    return determination


def told_of_determination(
    session: Session, code: str, signer: str, town: str, now: datetime
) -> dict[Template, list[Recipient]]:
    """Say who is told of a determination: the chief, by a receipt, and the superintendent."""
    return {
        Template.SHORTFALL_RECEIVED: [Recipient(signer, f"{Office.CHIEF.value}@{town}")],
        Template.SHORTFALL_NOTICE: holders_of(session, Office.SUPERINTENDENT, code, now),
    }


def withdraw_shortfall(
    session: Session, number: str, *, reason: str, by: str, entered_by: str, now: datetime
) -> Case:
    """Take a determination back, with the reason: an officer can be assigned after all.

    Drops what is owed on the case and tells everyone concerned.

    Raises:
        NoSuchCase: no shortfall has this number.
        NotYourOffice: `by` does not hold the police office that determined.
        CannotMove: it is complete or withdrawn already.
    """
    case = find_case(session, number, CaseKind.SHORTFALL)
    town = session.get_one(Determination, number).town
    chief, _ = require_office(session, by, Office.CHIEF, town, new_york_date(now))
    if not reason.strip():
        raise ApplicationIncomplete(
            [refusal("Say why the determination is withdrawn.", where="--reason")]
        )
    move(case, CaseState.WITHDRAWN, now=now)
    for duty in open_duties(session, case):
        drop(duty, now=now)
    event = record(
        session,
        case,
        "shortfall.withdrawn",
        by=chief.email,
        entered_by=entered_by,
        now=now,
        data={"reason": reason},
    )
    about = {"reason": reason, "by": chief.email}
    everyone = everyone_concerned(session, case, now)
    tell(session, case, Template.SHORTFALL_WITHDRAWN, everyone, event=event, now=now, about=about)
    return case


def everyone_concerned(session: Session, case: Case, now: datetime) -> list[Recipient]:
    """Give the chief, the superintendent and the state police's liaison."""
    return [
        *chief_of(session, case, now),
        *applicant_of(session, case, now),
        *holders_of(session, Office.STATE_POLICE, STATE_POLICE, now),
    ]


def chief_of(session: Session, case: Case, now: datetime) -> list[Recipient]:
    """Give who holds the police office that made the determination."""
    town = session.get_one(Determination, case.number).town
    return holders_of(session, Office.CHIEF, town, now)


def _filing_key(filing: Filing[ShortfallForm]) -> str:
    return f"{filing.form.body}:{sha256(filing.content())}"


def _same_paper(session: Session, filing: Filing[ShortfallForm]) -> Determined | None:
    query = select(Case).where(
        col(Case.open_filing) == _filing_key(filing), col(Case.kind) == CaseKind.SHORTFALL
    )
    case = session.exec(query).first()
    if case is None:
        return None
    return Determined(case, session.get_one(Determination, case.number), repeated=True)
