"""Cases carried by programs alone, each with the key of whoever acts; the decision has no route."""

from datetime import UTC, datetime

from models.cases import CaseKind
from models.events import Event
from tests.actions.makers import CHIEF, COMMISSIONER, COUNSEL, INTAKE, PROGRAM, House
from tests.actions.shortfall_makers import (
    BOARD,
    LIAISON,
    SUPERINTENDENT_OF_THREE_RIVERS,
    Fallback,
)
from tests.portal.premises import Premises
from tests.portal.programs import Program, problem, program, written


def route(house: House) -> None:
    """Let the engine move what is ready by now."""
    house.now = datetime.now(UTC)
    house.route()


def write_draft(district: Program) -> str:
    """Write a whole application as a draft: its fields, items and files."""
    form = written("waiver-complete-municipal.yaml")
    draft = district.done("/drafts", 201, kind="waiver", body="99010000")["id"]
    fields: dict[str, object] = {
        "scope": form["scope"],
        "school_years": form["school_years"],
        "signed_by.name": form["signed_by"]["name"],
        "signed_by.statement": form["signed_by"]["statement"],
    }
    for listed in ("chief_consultations", "reasons", "evidence", "alternatives"):
        for at, item in enumerate(form[listed]):
            place = _item(district, draft, listed, f"{listed[0]}{at}")
            fields |= _leaves(place, item)
            if "file" in item:
                _attach(district, draft, place, item["file"])
            for inner, data in enumerate(item.get("supporting_data", [])):
                within = _item(district, draft, f"{place}.supporting_data", f"s{at}{inner}")
                fields |= _leaves(within, data)
                _attach(district, draft, within, data["file"])
    seen = district.get(f"/drafts/{draft}").json()["revision"]
    edited = district.done(f"/drafts/{draft}/fields", seen=seen, fields=fields)
    assert (edited["clashes"], len(edited["taken"])) == ([], len(fields))
    return draft


def _item(district: Program, draft: str, listed: str, item: str) -> str:
    return district.done(f"/drafts/{draft}/items", list=listed, item=item)["path"]


def _leaves(place: str, item: dict[str, object]) -> dict[str, object]:
    return {
        f"{place}.{name}": value
        for name, value in item.items()
        if name not in {"file", "supporting_data"}
    }


def _attach(district: Program, draft: str, place: str, file: str) -> None:
    name = file.removeprefix("files/")
    token = district.upload(name)
    district.done(f"/drafts/{draft}/files", path=place, file=token, filename=name)


