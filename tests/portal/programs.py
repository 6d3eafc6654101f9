"""Programs at the portal: each with a key, and the sample papers as a program sends them."""

import secrets
from dataclasses import dataclass
from typing import Any

import httpx2
import yaml

from actions.clients import MadeClient
from models.clients import Scope
from tests.actions.client_makers import made
from tests.actions.makers import SUPERINTENDENT
from tests.portal.premises import Premises
from tests.shared import CASES

API = "/api/v1"
PROBLEM = "application/problem+json"


@dataclass
class Program:
    """A program with a key."""

    premises: Premises
    client: httpx2.Client
    made: MadeClient

    def get(self, path: str, **more: Any) -> httpx2.Response:
        """Look."""
        return self.client.get(f"{API}{path}", **more)

    def act(self, path: str, /, once: str | None = None, **sent: Any) -> httpx2.Response:
        """Act, under an idempotency key of its own unless one is given."""
        headers = {"Idempotency-Key": once or secrets.token_hex(8)}
        return self.client.post(f"{API}{path}", json=sent, headers=headers)

    def done(self, path: str, /, status: int = 200, **sent: Any) -> Any:
        """Act, and give the answer of what was done."""
        answer = self.act(path, **sent)
        assert answer.status_code == status, answer.text
        return answer.json()

    def upload(self, name: str) -> str:
        """Put a sample file into the store; give its token."""
        path = CASES / "files" / name
        answer = self.client.post(f"{API}/files", files={"file": (name, path.read_bytes())})
        assert answer.status_code == 201, answer.text
        return answer.json()["file"]

    def paper(self, file: str = "waiver-complete-municipal.yaml", **changes: Any) -> dict[str, Any]:
        """Give a sample form as JSON, its files put into the store."""
        form = {**written(file), **changes}
        return {"form": form, "files": {name: self.upload(name[6:]) for name in names(form)}}


def written(file: str) -> dict[str, Any]:
    """Read a sample form as plain JSON."""
    return _plain(yaml.safe_load((CASES / file).read_text()))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, list):
        return [_plain(one) for one in value]  # pyright: ignore[reportUnknownVariableType]
    return value if isinstance(value, str | int | bool | None) else value.isoformat()


def names(form: dict[str, Any]) -> list[str]:
    """Give the files that a form names."""
    items = [*form.get("evidence", []), *form.get("figures", [])]
    items += [one for each in form.get("alternatives", []) for one in each["supporting_data"]]
    return sorted({one["file"] for one in items})


def program(
    premises: Premises,
    acts_for: str = SUPERINTENDENT,
    *scopes: Scope,
    offices: tuple[str, ...] = (),
) -> Program:
    """Give a program that acts for somebody; of every scope unless said otherwise."""
    key = made(premises.house, acts_for=acts_for, scopes=scopes or (*Scope,), offices=offices)
    client = premises.visitor(Authorization=f"Bearer {key.key}").client
    return Program(premises, client, key)


def problem(answer: httpx2.Response, status: int, kind: str) -> dict[str, Any]:
    """Check that an answer is a problem of a kind, and give it."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == PROBLEM
    told = answer.json()
    assert (told["type"], told["status"]) == (f"/api#{kind}", status), told
    return told
