"""What the waiver path costs: how soon mail leaves at rest, how many cases a second.

Run it from the project's folder, in the development environment:

    python -m benchmarks.waiver_path [--database sqlite|postgresql] [--workers N] [--cases N]
        [--hands N]

Real Prefect, real SMTP, every commit and every mail on the disk. At rest, one
case at a time is filed and reviewed. Then as many school departments as there
are cases file an application each, and a driver acts for each holder of an
office as soon as a duty is in their hands, until all are decided: with several
hands, since districts and reviewers do not wait for each other. It ends by
itself; no figure makes it fail.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml
from sqlmodel import col, func, select

from actions.decisions import decide_waiver
from actions.filings import Filing
from actions.policies import adopt_policy
from actions.reviews import review_waiver
from actions.standing import REVIEW
from actions.waivers import submit_waiver
from benchmarks.bodies import KEYBOARD, code, register, superintendent, town
from benchmarks.processes import House, house
from cli.importing import collect_seldom
from database import connect, reading, transaction
from documents import DocumentStore
from models.cases import Case, CaseState
from models.duties import Duty, DutyState
from models.forms import WaiverForm
from models.messages import Message, MessageState
from models.people import Person
from models.reviews import Outcome, Recommendation, ReviewOutcome
from notifications.compose import Template
from rules.decision import DecisionForm
from rules.policy import default_policy_text
from settings import Settings

AT_REST = 5
"""Cases measured one at a time."""
LONGEST = 600
"""Seconds after which the benchmark gives up: it is no test of patience."""
LOOK = 0.05
"""Seconds between two looks of the driver when there is nothing to do."""


@dataclass(frozen=True, slots=True)
class Office:
    """The doors as the driver uses them: a database, a store of documents, a policy."""

    engine: sa.Engine
    store: DocumentStore
    policy: str
    examples: Path


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--hands", type=int, default=1)
    asked = parser.parse_args()
    bodies = AT_REST + 1 + asked.cases
    with (
        resources.as_file(resources.files("cli") / "examples") as examples,
        house(
            asked.database,
            asked.workers,
            ready=lambda: register(bodies, examples),
        ) as parts,
    ):
        collect_seldom()  # as the doors do
        settings = Settings()
        office = Office(
            connect(settings.database),
            DocumentStore(settings.home / "documents"),
            default_policy_text(),
            examples,
        )
        print(
            f"{asked.database}, {asked.workers} worker(s), a driver of {asked.hands} hand(s); "
            f"Python {platform.python_version()}, {os.cpu_count()} cores, "
            f"{datetime.now(UTC):%Y-%m-%d}"
        )
        at_rest(office)
        with ThreadPoolExecutor(asked.hands) as hands:
            burst(office, parts, asked.cases, hands)
        office.engine.dispose()


def at_rest(office: Office) -> None:
    """Measure, with nothing else to do, how soon the mail of an act is accepted."""
    file(office, 0)  # this one warms everything up
    carry(office, 1)
    receipts: list[float] = []
    openings: list[float] = []
    for number in range(1, AT_REST + 1):
        # Not in step with any clock of the worker's.
        time.sleep(0.3 + 0.07 * number)
        began = datetime.now(UTC)
        case = file(office, number)
        receipts.append(_seconds_to_mail(office, case, Template.WAIVER_RECEIVED, began))
        await_quiet(office)
        time.sleep(0.3 + 0.07 * number)
        began = datetime.now(UTC)
        act(office, next(duty for duty in open_duties(office) if duty[0] == case))
        openings.append(_seconds_to_mail(office, case, Template.STEP_OPENED, began))
        await_quiet(office)
    carry(office, AT_REST + 1)
    print("at rest, seconds until the mail was accepted and put down   median   longest")
    for words, seconds in (
        ("  filing to the receipt", receipts),
        ("  approval to the next reviewer's mail", openings),
    ):
        print(f"{words:<58}  {statistics.median(seconds):6.3f}    {max(seconds):6.3f}")


def burst(office: Office, parts: House, cases: int, hands: ThreadPoolExecutor) -> None:
    """File as many applications as there are bodies, and carry all of them to a decision."""
    papers = [paper(office, number) for number in range(AT_REST + 1, AT_REST + 1 + cases)]
    mails = count(office, select(func.count()).select_from(Message))
    runs = count_runs()
    before, began = parts.processor_seconds(), time.perf_counter()
    forms, files = zip(*papers, strict=True)
    list(hands.map(partial(submit, office), forms, files))
    filed = time.perf_counter() - began
    carry(office, AT_REST + 1 + cases, hands)
    decided = time.perf_counter() - began
    await_quiet(office)
    quiet = time.perf_counter() - began
    used = {part: now - before[part] for part, now in parts.processor_seconds().items()}
    mails = count(office, select(func.count()).select_from(Message)) - mails
    _require_all_sent(office)
    print(f"a burst of {cases} cases, {mails} mails")
    print(f"  filed after {filed:.1f} s, decided after {decided:.1f} s, told after {quiet:.1f} s")
    print(f"  {cases / decided:.1f} cases/s to the last decision, {cases / quiet:.1f} to the last")
    print(f"  mail; {mails / quiet:.0f} mails/s")
    flow_runs, task_runs = (now - then for now, then in zip(count_runs(), runs, strict=True))
    print(f"  {flow_runs} flow runs and {task_runs} task runs of Prefect")
    total = sum(used.values())
    for part, seconds in used.items():
        share = seconds / quiet
        print(
            f"  {part:<11}{seconds:6.1f} s of processor, {seconds / cases * 1000:4.0f} ms a case, "
            f"{share:4.0%} of a core"
        )
    print(
        f"  together {total / cases * 1000:.0f} ms a case: {total / quiet:.2f} of "
        f"{os.cpu_count()} cores were busy"
    )


def count_runs() -> tuple[int, int]:
    """Count the flow runs and the task runs that Prefect's server knows of."""
    return _counted("flow_runs"), _counted("task_runs")


