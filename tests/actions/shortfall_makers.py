"""Acts on a shortfall, a line each: the sample determination of the board of Quarry Hill."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from actions.assigning import assign_officer
from actions.consulting import Spoken, log_contact
from actions.filings import Filing
from actions.memoranda import Receipted, file_memorandum, lodge_memorandum
from actions.policies import adopt_policy
from actions.routing import Moved, claim, ready_cases, route_all
from actions.shortfall_routing import route_shortfall
from actions.shortfalls import Determined, determine_shortfall, withdraw_shortfall
from documents import Examined, examine
from models.cases import Case, CaseKind
from models.shortfall_form import ShortfallForm
from models.shortfalls import (
    Assignment,
    AssignmentOutcome,
    Contact,
    ContactOutcome,
    Employer,
    Memorandum,
    MemorandumFiling,
    Place,
)
from rules.assignment import AssignmentForm
from rules.calendar import new_york_date
from rules.memorandum import MemorandumForm, Signatory
from tests.actions.makers import KEYBOARD, House
from tests.shared import CASES

BOARD = "board@selectboard.quarryhill.example"
SUPERINTENDENT_OF_THREE_RIVERS = "superintendent@quarryhill.example"
LIAISON = "liaison@statepolice.example"
SIGNED = examine(CASES / "files" / "memorandum-three-rivers.pdf")
OTHER_DOCUMENT = examine(CASES / "files" / "response-protocol.pdf")
SIGNATORIES = (
    Signatory("Superintendent of Schools", "for the school committee"),
    Signatory("Department of State Police liaison", "for the colonel"),
)


def determination(file: str = "shortfall-complete.yaml", **changes: Any) -> Filing[ShortfallForm]:
    """Read a sample determination, but for the fields changed, with its files."""
    written = yaml.safe_load((CASES / file).read_text())
    form = ShortfallForm.model_validate({**written, **changes})
    return Filing(form, {item.file: examine(CASES / item.file) for item in form.items()})


@dataclass
class Fallback:
    """The state-police path in a house."""

    house: House

    def determine(
        self, paper: Filing[ShortfallForm] | None = None, *, by: str = BOARD
    ) -> Determined:
        """Determine a shortfall."""
        house = self.house
        with house.session() as session:
            policy = adopt_policy(session, house.policy, now=house.now)
            return determine_shortfall(
                session,
                paper or determination(),
                policy,
                by=by,
                entered_by=KEYBOARD,
                now=house.now,
            )

    def route(self) -> list[Moved]:
        """Let the engine move what is ready."""
        now = self.house.now
        with self.house.session() as session:
            numbers = ready_cases(session, CaseKind.SHORTFALL, now=now, limit=500)
            return route_all(session, claim(session, numbers, now=now), route_shortfall, now=now)

    def consult(
        self, number: str, outcome: ContactOutcome = ContactOutcome.RESPONDED, *, by: str = BOARD
    ) -> Contact:
        """Log a contact of today."""
        today = new_york_date(self.house.now)
        with self.house.session() as session:
            return log_contact(
                session,
                number,
                Spoken("Troop C", today, outcome, "Spoke with the duty sergeant."),
                by=by,
                entered_by=KEYBOARD,
                now=self.house.now,
            )

    def assign(
        self,
        number: str,
        *,
        outcome: AssignmentOutcome = AssignmentOutcome.ASSIGNED,
        grounds: tuple[str, ...] = ("Training in adolescent development",),
        candidate_considered: bool = True,
        appropriation: str | None = None,
        by: str = LIAISON,
    ) -> Assignment:
        """Assign an officer, or say that none can be."""
        assigned = outcome is AssignmentOutcome.ASSIGNED
        form = AssignmentForm(
            outcome=outcome,
            employer=Employer.STATE_POLICE if assigned else None,
            grounds=grounds if assigned else (),
            candidate_considered=candidate_considered,
            appropriation=appropriation,
        )
        with self.house.session() as session:
            return assign_officer(
                session, number, form, by=by, entered_by=KEYBOARD, now=self.house.now
            )

    def lodge(self, number: str, document: Examined = SIGNED, *, by: str = BOARD) -> Memorandum:
        """Lodge the signed memorandum."""
        form = MemorandumForm(
            filename="memorandum.pdf",
            roles_page=2,
            signed_on=new_york_date(self.house.now),
            parts={},
            signatories=SIGNATORIES,
        )
        with self.house.session() as session:
            return lodge_memorandum(
                session, number, form, document, by=by, entered_by=KEYBOARD, now=self.house.now
            )

    def file(
        self,
        number: str,
        place: Place,
        *,
        by: str | None = None,
        on: date | None = None,
        custodian: str = "Records clerk",
        document: Examined = SIGNED,
        receipt: Examined | None = None,
    ) -> MemorandumFiling:
        """Confirm a filing, by the office itself unless said otherwise."""
        office = {
            Place.SUPERINTENDENT: SUPERINTENDENT_OF_THREE_RIVERS,
            Place.STATE_POLICE: LIAISON,
        }[place]
        filing = Receipted(place, on or new_york_date(self.house.now), custodian, document, receipt)
        with self.house.session() as session:
            return file_memorandum(
                session,
                number,
                filing,
                by=by or office,
                entered_by=KEYBOARD,
                now=self.house.now,
            )

    def withdraw(self, number: str, *, by: str = BOARD) -> Case:
        """Take the determination back."""
        with self.house.session() as session:
            return withdraw_shortfall(
                session,
                number,
                reason="Funded after all",
                by=by,
                entered_by=KEYBOARD,
                now=self.house.now,
            )

    def consulted(self) -> str:
        """Carry a case to where an assignment is awaited."""
        number = self.determine().case.number
        self.route()
        self.consult(number)
        self.route()
        return number

    def lodged(self) -> str:
        """Carry a case to where its filings are awaited."""
        number = self.consulted()
        self.assign(number)
        self.route()
        self.house.later(hours=1)
        self.lodge(number)
        return number

    def to_complete(self) -> str:
        """Carry a case all the way."""
        number = self.lodged()
        for place in Place:
            self.file(number, place)
        return number
