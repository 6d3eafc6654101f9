"""Two applications on their way through the command line, and what could be seen of them.

The first is carried to a decision; its program reviewer steps aside. The second is
returned with a question, answered, and taken back.
"""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.actions.makers import (
    BELIEF,
    CHIEF,
    COMMISSIONER,
    COUNSEL,
    INTAKE,
    SUPERINTENDENT,
)
from tests.command import Recourse, Result
from tests.shared import CASES

QUESTION = "Which school years do the incidents cover?"
ANSWERED = "Incidents of three school years, by school"
REASON = "The committee will apply again next year."
CONFLICT = "A relative works in one of the schools."


@dataclass
class Story:
    """What happened: each command's result, and each look at a case, by a name of its own."""

    office: Recourse
    papers: Path
    """A folder for papers of the story's own."""
    results: dict[str, Result] = field(default_factory=dict[str, Result])
    seen: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    first: str = ""
    second: str = ""
    aside: str = ""
    """Who stepped aside."""

    def run(self, name: str, *words: str | Path) -> Result:
        """Run a command and keep what came of it."""
        self.results[name] = self.office(*words)
        return self.results[name]

    def look(self, name: str, number: str) -> dict[str, Any]:
        """Look at a case and keep what was seen."""
        self.seen[name] = self.run(f"show {name}", "show", number, "--json").json()
        return self.seen[name]

    def work(self, name: str) -> Any:
        """Let the engine do what is ready."""
        return self.run(f"work {name}", "work", "--until-idle", "--json").json()

    def review(self, name: str, number: str, by: str, *words: str, note: str = "Read.") -> None:
        """Finish a review step, or try to."""
        given = words or ("--outcome", "forward")
        self.run(name, "review", number, "--as", by, "--note", note, *given)

    def today(self, day: str) -> None:
        """Let it be ten in the morning in New York on a day of autumn 2026."""
        self.office.environment["RECOURSE_NOW"] = f"{day}T10:00:00-04:00"


def tell(office: Recourse, papers: Path) -> Story:
    """Let the whole story happen."""
    story = Story(office, papers)
    for part in (_filing, _intake, _answers, _program, _decision, _afterwards):
        part(story)
    return story


def holder(case: dict[str, Any]) -> str:
    """Give who has the open duty of a case in hand, as `show --json` says it."""
    (duty,) = (one for one in case["duties"] if one["state"] == "open")
    return duty["holder"]


def _filing(story: Story) -> None:
    story.today("2026-09-21")
    signed = ("--as", SUPERINTENDENT, "--json")
    paper, other = CASES / "waiver-complete-municipal.yaml", CASES / "waiver-chief-objects.yaml"
    story.first = story.run("submit first", "submit", paper, *signed).json()["number"]
    story.second = story.run("submit second", "submit", other, *signed).json()["number"]
    story.look("filed", story.first)
    story.review("review before a round", story.first, INTAKE)
    story.work("to intake")


def _intake(story: Story) -> None:
    story.review("review by a chief", story.first, CHIEF)
    story.review("review of no case", "W-2026-0999", INTAKE)
    by = holder(story.look("at intake", story.first))
    story.review("intake", story.first, by, note="Every part is there.")
    story.review("intake a second time", story.first, INTAKE)
    ask = ("--outcome", "return", "--question", f"evidence[0].period={QUESTION}")
    story.review("return", story.second, INTAKE, *ask, note="One question.")
    story.review("review of a returned case", story.second, INTAKE)
    story.run("decide a returned case", *_decide(story.second, COMMISSIONER))
    story.today("2026-09-23")
    story.work("to program")


def _answers(story: Story) -> None:
    story.look("returned", story.second)
    story.today("2026-09-25")
    story.aside = holder(story.look("at program", story.first))
    aside = ("--as", story.aside, "--reason", CONFLICT)
    story.run("recuse", "recuse", story.first, *aside)
    signed = ("--as", SUPERINTENDENT, "--json")
    story.run("resubmit", "resubmit", story.second, _corrected(story.papers), *signed)
    story.run("withdraw by a chief", "withdraw", story.second, "--as", CHIEF, "--reason", "No.")
    story.work("to somebody else")


def _corrected(folder: Path) -> Path:
    """Write the second paper anew, with the question answered."""
    form = yaml.safe_load((CASES / "waiver-chief-objects.yaml").read_text())
    form["evidence"][0]["title"] = ANSWERED
    shutil.copytree(CASES / "files", folder / "files")
    paper = folder / "waiver.yaml"
    paper.write_text(yaml.safe_dump(form))
    return paper


def _program(story: Story) -> None:
    story.review("review by who stepped aside", story.first, story.aside)
    other = holder(story.look("at program again", story.first))
    story.review("program", story.first, other, note="The protocol is in use.")
    taken_back = ("--as", SUPERINTENDENT, "--reason", REASON)
    story.run("withdraw", "withdraw", story.second, *taken_back)
    story.review("review of a withdrawn case", story.second, INTAKE)
    story.today("2026-10-09")
    story.work("to counsel")


def _decision(story: Story) -> None:
    forward = ("--outcome", "forward", "--recommend", "grant")
    story.review("counsel", story.first, COUNSEL, *forward, note="In order.")
    story.work("to the commissioner")
    story.run("decide by a reviewer", *_decide(story.first, INTAKE))
    more = ("--condition", "Report the drills each year.", "--until", "2028-06-30")
    story.today("2026-10-14")
    story.run("decide", *_decide(story.first, COMMISSIONER), *more)
    story.run("decide twice", *_decide(story.first, COMMISSIONER))
    story.work("to everyone")


def _decide(number: str, by: str) -> tuple[str, ...]:
    said = ("--outcome", "granted", "--belief", BELIEF, "--relied-on", "E1,A1.1")
    return ("decide", number, "--as", by, *said)


def _afterwards(story: Story) -> None:
    story.look("decided", story.first)
    story.look("withdrawn", story.second)
