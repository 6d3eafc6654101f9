"""The public register by HTTP: what the public is shown, and what it can never find out."""

import csv
import io
import json

import httpx2
import pytest

from tests.actions.makers import COUNSEL, OPERATOR, SUPERINTENDENT, filing
from tests.portal.office_makers import text_of
from tests.portal.premises import Premises
from tests.portal.register_makers import (
    HOSTILE,
    SECRETS,
    a_shortfall,
    a_telling_case,
    published,
    withdrawn,
)

FILES = [
    f"/register/{what}.{ending}"
    for what in ("decisions", "shortfalls")
    for ending in ("csv", "json")
]


def everything(premises: Premises, number: str) -> list[httpx2.Response]:
    """Ask for all that the public may ask for."""
    visitor = premises.visitor()
    paths = ["/register", "/register/shortfalls", "/register/files", f"/register/{number}", *FILES]
    return [visitor.get(path) for path in paths]


def test_what_was_taken_out_is_nowhere_in_public(portal: Premises) -> None:
    """On no page, in no source, file or header; what stays in is text, not markup."""
    number = published(portal, a_telling_case(portal))
    answers = everything(portal, number)
    assert [one.status_code for one in answers] == [200] * len(answers)
    for answer in answers:
        said = answer.text + repr(answer.headers)
        assert [secret for secret in SECRETS if secret in said] == [], answer.url
        if "html" in answer.headers["content-type"]:
            assert "<script>alert" not in answer.text
    page = text_of(answers[3].text)
    assert "As [name withheld] wrote from [e-mail address withheld], calls fell." in page
    assert "[name withheld] agreed" in page
    assert HOSTILE in page
    assert "name, 2 times" in page
    assert "telephone number" in page
    for words in ("Granted", "What the law asked", "37P(c)", "Edition", "law", "policy"):
        assert words in page, words


