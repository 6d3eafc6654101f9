"""What the Prefect server keeps of the rounds, asked of it over its API as its pages do."""

import json
import urllib.request
from typing import Any


def ask(api: str, path: str, **body: Any) -> Any:
    """Post a question to Prefect's API."""
    question = urllib.request.Request(  # noqa: S310 the address is our own server's
        f"{api}/{path}",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(question, timeout=30) as reply:  # noqa: S310
        return json.load(reply)


def reports(api: str, key: str, case: str) -> list[list[dict[str, str]]]:
    """Give the tables of the artifacts under a key that name a case, the oldest first."""
    found = ask(
        api, "artifacts/filter", artifacts={"key": {"any_": [key]}}, sort="CREATED_DESC", limit=200
    )
    tables = [json.loads(one["data"]) for one in reversed(found)]
    return [table for table in tables if any(row["case"] == case for row in table)]


def task_runs(api: str, case: str) -> list[dict[str, Any]]:
    """Give the task runs that carry a case's name."""
    return ask(api, "task_runs/filter", task_runs={"name": {"any_": [case]}})
