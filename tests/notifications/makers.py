"""Letters to test with: one that has everything, one that has only what it must."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from models.cases import CaseKind
from models.clocks import ChangeKind
from models.duties import Authority
from models.reminders import RungKind
from models.reviews import Outcome
from models.shortfalls import Place
from notifications.compose import Recipient, Template
from notifications.digest_notes import AheadNote, CallNote, DigestEntry
from notifications.letters import (
    NEEDS,
    ClockNote,
    Deadline,
    DecisionNote,
    FailedMail,
    FilingNote,
    Letter,
    MemorandumNote,
    NextStep,
    Objection,
    QuestionNote,
    ReceivedItem,
    UnfilledDuty,
    WarningNote,
)

NOON = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
"""Monday, November 30, 2026, noon in New York."""

CHIEF = Recipient("chief@police.portexample.example", "chief@Port Example")

FULL = Letter(
    template=Template.WAIVER_RECEIVED,
    to=CHIEF,
    to_title="Chief of Police",
    case_number="W-2026-0001",
    kind=CaseKind.WAIVER,
    applicant="Port Example",
    law_title="G.L. c.71 §37P as in St.2018 c.69",
    law_notice=(
        "This section was replaced in 2020. Recourse carries the 2018 text, "
        "and the case is handled under it."
    ),
    contact="waivers@doe.example",
    version=2,
    filed_at=NOON,
    at=NOON,
    scope="All requirements of the section, for both schools of the department",
    sha256="ab" * 32,
    reasons=2,
    received=(
        ReceivedItem(
            "E1",
            "Incidents reported, and incidents requiring police, by school",
            "incidents-2023-2026.csv",
            "cd" * 32,
        ),
        ReceivedItem("A1.1", "Response protocol as signed", "response-protocol.pdf", "ef" * 32),
    ),
    next_steps=(
        NextStep("Intake review", 5),
        NextStep("Safe and healthy schools review", 15),
        NextStep("Commissioner's decision", 1),
    ),
    schools=("Harbor School", "Hill School"),
    step="Safe and healthy schools review",
    due_on=date(2026, 12, 21),
    days=15,
    authority=Authority.POLICY,
    basis="steps.program.days",
    warnings=(
        WarningNote(
            5,
            "37P(c)",
            Authority.LAW,
            "The chief objects. Consultation is not consent: please read the chief's own view.",
        ),
        WarningNote(None, "answer_days", Authority.POLICY, "No term was asked for."),
    ),
    objections=(
        Objection(
            "Chief of Police, Port Example",
            "The chief objects. An officer in each school remains the department's "
            "recommendation, and the dispatcher line does not replace one.\n\nSigned, the chief.",
        ),
    ),
    changed=("reasons[0].text", "evidence[1].file"),
    note="Please read the second reason closely.",
    by_title="Commissioner",
    questions=(
        QuestionNote("evidence[0].period", "Which months of 2026 does the table cover?"),
        QuestionNote("reasons[1].text", "How many families answered the survey?"),
    ),
    decision=DecisionNote(
        outcome=Outcome.GRANTED,
        belief="I believe that an officer would not assist Port Example in particular, "
        "for the reasons it gives about counselors and the dispatcher line.",
        scope="All requirements of the section, for both schools of the department",
        conditions=("The dispatcher line is kept.", "The office is sent each year's table."),
        until=date(2028, 6, 30),
        relied_on=("School climate survey", "Response protocol as signed"),
    ),
    reason="The school committee asked us to wait for the new survey.",
    others_told=("Superintendent of Schools, Port Example",),
    town="Port Example",
    determination=(
        "The police department cannot assign an officer for fiscal year 2027: two sworn positions "
        "are unfunded and the remaining officers cover three shifts."
    ),
    resources=("personnel", "funds"),
    fiscal_year=2027,
    superintendent_view="The superintendent does not agree that the two positions cannot be found.",
    consulted_on=(date(2026, 9, 8), date(2026, 9, 15)),
    attempts=3,
    attempts_wanted=3,
    ask_again_on=date(2027, 1, 1),
    employer="the department of state police",
    grounds=("Training in work with young people", "Knows the two towns"),
    appropriation="Budget office, letter of November 12: no line for it this fiscal year.",
    memorandum=MemorandumNote(
        version=1,
        filename="memorandum-signed.pdf",
        sha256="12" * 32,
        signed_on=date(2026, 11, 20),
        roles_page=3,
    ),
    filings=(
        FilingNote(
            place=Place.SUPERINTENDENT,
            office="Superintendent's office, Port Example",
            on=date(2026, 11, 24),
            custodian="Records secretary",
        ),
        FilingNote(
            place=Place.STATE_POLICE,
            office="Department of State Police",
            on=date(2026, 11, 30),
            custodian="Records supervisor",
        ),
    ),
    missing_places=("Department of State Police",),
    paused_on=date(2026, 11, 24),
    clocks=(
        ClockNote(
            duty="Safe and healthy schools review",
            kind=ChangeKind.PAUSED,
            on=date(2026, 11, 24),
            reason="The district is sending the new survey.",
            authority=Authority.POLICY,
            due_before=date(2026, 12, 14),
            due_after=date(2026, 12, 14),
        ),
        ClockNote(
            duty="Safe and healthy schools review",
            kind=ChangeKind.RESUMED,
            on=date(2026, 11, 30),
            reason="The survey has come.",
            authority=Authority.POLICY,
            due_before=date(2026, 12, 14),
            due_after=date(2026, 12, 17),
        ),
        ClockNote(
            duty="Safe and healthy schools review",
            kind=ChangeKind.EXTENDED,
            on=date(2026, 11, 30),
            days=2,
            reason="It is long.",
            authority=Authority.PRACTICE,
            due_before=date(2026, 12, 17),
            due_after=date(2026, 12, 21),
        ),
        ClockNote(
            duty="Answer to the office's questions",
            kind=ChangeKind.RECOMPUTED,
            on=date(2026, 12, 8),
            reason="closed: snow",
            authority=Authority.POLICY,
            due_before=date(2026, 12, 21),
            due_after=date(2026, 12, 22),
        ),
    ),
    unfilled=UnfilledDuty(
        "review:program",
        "program@DESE",
        "Both people who hold the office have declared a conflict of interest.",
    ),
    failed=FailedMail(
        Template.WAIVER_NOTICE, CHIEF, 1, "550 5.1.1 no such mailbox", "board@quarryhill.example"
    ),
    entries=(
        DigestEntry(
            duty_id=7,
            rung="escalate+3:operator",
            kind=RungKind.ESCALATE,
            case_number="W-2026-0001",
            applicant="Port Example",
            owed="Safe and healthy schools review",
            owed_by="program@DESE",
            due_on=date(2026, 11, 24),
            days_left=-3,
            authority=Authority.POLICY,
            basis="steps.program.days",
            act="Please see that whoever has it in hand is reached",
            why="program@DESE owes it and is late",
        ),
        DigestEntry(
            duty_id=9,
            rung="remind-1",
            kind=RungKind.REMIND,
            case_number="S-2026-0002",
            applicant="Three Rivers Regional",
            owed="Reply to the chief's consultation",
            owed_by="state_police@MSP",
            due_on=date(2026, 12, 1),
            days_left=1,
            authority=Authority.POLICY,
            basis="shortfall.reply_days",
            act="Please reply, even if only to say who will and when",
            why="you have it in hand",
        ),
    ),
    call=CallNote(
        owed="Answer to the office's questions",
        owed_by="superintendent@99010000",
        due_on=date(2026, 11, 24),
        people=("Superintendent of Schools, superintendent@portexample.example",),
        task="telephone:7",
    ),
    ahead=AheadNote(
        what="term:2028-06-30",
        words="the waiver's term ends",
        on=date(2028, 6, 30),
        owed_by="intake@DESE",
        act="Look at it, and note what came of that: recourse attend W-2026-0001",
    ),
    acknowledge_until=date(2026, 12, 28),
    acknowledge_url="https://portal.doe.example/acknowledge/WzEsImEiXQ.c2lnbmVk",
    deadlines=(
        Deadline(
            duty=7,
            case_number="W-2026-0001",
            applicant="Port Example",
            what="Safe and healthy schools review",
            due_on=date(2026, 12, 21),
            authority=Authority.POLICY,
            stamped_at=NOON,
        ),
    ),
)
"""Every fact there is; no template needs them all."""


SHORTFALLS = tuple(
    template
    for template in Template
    if template.startswith(("shortfall-", "consultation-", "assignment-", "officer-", "filing-"))
)
"""The letters of the state-police path."""


def full(template: Template) -> Letter:
    """Make a letter that has every fact."""
    return replace(FULL, template=template)


def minimal(template: Template) -> Letter:
    """Make a letter that has only the facts its template cannot do without."""
    needed: dict[str, Any] = {name: getattr(FULL, name) for name in NEEDS[template]}
    if template is Template.STAFF_NEEDED:
        needed = {"unfilled": FULL.unfilled}
    return Letter(
        template=template,
        to=CHIEF,
        case_number=FULL.case_number,
        kind=FULL.kind,
        applicant=FULL.applicant,
        **needed,
    )
