"""Everything the API's document admits, asked of the real portal: no fault of ours, no surprise."""

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings, strategies
from schemathesis import GenerationMode

import database
from models.cases import CaseState
from portal.api.description import document
from tests.actions.client_makers import made
from tests.actions.makers import House, filing
from tests.actions.shortfall_makers import Fallback, determination
from tests.portal.expected_access import HOLDERS, ROLES, expected
from tests.portal.premises import Opened, Premises
from tests.portal.programs import Program, program

schema: Any = schemathesis.openapi.from_dict(document())
# Each by its name, so that a test of one is a test of its own wherever it runs.
OPERATIONS: dict[str, Any] = {one.ok().label: one.ok() for one in schema.get_all_operations()}

CHECKS: Any = import_module("schemathesis.checks").CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
    ]
)
EXAMPLES = 12
ALL = EXAMPLES * len(OPERATIONS) // 3
"""Answers that the whole of it gives at least."""
OFTEN = 6
"""Of so many requests one comes with somebody else's key."""


@dataclass
class Asked:
    """A portal with cases, drafts and webhooks in it, the keys to ask with, and what it said."""

    url: str
    keys: dict[str, str]
    """By role."""
    cases: dict[str, list[tuple[str, CaseState]]]
    """By kind, each with its state."""
    places: dict[str, list[str]]
    turn: Iterator[int] = field(default_factory=count)
    session: requests.Session = field(default_factory=requests.Session)
    statuses: Counter[int] = field(default_factory=Counter[int])

    def fill(self, case: Any, turn: int) -> str:
        """Put what there is into a case's path; give the key of somebody whom the rule admits."""
        route = case.operation.label
        spent = 1 if route.endswith(("/give-up", "/withdrawal")) else 0
        kinds = [one for one in self.cases if expected(route, one, self.cases[one][spent][1])]
        kind = kinds[turn % len(kinds)] if kinds else "waiver"
        number, state = self.cases[kind][spent]
        named = {name: ones[(turn + spent) % len(ones)] for name, ones in self.places.items()}
        named |= {"number": number, "draft": self.places["draft"][spent]}
        case.path_parameters = {
            name: named.get(name, value) for name, value in case.path_parameters.items()
        }
        admitted = sorted(expected(route, kind, state) & HOLDERS) or sorted(HOLDERS)
        others = sorted(HOLDERS)
        whose = admitted if turn % OFTEN else others
        return self.keys[whose[turn % len(whose)]]


@pytest.fixture(scope="module")
def asked(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """Give a portal where there is something to find, and a key of everybody's."""
    home = tmp_path_factory.mktemp("asked")
    url = f"sqlite:///{shutil.copy(migrated_sqlite, home / 'recourse.sqlite')}"
    engine = database.connect(url)
    with Opened(url, engine, home, api_per_minute=1_000_000) as premises:
        premises.keep_files()
        found = _furnished(premises)
        yield found
        found.session.close()
    engine.dispose()
    # The requests were no empty ones: some acts were done, some refused by a rule.
    if sum(found.statuses.values()) < ALL:
        return  # one operation alone was asked
    assert {200, 201, 403, 422} <= {*found.statuses}, found.statuses


def _furnished(premises: Premises) -> Asked:
    house = premises.house
    keys = {role: made(house, acts_for=ROLES[role]).key for role in HOLDERS}
    draft, other = (_draft(program(premises), at) for at in ("k1", "k2"))
    hook = program(premises).done("/webhooks", 201, url="https://hooks.example/x")["id"]
    return Asked(
        premises.url,
        keys,
        _cases(house),
        {
            "draft": [draft, other],
            "code": ["99010000"],
            "id": [str(hook)],
            "item": ["E1", "A1.1", "F1", "M1", "k1"],
            "what": ["decide:commissioner", "review:intake"],
            "place": ["superintendent", "state-police"],
        },
    )


def _draft(district: Program, item: str) -> str:
    draft = district.done("/drafts", 201, kind="waiver", body="99010000")["id"]
    district.done(f"/drafts/{draft}/items", list="evidence", item=item)
    return draft


def _cases(house: House) -> dict[str, list[tuple[str, CaseState]]]:
    path = Fallback(house)
    waiver = house.at_the_commissioner()
    house.declare(waiver, *(ROLES[one] for one in ("intake", "program", "counsel", "commissioner")))
    other = house.submit(filing(scope="Another application")).case.number
    complete = path.to_complete()
    fresh = path.determine(determination(determination="Another determination")).case.number
    return {
        "waiver": [(waiver, CaseState.IN_REVIEW), (other, CaseState.SUBMITTED)],
        "shortfall": [(complete, CaseState.COMPLETE), (fresh, CaseState.DETERMINED)],
    }


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_the_portal_answers_as_its_document_says(operation: str, asked: Asked) -> None:
    """With any key, for what is there and what is not, with what fits and what does not."""
    ways = [OPERATIONS[operation].as_strategy(generation_mode=mode) for mode in GenerationMode]

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list[Any](HealthCheck),
    )
    @given(strategies.one_of(ways))
    def ask(case: Any) -> None:
        key = asked.fill(case, next(asked.turn))
        headers = {"Authorization": f"Bearer {key}"}
        answer = case.call(base_url=asked.url, session=asked.session, headers=headers)
        asked.statuses[answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)

    ask()
