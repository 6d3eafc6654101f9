"""The memorandum of understanding: lodged once signed, then on file in two offices, 37P(e)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from actions.cases import CannotMove, find_case, keep_warnings, move, refusal, words
from actions.durations import keep_durations
from actions.duties import discharge, drop, open_duties, open_duty
from actions.expiry import RENEWAL, look_ahead
from actions.filings import register
from actions.mailing import tell
from actions.policies import policy_of
from actions.record import record
from actions.shortfall_routing import FILING, MEMORANDUM, catch_up, hand_to_holder
from actions.shortfall_standing import offices_concerned, require_one_of
from actions.shortfalls import everyone_concerned
from documents import Examined
from models.cases import Case, CaseKind, CaseState
from models.people import Office, Person
from models.shortfalls import Memorandum, MemorandumFiling, Place
from notifications.compose import Template
from rules.calendar import new_york_date
from rules.findings import Refused
from rules.law import enforces
from rules.memorandum import MemorandumFacts, MemorandumForm, check_memorandum
from rules.memorandum_filing import FilingFacts, FilingForm, check_filing, filings_complete

MAY_LODGE = {Office.CHIEF, Office.SUPERINTENDENT, Office.STATE_POLICE, Office.OPERATOR}
LODGED_IN = frozenset({CaseState.ASSIGNED, CaseState.AWAITING_FILING, CaseState.COMPLETE})
OFFICE_OF = {Place.SUPERINTENDENT: Office.SUPERINTENDENT, Place.STATE_POLICE: Office.STATE_POLICE}


class MemorandumIncomplete(Refused):
    """A memorandum lacks what 37P(e) asks of it; carries every gap at once."""


class FilingRefused(Refused):
    """A filing that would not put the signed memorandum into a second office."""


@enforces(28)
@enforces(30)
def lodge_memorandum(
    session: Session,
    number: str,
    form: MemorandumForm,
    document: Examined,
    *,
    by: str,
    entered_by: str,
    now: datetime,
    pages: int | None = None,
) -> Memorandum:
    """Put the signed memorandum before the two offices that must have it on file.

    Opens the duty of each to file it and mails both. An amended memorandum is
    a new version: both filings are owed anew, and a complete case is open again.
    `pages` is how many the document has, where its kind has pages.

    Raises:
        NoSuchCase: no shortfall has this number.
        NotYourOffice: `by` is not of the case.
        CannotMove: no officer is assigned yet, or the case is withdrawn.
        MemorandumIncomplete: carries every gap at once.
    """
    case = find_case(session, number, CaseKind.SHORTFALL)
    someone, _ = require_one_of(session, case, by, MAY_LODGE, now)
    catch_up(session, case, now)
    if case.state not in LODGED_IN:
        message = f"{number} is {words(case.state)}: a memorandum follows an assignment."
        raise CannotMove([refusal(message)])
    before = current_memorandum(session, case)
    if before and before.sha256 == document.sha256:
        message = f"This very document is lodged already, as version {before.version}."
        raise CannotMove([refusal(message, where="--document")])
    findings = check_memorandum(form, MemorandumFacts(on=new_york_date(now), pages=pages))
    if findings.refusals:
        raise MemorandumIncomplete(findings.refusals)
    register(session, [document], now=now)
    session.flush()
    memorandum = Memorandum(
        case_number=number,
        version=before.version + 1 if before else 1,
        sha256=document.sha256,
        filename=form.filename,
        roles_page=form.roles_page,
        signed_on=form.signed_on,
        parts=dict(form.parts),
        signatories=[{"title": one.title, "authority": one.authority} for one in form.signatories],
        by=someone.id or 0,
        at=now,
    )
    session.add(memorandum)
    reason = f"version {memorandum.version}, {form.filename}"
    keep_warnings(
        session, case, findings.warnings, went_on_by=someone.email, reason=reason, now=now
    )
    record(
        session,
        case,
        "memorandum.lodged" if before is None else "memorandum.amended",
        by=someone.email,
        entered_by=entered_by,
        now=now,
        data={
            "version": memorandum.version,
            "sha256": memorandum.sha256,
            "signed_on": memorandum.signed_on.isoformat(),
            "roles_page": memorandum.roles_page,
            "parts": memorandum.parts,
            "signatories": memorandum.signatories,
        },
    )
    if case.state is not CaseState.AWAITING_FILING:
        move(case, CaseState.AWAITING_FILING, now=now)
        case.closed_at = None
    _ask_for_filings(session, case, someone, now=now)
    return memorandum


def _ask_for_filings(session: Session, case: Case, someone: Person, *, now: datetime) -> None:
    policy, where = policy_of(session, case), offices_concerned(session, case)
    for duty in open_duties(session, case):
        if duty.what == MEMORANDUM or duty.what.startswith(RENEWAL):
            discharge(duty, by=someone, now=now)
        elif duty.what.startswith(FILING):
            drop(duty, now=now)
    session.flush()
    for place, office in OFFICE_OF.items():
        duty = open_duty(
            session,
            case,
            f"{FILING}{place.value.replace('-', '_')}",
            office=office,
            at=where[office],
            days=policy.shortfall.filing_days,
            basis="shortfall.filing_days",
            now=now,
        )
        hand_to_holder(session, case, duty, Template.FILING_ASKED, now=now)


def current_memorandum(session: Session, case: Case) -> Memorandum | None:
    """Give the memorandum that holds: the newest version."""
    query = select(Memorandum).where(col(Memorandum.case_number) == case.number)
    return session.exec(query.order_by(col(Memorandum.version).desc()).limit(1)).first()


def filings_of(session: Session, memorandum: Memorandum) -> list[MemorandumFiling]:
    """Give the filings of one version, in the order confirmed."""
    query = select(MemorandumFiling).where(
        col(MemorandumFiling.case_number) == memorandum.case_number,
        col(MemorandumFiling.version) == memorandum.version,
    )
    return list(session.exec(query.order_by(col(MemorandumFiling.id))))


@dataclass(frozen=True, slots=True)
class Receipted:
    """A filing to be confirmed: where, since when, by whom kept, and which bytes."""

    place: Place
    on: date
    custodian: str
    document: Examined
    receipt: Examined | None = None


@enforces(27)
def file_memorandum(
    session: Session, number: str, filing: Receipted, *, by: str, entered_by: str, now: datetime
) -> MemorandumFiling:
    """Confirm that the signed memorandum is on file in one of the two offices.

    The second confirmation, in whichever order, completes the case and tells
    everyone. An office confirms for itself; an operator does so with the
    office's receipt.

    Raises:
        NoSuchCase: no shortfall has this number.
        NotYourOffice: `by` holds neither that office nor an operator's.
        CannotMove: no filing is awaited.
        FilingRefused: the same place twice, a date before the signature,
            another document than was signed, no receipt.
    """
    case = find_case(session, number, CaseKind.SHORTFALL)
    office = OFFICE_OF[filing.place]
    someone, held = require_one_of(session, case, by, {office, Office.OPERATOR}, now)
    catch_up(session, case, now)
    memorandum = current_memorandum(session, case)
    if memorandum is None or case.state not in {CaseState.AWAITING_FILING, CaseState.COMPLETE}:
        message = f"{number} is {words(case.state)}: no filing is awaited."
        raise CannotMove([refusal(message)])
    form = FilingForm(
        place=filing.place,
        on=filing.on,
        custodian=filing.custodian,
        sha256=filing.document.sha256,
        by_office=office in held,
        has_receipt=filing.receipt is not None,
    )
    facts = FilingFacts(
        today=new_york_date(now),
        signed_on=memorandum.signed_on,
        memorandum_sha256=memorandum.sha256,
        filed_places=tuple(one.place for one in filings_of(session, memorandum)),
    )
    refusals = check_filing(form, facts).refusals
    if refusals:
        raise FilingRefused(refusals)
    if filing.receipt:
        register(session, [filing.receipt], now=now)
        session.flush()
    row = MemorandumFiling(
        case_number=number,
        version=memorandum.version,
        place=filing.place,
        held_on=filing.on,
        custodian=filing.custodian.strip(),
        sha256=filing.document.sha256,
        receipt_sha256=filing.receipt.sha256 if filing.receipt else None,
        by=someone.id or 0,
        at=now,
    )
    session.add(row)
    session.flush()
    event = record(
        session,
        case,
        "memorandum.filed",
        by=someone.email,
        entered_by=entered_by,
        now=now,
        data={
            "version": memorandum.version,
            "place": filing.place.value,
            "on": filing.on.isoformat(),
            "custodian": row.custodian,
            "sha256": row.sha256,
            "receipt_sha256": row.receipt_sha256,
        },
    )
    for duty in open_duties(session, case):
        if duty.what == f"{FILING}{filing.place.value.replace('-', '_')}":
            discharge(duty, by=someone, now=now)
    everyone = everyone_concerned(session, case, now)
    done = [(one.place, one.sha256) for one in filings_of(session, memorandum)]
    if not filings_complete(done, memorandum.sha256):
        others = [one for one in everyone if one.email != someone.email]
        about = {"filing": row.id}
        tell(session, case, Template.FILING_CONFIRMED, others, event=event, now=now, about=about)
        return row
    move(case, CaseState.COMPLETE, now=now)
    keep_durations(session, case, now=now)
    case.ready_at = look_ahead(session, case)
    event = record(
        session, case, "shortfall.completed", by=someone.email, entered_by=entered_by, now=now
    )
    tell(session, case, Template.SHORTFALL_COMPLETE, everyone, event=event, now=now)
    return row
