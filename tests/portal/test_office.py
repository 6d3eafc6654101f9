"""The office's steps at its pages: conflicts before content, steps sent on, questions."""

import re
from datetime import UTC, datetime

from models.reviews import Question, Recommendation, Recusal, Review
from tests.actions.makers import (
    INTAKE,
    PROGRAM,
    PROGRAM_2,
    filing,
)
from tests.portal.office_makers import CONTENT, at_the_program_office, route_on, text_of
from tests.portal.premises import Premises, marks_of


def test_a_reviewer_meets_the_parties_before_the_content(portal: Premises) -> None:
    """Every way to the content leads to the question; the page with it names the parties only."""
    portal.keep_files()
    number = portal.house.submit(filing("waiver-chief-objects.yaml")).case.number
    portal.house.route()
    visitor = portal.signed_in(INTAKE)
    for path in ("", "/office", "/review", "/return", "/decide"):
        answer = visitor.get(f"/cases/{number}{path}")
        assert answer.headers["location"].startswith(f"/cases/{number}/conflict"), path
    answer = visitor.get(f"/documents/{number}/E1")
    assert answer.headers["location"].startswith(f"/cases/{number}/conflict?next=/documents/")
    page = visitor.get(f"/cases/{number}/conflict").text
    assert "Port Example" in page
    assert "Chief of Police" in page
    for words in (CONTENT, "objects", "incident", "E1", "counselor"):
        assert words not in page, words
    answer = visitor.send(f"/cases/{number}/conflict", answer="none")
    assert answer.headers["location"] == f"/cases/{number}/office"
    assert CONTENT in text_of(visitor.get(f"/cases/{number}/office").text)
    kinds = [one["kind"] for one in portal.house.show(number)["events"]]
    assert kinds.count("reviewer.unconflicted") == 1


def test_stepping_aside_hands_the_case_on_and_shuts_it(portal: Premises) -> None:
    """The reason is needed; then somebody else has the duty, and the content stays shut."""
    house = portal.house
    number = house.submit().case.number
    house.route()
    house.review(number, INTAKE)
    house.route()
    holder = house.show(number)["duties"][-1]["holder"]
    visitor = portal.signed_in(holder)
    answer = visitor.send(f"/cases/{number}/conflict", answer="conflict")
    assert answer.status_code == 422
    assert "Say in words what the conflict is." in answer.text
    assert visitor.send(f"/cases/{number}/conflict").status_code == 422
    answer = visitor.send(
        f"/cases/{number}/conflict", answer="conflict", reason="A sister works there."
    )
    assert answer.headers["location"] == "/queue"
    route_on(portal)
    (recusal,) = house.rows(Recusal)
    assert not recusal.had_opened
    assert house.show(number)["duties"][-1]["holder"] == ({PROGRAM, PROGRAM_2} - {holder}).pop()
    assert visitor.get(f"/cases/{number}/office").status_code == 403
    assert visitor.get(f"/cases/{number}/conflict").status_code == 403


def test_somebody_else_finished_the_step_first(portal: Premises) -> None:
    """Who did, what and when is said; what the second one wrote is given back; nothing is done."""
    number = at_the_program_office(portal)
    first, second = portal.signed_in(PROGRAM), portal.signed_in(PROGRAM_2)
    late = marks_of(second.get(f"/cases/{number}/review").text, f"/cases/{number}/review")
    first.send(f"/cases/{number}/review", note="Read by the first.", recommend="grant")
    answer = second.post(f"/cases/{number}/review", late, note="A long <note>.", recommend="deny")
    assert answer.status_code == 409
    assert f"{PROGRAM} finished review:program" in answer.text
    assert "A long &lt;note&gt;." in answer.text
    (review,) = [one for one in portal.house.rows(Review) if one.step == "program"]
    assert review.note == "Read by the first."
    assert review.recommend is Recommendation.GRANT


def test_a_double_click_sends_a_case_on_once(portal: Premises) -> None:
    """The second click leads where the first one did."""
    number = at_the_program_office(portal)
    visitor = portal.signed_in(PROGRAM)
    marks = marks_of(visitor.get(f"/cases/{number}/review").text, f"/cases/{number}/review")
    answers = [
        visitor.post(f"/cases/{number}/review", marks, note="Read.", recommend="") for _ in range(2)
    ]
    assert {one.headers["location"] for one in answers} == {f"/cases/{number}/office"}
    assert len([one for one in portal.house.rows(Review) if one.step == "program"]) == 1


def test_questions_are_tied_to_passages(portal: Premises) -> None:
    """Each at its field; a mistake is said where it is, and nothing typed is lost."""
    number = at_the_program_office(portal)
    visitor, path = portal.signed_in(PROGRAM), f"/cases/{number}/return"
    page = visitor.get(path).text
    at = _place(page, "Reasons 1, text")
    assert visitor.send(path, note="Please see.").status_code == 422
    answer = visitor.send(path, note="Please see.", **{f"question{at}": "Which year?"})
    assert "Tick this, or empty its question." in answer.text
    assert "Which year?" in answer.text
    mistaken = {f"ask{at}": "y", f"words{at}": "words that are not there"}
    answer = visitor.send(path, note="Kept note", **mistaken, **{f"question{at}": "Why?"})
    assert answer.status_code == 422
    assert "do not stand in the passage" in answer.text
    assert "Kept note" in answer.text
    asked = {f"ask{at}": "y", f"words{at}": CONTENT, f"question{at}": "Which year?"}
    answer = visitor.send(path, note="Please see.", **asked)
    assert answer.headers["location"] == f"/cases/{number}/office"
    (question,) = portal.house.rows(Question)
    assert (question.field, question.text) == ("reasons[0].text", f"“{CONTENT}”: Which year?")
    assert portal.house.show(number)["state"] == "returned"


def _place(page: str, words: str) -> int:
    found = re.search(rf'for="ask(\d+)">Ask about {re.escape(words)}<', page)
    assert found, words
    return int(found[1])


def test_a_form_about_an_earlier_version_is_not_taken(portal: Premises) -> None:
    """The district filed anew since: who and when is said, and the case is not sent on."""
    number = at_the_program_office(portal)
    visitor = portal.signed_in(PROGRAM)
    stale = marks_of(visitor.get(f"/cases/{number}/review").text, f"/cases/{number}/review")
    house = portal.house
    at = _place(visitor.get(f"/cases/{number}/return").text, "Scope")
    question = {f"ask{at}": "y", f"question{at}": "Both schools?"}
    visitor.send(f"/cases/{number}/return", note="See.", **question)
    house.now = datetime.now(UTC)
    house.resubmit(number, filing("waiver-chief-objects.yaml", scope="Both schools, all of it."))
    route_on(portal)
    answer = visitor.post(f"/cases/{number}/review", stale, note="Of version one.", recommend="")
    assert answer.status_code == 409
    assert "filed version 2" in answer.text
    assert "Of version one." in answer.text
    page = visitor.get(f"/cases/{number}/office").text
    assert "Both schools, all of it." in page
    assert "From version 1 to 2" in page
