"""The round of reminders: each rung once, whatever happens in between."""

import threading
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from actions.cases import find_any
from actions.clocks import extend_clock, pause_clock, resume_clock
from actions.closing import enter_closure
from actions.questions import Asked
from actions.reminders import acknowledge, rungs_due, take_rungs
from database import connect, transaction
from models.cases import Case
from models.duties import Authority, Duty
from models.people import Office
from models.policies import PolicyVersion
from models.reminders import Acknowledgement, Reminder, ReminderState, ReminderTrouble
from models.reviews import ReviewOutcome
from tests.actions.makers import (
    INTAKE,
    KEYBOARD,
    OPERATOR,
    SUPERINTENDENT,
    House,
    filing,
)
from tests.actions.reminding import DUE, Desk, at

INTAKES = "review:intake"


@pytest.fixture
def desk(house: House) -> Desk:
    """Give a desk with one application before intake, due on Monday 28 September."""
    house.submit()
    house.route()
    return Desk(house)


NUMBER = "W-2026-0001"
ASKED = (Asked("evidence[0].period", "Which school years?"),)


def test_ladder_goes_rung_by_rung_and_changes_no_state(desk: Desk) -> None:
    """A day before, the day after, then the operators; the case stays where it is."""
    assert [one.rung for one in desk.on(date(2026, 9, 24))] == []
    assert [one.rung for one in desk.on(date(2026, 9, 25))] == ["remind-1"]
    assert [one.rung for one in desk.on(date(2026, 9, 28))] == []
    assert [one.rung for one in desk.on(date(2026, 9, 29))] == ["remind+1"]
    assert [one.rung for one in desk.on(date(2026, 10, 1))] == ["escalate+3:operator"]
    assert [one.rung for one in desk.on(date(2026, 10, 5))] == ["remind+5"]
    assert [one.rung for one in desk.on(date(2027, 10, 5))] == []
    assert desk.ledger() == {
        "review:intake remind-1": ("queued", "intake@DESE"),
        "review:intake remind+1": ("queued", "intake@DESE"),
        "review:intake escalate+3:operator": ("queued", "operator@DESE"),
        "review:intake remind+5": ("queued", "intake@DESE"),
    }
    case = desk.case(NUMBER)
    assert (case.state, case.step) == ("in_review", "intake")
    assert desk.duty(INTAKES).next_rung_at is None
    kinds = [one["kind"] for one in desk.house.show(NUMBER)["events"]]
    assert kinds[-4:] == ["duty.reminded", "duty.reminded", "duty.escalated", "duty.reminded"]


def test_nothing_goes_at_a_weekend_or_before_the_hour(desk: Desk) -> None:
    """Missed on Friday, looked at on Saturday and early on Monday: it goes on Monday at eight."""
    assert desk.on(date(2026, 9, 26), 12) == []
    assert desk.duty(INTAKES).next_rung_at == at(DUE)
    assert desk.on(DUE, 7) == []
    assert [one.rung for one in desk.on(DUE, 8)] == ["remind-1"]
    (row,) = desk.house.rows(Reminder)
    assert (row.due_at, row.at) == (at(date(2026, 9, 25)), at(DUE))


def test_after_an_outage_each_rung_is_settled_once(desk: Desk) -> None:
    """Ten days away: the newest reminder and the escalation go, earlier ones are overtaken."""
    taken = {one.rung: one.state for one in desk.on(date(2026, 10, 8), 15)}
    assert taken == {
        "remind-1": "overtaken",
        "remind+1": "overtaken",
        "escalate+3:operator": "queued",
        "remind+5": "queued",
    }
    overtaken = [one for one in desk.house.rows(Reminder) if one.state == "overtaken"]
    assert {one.why for one in overtaken} == {
        "not sent in time; remind+5, due 2026-10-05, went in its place"
    }
    assert desk.round() == []
    assert desk.on(date(2026, 10, 9)) == []


def test_act_stops_the_ladder(desk: Desk) -> None:
    """Done a minute before: nobody is reminded of it; the next step has its own ladder."""
    desk.house.now = at(date(2026, 9, 25), 7, 59)
    desk.house.review(NUMBER, INTAKE)
    assert desk.on(date(2026, 9, 25)) == []
    assert desk.on(date(2026, 10, 30)) == []
    desk.house.now = at(date(2026, 9, 25), 9)
    desk.house.route()
    assert desk.duty("review:program").next_rung_at is not None


def test_withdrawal_stops_the_ladder(desk: Desk) -> None:
    """A case taken back owes nothing."""
    desk.house.later(days=1)
    desk.house.withdraw(NUMBER)
    assert desk.on(date(2026, 10, 30)) == []


