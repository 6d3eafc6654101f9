"""prefect.yaml: for those who run Prefect's own workers on several machines."""

import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.actions.makers import INTAKE, House
from tests.command import Recourse
from tests.flows.prefect_records import ask
from tests.shared import PROJECT

PREFECT = str(Path(sys.executable).with_name("prefect"))
POOL = "recourse"
SECONDS = 120


@dataclass(frozen=True, slots=True)
class Prefect:
    """The `prefect` command, as somebody who runs a server and workers types it."""

    api: str
    environment: dict[str, str]

    def __call__(self, *words: str, cwd: Path = PROJECT) -> str:
        """Run it to its end; gives what it said."""
        done = subprocess.run(
            [PREFECT, "--no-prompt", *words],
            env=self.environment,
            cwd=cwd,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def deployments(self) -> dict[str, str]:
        """Give the ids of what is deployed on our pool, by entrypoint."""
        on_pool = {"work_pools": {"name": {"any_": [POOL]}}}
        found = ask(self.api, "deployments/filter", **on_pool)
        return {one["entrypoint"]: one["id"] for one in found}

    def forget(self, path: str) -> None:
        """Delete something from the server."""
        asked = urllib.request.Request(f"{self.api}/{path}", method="DELETE")  # noqa: S310
        urllib.request.urlopen(asked, timeout=30).close()  # noqa: S310


@pytest.fixture
def prefect(command: Recourse, prefect_api: str, tmp_path: Path) -> Iterator[Prefect]:
    """Give the command, and take from the shared server again what it put there."""
    said = {"PREFECT_HOME": str(tmp_path / "prefect"), "DO_NOT_TRACK": "1"}
    prefect = Prefect(prefect_api, command.surroundings(said))
    yield prefect
    for number in prefect.deployments().values():
        prefect.forget(f"deployments/{number}")
    prefect.forget(f"work_pools/{POOL}")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_deployed_flows_run_in_a_worker_of_prefects(
    house: House, prefect: Prefect, tmp_path: Path
) -> None:
    """`prefect deploy --all` deploys every flow; a run of one moves a case, wherever it starts."""
    prefect("work-pool", "create", POOL, "--type", "process")
    prefect("deploy", "--all")
    deployed = prefect.deployments()
    assert set(deployed) == {
        "flows.waiver_review.waiver_review",
        "flows.police_fallback.police_fallback",
        "flows.delivery.delivery",
        "flows.reminders.reminders",
        "flows.bounces.bounces",
    }

    number = house.submit().case.number
    sweep = deployed["flows.waiver_review.waiver_review"]
    run = ask(prefect.api, f"deployments/{sweep}/create_flow_run", state={"type": "SCHEDULED"})
    prefect("worker", "start", "--pool", POOL, "--run-once", cwd=tmp_path)

    (kept,) = ask(prefect.api, "flow_runs/filter", flow_runs={"id": {"any_": [run["id"]]}})
    assert kept["state"]["type"] == "COMPLETED"
    case = house.show(number)
    assert [one["holder"] for one in case["duties"]] == [INTAKE]
