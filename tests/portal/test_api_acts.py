"""An act of a program is done once for its idempotency key; what it may, and in whose name."""

import asyncio
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import select

from actions.deliveries import Posted, claim_deliveries, put_down_posts
from actions.grants import Grant, grant_office
from database import transaction
from models.cases import Case
from models.events import Event, RefusedAttempt
from models.people import Office
from models.reviews import Opening
from models.webhooks import DeliveryState, Webhook, WebhookDelivery
from notifications.posting import post_all, ways
from notifications.signatures import is_signed
from tests.actions.makers import INTAKE, OPERATOR, PROGRAM, SUPERINTENDENT
from tests.hook_server import HookServer
from tests.portal.premises import Premises
from tests.portal.programs import API, problem, program
from tests.shared import CASES


def test_an_application_sent_twice_is_filed_once(portal: Premises) -> None:
    """Under one key the answer is the same; under another, it says that it is on file already."""
    district = program(portal)
    paper = district.paper()
    first = district.act("/waivers", once="monday", **paper)
    again = district.act("/waivers", once="monday", **paper)
    assert (first.status_code, again.status_code) == (201, 201)
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert again.content == first.content
    other = district.done("/waivers", 201, **paper)
    assert (other["number"], other["repeated"]) == (first.json()["number"], True)
    assert len(portal.house.rows(Case)) == 1


def test_of_two_at_once_the_second_has_the_first_ones_answer(portal: Premises) -> None:
    """It waits for it, and nothing is done twice."""
    district = program(portal)
    paper = district.paper()
    ready = threading.Barrier(2)

    def send(_: int) -> tuple[int, bytes, str | None]:
        ready.wait(10)
        answer = district.act("/waivers", once="both", **paper)
        return answer.status_code, answer.content, answer.headers.get("idempotency-replayed")

    with ThreadPoolExecutor(2) as threads:
        (status, body, one), (other_status, other_body, two) = threads.map(send, range(2))
    assert (status, other_status) == (201, 201)
    assert body == other_body
    assert {one, two} == {None, "true"}
    assert len(portal.house.rows(Case)) == 1


def test_a_key_stands_for_one_request_and_every_act_wants_one(portal_on_sqlite: Premises) -> None:
    """Another request under it is refused; without one nothing is done."""
    district = program(portal_on_sqlite)
    number = district.done("/waivers", 201, **district.paper())["number"]
    path = f"/cases/{number}/withdrawal"
    assert district.act("/drafts", once="k", kind="waiver", body="99010000").status_code == 201
    reused = district.act(path, once="k", reason="Not needed")
    problem(reused, 422, "idempotency-key-reused")
    bare = district.client.post(f"{API}{path}", json={"reason": "Not needed"})
    assert "Idempotency-Key" in problem(bare, 400, "idempotency-key-missing")["detail"]
    problem(district.act(path, once="x" * 201, reason="Not needed"), 422, "refused")
    assert district.get(f"/cases/{number}").json()["state"] == "submitted"


def test_a_refused_act_keeps_nothing_and_may_be_mended_under_its_key(
    portal_on_sqlite: Premises,
) -> None:
    """Every gap is told with its clause, the attempt is on record, and the mended one is filed."""
    district = program(portal_on_sqlite)
    paper = district.paper()
    form: dict[str, Any] = {**paper["form"], "reasons": []}
    told = problem(
        district.act("/waivers", once="k", form=form, files=paper["files"]), 422, "refused"
    )
    (gap,) = told["findings"]
    assert (gap["rule"], gap["clause"], gap["authority"]) == (9, "37P(c)(i)", "law")
    assert gap["field"] == "reasons"
    (attempt,) = portal_on_sqlite.house.rows(RefusedAttempt)
    assert (attempt.by, attempt.entered_by) == (SUPERINTENDENT, "api:Student system")
    assert district.act("/waivers", once="k", **paper).status_code == 201


def test_the_record_says_whose_act_it_is_and_which_program(portal_on_sqlite: Premises) -> None:
    """By the person, entered by the program, to the first entry of the log."""
    district = program(portal_on_sqlite)
    district.done("/waivers", 201, **district.paper())
    (event,) = [one for one in portal_on_sqlite.house.rows(Event) if one.kind == "waiver.submitted"]
    assert (event.by, event.entered_by) == (SUPERINTENDENT, "api:Student system")


