"""The office's queue, its clocks and its figures; and that nothing acts on several cases."""

import re
from datetime import timedelta

import pytest

from models.cases import Case, CaseState
from models.clocks import ClockChange
from models.decisions import Decision
from models.durations import Duration
from models.duties import Duty, DutyState
from portal.matrix import MATRIX
from tests.actions.makers import (
    COMMISSIONER,
    COUNSEL,
    INTAKE,
    OPERATOR,
    PROGRAM,
)
from tests.portal.office_makers import at_the_program_office, text_of
from tests.portal.premises import Premises, marks_of


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