def test_files_hold_the_same_and_run_nothing(portal: Premises) -> None:
    """A cell that a spreadsheet would run has an apostrophe before it; JSON has it as it is."""
    number = published(portal, a_telling_case(portal, scope=HOSTILE))
    visitor = portal.visitor()
    table = visitor.get("/register/decisions.csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert "attachment" in table.headers["content-disposition"]
    (row,) = csv.DictReader(io.StringIO(table.text, newline=""))
    assert (row["number"], row["outcome"], row["scope"]) == (number, "granted", f"'{HOSTILE}")
    answer = visitor.get("/register/decisions.json?outcome=granted&when=2026-27&body=99010000")
    assert answer.headers["access-control-allow-origin"] == "*"
    (entry,) = json.loads(answer.text)["entries"]
    assert (entry["number"], entry["scope"], entry["edition"]) == (number, HOSTILE, 1)
    assert sorted(entry["withheld"]) == ["e-mail address", "name", "name", "telephone number"]
    for narrowed in ("outcome=denied", "when=2020-21", "body=99020000"):
        empty = visitor.get(f"/register/decisions.json?{narrowed}")
        assert json.loads(empty.text) == {"entries": []}, narrowed


def test_a_case_that_is_not_published_is_like_none(portal: Premises) -> None:
    """Decided, in review, proposed, dropped, or no case at all: the same answer but its number."""
    decided = a_telling_case(portal)
    in_review = portal.house.submit(filing(scope="All of it.")).case.number
    operator, visitor = portal.signed_in(OPERATOR), portal.visitor()

    def answers() -> set[str]:
        found = [visitor.get(f"/register/{one}") for one in (decided, in_review, "W-2026-9999")]
        assert {one.status_code for one in found} == {404}
        return {
            one.text.replace(number, "N")
            for one, number in zip(found, (decided, in_review, "W-2026-9999"), strict=True)
        }

    assert len(answers()) == 1
    operator.send(f"/publishing/{decided}/propose")
    assert len(answers()) == 1
    withdrawn(portal, decided)
    assert len(answers()) == 1
    for path in FILES:
        assert decided not in visitor.get(path).text
    assert "No decision has been published yet" in visitor.get("/register").text


def test_what_was_withdrawn_is_gone_and_said_to_be(portal: Premises) -> None:
    """410 with a plain sentence, without the reason; in no list and no file any more."""
    number = published(portal, a_telling_case(portal))
    withdrawn(portal, number)
    answers = everything(portal, number)
    assert [one.status_code for one in answers] == [200, 200, 200, 410, 200, 200, 200, 200]
    assert "This entry was withdrawn" in answers[3].text
    for answer in answers:
        assert "By order" not in answer.text
        assert "I believe" not in answer.text
    published(portal, number, because="It was reviewed.")
    page = portal.visitor().get(f"/register/{number}")
    assert page.status_code == 200
    assert "It was reviewed." in page.text


def test_a_copy_is_kept_as_long_as_it_holds(portal: Premises) -> None:
    """Asked again with its mark: 304; after a withdrawal the new page comes at once."""
    number = published(portal, a_telling_case(portal))
    visitor = portal.visitor()
    paths = ["/register", f"/register/{number}", "/register/decisions.csv"]
    marks = {path: visitor.get(path).headers["etag"] for path in paths}
    for path, mark in marks.items():
        again = visitor.get(path, headers={"If-None-Match": mark})
        assert (again.status_code, again.content) == (304, b""), path
        assert "no-cache" in again.headers["cache-control"]
    withdrawn(portal, number)
    status = [
        visitor.get(path, headers={"If-None-Match": mark}).status_code
        for path, mark in marks.items()
    ]
    assert status == [200, 410, 200]
    answer = portal.signed_in(SUPERINTENDENT).get("/register")
    assert (answer.headers["cache-control"], "etag" in answer.headers) == ("no-store", False)


def test_shortfalls_stand_by_state(portal: Premises) -> None:
    """Without an outcome; narrowed by the state of today."""
    number = a_shortfall(portal)
    visitor = portal.visitor()
    page = text_of(visitor.get(f"/register/{number}").text)
    assert "What the chief determined" in page
    assert "Nobody grants or denies." in page
    assert number in visitor.get("/register/shortfalls?state=determined").text
    assert number not in visitor.get("/register/shortfalls?state=complete").text
    (entry,) = json.loads(visitor.get("/register/shortfalls.json").text)["entries"]
    assert (entry["outcome"], entry["state"]) == ("", "determined")


ODD = [
    "outcome=maybe", "outcome=%00", "when=0000", "when=2026-99", "when=99999999999", "body=%27--",
    "after=2026-13-45,W-2026-0001", "after=x", "before=2026-01-01,%00", "after=2026-01-01,W-1%27",
    "when=%D9%A2%D9%A0%D9%A2%D9%A6", "state=complete", "page=-1", "state=decided", "state=draft",
]  # fmt: skip


@pytest.mark.parametrize("query", ODD)
def test_odd_questions_are_as_if_not_asked(standing_portal: Premises, query: str) -> None:
    """No server error, nothing echoed as markup."""
    for path in ("/register", "/register/shortfalls", "/register/decisions.csv"):
        answer = standing_portal.visitor().get(f"{path}?{query}")
        assert answer.status_code == 200, path


@pytest.mark.parametrize("number", ["%00", "W-2026-0001%00", "x" * 3000, "%3Cscript%3E", "..%2f.."])
def test_odd_numbers_have_no_entry(portal: Premises, number: str) -> None:
    """As every number that is none."""
    answer = portal.visitor().get(f"/register/{number}")
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text


def test_the_case_leads_to_its_entry_once_it_is_public(portal: Premises) -> None:
    """For those whom it concerns; and the entry back to the case, for them alone."""
    number = a_telling_case(portal)
    district, counsel = portal.signed_in(SUPERINTENDENT), portal.signed_in(COUNSEL)
    link = f'href="/register/{number}"'
    pages = (f"/cases/{number}", f"/cases/{number}/status")
    assert [link in district.get(path).text for path in pages] == [False, False]
    assert "Put it in the public register" in counsel.get(f"/cases/{number}/office").text
    published(portal, number)
    assert [link in district.get(path).text for path in pages] == [True, True]
    assert link in counsel.get(f"/cases/{number}/office").text
    case = f'href="/cases/{number}"'
    assert case in district.get(f"/register/{number}").text
    assert case not in portal.visitor().get(f"/register/{number}").text


def test_engines_may_list_the_pages_and_keep_no_copy(standing_portal: Premises) -> None:
    """The files and the pages behind the desk are not for them."""
    visitor = standing_portal.visitor()
    robots = visitor.get("/robots.txt").text.splitlines()
    assert "Disallow: /register/decisions.csv" in robots
    assert "Disallow: /publishing" in robots
    assert "Disallow: /register" not in robots
    assert visitor.get("/register").headers["x-robots-tag"] == "noarchive"
    assert visitor.get("/register/decisions.csv").headers["x-robots-tag"] == "noindex"


def test_files_are_asked_for_in_measure(portal_on_sqlite: Premises) -> None:
    """Whoever asks without end is told to wait, and pages stay open to them."""
    visitor = portal_on_sqlite.visitor()
    statuses = {visitor.get("/register/shortfalls.json").status_code for _ in range(120)}
    assert statuses == {200}
    answer = visitor.get("/register/decisions.csv")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 3600
    assert "Links that were sent" not in answer.text
    assert visitor.get("/register").status_code == 200
