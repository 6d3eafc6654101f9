"""What a program is shown: its own cases, page by page; and the document of all of it."""

import json

from models.cases import Case
from models.clients import Scope
from models.drafts import Draft
from portal.api.description import SCOPES
from portal.api.problems import KINDS
from portal.api.routing import TAKEN
from portal.api.shapes import WaiverShown
from portal.api.shortfall_shapes import ShortfallShown
from tests.actions.makers import CHIEF, INTAKE, filing
from tests.actions.shortfall_makers import LIAISON, Fallback
from tests.portal.premises import Premises
from tests.portal.programs import API, PROBLEM, problem, program


def test_the_list_goes_on_behind_the_last_case(portal: Premises) -> None:
    """Page by page, each case once, whatever is filed meanwhile; to each key its own."""
    house = portal.house
    numbers: list[str] = []
    for n in range(5):
        house.later(seconds=1)
        numbers.append(house.submit(filing(scope=f"Application {n}")).case.number)
    reviewer = program(portal, INTAKE)
    path, seen = f"{API}/cases?limit=2&kind=waiver", list[str]()
    while path:
        page = reviewer.client.get(path).json()
        seen += [one["number"] for one in page["cases"]]
        path = page["next"]
    assert seen == numbers[::-1]
    assert reviewer.get("/cases?overdue=true").json() == {"cases": [], "next": None}
    neighbour = program(portal, "superintendent@quarryhill.example")
    assert neighbour.get("/cases").json()["cases"] == []
    problem(neighbour.get(f"/cases/{numbers[0]}"), 403, "not-yours")
    assert len(program(portal, CHIEF).get("/cases").json()["cases"]) == 5


def test_a_shortfall_is_listed_to_its_parties_alone(portal_on_sqlite: Premises) -> None:
    """The department of education has no part in it."""
    number = Fallback(portal_on_sqlite.house).determine().case.number
    for who, listed in ((LIAISON, [number]), (INTAKE, []), (CHIEF, [])):
        found = program(portal_on_sqlite, who).get("/cases").json()["cases"]
        assert [one["number"] for one in found] == listed, who


def test_who_is_not_of_the_office_is_shown_what_the_pages_show(portal_on_sqlite: Premises) -> None:
    """Its advice, who has the step in hand, its mail: within. The rest is the same document."""
    house = portal_on_sqlite.house
    number = house.at_the_commissioner()
    house.declare(number, INTAKE)
    within = program(portal_on_sqlite, INTAKE).get(f"/cases/{number}").json()
    outside = program(portal_on_sqlite).get(f"/cases/{number}").json()
    assert within.keys() == outside.keys()
    assert within["reviews"]
    assert within["messages"]
    assert [outside[one] for one in ("reviews", "messages", "reminders", "recusals")] == [[]] * 4
    assert {one["holder"] for one in outside["duties"]} == {None}
    assert "reviewer.unconflicted" not in {one["kind"] for one in outside["events"]}
    assert within["evidence"] == outside["evidence"]
    assert house.show(number) == within
    words = program(portal_on_sqlite).get(f"/cases/{number}/events").json()["events"]
    assert words[-1]["words"] == "The application was filed."
    assert "@" not in json.dumps(words)
    dates = program(portal_on_sqlite).get(f"/cases/{number}/due-dates").json()["duties"]
    assert {one["why"] for one in dates[0]["days"] if not one["counted"]}


def test_the_document_describes_what_show_prints(portal_on_sqlite: Premises) -> None:
    """To the last field, for either kind, decided and complete."""
    house = portal_on_sqlite.house
    waiver = house.at_the_commissioner()
    house.decide(waiver, conditions=("A condition",))
    shortfall = Fallback(house).to_complete()
    WaiverShown.model_validate(house.show(waiver))
    ShortfallShown.model_validate(house.show(shortfall))


def test_duties_and_bodies_are_the_keys_own(portal_on_sqlite: Premises) -> None:
    """What is owed, in words, with its authority; what applies to the body."""
    house = portal_on_sqlite.house
    number = house.submit().case.number
    house.route()
    (duty,) = program(portal_on_sqlite, INTAKE).get("/duties").json()["duties"]
    assert (duty["case"], duty["what"], duty["mine"]) == (number, "review:intake", True)
    assert duty["words"].startswith("review the application")
    district = program(portal_on_sqlite)
    assert district.get("/duties").json() == {"duties": []}
    assert [one["code"] for one in district.get("/bodies").json()["bodies"]] == ["99010000"]
    body = district.get("/bodies/99010000").json()
    assert body["may_apply"] is True
    assert [one["town"] for one in body["chiefs"]] == ["Port Example"]
    problem(district.get("/bodies/99020000"), 403, "not-yours")
    law = portal_on_sqlite.visitor().get(f"{API}/law").json()
    assert [one["number"] for one in law["rules"]] == [*range(1, len(law["rules"]) + 1)]


def test_a_paper_is_checked_and_nothing_is_stored(portal_on_sqlite: Premises) -> None:
    """Every gap with its clause; of a body that is not the person's nothing is told."""
    district = program(portal_on_sqlite)
    paper = district.paper("waiver-incomplete.yaml")
    found = district.client.post(f"{API}/check", json=paper).json()
    assert found["accepted"] is False
    assert {(one["rule"], one["clause"]) for one in found["refused"]} >= {(11, "37P(c)(iii)")}
    assert portal_on_sqlite.house.rows(Case) == []
    assert portal_on_sqlite.house.rows(Draft) == []
    whole = district.client.post(f"{API}/check", json=district.paper()).json()
    assert (whole["accepted"], whole["refused"]) == (True, [])
    other = {**paper, "form": {**paper["form"], "applicant": "99020000"}}
    problem(district.client.post(f"{API}/check", json=other), 403, "not-yours")


def test_the_document_is_whole(standing_portal: Premises) -> None:
    """Every route, its scopes, its problems; a key is asked for where one is needed."""
    document = standing_portal.visitor().get(f"{API}/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert {*SCOPES} == {*Scope}
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            assert told["summary"].endswith("."), (method, path)
            if path == f"{API}/law":
                assert told["security"] == []
                continue
            assert told["security"][0]["key"], path
            assert {"401", "403", "404", "429", "500", "503"} <= told["responses"].keys()
            for status, answer in told["responses"].items():
                assert answer["description"] not in {"", "Successful Response"}, (path, status)
                if not status.startswith("2"):
                    assert list(answer["content"]) == [PROBLEM]
    page = standing_portal.visitor().get("/api").text
    assert all(f'id="{kind}"' in page for kind in KINDS)


def test_every_example_is_one_that_would_be_taken() -> None:
    """Whoever copies one from the document is not refused for its shape."""
    examples = [
        (model, one)
        for model in TAKEN.values()
        for one in model.model_json_schema().get("examples", [])
    ]
    assert len(examples) > 10
    for model, one in examples:
        model.model_validate_json(json.dumps(one))
