"""Rounds: what Prefect shows of them, and what a round does with a case that fails or was lost."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from database import transaction
from models.cases import Case
from models.duties import Duty, DutyState
from models.policies import PolicyVersion
from rules.policy import default_policy_text
from tests.actions.makers import INTAKE, House, filing
from tests.command import Recourse
from tests.flows.prefect_records import reports, task_runs

NOON = datetime(2031, 3, 3, 17, tzinfo=UTC)
"""A year of these tests' own: no other round on the server names their cases."""


@dataclass(frozen=True, slots=True)
class Trio:
    """Three cases: one as it should be, one that cannot be routed, one that nobody owes."""

    house: House
    sound: str
    broken: str
    lost: str

    def case(self, number: str) -> Case:
        """Give a case as it stands."""
        return next(one for one in self.house.rows(Case) if one.number == number)


@pytest.fixture
def trio(engine: sa.Engine) -> Trio:
    """Give the three; the broken one was filed under a policy whose text is spoilt."""
    house = House(engine, now=NOON).open()
    lost = _file(house, "lost")
    house.route()
    with transaction(engine) as session:
        for duty in house.rows(Duty):
            session.get_one(Duty, duty.id).state = DutyState.DROPPED
    sound = _file(house, "sound")
    spoilt = default_policy_text().replace('name = "default"', 'name = "spoilt"')
    other = House(engine, policy=spoilt, now=NOON)
    broken = _file(other, "broken")
    with transaction(engine) as session:
        version = session.get_one(Case, broken).policy_version
        session.get_one(PolicyVersion, version).content = "name = ["
    return Trio(house, sound, broken, lost)


def _file(house: House, wording: str) -> str:
    return house.submit(filing(scope=f"All requirements, {wording}")).case.number


def test_a_round_moves_what_it_can_and_puts_aside_what_it_cannot(
    trio: Trio, command: Recourse, prefect_api: str
) -> None:
    """The broken case waits with its error, longer each time; the others go on, the lost one too.

    Prefect shows each case by name, with where it came from and where it went.
    """
    first = _work(command, NOON)
    assert (first["moved"], first["failed"]) == (2, 1)
    # The broken case's own mail waits for the record to be mended.
    assert first["mail"] == {"sent": 6, "withheld": 1, "retrying": 2}
    for number in (trio.sound, trio.lost):
        assert trio.case(number).state == "in_review"
        duties = [one for one in trio.house.show(number)["duties"] if one["state"] == "open"]
        assert [(one["what"], one["holder"]) for one in duties] == [("review:intake", INTAKE)]
    kinds = [one["kind"] for one in trio.house.show(trio.lost)["events"]]
    assert kinds == ["waiver.submitted", "duty.opened", "case.stranded", "duty.opened"]
    aside = trio.case(trio.broken)
    assert (aside.state, aside.failures) == ("submitted", 1)
    assert "policy" in (aside.error or "")
    assert aside.ready_at == NOON + timedelta(seconds=30)

    later = NOON + timedelta(seconds=31)
    second = _work(command, later)
    assert (second["moved"], second["failed"]) == (0, 1)
    assert trio.case(trio.broken).ready_at == later + timedelta(seconds=60)

    tables = reports(prefect_api, "waiver-round", trio.broken)
    rows = {row["case"]: row for row in tables[-2]}
    assert set(rows) == {trio.sound, trio.broken, trio.lost}
    assert (rows[trio.sound]["from"], rows[trio.sound]["to"]) == ("submitted", "in_review/intake")
    assert rows[trio.sound]["with"] == INTAKE
    assert rows[trio.broken]["to"] == rows[trio.broken]["from"] == "submitted"
    assert rows[trio.broken]["trouble"] == aside.error
    assert [row["case"] for row in tables[-1]] == [trio.broken]
    assert task_runs(prefect_api, trio.sound)


def _work(command: Recourse, now: datetime) -> dict[str, dict[str, int]]:
    done = command("work", "--until-idle", "--json", RECOURSE_NOW=now.isoformat())
    assert done.code == 0, done
    return done.json()
