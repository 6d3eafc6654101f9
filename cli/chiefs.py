"""A chief's commands at work: determine a shortfall, log a contact with the state police."""

from datetime import date
from pathlib import Path

from actions.answers import receipt
from actions.consulting import Spoken, log_contact
from actions.policies import adopt_policy
from actions.shortfalls import Determined, determine_shortfall
from cli.attachments import read_determination
from cli.districts import refusal_kept
from cli.door import open_door
from cli.output import document, say, warnings
from database import transaction
from models.cases import CaseKind
from models.shortfalls import ContactOutcome


def shortfall(file: Path, *, by: str, as_json: bool) -> int:
    """Record a determination and print its receipt."""
    door, read = open_door(), read_determination(file)
    with (
        refusal_kept(door, read.filing.form.body, "shortfall", by),
        transaction(door.engine) as session,
    ):
        policy = adopt_policy(session, door.policy_text, now=door.now)
        determined = determine_shortfall(
            session, read.filing, policy, by=by, entered_by=door.entered_by, now=door.now
        )
        read.store(door.store)
    return _receipt(determined, as_json=as_json)


def _receipt(determined: Determined, *, as_json: bool) -> int:
    case, paper = determined.case, determined.determination
    if as_json:
        warned, repeated = determined.warnings, determined.repeated
        document(receipt(case, 1, paper.sha256, warned, repeated=repeated))
        return 0
    if determined.repeated:
        say(f"This paper is on file already, as {case.number}. Nothing was filed again.")
        return 0
    warnings(determined.warnings)
    say(f"{case.number} is on record.")
    say(f"SHA-256 of what was filed: {paper.sha256}")
    say("Next: the department of state police is consulted (law, 37P(e)).")
    return 0


def consult(
    number: str,
    *,
    by: str,
    unit: str,
    on: date,
    outcome: str,
    note: str,
    as_json: bool,
) -> int:
    """Log a contact."""
    door = open_door()
    with transaction(door.engine) as session:
        log_contact(
            session,
            number,
            Spoken(unit, on, ContactOutcome(outcome), note),
            by=by,
            entered_by=door.entered_by,
            now=door.now,
        )
        state = state_of(session, number)
    return told(number, state, f"The contact is on record for {number}", as_json=as_json)


def state_of(session: object, number: str) -> str:
    """Give the state a shortfall is in now."""
    from actions.cases import find_case

    return find_case(session, number, CaseKind.SHORTFALL).state.value  # type: ignore[arg-type]


def told(number: str, state: str, what: str, *, as_json: bool) -> int:
    """Print what an act came to."""
    if as_json:
        document({"number": number, "state": state})
    else:
        say(f"{what}: it is {state.replace('_', ' ')}.")
    return 0
