"""Files of a case, by the id they were filed under; who read which is put on record."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from actions.cases import find_any, refusal
from actions.concern import may_read
from actions.evidence import open_item
from actions.offices import offices_of, person
from actions.questions import NoSuchField
from actions.signed_papers import KEPT
from actions.standing import staff_member
from models.cases import Case, CaseKind
from models.events import Event
from models.people import Person
from models.reviews import Opening
from models.shortfalls import Figure, Memorandum, MemorandumFiling
from models.submissions import Evidence, SupportingData
from rules.calendar import new_york_date
from rules.findings import NotYourOffice

LONGEST_PLACE = 6
"""Digits of a memorandum's version in an item's name."""


@dataclass(frozen=True, slots=True)
class FiledItem:
    """A file as it was filed: `E1`, `A1.1`; of a shortfall `F1`, `M1`, `M1.1`; a scan: `P7`."""

    id: str
    version: int
    title: str
    filename: str
    sha256: str


def read_item(
    session: Session,
    number: str,
    item: str,
    *,
    version: int | None = None,
    by: str,
    entered_by: str,
    now: datetime,
) -> FiledItem:
    """Give one file of a case to somebody it concerns, and put on record who read it.

    A reviewer's reading of the version before the office is `evidence.opened`
    in the log, since a decision tells which evidence was opened.

    Raises:
        NoSuchCase: there is none of this number.
        NotYourOffice: it does not concern `by`, or they stepped aside.
        NoSuchField: it has no such file in this version.
    """
    case = find_any(session, number)
    reader = person(session, by)
    held = offices_of(session, reader, new_york_date(now)) if reader else []
    if reader is None or not may_read(session, case, reader, held):
        raise NotYourOffice([refusal(f"{number} does not concern an office that you hold.")])
    found = find_item(session, case, item, version or case.version)
    if found.version == case.version and _reviews(session, case, by, now):
        open_item(session, number, item, by=by, entered_by=entered_by, now=now)
    else:
        _put_down(session, case, found, reader, now)
    return found


def find_item(session: Session, case: Case, item: str, version: int) -> FiledItem:
    """Give a file of one version of a case.

    Raises:
        NoSuchField: it has none of this id.
    """
    find = _of_a_shortfall if case.kind is CaseKind.SHORTFALL else _of_a_waiver
    found = find(session, case, item, version) or _scan(session, case, item, version)
    if found is None:
        message = f"{case.number} has no item {item} in version {version}."
        raise NoSuchField([refusal(message, where="ITEM")])
    return found


def items_of(session: Session, case: Case, version: int) -> list[FiledItem]:
    """List the files of one version of a case, and the scans kept with it."""
    ids = _waiver_ids if case.kind is CaseKind.WAIVER else _shortfall_ids
    scans = select(Event.seq).where(col(Event.stream) == case.number, col(Event.kind) == KEPT)
    names = [*ids(session, case, version), *(f"P{seq}" for seq in sorted(session.exec(scans)))]
    return [find_item(session, case, one, version) for one in names]


def _waiver_ids(session: Session, case: Case, version: int) -> list[str]:
    found = [
        one
        for table in (Evidence, SupportingData)
        for one in session.exec(
            select(table.id).where(
                col(table.case_number) == case.number, col(table.version) == version
            )
        )
    ]
    return sorted(found, key=lambda one: (one[0] != "E", [int(n) for n in one[1:].split(".")]))


def _shortfall_ids(session: Session, case: Case, version: int) -> list[str]:  # noqa: ARG001 - one version
    figures = select(Figure.id).where(col(Figure.case_number) == case.number)
    memoranda = select(Memorandum.version).where(col(Memorandum.case_number) == case.number)
    found = sorted(session.exec(figures), key=lambda one: int(one[1:]))
    for lodged in sorted(session.exec(memoranda)):
        filings = select(MemorandumFiling.receipt_sha256).where(
            col(MemorandumFiling.case_number) == case.number,
            col(MemorandumFiling.version) == lodged,
            col(MemorandumFiling.receipt_sha256).is_not(None),
        )
        receipts = range(1, len(session.exec(filings).all()) + 1)
        found += [f"M{lodged}", *(f"M{lodged}.{at}" for at in receipts)]
    return found


def _of_a_waiver(session: Session, case: Case, item: str, version: int) -> FiledItem | None:
    key = (case.number, version, item)
    one = session.get(Evidence, key) or session.get(SupportingData, key)
    return FiledItem(one.id, version, one.title, one.filename, one.sha256) if one else None


def _of_a_shortfall(session: Session, case: Case, item: str, version: int) -> FiledItem | None:
    if figure := session.get(Figure, (case.number, item)):
        return FiledItem(figure.id, version, figure.title, figure.filename, figure.sha256)
    lodged, _, receipt = item.removeprefix("M").partition(".")
    if not item.startswith("M") or not lodged.isdecimal() or len(lodged) > LONGEST_PLACE:
        return None
    memorandum = session.get(Memorandum, (case.number, int(lodged)))
    if memorandum is None or not receipt:
        title = "Memorandum of understanding"
        return memorandum and FiledItem(
            item, version, title, memorandum.filename, memorandum.sha256
        )
    return _receipt(session, memorandum, item, receipt)


def _receipt(
    session: Session, memorandum: Memorandum, item: str, position: str
) -> FiledItem | None:
    filings = session.exec(
        select(MemorandumFiling)
        .where(
            col(MemorandumFiling.case_number) == memorandum.case_number,
            col(MemorandumFiling.version) == memorandum.version,
            col(MemorandumFiling.receipt_sha256).is_not(None),
        )
        .order_by(col(MemorandumFiling.id))
    ).all()
    for at, filing in enumerate(filings, 1):
        if str(at) == position and filing.receipt_sha256:
            title = f"Receipt of the office: {filing.place.value}"
            return FiledItem(
                item,
                memorandum.version,
                title,
                f"receipt-{filing.place.value}",
                filing.receipt_sha256,
            )
    return None


def _scan(session: Session, case: Case, item: str, version: int) -> FiledItem | None:
    """Give the scan of a signed paper by its log entry."""
    seq = item.removeprefix("P")
    if not item.startswith("P") or not seq.isdecimal() or len(seq) > len(str(2**31)):
        return None
    event = session.get(Event, (case.number, int(seq)))
    if event is None or event.kind != KEPT:
        return None
    kept = json.loads(event.data)
    return FiledItem(item, version, "Scan of a signed paper", kept["filename"], kept["sha256"])


def _reviews(session: Session, case: Case, email: str, now: datetime) -> bool:
    if case.kind is not CaseKind.WAIVER:
        return False
    try:
        staff_member(session, case, email, now)
    except NotYourOffice:
        return False
    return True


def _put_down(
    session: Session, case: Case, found: FiledItem, reader: Person, now: datetime
) -> None:
    session.add(
        Opening(
            case_number=case.number,
            version=found.version,
            item=found.id,
            person_id=reader.id or 0,
            at=now,
        )
    )
