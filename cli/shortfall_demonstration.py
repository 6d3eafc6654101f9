"""The acts of a shortfall's demonstration, one after the other."""

from collections.abc import Callable
from pathlib import Path

from actions.assigning import assign_officer
from actions.consulting import Spoken, log_contact
from actions.memoranda import Receipted, file_memorandum, lodge_memorandum
from actions.papers import memorandum_facts
from actions.policies import adopt_policy
from actions.shortfalls import determine_shortfall
from cli.attachments import read_determination
from cli.door import Door
from cli.output import say
from database import transaction
from documents import Examined
from models.shortfalls import AssignmentOutcome, ContactOutcome, Employer, Place
from notifications.papers.typeset import draft_pdf
from rules.assignment import AssignmentForm
from rules.calendar import new_york_date
from rules.memorandum import PARTS, MemorandumForm, Signatory

CHIEF = "board@selectboard.quarryhill.example"
SUPERINTENDENT = "superintendent@quarryhill.example"
LIAISON = "liaison@statepolice.example"

Act = Callable[[Door, str], None]


def determine(door: Door, form: Path) -> str:
    """File the sample determination. Gives its number."""
    read = read_determination(form)
    read.store(door.store)
    with transaction(door.engine) as session:
        now = door.settings.present()
        policy = adopt_policy(session, door.policy_text, now=now)
        filed = determine_shortfall(
            session, read.filing, policy, by=CHIEF, entered_by=door.entered_by, now=now
        )
        say(f"{filed.case.number} is determined by {CHIEF}.")
        return filed.case.number


def consult(door: Door, number: str) -> None:
    """Log the state police's answer."""
    now = door.settings.present()
    spoken = Spoken(
        "Troop C", new_york_date(now), ContactOutcome.RESPONDED, "The liaison answered by letter."
    )
    with transaction(door.engine) as session:
        log_contact(session, number, spoken, by=LIAISON, entered_by=door.entered_by, now=now)
    say(f"{LIAISON} answers.")


def assign(door: Door, number: str) -> None:
    """Assign an officer of the state police."""
    form = AssignmentForm(
        outcome=AssignmentOutcome.ASSIGNED,
        employer=Employer.STATE_POLICE,
        grounds=("Training in child and adolescent development",),
        candidate_considered=True,
    )
    now = door.settings.present()
    with transaction(door.engine) as session:
        assign_officer(session, number, form, by=LIAISON, entered_by=door.entered_by, now=now)
    say(f"{LIAISON} assigns an officer.")


def lodge(door: Door, number: str) -> None:
    """Lodge a memorandum: here the case's own draft stands for the signed one."""
    now = door.settings.present()
    document = _memorandum(door, number)
    with transaction(door.engine) as session:
        form = MemorandumForm(
            filename="memorandum.pdf",
            roles_page=1,
            signed_on=new_york_date(now),
            parts=dict.fromkeys(PARTS, 1),
            signatories=(
                Signatory("Superintendent of Schools", "for the school committee"),
                Signatory("Department of State Police liaison", "for the colonel"),
            ),
        )
        lodge_memorandum(
            session, number, form, document, by=CHIEF, entered_by=door.entered_by, now=now
        )
    say(f"{CHIEF} lodges the signed memorandum.")


def _memorandum(door: Door, number: str) -> Examined:
    with transaction(door.engine) as session:
        facts = memorandum_facts(session, number, now=door.now)
    return door.store.put(draft_pdf(facts), "memorandum.pdf")


def confirm(door: Door, number: str, place: Place, by: str) -> None:
    """Confirm one office's filing."""
    now = door.settings.present()
    document = _memorandum(door, number)
    with transaction(door.engine) as session:
        filing = Receipted(place, new_york_date(now), "Records clerk", document)
        file_memorandum(session, number, filing, by=by, entered_by=door.entered_by, now=now)
    say(f"{by} confirms that it is on file.")


ACTS: tuple[Act, ...] = (
    consult,
    assign,
    lodge,
    lambda door, number: confirm(door, number, Place.STATE_POLICE, LIAISON),
    lambda door, number: confirm(door, number, Place.SUPERINTENDENT, SUPERINTENDENT),
)
