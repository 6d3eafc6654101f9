"""Whatever goes wrong is told as a problem, and nothing hostile finds more than that."""

import json
import os
from pathlib import Path
from typing import Any

import httpx2
import pytest
import sqlalchemy as sa

from actions.clients import revoke_client
from database import transaction
from models.cases import Case
from models.clients import Scope
from tests.actions.makers import CHIEF, OPERATOR
from tests.portal.premises import Opened, Premises
from tests.portal.programs import API, PROBLEM, Program, problem, program

JSON = {"Content-Type": "application/json", "Idempotency-Key": "k"}


def send(district: Program, path: str, content: bytes, **headers: str) -> httpx2.Response:
    """Send bytes as they are."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return district.client.post(f"{API}{path}", content=content, headers={**JSON, **named})


def test_a_key_is_wanted_known_and_not_revoked(portal_on_sqlite: Premises) -> None:
    """Unknown and revoked are told alike, and what to send stands in the header."""
    house = portal_on_sqlite.house
    bare = portal_on_sqlite.visitor().get(f"{API}/me")
    problem(bare, 401, "key-needed")
    assert bare.headers["www-authenticate"] == 'Bearer realm="recourse"'
    district = program(portal_on_sqlite)
    with transaction(house.engine) as session:
        id_ = district.made.client.id or 0
        revoke_client(session, id_, by=OPERATOR, entered_by="clerk", now=house.now)
    gone = district.get("/me")
    unknown = portal_on_sqlite.visitor(Authorization="Bearer rk_guess").get(f"{API}/me")
    assert problem(gone, 401, "key-unknown") == problem(unknown, 401, "key-unknown")
    assert 'error="invalid_token"' in gone.headers["www-authenticate"]
    for other in ("Basic cms6eA==", "Bearer", "rk_x"):
        problem(portal_on_sqlite.visitor(Authorization=other).get(f"{API}/me"), 401, "key-needed")


def test_who_guesses_keys_is_slowed_and_keeps_nobody_out(portal_on_sqlite: Premises) -> None:
    """After fifty unknown keys from one place; a good key from there still opens."""
    guesser = portal_on_sqlite.visitor(Authorization="Bearer rk_guess")
    answers = [guesser.get(f"{API}/me") for _ in range(51)]
    assert {one.status_code for one in answers[:50]} == {401}
    problem(answers[50], 429, "too-often")
    assert int(answers[50].headers["retry-after"]) > 0
    assert program(portal_on_sqlite).get("/me").status_code == 200


def test_a_scope_that_is_missing_is_named(portal_on_sqlite: Premises) -> None:
    """With what the key has, and who can make another."""
    reader = program(portal_on_sqlite, CHIEF, Scope.READ)
    told = problem(reader.act("/webhooks", url="https://hooks.example/x"), 403, "scope-missing")
    assert "needs the scope webhooks. The key has: read" in told["detail"]


def test_each_key_has_its_own_measure(
    sqlite_url: str, sqlite_engine: sa.Engine, home: Path
) -> None:
    """A program that runs wild is slowed; the others are not."""
    with Opened(sqlite_url, sqlite_engine, home, api_per_minute=3) as premises:
        wild, calm = program(premises), program(premises)
        answers = [wild.get("/me") for _ in range(4)]
        assert [one.status_code for one in answers] == [200, 200, 200, 429]
        assert 0 < int(answers[-1].headers["retry-after"]) <= 60
        assert calm.get("/me").status_code == 200


def test_addresses_and_methods_that_there_are_not(standing_portal: Premises) -> None:
    """Also without a key, also where a page would be shown elsewhere."""
    district = program(standing_portal)
    for path in ("/nothing", "/cases/W-2026-9999", "/cases/W%002026", "/drafts/none"):
        problem(district.get(path), 404, "nothing-here")
    problem(standing_portal.visitor().get("/api/v2/cases"), 404, "nothing-here")
    for method in ("PUT", "PATCH", "DELETE"):
        answer = district.client.request(method, f"{API}/cases")
        problem(answer, 405, "method-not-allowed")
        assert answer.headers["allow"]


def test_what_is_sent_is_json_of_the_right_kind(standing_portal: Premises) -> None:
    """Another kind, no length, too much: each is told before it is read."""
    district = program(standing_portal)
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/json-seq", ""):
        answer = send(district, "/drafts", b"{}", Content_Type=kind)
        problem(answer, 415, "media-type")
        assert answer.headers["accept-post"] == "application/json"
    problem(send(district, "/files", b"{}"), 415, "media-type")
    chunks: Any = iter([b"{", b"}"])
    endless = district.client.post(f"{API}/drafts", content=chunks, headers=JSON)
    problem(endless, 411, "length-needed")
    problem(send(district, "/drafts", b" " * (1024 * 1024 + 1)), 413, "too-large")


def fields(**named: str) -> bytes:
    """Write fields of a draft as a program sends them."""
    return json.dumps({"seen": 0, "fields": named}).encode()


HOSTILE = {
    "deep": b'{"kind":' + b"[" * 100_000,
    "deep and closed": b'{"kind":' + b"[" * 5000 + b"]" * 5000 + b"}",
    "not a number": b'{"seen":NaN,"fields":{}}',
    "infinite": b'{"seen":-Infinity,"fields":{}}',
    "huge": b'{"seen":' + b"9" * 10_000 + b',"fields":{}}',
    "beyond the database": b'{"seen":9223372036854775808,"fields":{}}',
    "exponent": b'{"seen":1e400,"fields":{}}',
    "not UTF-8": b'{"seen":0,"fields":{"scope":"\xff\xfe"}}',
    "half a pair": b'{"seen":0,"fields":{"scope":"\\ud800"}}',
    "UTF-16": '{"seen":0,"fields":{}}'.encode("utf-16"),
    "empty": b"",
    "null": b"null",
    "a list": b"[]",
    "text": b'"seen"',
    "unknown field": b'{"seen":0,"fields":{},"decide":true}',
    "text for a number": b'{"seen":"0","fields":{}}',
    "many fields": fields(**{f"reasons[r{n}].text": "x" for n in range(3000)}),
    "no such field": fields(__class__="x"),
    "NUL in a name": fields(**{"scope\x00": "x"}),
    "too long": fields(scope="x" * 200_000),
    "seen of no revision": b'{"seen":7,"fields":{"scope":"x"}}',
}
KINDS_OF_REFUSAL = ("/api#not-as-described", "/api#refused", "/api#someone-else-acted")


@pytest.mark.parametrize("sent", HOSTILE.values(), ids=HOSTILE.keys())
def test_nothing_hostile_gets_further_than_a_problem(
    standing_portal: Premises, draft: str, sent: bytes
) -> None:
    """And the draft is as it was."""
    district = program(standing_portal)
    answer = send(district, f"/drafts/{draft}/fields", sent)
    assert answer.status_code in {409, 422}, answer.text
    assert answer.json()["type"] in KINDS_OF_REFUSAL
    assert len(answer.content) < 20_000
    assert district.get(f"/drafts/{draft}").json()["fields"] == {}


@pytest.fixture(scope="module")
def draft(standing_portal: Premises) -> str:
    """Give a draft in which nothing is written."""
    return program(standing_portal).done("/drafts", 201, kind="waiver", body="99010000")["id"]


def test_what_no_text_holds_is_taken_out_or_refused_on_both_databases(portal: Premises) -> None:
    """A NUL that a database would choke on; numbers that it has no room for."""
    district = program(portal)
    draft = district.done("/drafts", 201, kind="waiver", body="99010000")["id"]
    district.done(f"/drafts/{draft}/fields", seen=0, fields={"scope": "a\x00b\x1bc"})
    assert district.get(f"/drafts/{draft}").json()["fields"]["scope"] == "abc"
    for path in (f"/webhooks/{2**31}/deliveries", f"/cases?limit={2**70}", "/cases?after=%00"):
        assert district.get(path).status_code in {404, 422}
    problem(district.get("/cases?after=W-2026-9999"), 422, "refused")
    problem(district.get("/cases?kind=nothing"), 422, "not-as-described")
    number = portal.house.submit().case.number
    for item in ("M" + "9" * 400, "M²", "P" + "9" * 40, "E1%00", "%F0%9F%98%80", "E" * 5000):
        assert district.get(f"/cases/{number}/documents/{item}").status_code in {404, 422}
    for reason in ("a\x00b", "  "):
        refused = district.act(f"/cases/{number}/withdrawal", reason=reason)
        problem(refused, 422, "not-as-described")
    long = "x" * 20_000
    problem(
        district.act(f"/cases/{number}/duties/{long[:5000]}/attendance", note="x"), 422, "refused"
    )
    assert district.done(f"/cases/{number}/withdrawal", reason=long)["state"] == "withdrawn"


def test_a_file_that_is_too_large_or_lies_is_not_taken(standing_portal: Premises) -> None:
    """More than 25 MB, an empty one, a program named as a paper, no file at all."""
    district = program(standing_portal)

    def put(name: str, content: bytes, part: str = "file") -> httpx2.Response:
        return district.client.post(f"{API}/files", files={part: (name, content)})

    problem(put("large.csv", b"a,b\n" * (7 * 1024 * 1024)), 413, "too-large")
    problem(put("over.csv", b"a,b\n" * (25 * 256 * 1024 + 1)), 422, "file-refused")
    problem(put("empty.csv", b""), 422, "file-refused")
    problem(put("paper.pdf", b"MZ\x90\x00" + os.urandom(100)), 422, "file-refused")
    problem(put("a.csv", b"a,b\n", part="other"), 422, "file-refused")
    assert put("whole.csv", b"a,b\n" * (25 * 256 * 1024)).json()["size"] == 25 * 1024 * 1024
    for kind in ("multipart/form-data; boundary=x", "multipart/form-data"):
        broken = district.client.post(
            f"{API}/files", content=b"--x\r\nnonsense", headers={"Content-Type": kind}
        )
        assert broken.headers["content-type"] == PROBLEM
        assert broken.status_code in {400, 422}


def test_a_database_that_cannot_be_read_is_said(portal_on_sqlite: Premises) -> None:
    """503, when to come again, and nothing of how it is built."""
    district = program(portal_on_sqlite)
    assert district.get("/me").status_code == 200
    file = Path(str(portal_on_sqlite.surroundings.engine.url.database))
    portal_on_sqlite.surroundings.engine.dispose()
    content = file.read_bytes()
    beside = [file.with_name(f"{file.name}{end}") for end in ("-wal", "-shm")]
    kept = {one: one.read_bytes() for one in beside if one.exists()}
    for one in kept:
        one.unlink()
    file.write_bytes(b"not a database" * 1000)
    answer = district.get("/me")
    portal_on_sqlite.surroundings.engine.dispose()
    for one, its in {file: content, **kept}.items():
        one.write_bytes(its)
    problem(answer, 503, "unavailable")
    assert answer.headers["retry-after"] == "10"
    assert "sqlite" not in answer.text.casefold()


def test_a_fault_of_ours_is_owned_up_to_without_a_word_of_it(portal_on_sqlite: Premises) -> None:
    """500 with a number for the log."""
    house = portal_on_sqlite.house
    number = house.submit().case.number
    with house.session() as session:
        session.connection().exec_driver_sql(
            "insert into policies (version, content, first_used_at) "
            "values ('broken', 'not toml at all', '2026-01-01 00:00:00')"
        )
        session.get_one(Case, number).policy_version = "broken"
    failed = program(portal_on_sqlite, "intake@doe.example").get(f"/cases/{number}")
    found = problem(failed, 500, "our-fault")
    assert failed.headers["x-request-id"] in found["detail"]
    assert failed.headers["x-content-type-options"] == "nosniff"
    assert "toml" not in failed.text
