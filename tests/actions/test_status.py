"""Where a case stands, who acts next, what happened: in words that need no key."""

import ast
import re

import pytest

from actions.cases import find_case
from actions.questions import Asked
from actions.status import Happened, Status, history_of, status_of
from actions.status_words import EVENTS, STATES, owed_words
from actions.versions import NoSuchVersion, compare_versions, versions_of
from database import transaction
from models.cases import CaseKind, CaseState
from models.duties import Duty
from models.reviews import ReviewOutcome
from rules.policy import default_policy_text, parse_policy
from tests.actions.makers import INTAKE, House, filing
from tests.actions.shortfall_makers import Fallback
from tests.shared import PROJECT


def look(house: House, number: str, *, office: bool = False) -> tuple[Status, list[Happened]]:
    """Give a case's status and history."""
    kind = CaseKind.WAIVER if number.startswith("W") else CaseKind.SHORTFALL
    with transaction(house.engine) as session:
        case = find_case(session, number, kind)
        status = status_of(session, case, now=house.now)
        return status, history_of(session, case, office=office)


def test_status_says_who_acts_next_by_when_on_whose_authority(house: House) -> None:
    """From filing to withdrawal, in a sentence each."""
    number = house.submit().case.number
    assert look(house, number)[0].next_words.startswith("The next step is being opened")
    house.route()
    status, _ = look(house, number)
    assert status.next_words == (
        "The intake (DESE) is to review the application (Intake review) "
        "by 28 September 2026 (policy)."
    )
    house.later(days=30)
    assert "overdue: nothing is decided by that" in look(house, number)[0].next_words
    house.review(number, INTAKE, outcome=ReviewOutcome.RETURN, questions=(Asked("scope", "?"),))
    words = look(house, number)[0].next_words
    assert words.startswith("The superintendent (Port Example) is to answer the office's questions")
    house.withdraw(number)
    assert look(house, number)[0].next_words == "Nothing more is owed: the case is closed."


def test_history_names_titles_and_keeps_the_offices_own(house: House) -> None:
    """No address is shown, and the parties are not told what is the office's own."""
    number = house.submit().case.number
    house.route()
    house.review(number, INTAKE)
    house.withdraw(number, reason="Not needed")
    _, parties = look(house, number)
    _, office = look(house, number, office=True)
    assert [(one.words, one.who) for one in parties] == [
        ("The application was taken back: Not needed", "Superintendent of Schools"),
        ("The intake step was finished; the case went on.", "Intake reviewer"),
        ("A step was opened.", "Recourse"),
        ("The application was filed.", "Superintendent of Schools"),
    ]
    assert len(office) >= len(parties)
    assert not any("@" in f"{one.words}{one.who}" for one in office)


def test_a_shortfall_has_words_too(house: House) -> None:
    """The same two functions serve both kinds."""
    number = Fallback(house).determine().case.number
    Fallback(house).route()
    status, history = look(house, number)
    assert "the department of state police is to answer" in status.next_words.lower()
    assert history[-1].words == "The chief determined a want of resources."


def test_every_event_of_a_case_has_words() -> None:
    """A new kind of event is given words with it, and somebody decides who is told."""
    kinds = re.compile(r"[a-z_]+\.[a-z]+ed|(officer|consultation)\.[a-z]+")
    of_no_case = ("registry.", "offices.", "intake.", "clients.", "closure.", "policy.", "feed.")
    found = {
        node.value
        for path in (PROJECT / "actions").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    found = {one for one in found if kinds.fullmatch(one) and not one.startswith(of_no_case)}
    assert {"waiver.submitted", "officer.pending"} < found <= set(EVENTS)


def test_every_state_has_words() -> None:
    """None is shown as a slug."""
    assert set(STATES) == set(CaseState)


def test_every_duty_has_words(house: House) -> None:
    """What is owed reads as an act; an unknown slug is at least readable."""
    policy = parse_policy(default_policy_text())
    house.submit()
    house.route()
    for duty in house.rows(Duty):
        assert ":" not in owed_words(duty.what, policy)
    assert owed_words("new_kind:of_thing", policy) == "new kind of thing"


def test_versions_are_compared_field_by_field(house: House) -> None:
    """What it said, and what it says."""
    number = house.submit().case.number
    house.route()
    house.review(number, INTAKE, outcome=ReviewOutcome.RETURN, questions=(Asked("scope", "?"),))
    house.resubmit(number, filing(scope="Both schools"))
    with transaction(house.engine) as session:
        assert [one.version for one in versions_of(session, number)] == [1, 2]
        (change,) = compare_versions(session, number, 1, 2)
        assert (change.field, change.after) == ("scope", "Both schools")
        with pytest.raises(NoSuchVersion):
            compare_versions(session, number, 1, 3)
