"""Everything on record about a case, as one JSON-ready document."""

from collections.abc import Iterable
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.chief_views import GIVEN, view_in
from actions.clock_changes import changes_in
from actions.listing import events_of
from actions.outline import Head, day, duty_row, head_of, links, moment, named
from actions.remembering import gather, rows_read
from actions.reminder_record import mail_of, reminders_of
from actions.shortfall_dossier import shortfall_parts
from models.cases import Case, CaseKind, CaseState, CaseWarning
from models.clocks import ClockChange
from models.decisions import Decision
from models.duties import Duty
from models.events import Event
from models.people import Person
from models.reminders import Reminder
from models.reviews import Question, Recusal, Review
from models.submissions import Alternative, Consultation, Evidence, Submission, SupportingData

Part = TypeVar("Part", Evidence, Alternative, SupportingData, Consultation)


def dossier(session: Session, number: str) -> dict[str, Any]:
    """Give the case as CONTRACT's `show --json` has it.

    Raises:
        NoSuchCase: there is none of this number.
    """
    return dossier_of(session, head_of(session, number))


def dossier_of(session: Session, head: Head) -> dict[str, Any]:
    """Give the same of a case whose head was read."""
    case, number = head.case, head.case.number
    people = _People(session, case)
    return {
        **named(head),
        **_parts_of_its_kind(session, case),
        "links": links(session, case),
        "filed_at": moment(case.filed_at),
        "closed_at": moment(case.closed_at),
        "trouble": case.error,
        "warnings": _warnings(session, case),
        "duties": _duties(session, case, people),
        "reviews": [
            _review(one, people) for one in rows_read(session, Review, "case_number", number)
        ],
        "questions": [
            {"version": one.version, "step": one.step, "field": one.field, "text": one.text}
            for one in rows_read(session, Question, "case_number", number)
        ],
        "recusals": [
            {
                "by": people.email(one.person_id),
                "reason": one.reason,
                "at": moment(one.at),
                "had_opened": one.had_opened,
            }
            for one in rows_read(session, Recusal, "case_number", number)
        ],
        "decision": _decision(session, case, people),
        "events": _events(session, case),
        "messages": _messages(session, case),
        "reminders": reminders_of(session, case),
    }


class _People:
    """Addresses by id: those whom the document names, read together."""

    def __init__(self, session: Session, case: Case) -> None:
        number = ("case_number", case.number)
        duties = rows_read(session, Duty, *number)
        ids = {
            *(one.holder for one in duties),
            *(one.done_by for one in duties),
            *(one.by for one in rows_read(session, Review, *number)),
            *(one.person_id for one in rows_read(session, Recusal, *number)),
            *(told for one in rows_read(session, Reminder, *number) for told in one.told),
        }
        self._session = session
        gather(session, Person, "id", sorted(one for one in ids if one))

    def email(self, person_id: int | None) -> str | None:
        person = self._session.get(Person, person_id) if person_id else None
        return person.email if person else None


def _parts_of_its_kind(session: Session, case: Case) -> dict[str, Any]:
    if case.kind is CaseKind.SHORTFALL:
        return shortfall_parts(session, case)
    return {
        **_submission(session, case),
        "consultations": _consultations(session, case),
        "chief_views": _chief_views(events_of(session, case.number)),
    }


def _submission(session: Session, case: Case) -> dict[str, Any]:
    versions = rows_read(session, Submission, "case_number", case.number)
    submission = next((one for one in versions if one.version == case.version), None)
    if submission is None:
        return {"sha256": None, "evidence": [], "alternatives": []}
    return {
        "sha256": submission.sha256,
        "scope": submission.scope,
        "versions": [
            {"version": one.version, "sha256": one.sha256, "received_at": moment(one.received_at)}
            for one in versions
        ],
        "evidence": [_item(one) for one in _parts(session, Evidence, case)],
        "alternatives": [
            {
                "id": one.id,
                "kind": one.kind.value,
                "description": one.description,
                "in_use_since": day(one.in_use_since),
                "supporting_data": [_item(item) for item in data],
            }
            for one, data in _alternatives(session, case)
        ],
    }


def _alternatives(
    session: Session, case: Case
) -> Iterable[tuple[Alternative, list[SupportingData]]]:
    """Give what is relied upon, and the data of each, in the order filed."""
    asked = {"number": case.number, "version": case.version}
    data: dict[str, list[SupportingData]] = {}
    found: dict[str, Alternative] = {}
    for one, item in session.exec(_ALTERNATIVES, params=asked):
        found[one.id] = one
        data.setdefault(one.id, []).extend([item] if item else [])
    return [
        (one, sorted(data[one.id], key=_in_order_filed))
        for one in sorted(found.values(), key=_in_order_filed)
    ]


