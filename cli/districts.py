"""A district's commands at work: check, submit, resubmit, withdraw."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from actions.answers import checked, receipt
from actions.attempts import record_refused
from actions.cases import find_any, find_case
from actions.policies import adopt_policy, parsed, policy_of
from actions.shortfalls import check_determination, withdraw_shortfall
from actions.waivers import Filed, check_filing, resubmit_waiver, submit_waiver, withdraw_waiver
from cli.attachments import is_shortfall, read_determination, read_filing
from cli.door import Door, open_door
from cli.output import document, refused, say, warnings
from database import reading, transaction
from models.cases import CaseKind
from rules.findings import ApplicationIncomplete


def check(file: Path, *, as_json: bool) -> int:
    """Print every gap and warning of an application."""
    door = open_door()
    policy = parsed(door.policy_text)
    with reading(door.engine) as session:
        if is_shortfall(file):
            paper = read_determination(file).filing
            found = check_determination(session, paper, policy, now=door.now)
        else:
            found = check_filing(session, read_filing(file).filing, policy, now=door.now)
    if as_json:
        document(checked(found))
        return ApplicationIncomplete.exit_code if found.refusals else 0
    warnings(found.warnings)
    if found.refusals:
        return refused(ApplicationIncomplete(found.refusals), as_json=False)
    say("It would be accepted. Nothing was stored.")
    return 0


def submit(file: Path, *, by: str, as_json: bool) -> int:
    """File an application and print its receipt."""
    door, read = open_door(), read_filing(file)
    with (
        refusal_kept(door, read.filing.form.applicant, "submit", by),
        transaction(door.engine) as session,
    ):
        policy = adopt_policy(session, door.policy_text, now=door.now)
        filed = submit_waiver(
            session, read.filing, policy, by=by, entered_by=door.entered_by, now=door.now
        )
        read.store(door.store)  # before the commit: no row points to a file that is not there
    return _receipt(filed, as_json=as_json)


def resubmit(number: str, file: Path, *, by: str, as_json: bool) -> int:
    """File a new version of a returned application and print its receipt."""
    door, read = open_door(), read_filing(file)
    with (
        refusal_kept(door, read.filing.form.applicant, "resubmit", by),
        transaction(door.engine) as session,
    ):
        policy = policy_of(session, find_case(session, number))
        filed = resubmit_waiver(
            session,
            number,
            read.filing,
            policy,
            by=by,
            entered_by=door.entered_by,
            now=door.now,
        )
        read.store(door.store)
    return _receipt(filed, as_json=as_json)


def withdraw(number: str, *, by: str, reason: str, as_json: bool) -> int:
    """Take an application back."""
    door = open_door()
    with transaction(door.engine) as session:
        take_back = (
            withdraw_shortfall
            if find_any(session, number).kind is CaseKind.SHORTFALL
            else withdraw_waiver
        )
        case = take_back(
            session, number, reason=reason, by=by, entered_by=door.entered_by, now=door.now
        )
    return _state(case.number, case.state.value, as_json=as_json)


def _state(number: str, state: str, *, as_json: bool) -> int:
    if as_json:
        document({"number": number, "state": state})
    else:
        say(f"{number} is {state.replace('_', ' ')}.")
    return 0


@contextmanager
def refusal_kept(door: Door, code: str, act: str, by: str) -> Generator[None]:
    """Keep a refused attempt on record, in a transaction of its own."""
    try:
        yield
    except ApplicationIncomplete as error:
        with transaction(door.engine) as session:
            record_refused(
                session,
                error,
                act=act,
                organization_code=code,
                by=by,
                entered_by=door.entered_by,
                now=door.now,
            )
        raise


def _receipt(filed: Filed, *, as_json: bool) -> int:
    case, submission = filed.case, filed.submission
    if as_json:
        sha256 = submission.sha256
        document(receipt(case, submission.version, sha256, filed.warnings, repeated=filed.repeated))
        return 0
    if filed.repeated:
        say(f"This paper is on file already, as {case.number}. Nothing was filed again.")
        return 0
    warnings(filed.warnings)
    say(f"{case.number} is filed, version {submission.version}.")
    say(f"SHA-256 of what was filed: {submission.sha256}")
    say("Next: the commissioner's office reviews it step by step (policy). A receipt is mailed.")
    return 0
