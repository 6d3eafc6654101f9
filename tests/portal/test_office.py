"""The commissioner's office at its pages: who sees what when, what is refused, what is kept."""

import html
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.cases import Case, CaseState
from models.clocks import ClockChange
from models.decisions import Decision
from models.durations import Duration
from models.duties import Duty, DutyState
from models.people import Holding, Office
from models.reviews import Question, Recommendation, Recusal, Review
from portal.access import MATRIX
from tests.actions.makers import (
    COMMISSIONER,
    COUNSEL,
    INTAKE,
    OPERATOR,
    PROGRAM,
    PROGRAM_2,
    filing,
)
from tests.portal.premises import Premises, Visitor, marks_of

CONTENT = "fallen to one in the last school year"
"""Words of the sample application's first reason."""
BELIEF = "An officer would not help these two schools: no call of two years needed one there."


def at_the_program_office(premises: Premises) -> str:
    """Give a case that either of two program reviewers may take, each without a conflict."""
    house = premises.house
    premises.keep_files()
    number = house.submit(filing("waiver-chief-objects.yaml")).case.number
    house.route()
    house.review(number, INTAKE)
    house.route()
    house.declare(number, PROGRAM, PROGRAM_2)
    return number


def at_the_commissioner(premises: Premises) -> str:
    """Give a case before the commissioner, who has no conflict."""
    premises.keep_files()
    number = premises.house.at_the_commissioner(filing("waiver-chief-objects.yaml"))
    premises.house.declare(number, COMMISSIONER)
    return number


def route_on(premises: Premises) -> None:
    """Let the engine move what the pages have made ready, by the clock that they go by."""
    premises.house.now = datetime.now(UTC)
    premises.house.route()


