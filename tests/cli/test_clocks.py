"""Clocks and closures by the command line: words, JSON, exit codes."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.actions.makers import INTAKE, MONDAY, OPERATOR
from tests.command import Recourse, Result
from tests.journeys.premises import on_record

DUTY = ("--duty", "review:intake")
AS = ("--as", OPERATOR)
WHY = ("--reason", "The district is sending the survey.")


@dataclass(frozen=True, slots=True)
class Desk:
    """A home with a case at intake, and the command line in it, on a day of September 2026."""

    recourse: Recourse
    number: str

    def __call__(self, on: int, *words: str) -> Result:
        """Run a command on that day."""
        return self.recourse(*words, RECOURSE_NOW=f"2026-09-{on}T10:00:00-04:00")


@pytest.fixture
def desk(home: Path, recourse: Recourse, migrated_sqlite: Path) -> Iterator[Desk]:
    """Give the desk; the case was opened on Monday the 21st and is due on the 28th."""
    house = on_record(home, template=migrated_sqlite)
    house.now = MONDAY
    number = house.open().submit().case.number
    house.route()
    yield Desk(recourse, number)
    house.engine.dispose()


def test_a_clock_is_stopped_and_goes_on(desk: Desk) -> None:
    """Each command says what is so now; the list and the explanation agree."""
    paused = desk(22, "pause", desk.number, *AS, *DUTY, *WHY)
    assert (paused.code, paused.err) == (0, "")
    assert paused.out.startswith("The clock of review:intake stands since 2026-09-22.")
    assert "review:intake paused since 2026-09-22" in desk(22, "list").out
    assert desk(29, "list", "--overdue", "--json").json() == []

    resumed = desk(24, "resume", desk.number, *AS, *DUTY, "--on", "2026-09-23", *WHY)
    assert resumed.out.splitlines()[1] == "Due by the end of 2026-09-30; before, 2026-09-28."
    extended = desk(
        24, "extend", desk.number, *AS, *DUTY, *WHY, "--days", "2", "--authority", "practice",
        "--json",
    )  # fmt: skip
    change = extended.json()
    assert (change["number"], change["what"], change["kind"]) == (
        desk.number,
        "review:intake",
        "extended",
    )
    assert (change["due_before"], change["due_after"]) == ("2026-09-30", "2026-10-02")

    said = desk(24, "explain", desk.number).out
    assert "opened 2026-09-21, which is day 0; 5 and 2 more business days" in said
    assert "2026-09-22 Tuesday    skipped: paused: The district is sending the survey." in said
    assert "due by the end of 2026-10-02, New York (policy: steps.intake.days)" in said
    assert "extended by 2 days on 2026-09-24, 2026-09-30 became 2026-10-02 (practice," in said
    shown = desk(24, "show", desk.number, "--json").json()["duties"][0]
    assert [one["kind"] for one in shown["clock_changes"]] == ["paused", "resumed", "extended"]


def test_a_closure_is_foreseen_entered_listed_and_lifted(desk: Desk) -> None:
    """The preview changes nothing, and says what then happens."""
    day = ("2026-09-24", *AS, "--reason", "Snow")
    foreseen = desk(22, "closure", "add", *day, "--preview")
    line = f"  {desk.number}  review:intake          2026-09-28 becomes 2026-09-29"
    assert foreseen.out.splitlines() == ["1 due date would move, 1 person would be told.", line]
    assert desk(22, "closure", "list").out == "No closures.\n"

    entered = desk(22, "closure", "add", *day)
    assert entered.out.splitlines() == [
        "2026-09-24 is entered.",
        "1 due date moved, 1 person told.",
        line,
    ]
    assert desk(22, "closure", "list").out.startswith("2026-09-24 Thursday  closed: Snow (operator")
    again = desk(22, "closure", "add", *day)
    assert again.code == 3
    assert "2026-09-24 is out already, closed: Snow" in again.err

    foreseen = desk(22, "closure", "lift", *day, "--preview", "--json").json()
    assert foreseen == {
        "day": "2026-09-24",
        "preview": True,
        "moves": [
            {
                "number": desk.number,
                "what": "review:intake",
                "due_before": "2026-09-29",
                "due_after": "2026-09-28",
                "told": [INTAKE],
            }
        ],
        "told": [INTAKE],
    }
    lifted = desk(22, "closure", "lift", *day, "--json").json()
    assert lifted == foreseen | {"preview": False}
    (entry,) = desk(22, "closure", "list", "--json").json()
    assert (entry["day"], entry["kind"], entry["lifted_by"]) == ("2026-09-24", "closure", OPERATOR)


def test_a_redacted_export_keeps_the_dates_and_not_the_reasons(desk: Desk, tmp_path: Path) -> None:
    """Why a reviewer needed longer is the office's own."""
    desk(22, "extend", desk.number, *AS, *DUTY, *WHY, "--days", "2", "--authority", "policy")
    done = desk(22, "export", desk.number, "--redacted", "--to", str(tmp_path / "case.zip"))
    assert done.code == 0, done
    with zipfile.ZipFile(tmp_path / "case.zip") as archive:
        text = archive.read(f"{desk.number}/case.json").decode()
    (change,) = json.loads(text)["duties"][0]["clock_changes"]
    assert (change["due_after"], change["by"]) == ("2026-09-30", "[address]")
    assert "sending the survey" not in text


def test_exit_codes_are_the_contracts(desk: Desk) -> None:
    """Refused, not allowed, no such case, wrong usage."""
    assert desk(22, "pause", desk.number, "--as", INTAKE, *DUTY, *WHY).code == 4
    assert desk(22, "pause", "W-2026-0404", *AS, *DUTY, *WHY).code == 5
    assert desk(22, "resume", desk.number, *AS, *DUTY, *WHY).code == 3
    assert desk(22, "pause", desk.number, *AS, "--duty", "review:none", *WHY).code == 3
    assert desk(22, "pause", desk.number, *AS, *DUTY).code == 2
    assert desk(22, "closure", "add", "soon", *AS, *WHY).code == 2
    assert desk(22, "closure", "add", "2026-09-24", "--as", INTAKE, *WHY, "--preview").code == 4
    assert desk(22, "explain", "W-2026-0404").code == 5
    refused = desk(22, "closure", "add", "2026-09-26", *AS, *WHY, "--json")
    assert refused.json()["refused"][0]["where"] == "DAY"
