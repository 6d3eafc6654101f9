"""`recourse demo`: a real application, from filing to decision, in a house of its own."""

import os
import tempfile
from importlib import resources
from pathlib import Path
from typing import Any

from actions.cases import find_case
from actions.decisions import decide_waiver
from actions.dossier import dossier
from actions.duties import open_duties
from actions.policies import adopt_policy
from actions.reviews import review_waiver
from actions.standing import REVIEW
from actions.waivers import submit_waiver
from cli import registering, shortfall_demonstration
from cli.attachments import read_filing
from cli.door import Door, open_door
from cli.output import mark, note, say
from cli.surroundings import surroundings
from database import reading, transaction
from models.people import Person
from models.reviews import Outcome, Recommendation, ReviewOutcome
from rules.decision import DecisionForm

NOTES = {
    "intake": "Every part the section asks for is there.",
    "program": "The response protocol is in use, and its drills are on record.",
    "counsel": "In order. The warnings were read.",
}
BELIEF = (
    "The response protocol and the added counselor are in use, and calls for police have fallen "
    "to one a year. I believe an officer stationed in these schools would not assist this "
    "department to ensure school safety."
)


def demo(path: str) -> int:
    """Carry the sample case of a path through every step, and print its way as a timeline.

    Everything is real: the database, Prefect, the mail. It happens in a
    temporary folder that is gone afterwards; nothing of yours is touched.
    """
    for name in ("DATABASE_URL", "SMTP_URL", "NOW", "POLICY"):
        os.environ.pop(f"RECOURSE_{name}", None)
    with (
        tempfile.TemporaryDirectory(prefix="recourse-demo-") as home,
        resources.as_file(resources.files("cli") / "examples") as examples,
    ):
        os.environ["RECOURSE_HOME"] = home
        door = open_door()
        note("Starting Prefect and a mailbox of the demonstration's own …")
        with surroundings(door.settings):
            number = CARRY[path](door, examples)
        with reading(door.engine) as session:
            _print_timeline(dossier(session, number))
        door.engine.dispose()
    return 0


def _carry(door: Door, examples: Path) -> str:
    from flows.worker import work

    registering.import_all(
        examples / "registry.csv", examples / "schools.csv", examples / "offices.csv"
    )
    number = _file(door, examples / "waiver.yaml")
    work(until_idle=True)
    while _next_act(door, number):
        work(until_idle=True)
    return number


def _carry_shortfall(door: Door, examples: Path) -> str:
    from flows.worker import work

    registering.import_all(
        examples / "registry.csv", examples / "schools.csv", examples / "offices.csv"
    )
    number = shortfall_demonstration.determine(door, examples / "shortfall.yaml")
    work(until_idle=True)
    for act in shortfall_demonstration.ACTS:
        act(door, number)
        work(until_idle=True)
    return number


CARRY = {"waiver": _carry, "shortfall": _carry_shortfall}


def _file(door: Door, form: Path) -> str:
    read = read_filing(form)
    read.store(door.store)
    with transaction(door.engine) as session:
        now = door.settings.present()
        policy = adopt_policy(session, door.policy_text, now=now)
        signer = read.filing.form.chief_consultations[0].attested_by
        filed = submit_waiver(
            session, read.filing, policy, by=signer, entered_by=door.entered_by, now=now
        )
        say(f"{filed.case.number} is filed by {signer}, with {len(filed.warnings)} warning(s).")
        return filed.case.number


def _next_act(door: Door, number: str) -> bool:
    """Do what whoever has the case in hand would do. Gives whether it goes on."""
    with transaction(door.engine) as session:
        case = find_case(session, number)
        duty = next(iter(open_duties(session, case)), None)
        holder = session.get(Person, duty.holder) if duty and duty.holder else None
        if duty is None or holder is None:
            return False
        by, now = holder.email, door.settings.present()
        step = duty.what.removeprefix(REVIEW)
        if duty.what.startswith(REVIEW):
            review_waiver(
                session,
                number,
                outcome=ReviewOutcome.FORWARD,
                note=NOTES[step],
                recommend=Recommendation.GRANT if step == "counsel" else None,
                by=by,
                entered_by=door.entered_by,
                now=now,
            )
            say(f"{by} reviews ({step}) and passes it on.")
            return True
        decide_waiver(
            session,
            number,
            DecisionForm(outcome=Outcome.GRANTED, belief=BELIEF, relied_on=("E1", "A1.1")),
            by=by,
            entered_by=door.entered_by,
            now=now,
        )
        say(f"{by} decides.")
        return True


def _print_timeline(case: dict[str, Any]) -> None:
    say("")
    decision = case.get("decision")
    came_to = decision["outcome"] if decision else case["state"]
    say(mark(f"{case['number']}, {case['applicant']['name']}: {came_to}", "bold"))
    told = [
        (one["sent_at"], f"  mail: {one['template']:<16} to {one['to']}")
        for one in case["messages"]
    ]
    done = [(one["at"], f"{one['kind']:<17} by {one['by']}") for one in case["events"]]
    for at, words in sorted([*told, *done], key=lambda line: str(line[0])):
        say(f"  {str(at)[11:23]}  {words}")
    say(f"\n  Belief: {decision['belief']}" if decision else "")
    say(f"  {len(told)} mails were sent over SMTP; the log's last hash is")
    say(f"  {case['events'][-1]['hash']}")
