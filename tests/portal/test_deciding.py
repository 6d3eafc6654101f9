"""The decision at its page: what is asked, what is pointed out first, what is kept."""

import html
import re
from typing import Any

from models.decisions import Decision
from models.people import Holding, Office
from models.reviews import Recommendation
from tests.actions.makers import (
    COMMISSIONER,
    COUNSEL,
    INTAKE,
    OPERATOR,
    PROGRAM,
)
from tests.portal.office_makers import (
    BELIEF,
    at_the_commissioner,
    text_of,
)
from tests.portal.premises import Premises, Visitor, marks_of


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