def test_acknowledgement_stops_the_ladder_and_not_the_duty(desk: Desk) -> None:
    """Who said that they know of it is left in peace; the duty stays owed by the same day."""
    desk.on(date(2026, 9, 25))
    now = desk.house.now
    with desk.house.session() as session:
        case, duty = find_any(session, NUMBER), session.get_one(Duty, desk.duty(INTAKES).id)
        acknowledge(session, case, duty, why="By the link.", by=INTAKE, entered_by="link", now=now)
    assert desk.on(date(2026, 10, 30)) == []
    assert desk.ledger() == {"review:intake remind-1": ("stopped", "intake@DESE")}
    (row,) = desk.house.rows(Acknowledgement)
    assert (row.by, row.why) == (INTAKE, "By the link.")
    assert desk.duty(INTAKES).due_on == DUE
    assert desk.still_open(NUMBER) == {INTAKES}
    assert desk.house.show(NUMBER)["events"][-1]["kind"] == "duty.acknowledged"


def test_paused_duty_has_no_rungs(desk: Desk) -> None:
    """While its clock stands nobody is reminded; resumed, the ladder goes on with the new date."""
    _clock(desk, pause_clock, reason="Waits for the survey")
    assert desk.duty(INTAKES).next_rung_at is None
    assert desk.on(date(2026, 10, 2)) == []
    _clock(desk, resume_clock, reason="It came")
    due = desk.duty(INTAKES).due_on
    assert due == date(2026, 10, 9)
    assert [one.rung for one in desk.round()] == ["remind-5"]
    assert [one.rung for one in desk.on(date(2026, 10, 8))] == ["remind-1"]


def test_extension_begins_the_ladder_anew(desk: Desk) -> None:
    """The reminder of the old date does not stand for the one of the new."""
    desk.on(date(2026, 9, 25))
    _clock(desk, extend_clock, days=10, reason="Agreed", authority=Authority.POLICY)
    assert desk.duty(INTAKES).due_on == date(2026, 10, 13)
    assert [one.rung for one in desk.on(date(2026, 10, 5))] == ["remind-5/2026-09-25T12:00:00Z"]
    assert [one.rung for one in desk.on(date(2026, 10, 9))] == ["remind-1/2026-09-25T12:00:00Z"]


def _clock(desk: Desk, act: object, **more: object) -> None:
    now = desk.house.now
    with desk.house.session() as session:
        act(session, NUMBER, INTAKES, by=OPERATOR, entered_by=KEYBOARD, now=now, **more)  # type: ignore[operator]


def test_closure_moves_the_rungs(desk: Desk) -> None:
    """The morning on which the office stays shut, nobody is reminded; the rung is not lost."""
    desk.house.now = at(date(2026, 9, 28), 15)
    with desk.house.session() as session:
        enter_closure(
            session, date(2026, 9, 29), "Snow", by=OPERATOR, entered_by=KEYBOARD,
            now=desk.house.now,
        )  # fmt: skip
    assert [one.rung for one in desk.on(date(2026, 9, 28), 16)] == ["remind-1"]
    assert desk.on(date(2026, 9, 29)) == []
    assert [one.rung for one in desk.on(date(2026, 9, 30))] == ["remind+1"]


def test_nobody_in_office_is_told_to_the_operators(desk: Desk) -> None:
    """A reminder that would reach nobody reaches those who can fill the office."""
    with desk.house.session() as session:
        session.get_one(Duty, desk.duty(INTAKES).id).holder = None
        session.exec(sa.text("update holdings set revoked_at = granted_at where office = 'intake'"))
    (taken,) = desk.on(date(2026, 9, 25))
    assert (taken.state, taken.office) == ("queued", "operator@DESE")
    (row,) = desk.house.rows(Reminder)
    assert row.why == "nobody holds intake@DESE"


def test_nobody_at_all_is_put_down_as_untold(desk: Desk) -> None:
    """That nobody could be told is on record too."""
    with desk.house.session() as session:
        session.get_one(Duty, desk.duty(INTAKES).id).holder = None
        session.exec(sa.text("update holdings set revoked_at = granted_at"))
    (taken,) = desk.on(date(2026, 9, 25))
    assert taken.state == ReminderState.UNTOLD
    assert desk.mail() == []


def test_stand_in_office_is_told_where_nobody_holds_the_first(desk: Desk) -> None:
    """The operators' post is vacant: intake hears of the escalation, and why."""
    with desk.house.session() as session:
        session.exec(
            sa.text("update holdings set revoked_at = granted_at where office = 'operator'")
        )
    taken = desk.on(date(2026, 10, 1))
    assert {one.rung: one.office for one in taken if one.state == "queued"} == {
        "escalate+3:operator": "intake@DESE",
        "remind+1": "intake@DESE",
    }
    escalation = next(one for one in desk.house.rows(Reminder) if one.kind == "escalate")
    assert "nobody holds operator@DESE" in escalation.why


def returned(house: House) -> Desk:
    """Return the application: the district owes an answer by 19 October."""
    number = house.submit().case.number
    house.route()
    house.review(number, INTAKE, outcome=ReviewOutcome.RETURN, questions=ASKED)
    house.route()
    return Desk(house)


