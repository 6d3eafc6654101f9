"""A shortfall, 37P(e), by the command line alone: from a chief's word to two offices' filings."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from models.cases import Case
from models.events import RefusedAttempt
from tests.actions.makers import House
from tests.command import Recourse, Result
from tests.journeys.contract import SHORTFALL, misfits
from tests.journeys.premises import mails
from tests.shared import CASES

CHIEF = "board@selectboard.quarryhill.example"
SUPERINTENDENT = "superintendent@quarryhill.example"
LIAISON = "liaison@statepolice.example"
PAPER = CASES / "shortfall-complete.yaml"
SIGNED = CASES / "files" / "memorandum-three-rivers.pdf"
ANOTHER = CASES / "files" / "response-protocol.pdf"
SAMPLES = sorted(CASES.glob("shortfall-*.yaml"))

REFUSED: dict[str, set[tuple[int, str]]] = {
    "shortfall-complete": set(),
    "shortfall-by-superintendent": {(19, "37P(e)")},
    "shortfall-charter": {(3, "37P(b)")},
    "shortfall-no-superintendent": {(19, "37P(e)")},
}
"""The rules and clauses that a sample's first line says it is refused by."""


@dataclass(frozen=True, slots=True)
class Way:
    """What each command on the way came to, and the case as it stood in between."""

    number: str
    results: dict[str, Result]
    seen: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def way(office: Recourse, prefect_api: str) -> Way:
    """Let one case go its whole way, with what must be refused tried at each turn."""
    office.environment |= {
        "PREFECT_API_URL": prefect_api,
        "RECOURSE_NOW": "2026-09-21T10:00:00-04:00",
    }
    filed = office("shortfall", PAPER, "--as", CHIEF, "--json")
    way = Way(filed.json()["number"], {"filed": filed}, {})

    def run(name: str, *words: str | Path) -> None:
        way.results[name] = office(*words)

    def look(name: str) -> None:
        office("work", "--until-idle")
        way.seen[name] = office("show", way.number, "--json").json()

    def consult(outcome: str, note: str) -> tuple[str, ...]:
        on = ("--unit", "Troop C", "--on", "2026-09-21")
        by = ("--as", LIAISON)
        return ("consult", way.number, *by, *on, "--outcome", outcome, "--note", note)

    def assign(*words: str) -> tuple[str, ...]:
        return ("assign", way.number, "--as", LIAISON, *words)

    def file(place: str, by: str, document: Path, on: str = "2026-09-21") -> tuple[str | Path, ...]:
        kept = ("--place", place, "--on", on, "--custodian", "Records clerk")
        return ("file-memo", way.number, "--as", by, *kept, "--document", document)

    look("consulting")
    run("assign too early", *assign("--outcome", "pending"))
    run("responded", *consult("responded", "The liaison answered by letter."))
    look("awaiting")
    assigned = ("--outcome", "assigned", "--employer", "state-police", "--candidate-considered")
    run("seniority", *assign(*assigned, "--grounds", "The most senior officer of the troop"))
    run("assigned", *assign(*assigned, "--grounds", "Training in adolescent development"))
    look("assigned")
    run("filed before signed", *file("superintendent", SUPERINTENDENT, SIGNED))
    signatories = ("--signatory", "Superintendent of Schools; for the school committee")
    pages = ("--roles-page", "1", "--signed-on", "2026-09-21", "--part", "b-i=1")
    run("memo", "memo", way.number, "--as", CHIEF, "--document", SIGNED, *pages, *signatories)
    look("memorandum")
    run("another document", *file("state-police", LIAISON, ANOTHER))
    run("before the signature", *file("state-police", LIAISON, SIGNED, "2026-09-18"))
    run("by the other office", *file("state-police", SUPERINTENDENT, SIGNED))
    run("state police", *file("state-police", LIAISON, SIGNED))
    run("the same place twice", *file("state-police", LIAISON, SIGNED))
    look("one filing")
    run("superintendent", *file("superintendent", SUPERINTENDENT, SIGNED))
    run("withdraw", "withdraw", way.number, "--as", CHIEF, "--reason", "An officer was found.")
    look("complete")
    return way


