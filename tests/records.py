"""Makes a case with everything that can be on record about it."""

from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session, SQLModel

from models.cases import Case, CaseKind, CaseState
from models.clocks import ChangeKind, ClockChange
from models.decisions import Decision
from models.documents import Document
from models.duties import Authority, Duty
from models.events import Event
from models.messages import Message, MessageState
from models.notices import (
    AcknowledgedMessage,
    Bounce,
    DeliveryAction,
    Handover,
    HandoverOutcome,
)
from models.people import Holding, Office, Person
from models.policies import PolicyVersion
from models.registry import Organization, OrganizationKind, School
from models.reminders import Acknowledgement
from models.reviews import Outcome
from models.shortfalls import (
    Assignment,
    AssignmentOutcome,
    Contact,
    ContactOutcome,
    Determination,
    Figure,
    Memorandum,
    MemorandumFiling,
    Place,
    ShortfallSchool,
)
from models.submissions import (
    Alternative,
    AlternativeKind,
    Consultation,
    Evidence,
    Reason,
    Submission,
    SupportingData,
)

NOW = datetime(2026, 10, 1, 15, tzinfo=UTC)
NUMBER = "W-2026-0001"
SHORTFALL = "S-2026-0001"
HASH = "0" * 64


def a_case(session: Session, number: str = NUMBER, **columns: object) -> Case:
    """Add a case, with the body and the policy it needs where they are not there yet."""
    if session.get(Organization, "99010000") is None:
        session.add(
            Organization(
                code="99010000",
                name="Port Example",
                kind=OrganizationKind.MUNICIPAL,
                listed_as="municipal",
            )
        )
        session.add(PolicyVersion(version="default", content="", first_used_at=NOW))
        session.flush()
    case = Case(
        number=number,
        kind=CaseKind.WAIVER,
        state=CaseState.DECIDED,
        organization_code="99010000",
        law_version="37P-2018",
        policy_version="default",
        filed_at=NOW,
    )
    case.sqlmodel_update(columns)
    session.add(case)
    session.flush()
    return case


def a_message(number: str = NUMBER, **columns: object) -> Message:
    """Make a message about a case."""
    message = Message(
        key=f"{number}/1",
        case_number=number,
        template="waiver-received",
        to_email="superintendent@portexample.example",
        to_office="superintendent@99010000",
        about={},
        queued_at=NOW,
        message_id=f"<{number}.1@recourse>",
    )
    message.sqlmodel_update(columns)
    return message


def a_decided_case(session: Session) -> None:
    """Add a case with a row in every table that is kept as it was."""
    a_case(session)
    session.add(person := Person(email="commissioner@dese.example"))
    session.add(Document(sha256=HASH, size=1, media_type="text/csv", stored_at=NOW))
    session.flush()
    holding = Holding(
        person_id=person.id or 0,
        office=Office.COMMISSIONER,
        at="DESE",
        title="Commissioner",
        since=date(2026, 1, 1),
        granted_by="operator",
        granted_at=NOW,
    )
    session.add(holding)
    session.flush()
    session.add(
        Submission(
            case_number=NUMBER,
            version=1,
            content="{}",
            sha256=HASH,
            scope="All",
            signed_by=person.id or 0,
            statement="True.",
            received_at=NOW,
            entered_by="operator",
        )
    )
    session.flush()
    session.add_all(_parts())
    session.add(
        Decision(
            case_number=NUMBER,
            version=1,
            outcome=Outcome.GRANTED,
            belief="An officer would not assist.",
            belief_sha256=HASH,
            relied_on=["E1"],
            opened=["E1"],
            scope="All",
            conditions=[],
            law_version="37P-2018",
            by=person.id or 0,
            holding_id=holding.id or 0,
            at=NOW,
        )
    )