def test_a_key_does_not_use_an_office_that_it_does_not_name(portal_on_sqlite: Premises) -> None:
    """The person may review at intake; their key for another office may not."""
    house = portal_on_sqlite.house
    with transaction(house.engine) as session:
        grant_office(
            session, Grant(Office.INTAKE, "DESE", PROGRAM),
            by=OPERATOR, entered_by="clerk", now=house.now,
        )  # fmt: skip
    number = house.submit().case.number
    house.route()
    narrow = program(portal_on_sqlite, PROGRAM, offices=("program@DESE",))
    narrow.done(f"/cases/{number}/conflict", conflict=False)
    sent: dict[str, Any] = {"outcome": "forward", "note": "Read.", "version": 1}
    refused = problem(narrow.act(f"/cases/{number}/review", **sent), 403, "not-yours")
    assert "This key may not act as intake at DESE" in refused["detail"]
    wide = program(portal_on_sqlite, PROGRAM)
    assert wide.done(f"/cases/{number}/review", **sent)["state"] == "in_review"


def test_a_recused_persons_key_opens_the_case_no_more(portal_on_sqlite: Premises) -> None:
    """A conflict told by the program takes the person off, and the list leaves the case out."""
    house = portal_on_sqlite.house
    number = house.submit().case.number
    house.route()
    reviewer = program(portal_on_sqlite, INTAKE)
    assert [one["number"] for one in reviewer.get("/cases").json()["cases"]] == [number]
    reviewer.done(f"/cases/{number}/conflict", conflict=True, reason="A relative works there.")
    problem(reviewer.get(f"/cases/{number}"), 403, "not-yours")
    problem(reviewer.act(f"/cases/{number}/conflict", conflict=False), 403, "not-yours")
    assert reviewer.get("/cases").json()["cases"] == []


def test_who_read_a_document_is_on_record(portal_on_sqlite: Premises) -> None:
    """As at the pages: the person, the item; a reviewer's reading with the program's name."""
    portal_on_sqlite.keep_files()
    house = portal_on_sqlite.house
    number = house.submit().case.number
    house.route()
    district, reviewer = program(portal_on_sqlite), program(portal_on_sqlite, INTAKE)
    reviewer.done(f"/cases/{number}/conflict", conflict=False)
    items = [one["id"] for one in district.get(f"/cases/{number}/documents").json()["documents"]]
    assert items == ["E1", "E2", "A1.1", "A2.1", "A3.1"]
    for one in (district, reviewer):
        answer = one.get(f"/cases/{number}/documents/E1")
        assert answer.content == (CASES / "files" / "incidents-2023-2026.csv").read_bytes()
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["content-type"] == "application/octet-stream"
    assert [one.item for one in house.rows(Opening)] == ["E1", "E1"]
    (opened,) = [one for one in house.rows(Event) if one.kind == "evidence.opened"]
    assert (opened.by, opened.entered_by) == (INTAKE, "api:Student system")


def test_a_file_is_its_clients_own(portal_on_sqlite: Premises) -> None:
    """Who knows a token, or a hash, of somebody else's does not have the file."""
    mine, other = program(portal_on_sqlite), program(portal_on_sqlite)
    paper = mine.paper()
    stolen = problem(other.act("/waivers", **paper), 422, "refused")
    assert {one["field"].partition(".")[0] for one in stolen["findings"]} == {"files"}
    made_up = dict.fromkeys(paper["files"], f"up_{'x' * 64}")
    problem(other.act("/waivers", form=paper["form"], files=made_up), 422, "refused")
    assert mine.act("/waivers", **paper).status_code == 201