def test_a_waiver_goes_by_keys_from_a_draft_to_the_step_before_the_decision(
    portal_on_sqlite: Premises,
) -> None:
    """Drafted, signed, reviewed, returned, answered, reviewed again; no key decides."""
    house = portal_on_sqlite.house
    editor = program(portal_on_sqlite, "grants@portexample.example")
    district = program(portal_on_sqlite)
    draft = write_draft(editor)
    shown = editor.get(f"/drafts/{draft}").json()
    assert shown["missing"] == []
    assert {one["state"] for one in shown["parts"]} == {"complete"}
    refused = editor.act(f"/drafts/{draft}/signature", saw=shown["sha256"])
    problem(refused, 403, "not-yours")
    filed = district.done(f"/drafts/{draft}/signature", saw=shown["sha256"])
    number = filed["number"]
    assert (filed["state"], filed["sha256"]) == ("submitted", shown["sha256"])

    route(house)
    intake = program(portal_on_sqlite, INTAKE)
    first = problem(intake.get(f"/cases/{number}"), 403, "conflict-not-said")
    assert f"/api/v1/cases/{number}/conflict" in first["detail"]
    parties = intake.get(f"/cases/{number}/conflict").json()
    assert parties["declared"] is False
    assert "Port Example" in parties["parties"][0]["name"]
    intake.done(f"/cases/{number}/conflict", conflict=False)
    intake.done(
        f"/cases/{number}/review",
        outcome="return", note="One thing is not clear.", version=1,
        questions=[{"field": "evidence[1].period", "text": "Which weeks?"}],
    )  # fmt: skip
    answer = district.done(f"/cases/{number}/answer", 201)
    (question,) = answer["questions"]
    district.done(
        f"/drafts/{answer['id']}/fields",
        seen=answer["revision"], fields={question["field"]: "2026-03-02/2026-03-13"},
    )  # fmt: skip
    saw = district.get(f"/drafts/{answer['id']}").json()["sha256"]
    assert district.done(f"/drafts/{answer['id']}/signature", saw=saw)["version"] == 2

    chief = program(portal_on_sqlite, CHIEF)
    chief.done(f"/cases/{number}/view", account="as-told", view="Keep the dispatcher line.")
    for by in (INTAKE, PROGRAM, COUNSEL):
        route(house)
        reviewer = program(portal_on_sqlite, by)
        reviewer.done(f"/cases/{number}/conflict", conflict=False)
        reviewer.done(f"/cases/{number}/review", outcome="forward", note="Read.", version=2)
    route(house)
    commissioner = program(portal_on_sqlite, COMMISSIONER)
    commissioner.done(f"/cases/{number}/conflict", conflict=False)
    case = commissioner.get(f"/cases/{number}").json()
    assert [one["what"] for one in case["duties"] if one["state"] == "open"] == [
        "decide:commissioner"
    ]
    for path in (f"/cases/{number}/decision", f"/cases/{number}/decide", "/decisions"):
        decide = commissioner.act(path, outcome="granted", belief="It would not assist.")
        problem(decide, 404, "nothing-here")
    refused = commissioner.act(f"/cases/{number}/review", outcome="forward", note="Yes.", version=2)
    assert refused.status_code in {403, 422}
    assert {
        (one.by, one.entered_by) for one in house.rows(Event) if one.kind == "review.forwarded"
    } == {(by, "api:Student system") for by in (INTAKE, PROGRAM, COUNSEL)}


def test_a_shortfall_goes_by_keys_to_complete(portal_on_sqlite: Premises) -> None:
    """Determined by the board, answered by the state police, on file in both offices."""
    house, path = portal_on_sqlite.house, Fallback(portal_on_sqlite.house)
    board, liaison, superintendent = (
        program(portal_on_sqlite, one) for one in (BOARD, LIAISON, SUPERINTENDENT_OF_THREE_RIVERS)
    )
    paper = board.paper("shortfall-complete.yaml")
    number = board.done("/shortfalls", 201, **paper)["number"]
    house.now = datetime.now(UTC)
    path.route()
    today = house.now.date().isoformat()
    liaison.done(
        f"/cases/{number}/contacts",
        unit="Community Services", on=today, outcome="responded", note="They called back.",
    )  # fmt: skip
    house.now = datetime.now(UTC)
    path.route()
    liaison.done(
        f"/cases/{number}/assignment",
        outcome="assigned", grounds=["Years of work with young people"], candidate_considered=True,
    )  # fmt: skip
    house.now = datetime.now(UTC)
    path.route()
    name = "memorandum-three-rivers.pdf"
    lodged = board.done(
        f"/cases/{number}/memorandum",
        document=board.upload(name), filename=name, roles_page=1, signed_on=today,
        signatories=[{"title": "Superintendent of Schools", "authority": "the school committee"}],
    )  # fmt: skip
    assert lodged["state"] == "awaiting_filing"
    for place, keeper in (("superintendent", superintendent), ("state-police", liaison)):
        keeper.done(
            f"/cases/{number}/filings/{place}",
            document=keeper.upload(name), on=today, custodian="Records clerk",
        )  # fmt: skip
    case = liaison.get(f"/cases/{number}").json()
    assert (case["kind"], case["state"]) == (CaseKind.SHORTFALL, "complete")
    assert {one["place"] for one in case["filings"]} == {"superintendent", "state-police"}
    items = liaison.get(f"/cases/{number}/documents").json()["documents"]
    memorandum = liaison.get(f"/cases/{number}/documents/M1")
    assert "M1" in {one["id"] for one in items}
    assert memorandum.content.startswith(b"%PDF")
    assert memorandum.headers["content-disposition"].startswith("attachment")
