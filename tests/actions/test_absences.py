"""Away: mail goes to both, and the stand-in holds no office by it."""

from datetime import date

import pytest
from sqlalchemy import event as sa_event

from actions.absences import CannotBeAway, NotAway, UnknownPerson, come_back, go_away
from actions.bouncing import Taken, take_report
from actions.offices import NotAnAddress
from actions.recusals import recuse
from models.absences import Absence
from models.duties import Duty
from models.messages import Message
from models.people import Office
from models.reminders import Reminder
from notifications.send import Deferred
from rules.findings import NotYourOffice
from tests.actions.granting import grant
from tests.actions.makers import (
    CHIEF,
    COMMISSIONER,
    COUNSEL,
    INTAKE,
    KEYBOARD,
    MONDAY,
    OPERATOR,
    PROGRAM,
    SUPERINTENDENT,
    House,
    filing,
)
from tests.actions.posting import post, to
from tests.actions.reminding import Desk
from tests.notifications.reports import delivery_report

TODAY, FRIDAY = date(2026, 9, 21), date(2026, 9, 25)


def away(
    house: House,
    email: str = INTAKE,
    stand_in: str = COUNSEL,
    *,
    since: date = TODAY,
    until: date = FRIDAY,
    by: str | None = None,
) -> Absence:
    """Put an absence on record, by the person themself unless said otherwise."""
    with house.session() as session:
        return go_away(
            session,
            email,
            stand_in=stand_in,
            since=since,
            until=until,
            by=by or email,
            entered_by=KEYBOARD,
            now=house.now,
        )


def back(house: House, email: str = INTAKE, *, by: str | None = None) -> list[Absence]:
    """Come back."""
    with house.session() as session:
        return come_back(session, email, by=by or email, entered_by=KEYBOARD, now=house.now)


def told(house: House, number: str, template: str = "step-opened") -> list[tuple[str, str | None]]:
    """Give who was told, and in whose place."""
    mail = house.show(number)["messages"]
    return [(one["to"], one["stands_in_for"]) for one in mail if one["template"] == template]


def test_mail_to_somebody_away_goes_to_both(house: House) -> None:
    """The stand-in's copy says for whom, until when, and that it gives no office."""
    away(house)
    number = house.submit().case.number
    house.route()
    assert told(house, number) == [(INTAKE, None), (COUNSEL, INTAKE)]
    posted = post(house)
    own, copy = to(posted, INTAKE), to(posted, COUNSEL)
    assert "stand-in" not in own.text
    assert "A COPY FOR YOU AS A STAND-IN" in copy.text
    assert f"({INTAKE}), who is away until the end of Friday, September 25, 2026" in copy.text
    assert "It gives you no office: you cannot act in their place." in copy.text
    assert "You get this because you stand in for" in copy.text
    assert "Hello," in copy.text
    html = copy.mail.get_body(("html",))
    assert html is not None
    assert "It gives you no office" in html.get_content()
    # The duty, and the office, stay where they are.
    assert house.show(number)["duties"][0]["holder"] == INTAKE
    with pytest.raises(NotYourOffice):
        house.review(number, COUNSEL)


def test_stand_in_of_the_same_office_may_act(house: House) -> None:
    """Then the copy says so: the office is theirs already."""
    away(house)
    house.submit()
    house.route()
    grant(house.engine, Office.INTAKE, "DESE", COUNSEL)
    assert "You hold the same office, so you may act on it." in to(post(house), COUNSEL).text


@pytest.mark.parametrize(
    ("since", "until", "both"),
    [
        (date(2026, 9, 21), date(2026, 9, 21), True),
        (date(2026, 9, 22), date(2026, 9, 25), False),
        (date(2026, 9, 1), date(2026, 9, 21), True),
    ],
    ids=["today alone", "from tomorrow", "until today"],
)
def test_absence_holds_on_its_days_in_new_york(
    house: House, since: date, until: date, *, both: bool
) -> None:
    """From the first day to the end of the last one."""
    away(house, since=since, until=until)
    number = house.submit().case.number
    house.route()
    assert len(told(house, number)) == 1 + both


def test_absence_over_or_withdrawn_tells_the_person_alone(house: House) -> None:
    """The day after the last, and from the moment they are back."""
    away(house, until=TODAY)
    house.later(days=1)
    number = house.submit().case.number
    house.route()
    assert told(house, number) == [(INTAKE, None)]
    away(house, PROGRAM, CHIEF, by=OPERATOR)
    back(house, PROGRAM, by=OPERATOR)
    house.review(number, INTAKE)
    house.route()
    assert CHIEF not in [one for one, _ in told(house, number)]