EXITS = {
    "filed": 0,
    "assign too early": 3,
    "responded": 0,
    "seniority": 3,
    "assigned": 0,
    "filed before signed": 3,
    "memo": 0,
    "another document": 3,
    "before the signature": 3,
    "by the other office": 4,
    "state police": 0,
    "the same place twice": 3,
    "superintendent": 0,
    "withdraw": 3,
}

STATES = {
    "consulting": "consulting",
    "awaiting": "awaiting_assignment",
    "assigned": "assigned",
    "memorandum": "awaiting_filing",
    "one filing": "awaiting_filing",
    "complete": "complete",
}


@pytest.mark.parametrize("act", EXITS)
def test_an_act_ends_with_the_code_the_contract_gives_it(way: Way, act: str) -> None:
    """What the section asks for goes on; what it does not admit is refused in words."""
    result = way.results[act]
    assert result.code == EXITS[act], result
    assert bool(result.err) is bool(result.code), result


@pytest.mark.rule(27)
@pytest.mark.parametrize("moment", STATES)
def test_the_case_goes_its_way_and_ends_with_the_second_filing(way: Way, moment: str) -> None:
    """Complete is a memorandum on file in two offices, and nothing less."""
    assert way.seen[moment]["state"] == STATES[moment]
    assert list(misfits(way.seen[moment], SHORTFALL)) == []


@pytest.mark.rule(27)
def test_both_filings_are_of_the_one_signed_document(way: Way) -> None:
    """Place, date, custodian and hash of each stand on record."""
    case = way.seen["complete"]
    assert {one["place"] for one in case["filings"]} == {"superintendent", "state-police"}
    assert {one["sha256"] for one in case["filings"]} == {case["memorandum"]["sha256"]}
    assert [one["what"] for one in case["duties"] if one["state"] == "open"] == []


def test_each_office_was_told_what_it_owed_and_that_it_is_done(way: Way, shared_home: Path) -> None:
    """One mail to each person about each event, really sent."""
    case = way.seen["complete"]
    told = Counter((one["template"], one["to"], one["queued_at"]) for one in case["messages"])
    assert set(told.values()) == {1}
    templates = {one["template"]: one["to"] for one in case["messages"]}
    assert {
        "shortfall-received",
        "shortfall-notice",
        "consultation-asked",
        "assignment-asked",
        "officer-assigned",
        "filing-asked",
        "filing-confirmed",
        "shortfall-complete",
    } <= set(templates)
    arrived = {mail["Message-ID"] for mail in mails(shared_home)}
    sent = {one["message_id"] for one in case["messages"] if one["state"] == "sent"}
    assert sent
    assert sent <= arrived


def test_the_log_of_the_whole_way_is_intact(way: Way, office: Recourse, tmp_path: Path) -> None:
    """The chain verifies, and the proof of filing can be written."""
    assert office("verify", way.number).code == 0
    paper = tmp_path / "proof.pdf"
    assert office("proof", way.number, "--to", paper).code == 0
    assert paper.read_bytes().startswith(b"%PDF")


def test_every_sample_is_expected_to_lead_somewhere() -> None:
    """A sample added to the folder is added here; its first line says opened or refused."""
    assert [path.stem for path in SAMPLES] == sorted(REFUSED)
    for path in SAMPLES:
        verb = "refused" if REFUSED[path.stem] else "opened"
        assert f"Expected: {verb}" in path.read_text().splitlines()[0]


@pytest.mark.rule(19)
@pytest.mark.parametrize("name", [name for name, rules in REFUSED.items() if rules])
def test_a_sample_is_refused_as_its_first_line_says(
    office: Recourse, record: House, name: str
) -> None:
    """Only the police office determines, in consultation; a charter school is not named in (e)."""
    cases, attempts = len(record.rows(Case)), len(record.rows(RefusedAttempt))
    signer = "director@harborlight.example" if "charter" in name else SUPERINTENDENT
    by = CHIEF if name == "shortfall-no-superintendent" else signer
    done = office("shortfall", CASES / f"{name}.yaml", "--as", by, "--json")
    assert done.code == 3, done
    found = {(one["rule"], one["clause"]) for one in done.json()["refused"]}
    assert found >= REFUSED[name]
    assert len(record.rows(Case)) == cases
    assert len(record.rows(RefusedAttempt)) == attempts + 1