def text_of(page: str) -> str:
    """Give a page's words."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


# a conflict, before the content


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


# a step


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


# the decision


def signs(visitor: Visitor, number: str, **fields: Any) -> tuple[str, str]:
    """Fill in the decision, read it over, and give the page before signing and the mark seen."""
    said: dict[str, Any] = {
        "outcome": "granted", "belief": BELIEF, "relied_on": ["E1"], "scope": "All.", **fields,
    }  # fmt: skip
    answer = visitor.send(f"/cases/{number}/decide", **said)
    seen = re.search(r'name="seen" value="(\w+)"', answer.text)
    return answer.text, seen[1] if seen else ""


def test_a_decision_is_read_over_before_it_is_signed(portal: Premises) -> None:
    """What the rules point out is shown first; only what was seen is signed."""
    number = at_the_commissioner(portal)
    visitor = portal.signed_in(COMMISSIONER)
    visitor.get(f"/documents/{number}/E1")
    money = "The budget is cut and there is no money to pay for staff."
    page, seen = signs(visitor, number, belief=money, relied_on=["E1", "E2"])
    assert "only of money or staff" in text_of(page)
    assert "You rely on E2, which you have not opened" in text_of(page)
    assert portal.house.rows(Decision) == []
    said = {"outcome": "granted", "relied_on": ["E1", "E2"], "scope": "All."}
    path = f"/cases/{number}/decide"
    marks = marks_of(page, path) | {"version": "1"}
    other = visitor.post(path, marks | {"seen": seen}, **said, belief=BELIEF)
    assert other.status_code == 200  # other words have other warnings: they are shown first
    assert portal.house.rows(Decision) == []
    answer = visitor.post(path, marks | {"seen": seen}, **said, belief=money)
    assert answer.headers["location"] == f"/cases/{number}/office"
    (decision,) = portal.house.rows(Decision)
    assert (decision.opened, decision.relied_on) == (["E1"], ["E1", "E2"])
    page = text_of(visitor.get(f"/cases/{number}/office").text)
    assert money in page
    assert "only of money or staff" in page


def test_an_unfinished_decision_keeps_its_words(portal: Premises) -> None:
    """Every gap at once, each at its field."""
    number = at_the_commissioner(portal)
    visitor = portal.signed_in(COMMISSIONER)
    path = f"/cases/{number}/decide"
    bad = {"belief": "  ", "conditions": "One\nTwo", "scope": "", "until-year": "20x"}
    answer = visitor.send(path, **bad, **{"until-month": "13", "until-day": "1"})
    assert answer.status_code == 422
    words = text_of(answer.text)
    for gap in ("Say whether you grant or deny", "Write, in your own words", "Name the evidence",
                "Say in words which requirements", "no day of the calendar"):  # fmt: skip
        assert gap in words, gap
    assert "One\nTwo" in answer.text
    assert 'value="20x"' in answer.text
    hostile = visitor.send(path, outcome="maybe", belief=BELIEF, relied_on=["E99"], scope="All.")
    assert hostile.status_code == 422
    assert BELIEF in html.unescape(hostile.text)
    assert portal.house.rows(Decision) == []


def test_changing_something_gives_the_form_back(portal_on_sqlite: Premises) -> None:
    """From the page before signing, with everything as it was."""
    number = at_the_commissioner(portal_on_sqlite)
    visitor = portal_on_sqlite.signed_in(COMMISSIONER)
    page, _ = signs(visitor, number)
    said: dict[str, Any] = {
        "outcome": "granted", "belief": BELIEF, "relied_on": ["E1"], "scope": "All.",
    }  # fmt: skip
    marks = marks_of(page, f"/cases/{number}/decide")
    answer = visitor.post(f"/cases/{number}/decide", marks, change="y", **said)
    assert answer.status_code == 200
    assert BELIEF in html.unescape(answer.text)
    assert "Read it over" in answer.text


def test_whoever_drafted_a_recommendation_is_told_why_they_cannot_decide(portal: Premises) -> None:
    """Counsel who acts for the commissioner as well: the page says it, and the act refuses."""
    house = portal.house
    with house.session() as session:
        from actions.offices import person  # noqa: PLC0415

        counsel = person(session, COUNSEL)
        assert counsel is not None
        session.add(
            Holding(
                person_id=counsel.id or 0, office=Office.COMMISSIONER, at="DESE", acting=True,
                title="Acting Commissioner", granted_by=OPERATOR, granted_at=house.now,
            )
        )  # fmt: skip
    number = house.submit().case.number
    for by in (INTAKE, PROGRAM, COUNSEL):
        house.route()
        house.review(number, by, recommend=Recommendation.GRANT if by == COUNSEL else None)
    house.route()
    house.declare(number, COUNSEL, COMMISSIONER)
    visitor = portal.signed_in(COUNSEL)
    page = text_of(visitor.get(f"/cases/{number}/decide").text)
    assert "You cannot decide this case" in page
    assert "Read it over" not in page
    marks = marks_of(visitor.get("/desk").text, "/sign-out")
    said = {"outcome": "granted", "belief": BELIEF, "relied_on": ["E1"], "scope": "All."}
    answer = visitor.post(f"/cases/{number}/decide", marks, **said)
    assert answer.status_code == 403
    assert "drafted a recommendation" in answer.text
    page = text_of(portal.signed_in(COMMISSIONER).get(f"/cases/{number}/office").text)
    assert "acting or delegated no instrument on file" in page
    assert "drafted a recommendation, so does not decide" in page


# clocks


def test_a_clock_is_paused_let_go_on_and_extended(portal: Premises) -> None:
    """By somebody of another office than the one that owes the duty, who says why."""
    number = at_the_program_office(portal)
    portal.house.declare(number, COMMISSIONER)
    path = f"/cases/{number}/clocks/review:program"
    visitor = portal.signed_in(COMMISSIONER)
    assert "Pause, resume or extend" in visitor.get(f"/cases/{number}/office").text
    answer = visitor.send(path, change="pause", reason="", authority="policy")
    assert "Say why, in words." in answer.text
    answer = visitor.send(path, change="extend", reason="Kept reason", days="soon")
    assert answer.status_code == 422
    assert "Kept reason" in answer.text
    for change, more in (("pause", {}), ("resume", {}), ("extend", {"days": "5"})):
        answer = visitor.send(path, change=change, reason="The reviewer is away.",
                              authority="policy", **more)  # fmt: skip
        assert answer.headers["location"] == f"/cases/{number}/office", answer.text
    assert [one.kind.value for one in portal.house.rows(ClockChange)] == [
        "paused",
        "resumed",
        "extended",
    ]
    answer = visitor.send(path, change="resume", reason="Again", authority="policy")
    assert "is running" in answer.text
    own = portal.signed_in(PROGRAM).get(path)
    assert own.status_code == 403
    assert visitor.get(f"/cases/{number}/clocks/review:nothing").status_code == 404


# the queue


def test_the_queue_is_chosen_and_sorted_by_links(portal: Premises) -> None:
    """Mine, my offices', past due, paused, all; by each column, both ways, without scripts."""
    house = portal.house
    first = at_the_program_office(portal)
    second = house.submit().case.number
    house.route()
    with house.session() as session:
        from sqlmodel import select  # noqa: PLC0415

        for duty in session.exec(select(Duty).where(Duty.state == DutyState.OPEN)):
            if duty.case_number == first:
                duty.due_on = (house.now - timedelta(days=20)).date()
            else:
                duty.paused_on = house.now.date()
    visitor = portal.signed_in(INTAKE)

    def shown(query: str) -> list[str]:
        return re.findall(
            r'<th scope="row" data-label="Case"><a href="/cases/([^"]+)"',
            visitor.get(f"/queue{query}").text,
        )

    assert shown("") == shown("?show=office") == [second]
    assert shown("?show=all") == [first, second]
    assert shown("?show=all&sort=due-back") == [second, first]
    assert shown("?show=all&sort=case-back") == [second, first]
    assert shown("?show=overdue") == [first]
    assert shown("?show=paused") == [second]
    assert shown("?show=all&duty=review:program") == [first]
    assert shown("?show=all&duty=';--") == []
    assert shown("?show=x&sort=y-back&page=-3") == [second]
    assert shown("?show=all&page=99999") == [first, second]
    page = visitor.get("/queue?show=all").text
    assert 'aria-sort="ascending"' in page
    assert "/one-at-a-time" in page