def test_one_hop_only(house: House) -> None:
    """A stand-in who is away as well sends nothing further."""
    away(house)
    away(house, COUNSEL, COMMISSIONER)
    number = house.submit().case.number
    house.route()
    assert told(house, number) == [(INTAKE, None), (COUNSEL, INTAKE)]


def test_stand_in_who_is_told_anyway_is_told_once(house: House) -> None:
    """For themself, and not as a copy."""
    away(house, SUPERINTENDENT, CHIEF)
    number = house.submit().case.number
    house.withdraw(number)
    withdrawn = told(house, number, "waiver-withdrawn")
    assert withdrawn == [(SUPERINTENDENT, None), (CHIEF, None)]


def test_stand_in_who_stepped_aside_gets_nothing(house: House) -> None:
    """Whether they declared the conflict before the mail was queued, or before it went."""
    number = house.submit().case.number
    for by, stand_in in ((INTAKE, COUNSEL), (PROGRAM, COMMISSIONER)):
        away(house, by, stand_in, by=OPERATOR)
    with house.session() as session:
        recuse(session, number, reason="A relative", by=COUNSEL, entered_by=KEYBOARD, now=MONDAY)
    house.route()
    assert told(house, number) == [(INTAKE, None)]
    post(house)

    house.review(number, INTAKE)
    with house.session() as session:  # PROGRAM_2 steps aside, so that the step is PROGRAM's
        recuse(session, number, reason="A friend", by="program2@doe.example",
               entered_by=KEYBOARD, now=MONDAY)  # fmt: skip
    house.route()
    assert (COMMISSIONER, PROGRAM) in told(house, number)
    with house.session() as session:
        recuse(session, number, reason="A cousin", by=COMMISSIONER, entered_by=KEYBOARD, now=MONDAY)
    assert [one.message.to_email for one in post(house)] == [PROGRAM]
    (withheld,) = [one for one in house.rows(Message) if one.state == "withheld"]
    assert withheld.to_email == COMMISSIONER
    assert "has stepped aside from this case" in (withheld.reason or "")


def test_others_are_told_of_a_stand_in_as_one(house: House) -> None:
    """Nobody takes them for the office itself."""
    away(house, SUPERINTENDENT, COUNSEL)
    number = house.at_the_commissioner()
    post(house)
    house.decide(number)
    posted = post(house)
    assert "- The stand-in of Superintendent of Schools" in to(posted, CHIEF).text


def test_newer_absence_takes_the_place_of_an_older(house: House) -> None:
    """For the days they share; both stay on record."""
    first, second = away(house), away(house, stand_in=PROGRAM)
    number = house.submit().case.number
    house.route()
    assert told(house, number) == [(INTAKE, None), (PROGRAM, INTAKE)]
    kept = {one.id: one.withdrawn_at for one in house.rows(Absence)}
    assert kept == {first.id: MONDAY, second.id: None}


def test_operator_may_say_it_for_somebody_and_nobody_else(house: House) -> None:
    """A colleague cannot have another's mail sent to themself."""
    assert away(house, by=OPERATOR).by == OPERATOR
    with pytest.raises(NotYourOffice, match=r"Only intake@doe\.example or an operator"):
        away(house, by=COUNSEL)
    with pytest.raises(NotYourOffice):
        back(house, by=COUNSEL)
    assert len(back(house, by=OPERATOR)) == 1


def test_what_makes_no_sense_is_refused(house: House) -> None:
    """Days out of order or past, a stand-in unknown or the person themself, an end of nothing."""
    with pytest.raises(CannotBeAway, match="comes before the first"):
        away(house, since=FRIDAY, until=TODAY)
    with pytest.raises(CannotBeAway, match="is past"):
        away(house, since=date(2026, 9, 1), until=date(2026, 9, 20))
    with pytest.raises(CannotBeAway, match="themself"):
        away(house, stand_in=INTAKE)
    with pytest.raises(UnknownPerson, match=r"nobody@doe\.example"):
        away(house, stand_in="nobody@doe.example")
    with pytest.raises(NotAnAddress):
        away(house, stand_in="a\r\nBcc: b@c.example")
    with pytest.raises(NotAway):
        back(house)
    assert house.rows(Absence) == []