_ALTERNATIVES = (
    select(Alternative, SupportingData)
    .outerjoin(
        SupportingData,
        sa.and_(
            col(SupportingData.case_number) == col(Alternative.case_number),
            col(SupportingData.version) == col(Alternative.version),
            col(SupportingData.alternative_id) == col(Alternative.id),
        ),
    )
    .where(
        col(Alternative.case_number) == sa.bindparam("number"),
        col(Alternative.version) == sa.bindparam("version"),
    )
)


def _parts(session: Session, table: type[Part], case: Case) -> list[Part]:
    rows = rows_read(session, table, "case_number", case.number)
    return sorted((one for one in rows if one.version == case.version), key=_in_order_filed)


def _in_order_filed(part: Evidence | Alternative | SupportingData | Consultation) -> list[int]:
    if isinstance(part, Consultation):
        return [part.position]
    return [int(number) for number in part.id[1:].split(".")]


def _item(one: Evidence | SupportingData) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "source": one.source,
        "period": one.period,
        "filename": one.filename,
        "sha256": one.sha256,
    }


def _consultations(session: Session, case: Case) -> list[dict[str, Any]]:
    return [
        {
            "office": one.office,
            "dates": one.dates.split(","),
            "mode": one.mode,
            "summary": one.summary,
            "view": one.view,
            "attested_by": one.attested_by,
        }
        for one in _parts(session, Consultation, case)
    ]


def _chief_views(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Give the chiefs' own words, each whole."""
    return [
        {
            "by": one.by,
            "title": one.title,
            "towns": list(one.towns),
            "account": one.account.value,
            "view": one.view,
            "version": one.version,
            "at": moment(one.at),
        }
        for one in (view_in(event) for event in events if event.kind == GIVEN)
    ]


def _warnings(session: Session, case: Case) -> list[dict[str, Any]]:
    return [
        {
            "rule": one.rule,
            "clause": one.clause,
            "authority": one.authority,
            "message": one.message,
            "version": one.version,
            "went_on_by": one.went_on_by,
        }
        for one in rows_read(session, CaseWarning, "case_number", case.number)
    ]


def _duties(session: Session, case: Case, people: _People) -> list[dict[str, Any]]:
    changes = changes_in(session, case)
    return [
        duty_row(one, people.email(one.holder))
        | {"clock_changes": [clock_row(change) for change in changes[one.id or 0]]}
        for one in rows_read(session, Duty, "case_number", case.number)
    ]


def clock_row(change: ClockChange) -> dict[str, Any]:
    """Give a change of a due date as JSON has it: old, new, why, who."""
    return {
        "kind": change.kind.value,
        "on": day(change.effective_on),
        "days": change.days,
        "reason": change.reason,
        "authority": change.authority.value,
        "by": change.by,
        "entered_by": change.entered_by,
        "at": moment(change.at),
        "due_before": day(change.due_before),
        "due_after": day(change.due_after),
    }


def _review(review: Review, people: _People) -> dict[str, Any]:
    return {
        "step": review.step,
        "version": review.version,
        "outcome": review.outcome.value,
        "recommend": review.recommend.value if review.recommend else None,
        "by": people.email(review.by),
        "at": moment(review.at),
        "note": review.note,
    }


def _decision(session: Session, case: Case, people: _People) -> dict[str, Any] | None:
    decision = decision_on(session, case)
    if decision is None:
        return None
    return {
        "outcome": decision.outcome.value,
        "belief": decision.belief,
        "relied_on": decision.relied_on,
        "opened": decision.opened,
        "by": people.email(decision.by),
        "at": moment(decision.at),
        "scope": decision.scope,
        "conditions": decision.conditions,
        "until": day(decision.until),
        "until_authority": "policy" if decision.until else None,
        "law_version": decision.law_version,
    }


def decision_on(session: Session, case: Case) -> Decision | None:
    """Give the decision on a case. There is none but on one that is decided."""
    decided = case.state is CaseState.DECIDED
    return session.get(Decision, case.number) if decided else None


def _events(session: Session, case: Case) -> list[dict[str, Any]]:
    return [
        {
            "seq": one.seq,
            "kind": one.kind,
            "at": moment(one.at),
            "by": one.by,
            "entered_by": one.entered_by,
            "hash": one.hash,
        }
        for one in events_of(session, case.number)
    ]


def _messages(session: Session, case: Case) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "template": one.template,
            "to": one.to_email,
            "office": one.to_office,
            "state": one.state.value,
            "queued_at": moment(one.queued_at),
            "sent_at": moment(one.sent_at),
            "message_id": one.message_id,
            "reason": one.reason,
            "bounced": bounced,
            "acknowledged_at": moment(acknowledged_at),
            "stands_in_for": one.about.get("for"),
        }
        for one, bounced, acknowledged_at in mail_of(session, case)
    ]