def a_filed_shortfall(session: Session) -> None:
    """Add a shortfall with a row in every table of it that is kept as it was."""
    a_case(session, SHORTFALL, kind=CaseKind.SHORTFALL, state=CaseState.COMPLETE)
    session.add(person := Person(email="chief@police.portexample.example"))
    session.add(
        School(code="99010305", name="High", organization_code="99010000", town="Port Example")
    )
    session.flush()
    act: dict[str, Any] = {"case_number": SHORTFALL, "by": person.id, "at": NOW}
    session.add(
        Determination(
            case_number=SHORTFALL,
            content="{}",
            sha256=HASH,
            town="Port Example",
            office_basis="Chief",
            determination="None to assign.",
            resources_lacking=["personnel"],
            fiscal_year=2027,
            consulted="superintendent@portexample.example",
            consulted_on="2026-09-08",
            consulted_mode="meeting",
            signed_by=person.id or 0,
            received_at=NOW,
            entered_by="operator",
        )
    )
    session.flush()
    on = date(2026, 9, 30)
    session.add_all(
        [
            Figure(case_number=SHORTFALL, id="F1", title="Budget", filename="b.csv", sha256=HASH),
            ShortfallSchool(case_number=SHORTFALL, school_code="99010305"),
            Contact(
                unit="Troop C", held_on=on, outcome=ContactOutcome.REACHED, note="Asked.", **act
            ),
            Assignment(
                outcome=AssignmentOutcome.PENDING, grounds=[], candidate_considered=False, **act
            ),
            Memorandum(
                version=1,
                sha256=HASH,
                filename="m.pdf",
                roles_page=1,
                signed_on=on,
                parts={},
                signatories=[],
                **act,
            ),
        ]
    )
    session.flush()
    session.add(
        MemorandumFiling(
            version=1,
            place=Place.STATE_POLICE,
            held_on=on,
            custodian="Clerk",
            sha256=HASH,
            **act,
        )
    )


def a_clock_change(session: Session) -> None:
    """Add a duty of the decided case, and a change of its clock."""
    duty = Duty(
        case_number=NUMBER,
        what="answer:questions",
        office=Office.SUPERINTENDENT,
        at="99010000",
        opened_at=NOW,
        days=20,
        due_on=date(2026, 10, 30),
        authority=Authority.POLICY,
        basis="answer_days",
    )
    session.add(duty)
    session.flush()
    session.add(
        ClockChange(
            duty_id=duty.id or 0,
            case_number=NUMBER,
            kind=ChangeKind.EXTENDED,
            effective_on=NOW.date(),
            days=5,
            reason="The survey is late.",
            authority=Authority.POLICY,
            by="operator@doe.example",
            entered_by="operator",
            at=NOW,
            due_before=date(2026, 10, 30),
            due_after=date(2026, 11, 6),
        )
    )
    session.add(
        Acknowledgement(
            duty_id=duty.id or 0,
            case_number=duty.case_number,
            by="superintendent@portexample.example",
            at=NOW,
            why="By the link in the mail.",
        )
    )


def a_bounced_message(session: Session) -> None:
    """Add a mail that a server took, that bounced, and whose reader had it all the same."""
    message = a_message(state=MessageState.FAILED)
    session.add(message)
    session.flush()
    of: dict[str, Any] = {"message_id": message.id, "at": NOW}
    session.add_all(
        [
            Handover(
                number=1,
                server="smtp://mx.doe.example:25",
                outcome=HandoverOutcome.ACCEPTED,
                reply="250 OK",
                **of,
            ),
            Bounce(
                report_sha256=HASH,
                action=DeliveryAction.FAILED,
                status="5.1.1",
                recipient="superintendent@portexample.example",
                diagnostic="no such mailbox",
                reported_by="mx.portexample.example",
                **of,
            ),
            AcknowledgedMessage(by="superintendent@portexample.example", entered_by="link", **of),
        ]
    )


def _parts() -> list[SQLModel]:
    part: dict[str, Any] = {"case_number": NUMBER, "version": 1}
    file: dict[str, Any] = {"title": "Data", "filename": "data.csv", "sha256": HASH}
    log: dict[str, Any] = {
        "at": NOW,
        "by": "commissioner@dese.example",
        "entered_by": "operator",
        "data": "{}",
    }
    parts: list[SQLModel] = [
        Reason(position=1, text="One", text_sha256=HASH, **part),
        Evidence(id="E1", **file, **part),
        Alternative(id="A1", kind=AlternativeKind.PROCEDURE, description="A protocol", **part),
        SupportingData(id="A1.1", alternative_id="A1", **file, **part),
        Consultation(
            position=1,
            office="Chief of Police",
            dates="2026-09-02",
            mode="meeting",
            summary="We met.",
            attested_by="superintendent@portexample.example",
            **part,
        ),
        Event(stream=NUMBER, seq=1, kind="waiver.decided", previous="", hash=HASH, **log),
    ]
    return parts