def test_stand_ins_cost_one_query_however_many_are_told(house: House) -> None:
    """Deadline day asks once for each act, not once for each reader."""
    number = house.at_the_commissioner()
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if "FROM absences" in statement:
            asked.append(statement)

    sa_event.listen(house.engine, "before_cursor_execute", note)
    house.decide(number)
    assert len(house.mail(number, "waiver-decided")) == 2
    assert len(asked) == 1


@pytest.fixture
def desk(house: House) -> Desk:
    """Give a desk with two applications before intake, whose holder is away."""
    for number in range(2):
        house.submit(filing(scope=f"All requirements, {number}"))
    house.route()
    away(house, until=date(2026, 10, 30))
    desk = Desk(house)
    desk.deliver()
    return desk


def test_digest_of_somebody_away_goes_to_the_stand_in_too(desk: Desk) -> None:
    """Each in their own mail; the copy says for whom, and leaves out what they stepped aside from.

    The ledger has one row for each reminder all the same.
    """
    with desk.house.session() as session:
        recuse(session, "W-2026-0002", reason="Kin", by=COUNSEL, entered_by=KEYBOARD, now=MONDAY)
    desk.on(date(2026, 9, 25))
    digests = {one.to.email: one for one in desk.digests()}
    assert [one.case_number for one in digests[INTAKE].entries] == ["W-2026-0001", "W-2026-0002"]
    assert [one.case_number for one in digests[COUNSEL].entries] == ["W-2026-0001"]
    assert digests[COUNSEL].stands_in_for.endswith(f"({INTAKE})")
    assert digests[INTAKE].stands_in_for == ""
    assert not digests[COUNSEL].holds_office
    assert [one.state for one in desk.house.rows(Reminder)] == ["sent", "sent"]


def test_what_a_stand_in_is_not_told_of_is_the_persons_still(desk: Desk) -> None:
    """Their digest went first and left a case out: the person hears of both, once."""
    with desk.house.session() as session:
        recuse(session, "W-2026-0002", reason="Kin", by=COUNSEL, entered_by=KEYBOARD, now=MONDAY)
    desk.on(date(2026, 9, 25))
    first = post(desk.house, {INTAKE: Deferred("451 busy")})
    assert "W-2026-0002" not in to(first, COUNSEL).text
    desk.house.later(hours=1)
    own = to(post(desk.house), INTAKE).text
    assert "W-2026-0001" in own
    assert "W-2026-0002" in own
    assert [one.state for one in desk.house.rows(Reminder)] == ["sent", "sent"]
    desk.house.later(days=3)
    desk.compose()
    assert desk.digests() == []


def test_stand_in_with_reminders_of_the_same_office_reads_both_in_one(house: House) -> None:
    """One digest an office a day, also for who stands in."""
    for number in range(2):
        house.submit(filing(scope=f"All requirements, {number}"))
        house.route()
        house.review(f"W-2026-000{number + 1}", INTAKE)
        house.route()
    holders = {
        one["holder"]
        for number in (1, 2)
        for one in house.show(f"W-2026-000{number}")["duties"]
        if one["state"] == "open"
    }
    assert holders == {PROGRAM, "program2@doe.example"}  # fmt: skip
    away(house, PROGRAM, "program2@doe.example", until=date(2026, 10, 30))
    desk = Desk(house)
    desk.deliver()
    desk.on(date(2026, 10, 9))
    digests = {one.to.email: len(one.entries) for one in desk.digests()}
    assert digests == {PROGRAM: 1, "program2@doe.example": 2}


def test_digest_that_bounces_is_with_the_stand_in_already(desk: Desk) -> None:
    """Nobody has to act; when the stand-in's comes back as well, one duty stands."""
    desk.on(date(2026, 9, 25))
    posted = post(desk.house)
    for email, waiting in ((INTAKE, 0), (COUNSEL, 1)):
        report = delivery_report(to(posted, email).raw, to=email)
        with desk.house.session() as session:
            assert take_report(session, report, now=desk.house.now) is Taken.FAILED
        reach = [one for one in desk.house.rows(Duty) if one.what.startswith("reach:")]
        assert len(reach) == waiting
    for number in ("W-2026-0001", "W-2026-0002"):
        kinds = [one["kind"] for one in desk.house.show(number)["events"]]
        assert kinds.count("mail.bounced") == 2