def test_several_write_one_draft_and_nothing_typed_is_lost(portal_on_sqlite: Premises) -> None:
    """A field that somebody else changed keeps their text; the program's is kept beside it."""
    one, two = program(portal_on_sqlite), program(portal_on_sqlite, "grants@portexample.example")
    draft = one.done("/drafts", 201, kind="waiver", body="99010000")["id"]
    assert [each["id"] for each in two.get("/drafts").json()["drafts"]] == [draft]
    one.done(f"/drafts/{draft}/fields", seen=0, fields={"scope": "Both schools"})
    edited = two.done(
        f"/drafts/{draft}/fields", seen=0, fields={"scope": "One school", "signed_by.name": "S."}
    )
    assert edited["taken"] == ["signed_by.name"]
    assert edited["others"] == {"scope": "Both schools"}
    (clash,) = edited["clashes"]
    assert (clash["typed"], clash["theirs"]) == ("One school", "Both schools")
    (kept,) = one.get(f"/drafts/{draft}").json()["set_asides"]
    assert (kept["typed"], kept["by"]) == (["One school"], "grants@portexample.example")
    one.done(f"/drafts/{draft}/set-asides/{kept['id']}/settle")
    assert one.get(f"/drafts/{draft}").json()["set_asides"] == []
    unread = one.act(f"/drafts/{draft}/signature", saw="0" * 64)
    problem(unread, 409, "someone-else-acted")
    one.done(f"/drafts/{draft}/items", list="reasons", item="r1")
    one.done(f"/drafts/{draft}/items/remove", path="reasons[r1]", seen=3)
    one.done(f"/drafts/{draft}/items/restore", path="reasons[r1]")
    one.done(f"/drafts/{draft}/items/move", path="reasons[r1]", to=0)
    assert one.done(f"/drafts/{draft}/give-up")["state"] == "discarded"
    problem(two.act(f"/drafts/{draft}/fields", seen=3, fields={"scope": "x"}), 422, "refused")


def test_a_webhook_is_told_what_an_act_did_signed_by_the_secret_shown(
    portal_on_sqlite: Premises,
) -> None:
    """Subscribed by the client, posted to a real server, resent when it failed, ended."""
    house = portal_on_sqlite.house
    district = program(portal_on_sqlite)
    with HookServer() as server:
        made = district.done(
            "/webhooks", 201,
            url=f"https://127.0.0.1:{server.port}/hook", events=["waiver.submitted"],
        )  # fmt: skip
        _reach_plainly(portal_on_sqlite, server)
        assert "secret" not in district.get("/webhooks").text
        number = district.done("/waivers", 201, **district.paper())["number"]
        server.status = 500
        _post(portal_on_sqlite)
        path = f"/webhooks/{made['id']}/deliveries"
        (lost,) = district.get(path).json()["deliveries"]
        assert (lost["event"], lost["state"]) == (f"{number}:1", "retrying")
        _give_up(portal_on_sqlite)
        server.status = 204
        district.done(f"/deliveries/{lost['id']}/resend")
        _post(portal_on_sqlite)
    _, received = server.received
    signature = received.headers["Recourse-Signature"]
    assert is_signed(made["secret"], received.body, signature, now=int(time.time()))
    assert json.loads(received.body)["case"]["number"] == number
    renewed = district.done(f"/webhooks/{made['id']}/secret")
    assert renewed["secret"] != made["secret"]
    assert district.done(f"/webhooks/{made['id']}/end")["active"] is False
    problem(program(portal_on_sqlite).get(path), 404, "nothing-here")
    assert house.rows(Webhook)[0].ended_because == "its client ended it"


def _reach_plainly(premises: Premises, server: HookServer) -> None:
    """Let the test's server be spoken to without TLS, as in the embedded set-up."""
    with transaction(premises.house.engine) as session:
        for one in session.exec(select(Webhook)):
            one.url = f"http://127.0.0.1:{server.port}/hook"


def _give_up(premises: Premises) -> None:
    """Let three days pass for what is tried again."""
    with transaction(premises.house.engine) as session:
        for one in session.exec(select(WebhookDelivery)):
            one.state, one.due_at = DeliveryState.FAILED, None


def _post(premises: Premises) -> None:
    """Post what is due, as a worker does."""
    now, engine = datetime.now(UTC), premises.house.engine
    lease, done = timedelta(seconds=30), list[Posted]()
    with transaction(engine) as session:
        parcels = claim_deliveries(session, now=now, clock=now, lease=lease, limit=10)
    asyncio.run(
        post_all(
            parcels, ways(anywhere=True), at=lambda: int(time.time()),
            until=time.monotonic() + 20, per_post=10,
            on_result=lambda parcel, result: done.append(Posted(parcel.id, result)),
        )
    )  # fmt: skip
    with transaction(engine) as session:
        put_down_posts(session, done, now=now)