def test_two_rounds_at_once_send_each_rung_once(house: House) -> None:
    """Two workers share the work: none twice, none left."""
    for number in range(20):
        house.submit(filing(scope=f"All requirements, {number}"))
    house.route()
    desk = Desk(house)
    house.now = at(date(2026, 9, 25))
    engines = [connect(house.engine.url.render_as_string(hide_password=False)) for _ in range(2)]
    taken: list[str] = []
    start = threading.Barrier(2)

    def work(engine: sa.Engine) -> None:
        start.wait(10)
        while True:
            with transaction(engine) as session:
                batch = take_rungs(session, now=house.now, limit=3)
                left = rungs_due(session, now=house.now)
            taken.extend(one.case_number for one in batch or [])
            if batch is None and not left:
                return

    threads = [threading.Thread(target=work, args=[engine]) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for engine in engines:
        engine.dispose()
    assert sorted(taken) == [f"W-2026-{number:04}" for number in range(1, 21)]
    assert len(house.rows(Reminder)) == 20
    assert [one.reminders for one in desk.compose()] == [20]
    assert len(desk.mail()) == 1


def test_nobody_composes_while_a_rung_is_in_other_hands(postgresql_url: str) -> None:
    """The last worker composes, so that a digest has all of the day."""
    engine = connect(postgresql_url)
    house = House(engine).open()
    house.submit()
    house.submit(filing(scope="All requirements, twice"))
    house.route()
    house.now = at(date(2026, 9, 25))
    desk = Desk(house)
    with transaction(engine) as held:
        assert len(take_rungs(held, now=house.now, limit=1) or []) == 1
        assert len(desk.take()) == 1
        assert desk.compose() == []
    assert [one.reminders for one in desk.compose()] == [2]
    engine.dispose()


def test_one_poisoned_of_a_hundred_stops_no_other(house: House) -> None:
    """Ninety-nine go; the broken one is named, put aside, tried again later, longer each time."""
    sound = House(house.engine, policy=house.policy, now=house.now)
    for number in range(99):
        sound.submit(filing(scope=f"All requirements, {number}"))
    other = House(house.engine, policy=house.policy.replace('"default"', '"spoilt"'), now=house.now)
    broken = other.submit(filing(scope="All requirements, broken")).case.number
    house.route()
    with house.session() as session:
        version = session.get_one(Case, broken).policy_version
        text = session.get_one(PolicyVersion, version)
        kept, text.content = text.content, "name = ["
    desk = Desk(house)
    taken = desk.on(date(2026, 9, 25))
    assert sum(one.state == "queued" for one in taken) == 99
    assert [one.case_number for one in taken if one.trouble] == [broken]
    (trouble,) = house.rows(ReminderTrouble)
    assert (trouble.failures, "policy" in trouble.error) == (1, True)
    assert [one.rung for one in desk.round()] == []
    assert desk.mail()

    house.later(minutes=1)
    assert [bool(one.trouble) for one in desk.round()] == [True]
    assert _next(house, broken) == house.now + timedelta(minutes=2)
    with house.session() as session:
        session.get_one(PolicyVersion, version).content = kept
    house.later(minutes=2)
    assert [one.rung for one in desk.round()] == ["remind-1"]
    assert house.rows(ReminderTrouble) == []


def _next(house: House, number: str) -> object:
    return next(one for one in house.rows(Duty) if one.case_number == number).next_rung_at


def test_ladder_ends_in_a_call_that_an_act_makes_needless(house: House) -> None:
    """A district that does not answer is telephoned; once it answers, the task goes by itself."""
    desk = returned(house)
    due = desk.duty("answer:questions").due_on
    assert due == date(2026, 10, 20)
    taken = desk.on(date(2026, 10, 27))
    task = desk.duty(f"telephone:{desk.duty('answer:questions').id}")
    assert {one.rung for one in taken if one.state == "sent"} == {"telephone+5"}
    assert (task.office, task.due_on) == (Office.OPERATOR, date(2026, 10, 29))
    said = [one for one in desk.deliver() if one.call]
    assert [one.to.email for one in said] == [OPERATOR]
    assert said[0].call
    assert said[0].call.people == (f"Superintendent of Schools, {SUPERINTENDENT}",)

    house.resubmit(NUMBER, filing(scope="All requirements, as asked"))
    assert desk.duty(task.what).state == "dropped"
    assert desk.on(date(2026, 11, 30)) == []


def test_what_is_not_due_is_not_looked_at(desk: Desk) -> None:
    """A round with nothing due asks once, by the index, and is over."""
    house, asked = desk.house, list[str]()

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(house.engine, "before_cursor_execute", hear)
    house.now = at(date(2026, 9, 22))
    with house.session() as session:
        assert take_rungs(session, now=house.now, limit=10) is None
    assert len([one for one in asked if "duties" in one]) == 1
