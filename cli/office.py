"""The office's commands at work: review, recuse, open, decide."""

import shutil
from collections.abc import Sequence
from datetime import date
from typing import BinaryIO

from actions.cases import find_case
from actions.decisions import decide_waiver
from actions.evidence import open_item as open_evidence
from actions.questions import Asked
from actions.recusals import recuse as step_aside
from actions.reviews import review_waiver
from cli.door import open_door
from cli.filing import Problem, Unreadable
from cli.output import document, say
from database import transaction
from models.reviews import Outcome, Recommendation, ReviewOutcome
from rules.decision import DecisionForm


def review(
    number: str,
    *,
    by: str,
    outcome: str,
    note: str,
    recommend: str | None,
    questions: Sequence[str],
    as_json: bool,
) -> int:
    """Finish a review step."""
    asked = [_asked(question) for question in questions]
    door = open_door()
    with transaction(door.engine) as session:
        review_waiver(
            session,
            number,
            outcome=ReviewOutcome(outcome),
            note=note,
            recommend=Recommendation(recommend) if recommend else None,
            questions=asked,
            by=by,
            entered_by=door.entered_by,
            now=door.now,
        )
        state = find_case(session, number).state.value
    if as_json:
        document({"number": number, "state": state, "outcome": outcome})
    elif outcome == "forward":
        say(f"{number} is passed on. The next step opens when a worker has routed it.")
    else:
        say(f"{number} is returned to the district with {len(asked)} question(s).")
    return 0


def _asked(question: str) -> Asked:
    field, equals, text = question.partition("=")
    if not equals or not field.strip():
        problem = f"{question!r} is not FIELD=TEXT, as in evidence[0].period=Which years?"
        raise Unreadable([Problem("command line", "--question", None, problem)])
    return Asked(field.strip(), text.strip())


def recuse(number: str, *, by: str, reason: str, as_json: bool) -> int:
    """Step aside from a case."""
    door = open_door()
    with transaction(door.engine) as session:
        recusal = step_aside(
            session, number, reason=reason, by=by, entered_by=door.entered_by, now=door.now
        )
    if as_json:
        document({"number": number, "recused": by, "had_opened": recusal.had_opened})
        return 0
    say(f"{by} has stepped aside from {number}.")
    if recusal.had_opened:
        say("Its content had been opened before; that is on record.")
    return 0


def open_item(number: str, item: str, *, by: str, to: BinaryIO) -> int:
    """Copy a piece of evidence out, and keep who opened it."""
    door = open_door()
    with transaction(door.engine) as session:
        found = open_evidence(
            session, number, item, by=by, entered_by=door.entered_by, now=door.now
        )
        sha256, filename = found.sha256, found.filename
    shutil.copyfileobj(door.store.open(sha256), to)
    say(f"{item} ({filename}) is copied. That {by} opened it is on record.")
    return 0


def decide(
    number: str,
    *,
    by: str,
    outcome: str,
    belief: str,
    relied_on: str,
    scope: str | None,
    conditions: Sequence[str],
    until: date | None,
    as_json: bool,
) -> int:
    """Grant or deny one application."""
    door = open_door()
    with transaction(door.engine) as session:
        decision = decide_waiver(
            session,
            number,
            DecisionForm(
                outcome=Outcome(outcome),
                belief=belief,
                relied_on=tuple(one.strip() for one in relied_on.split(",") if one.strip()),
                scope=scope,
                conditions=tuple(conditions),
                until=until,
            ),
            by=by,
            entered_by=door.entered_by,
            now=door.now,
        )
    if as_json:
        document({"number": number, "state": "decided", "outcome": decision.outcome.value})
    else:
        say(f"{number} is decided: {decision.outcome.value}. Applicant and chiefs are told.")
    return 0
