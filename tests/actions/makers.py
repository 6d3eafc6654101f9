"""A house to act in: the sample registry, the sample applications, one line an act."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
import yaml
from sqlmodel import SQLModel, select

from actions.conflicts import declare_no_conflict
from actions.decisions import decide_waiver
from actions.dossier import dossier
from actions.filings import Filing
from actions.lists import faults_in
from actions.policies import adopt_policy, policy_of
from actions.questions import Asked
from actions.registry import import_lists
from actions.reviews import review_waiver
from actions.routing import Moved, claim, ready_cases, route_all, route_waiver
from actions.waivers import Filed, resubmit_waiver, submit_waiver, withdraw_waiver
from cli.tables import read_tables
from database import reading, transaction
from documents import Examined, examine
from models.cases import Case, CaseKind
from models.decisions import Decision
from models.forms import WaiverForm
from models.reviews import Outcome, Recommendation, Review, ReviewOutcome
from rules.decision import DecisionForm
from rules.policy import default_policy_text
from tests.shared import CASES

KEYBOARD = "clerk"
MONDAY = datetime(2026, 9, 21, 14, 0, tzinfo=UTC)
SUPERINTENDENT = "superintendent@portexample.example"
CHIEF = "chief@police.portexample.example"
INTAKE, COUNSEL = "intake@doe.example", "counsel@doe.example"
PROGRAM, PROGRAM_2 = "program@doe.example", "program2@doe.example"
COMMISSIONER, OPERATOR = "commissioner@doe.example", "operator@doe.example"
BELIEF = "I believe an officer would not assist this department to ensure school safety."


def filing(file: str = "waiver-complete-municipal.yaml", **changes: Any) -> Filing[WaiverForm]:
    """Read a sample application, but for the fields changed, with its files."""
    written = yaml.safe_load((CASES / file).read_text())
    form = WaiverForm.model_validate({**written, **changes})
    files: dict[str, Examined] = {item.file: examine(CASES / item.file) for item in form.items()}
    tables = {
        name: (CASES / name).read_text().splitlines(keepends=True)
        for name in files
        if name.endswith(".csv")
    }
    return Filing(form, files, tables)


@dataclass
class House:
    """A database with the sample registry, and a clock that moves when told."""

    engine: sa.Engine
    policy: str = field(default_factory=default_policy_text)
    now: datetime = MONDAY

    def open(self) -> "House":
        """Take in the sample registry."""
        tables = read_tables(
            organizations=CASES / "registry.csv",
            schools=CASES / "schools.csv",
            offices=CASES / "offices.csv",
        )
        with transaction(self.engine) as session:
            tables.require_sound(lambda lists: faults_in(session, lists))
            import_lists(session, tables.lists, by=KEYBOARD, entered_by=KEYBOARD, now=self.now)
        return self

    def later(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    def submit(self, paper: Filing[WaiverForm] | None = None, *, by: str = SUPERINTENDENT) -> Filed:
        """File an application, the complete one unless said otherwise."""
        with transaction(self.engine) as session:
            policy = adopt_policy(session, self.policy, now=self.now)
            return submit_waiver(
                session, paper or filing(), policy, by=by, entered_by=KEYBOARD, now=self.now
            )

    def resubmit(
        self, number: str, paper: Filing[WaiverForm], *, by: str = SUPERINTENDENT
    ) -> Filed:
        """File a new version."""
        with transaction(self.engine) as session:
            policy = policy_of(session, session.get_one(Case, number))
            return resubmit_waiver(
                session, number, paper, policy, by=by, entered_by=KEYBOARD, now=self.now
            )

    def withdraw(
        self, number: str, *, by: str = SUPERINTENDENT, reason: str = "Not needed"
    ) -> Case:
        """Take an application back."""
        with transaction(self.engine) as session:
            return withdraw_waiver(
                session, number, reason=reason, by=by, entered_by=KEYBOARD, now=self.now
            )

    def route(self) -> list[Moved]:
        """Let the engine move what is ready."""
        with transaction(self.engine) as session:
            numbers = ready_cases(session, CaseKind.WAIVER, now=self.now, limit=500)
            cases = claim(session, numbers, now=self.now)
            return route_all(session, cases, route_waiver, now=self.now)

    def review(
        self,
        number: str,
        by: str,
        *,
        outcome: ReviewOutcome = ReviewOutcome.FORWARD,
        recommend: Recommendation | None = None,
        questions: tuple[Asked, ...] = (),
        note: str = "Read.",
    ) -> Review:
        """Finish a step."""
        with transaction(self.engine) as session:
            return review_waiver(
                session,
                number,
                outcome=outcome,
                note=note,
                recommend=recommend,
                questions=questions,
                by=by,
                entered_by=KEYBOARD,
                now=self.now,
            )

    def declare(self, number: str, *people: str) -> None:
        """Have reviewers say that they have no conflict, which opens the content."""
        with transaction(self.engine) as session:
            for by in people:
                declare_no_conflict(session, number, by=by, entered_by=by, now=self.now)

    def decide(
        self,
        number: str,
        by: str = COMMISSIONER,
        *,
        outcome: Outcome = Outcome.GRANTED,
        belief: str = BELIEF,
        relied_on: tuple[str, ...] = ("E1",),
        **more: Any,
    ) -> Decision:
        """Decide."""
        with transaction(self.engine) as session:
            return decide_waiver(
                session,
                number,
                DecisionForm(outcome=outcome, belief=belief, relied_on=relied_on, **more),
                by=by,
                entered_by=KEYBOARD,
                now=self.now,
            )

    def at_the_commissioner(self, paper: Filing[WaiverForm] | None = None) -> str:
        """File an application and carry it to the commissioner's desk."""
        number = self.submit(paper).case.number
        for by in (INTAKE, PROGRAM, COUNSEL):
            self.route()
            self.review(number, by)
        self.route()
        return number

    def show(self, number: str) -> dict[str, Any]:
        """Give what is on record about a case."""
        with reading(self.engine) as session:
            return dossier(session, number)

    def rows(self, table: type[SQLModel]) -> list[Any]:
        """Give every row of a table."""
        with reading(self.engine) as session:
            found = list(session.exec(select(table)))
            session.expunge_all()
            return found

    def mail(self, number: str, template: str) -> list[str]:
        """Give to whom mail of a template was queued."""
        return [one["to"] for one in self.show(number)["messages"] if one["template"] == template]

    def session(self) -> Any:
        """Open a transaction for something unusual."""
        return transaction(self.engine)