def test_nothing_acts_on_several_cases(portal_on_sqlite: Premises) -> None:
    """No route takes a form about cases but for one case, by its number; lists take none."""
    acting = [route for route in MATRIX if route.startswith("POST /cases")]
    assert acting
    assert all(route.startswith("POST /cases/{number}/") for route in acting)
    numbers = [portal_on_sqlite.house.at_the_commissioner() for _ in range(1)]
    visitor = portal_on_sqlite.signed_in(COMMISSIONER)
    marks = marks_of(visitor.get("/desk").text, "/sign-out")
    for path in ("/queue", "/queue/decide", "/cases", "/cases/decide", "/cases/*/decide", "/decide",
                 f"/cases/{numbers[0]},{numbers[0]}/decide", "/statistics"):  # fmt: skip
        answer = visitor.post(path, marks, numbers=",".join(numbers), outcome="granted")
        assert answer.status_code in {404, 405}, path
    assert portal_on_sqlite.house.rows(Decision) == []
    assert "checkbox" not in visitor.get("/queue?show=all").text


# figures


def test_figures_come_with_their_tables(portal: Premises) -> None:
    """Open duties by age, time to decision by year without paused time, cases by state."""
    house = portal.house
    number = house.at_the_commissioner()
    house.later(days=3)
    house.decide(number)
    house.submit()
    house.route()
    with house.session() as session:
        (case,) = [one for one in house.rows(Case) if one.state is CaseState.DECIDED]
        kept = session.get_one(Duration, (case.number, "whole"))
        kept.seconds, kept.paused = 36 * 60 * 60, 99 * 60 * 60
    page = portal.signed_in(COUNSEL).get("/statistics").text
    words = text_of(page)
    assert "Intake, DESE 1 0 0 0 0 0 1" in words
    assert re.search(r"\d{4} 1 1\.5 days 1\.5 days", words)
    assert "Decided 1 50%" in words
    assert (
        page.count('<svg class="picture__drawing"') == page.count("<table") - 1 or "<table" in page
    )
    assert "style=" not in page
    for query in ("?kind=shortfall", "?year=1000", "?year=x&kind=<script>"):
        answer = portal.signed_in(OPERATOR).get(f"/statistics{query}")
        assert answer.status_code == 200
        assert "<script>" not in answer.text


@pytest.mark.parametrize("path", ["/statistics", "/queue"])
def test_figures_of_an_empty_office_are_a_page_too(standing_portal: Premises, path: str) -> None:
    """Before the first case."""
    assert standing_portal.signed_in(OPERATOR).get(path).status_code == 200