def _counted(kind: str) -> int:
    asking = urllib.request.Request(  # noqa: S310 - the server is our own
        f"{os.environ['PREFECT_API_URL']}/{kind}/count",
        data=b"{}",
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(asking) as answer:  # noqa: S310
        return int(json.load(answer))


def file(office: Office, number: int) -> str:
    """File one body's application and give its number."""
    return submit(office, *paper(office, number))


def paper(office: Office, number: int) -> tuple[WaiverForm, dict[str, bytes]]:
    """Write one body's application: the sample's, in words and with figures of its own."""
    written = yaml.safe_load((office.examples / "waiver.yaml").read_text())
    written["applicant"] = code(number)
    for consultation in written["chief_consultations"]:
        consultation["office"] = f"Chief of Police, {town(number)}"
        consultation["attested_by"] = superintendent(number)
    for reason in written["reasons"]:
        reason["text"] = f"In {town(number)}: {reason['text']}"
    form = WaiverForm.model_validate(written)
    files = {item.file: (office.examples / item.file).read_bytes() for item in form.items()}
    name = "files/calls-for-police.csv"
    files[name] += f"{town(number)},{number}\n".encode()
    return form, files


def submit(office: Office, form: WaiverForm, files: dict[str, bytes]) -> str:
    """Store the documents and put the application on file, as the doors do."""
    examined = {name: office.store.put(content, name) for name, content in files.items()}
    tables = {
        name: content.decode().splitlines(keepends=True)
        for name, content in files.items()
        if name.endswith(".csv")
    }
    with transaction(office.engine) as session:
        now = datetime.now(UTC)
        filed = submit_waiver(
            session,
            Filing(form, examined, tables),
            adopt_policy(session, office.policy, now=now),
            by=form.chief_consultations[0].attested_by,
            entered_by=KEYBOARD,
            now=now,
        )
        return filed.case.number


def carry(office: Office, decided: int, hands: ThreadPoolExecutor | None = None) -> None:
    """Act on every duty as soon as it is in somebody's hands, until so many cases are decided."""
    done = select(func.count()).where(col(Case.state) == CaseState.DECIDED)
    left = decided - count(office, done)
    for waiting in patiently("the cases were not all decided"):
        duties, doing = open_duties(office), partial(act, office)
        left -= sum(hands.map(doing, duties) if hands else map(doing, duties))
        if not left:
            return
        waiting()


def open_duties(office: Office) -> Iterator[tuple[str, str, str]]:
    """Yield what somebody has been told is in their hands: the case, what is owed, by whom."""
    told = select(Message.id).where(
        col(Message.case_number) == col(Duty.case_number),
        col(Message.template) == Template.STEP_OPENED.value,
        col(Message.state) == MessageState.SENT,
        col(Message.queued_at) >= col(Duty.opened_at),
    )
    query = (
        select(Duty.case_number, Duty.what, Person.email)
        .join(Person, col(Person.id) == col(Duty.holder))
        .where(col(Duty.state) == DutyState.OPEN, told.exists())
        .order_by(col(Duty.id))
    )
    with reading(office.engine) as session:
        found = session.exec(query).all()
    yield from found


def act(office: Office, duty: tuple[str, str, str]) -> bool:
    """Do what the holder of a duty owes. Gives whether that was the decision."""
    number, what, by = duty
    with transaction(office.engine) as session:
        now = datetime.now(UTC)
        if what.startswith(REVIEW):
            counsel = what.endswith("counsel")
            review_waiver(
                session,
                number,
                outcome=ReviewOutcome.FORWARD,
                note="Every part the section asks for is there.",
                recommend=Recommendation.GRANT if counsel else None,
                by=by,
                entered_by=KEYBOARD,
                now=now,
            )
            return False
        belief = f"An officer would not assist the applicant of {number} to ensure school safety."
        decide_waiver(
            session,
            number,
            DecisionForm(outcome=Outcome.GRANTED, belief=belief, relied_on=("E1", "A1.1")),
            by=by,
            entered_by=KEYBOARD,
            now=now,
        )
        return True


def await_quiet(office: Office) -> None:
    """Return when no mail is due and no case is ready."""
    due = select(func.count()).where(col(Message.due_at) <= datetime.now(UTC) + timedelta(days=1))
    ready = select(func.count()).where(col(Case.ready_at).is_not(None))
    for waiting in patiently("mail was left over"):
        # In this order: a round queues its mail as it ceases to be ready.
        if not count(office, ready) and not count(office, due):
            return
        waiting()


def patiently(failing: str) -> Iterator[Callable[[], None]]:
    """Yield a short wait again and again, for a bounded time."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        yield lambda: time.sleep(LOOK)
    sys.exit(f"given up after {LONGEST} s: {failing}")


def count(office: Office, query: Any) -> int:
    """Count."""
    with reading(office.engine) as session:
        return int(session.scalar(query) or 0)


def _seconds_to_mail(office: Office, case: str, template: Template, began: datetime) -> float:
    """Wait until the newest mail of a kind has left, and give how long after `began` that was.

    The time is that of the row that says so: the server had accepted it before.
    """
    query = select(func.max(col(Message.sent_at))).where(
        col(Message.case_number) == case,
        col(Message.template) == template.value,
        col(Message.queued_at) >= began,
    )
    for waiting in patiently(f"{template} was not sent"):
        with reading(office.engine) as session:
            if sent := session.scalar(query):
                return (sent - began).total_seconds()
        waiting()
    raise AssertionError("patience ends in an exit")


def _require_all_sent(office: Office) -> None:
    unsent = select(func.count()).where(col(Message.state) != MessageState.SENT)
    if left := count(office, unsent):
        sys.exit(f"{left} mails were not sent: the figures mean nothing")


if __name__ == "__main__":
    main()
