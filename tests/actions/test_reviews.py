"""The office's acts: review, return, step aside, open."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from actions.cases import CannotMove
from actions.evidence import open_item
from actions.questions import Asked, NoSuchField
from actions.recusals import recuse
from models.cases import Case
from models.duties import Duty
from models.messages import Message
from models.policies import PolicyVersion
from models.reviews import Recommendation, Recusal, Review, ReviewOutcome
from notifications.compose import Template
from rules.findings import NoSuchCase, NotYourOffice, Refused, SomeoneElseActed
from rules.policy import default_policy_text
from tests.actions.makers import (
    CHIEF,
    COUNSEL,
    INTAKE,
    KEYBOARD,
    OPERATOR,
    PROGRAM,
    PROGRAM_2,
    SUPERINTENDENT,
    House,
    filing,
)


def at_program(house: House) -> tuple[str, str]:
    """Carry an application to the program office. Gives its number and who has it."""
    number = house.submit().case.number
    house.route()
    house.review(number, INTAKE)
    moved = house.route()
    return number, moved[0].holder or ""


def step_aside(house: House, number: str, by: str) -> Recusal:
    """Declare a conflict."""
    with house.session() as session:
        return recuse(
            session, number, reason="A relative", by=by, entered_by=KEYBOARD, now=house.now
        )


def test_step_opens_with_a_due_date_that_is_policy(house: House) -> None:
    """No deadline is in the section, so none is shown as law."""
    number = house.submit().case.number
    house.route()

    duty = house.show(number)["duties"][0]
    assert duty["what"] == "review:intake"
    assert duty["owed_by"] == "intake@DESE"
    assert duty["holder"] == INTAKE
    assert duty["due_on"] == "2026-09-28"
    assert duty["authority"] == "policy"


def test_work_goes_to_whoever_has_least_of_it(house: House) -> None:
    """Two reviewers share an office: the second case goes to the other one."""
    _, first = at_program(house)
    number = house.submit(filing(scope="All requirements, another year")).case.number
    house.route()
    house.review(number, INTAKE)
    second = house.route()[0].holder

    assert {first, second} == {PROGRAM, PROGRAM_2}


def test_cases_that_come_together_are_shared_out_as_if_one_by_one(house: House) -> None:
    """Six reach an office of two at once: each has three in hand."""
    numbers = several(house, 6)
    house.route()
    for number in numbers:
        house.review(number, INTAKE)

    moved = house.route()

    assert [one.number for one in moved] == numbers
    assert Counter(one.holder for one in moved) == {PROGRAM: 3, PROGRAM_2: 3}


def test_one_that_fails_among_those_that_come_together_stops_no_other(house: House) -> None:
    """The broken one waits with its error; the others have one duty, one entry, one mail each."""
    numbers = [
        house.submit(filing(scope="The first")).case.number,
        under(house, "spoilt").submit(filing(scope="The second")).case.number,
        house.submit(filing(scope="The third")).case.number,
    ]
    with house.session() as session:
        spoilt = session.get_one(Case, numbers[1]).policy_version
        session.get_one(PolicyVersion, spoilt).content = "name = ["

    moved = house.route()

    assert {one.number for one in moved if one.error} == {numbers[1]}
    with house.session() as session:
        duties = Counter(one.case_number for one in session.exec(select(Duty)))
        told = Counter(
            one.case_number
            for one in session.exec(select(Message))
            if one.template == Template.STEP_OPENED
        )
    assert duties == told == {numbers[0]: 1, numbers[2]: 1}


def several(house: House, count: int) -> list[str]:
    """File applications that differ, and give their numbers."""
    return [
        house.submit(filing(scope=f"All requirements, part {part}")).case.number
        for part in range(count)
    ]


def under(house: House, name: str) -> House:
    """Give the same house under a policy of another name."""
    policy = default_policy_text().replace('name = "default"', f'name = "{name}"')
    return House(house.engine, policy=policy, now=house.now)


def test_any_holder_of_the_office_may_take_the_step(house: House) -> None:
    """A duty is owed by an office, not by a name."""
    number, holder = at_program(house)
    other = PROGRAM_2 if holder == PROGRAM else PROGRAM

    review = house.review(number, other)

    assert review.step == "program"


@pytest.mark.parametrize("by", [SUPERINTENDENT, CHIEF, INTAKE, OPERATOR, "nobody@doe.example"])
def test_review_by_somebody_without_the_office_changes_nothing(house: House, by: str) -> None:
    """Only the step's office reviews it; the refusal says why."""
    number = house.submit().case.number
    house.route()
    if by == INTAKE:
        house.review(number, INTAKE)
        house.route()
    before = house.show(number)

    with pytest.raises((NotYourOffice, SomeoneElseActed)):
        house.review(number, by)

    assert house.show(number) == before


def test_two_people_on_the_same_step_one_wins(house: House) -> None:
    """The second one is told who was first, and nothing of theirs is kept."""
    number, _ = at_program(house)

    def review(by: str) -> Refused | Review:
        try:
            return house.review(number, by, note=f"By {by}")
        except Refused as refused:
            return refused

    with ThreadPoolExecutor(2) as desks:
        results = list(desks.map(review, [PROGRAM, PROGRAM_2]))

    refusals = [one for one in results if isinstance(one, Refused)]
    assert len(refusals) == 1
    assert refusals[0].exit_code in {4, 6}
    assert len([one for one in house.rows(Review) if one.step == "program"]) == 1


def test_second_review_of_a_done_step_names_who_did_it(house: House) -> None:
    """Before the engine has moved the case on, too."""
    number, _ = at_program(house)
    house.review(number, PROGRAM)

    with pytest.raises(SomeoneElseActed, match=PROGRAM):
        house.review(number, PROGRAM_2)


def test_return_ties_questions_to_fields_and_asks_the_superintendent(house: House) -> None:
    """The district learns what to mend and where, by when, and that the date is policy."""
    number = house.submit().case.number
    house.route()

    house.review(
        number,
        INTAKE,
        outcome=ReviewOutcome.RETURN,
        questions=(Asked("evidence[0].period", "Which school years?"),),
    )

    case = house.show(number)
    assert case["state"] == "returned"
    assert case["questions"][0]["field"] == "evidence[0].period"
    duty = case["duties"][-1]
    assert (duty["what"], duty["owed_by"]) == ("answer:questions", "superintendent@99010000")
    assert (duty["holder"], duty["authority"]) == (SUPERINTENDENT, "policy")
    assert house.mail(number, "waiver-returned") == [SUPERINTENDENT]


@pytest.mark.parametrize("field", ["evidence[9]", "budget", "documents", "evidence[0].secret", ""])
def test_question_about_a_field_that_was_not_filed_is_refused(house: House, field: str) -> None:
    """A question points somewhere, or it cannot be answered there."""
    number = house.submit().case.number
    house.route()

    with pytest.raises(NoSuchField):
        house.review(
            number, INTAKE, outcome=ReviewOutcome.RETURN, questions=(Asked(field, "What?"),)
        )

    assert house.show(number)["state"] == "in_review"


@pytest.mark.rule(13)
def test_returned_case_cannot_be_reviewed_or_decided(house: House) -> None:
    """Until the district has answered, nobody approves anything."""
    number = house.submit().case.number
    house.route()
    house.review(number, INTAKE, outcome=ReviewOutcome.RETURN)

    with pytest.raises(CannotMove, match="returned"):
        house.review(number, INTAKE)
    with pytest.raises(CannotMove, match="returned"):
        house.decide(number)


def test_review_of_a_case_that_is_not_there(house: House) -> None:
    """A wrong number is said to be one."""
    with pytest.raises(NoSuchCase, match="W-2026-0404"):
        house.review("W-2026-0404", INTAKE)


@pytest.mark.rule(14)
def test_recused_reviewer_loses_the_duty_and_may_not_act(house: House) -> None:
    """A conflict takes somebody off the case, and another holder gets it."""
    number, holder = at_program(house)
    other = PROGRAM_2 if holder == PROGRAM else PROGRAM

    step_aside(house, number, holder)
    house.route()

    assert house.show(number)["duties"][-1]["holder"] == other
    with pytest.raises(NotYourOffice, match="stepped aside"):
        house.review(number, holder)
    with house.session() as session, pytest.raises(NotYourOffice, match="stepped aside"):
        open_item(session, number, "E1", by=holder, entered_by=KEYBOARD, now=house.now)


def test_recusal_before_the_step_opens_passes_the_person_over(house: House) -> None:
    """Somebody may step aside before anything reaches them."""
    number = house.submit().case.number
    house.route()
    step_aside(house, number, PROGRAM)
    house.review(number, INTAKE)

    assert house.route()[0].holder == PROGRAM_2


@pytest.mark.parametrize("opened", [True, False])
def test_recusal_says_whether_content_had_been_opened(house: House, *, opened: bool) -> None:
    """Stepping aside late is better than not at all, and it shows."""
    number, holder = at_program(house)
    if opened:
        with house.session() as session:
            open_item(session, number, "A1.1", by=holder, entered_by=KEYBOARD, now=house.now)

    assert step_aside(house, number, holder).had_opened is opened


def test_nobody_left_to_review_becomes_the_operators_duty_once(house: House) -> None:
    """A case never waits for nobody: operators are asked, and asked once."""
    number = house.submit().case.number
    house.route()
    step_aside(house, number, INTAKE)
    house.route()
    house.route()

    duties = {duty["what"]: duty for duty in house.show(number)["duties"]}
    assert duties["review:intake"]["holder"] is None
    assert duties["assign:intake"]["owed_by"] == "operator@DESE"
    assert house.mail(number, "staff-needed") == [OPERATOR]


def test_recommendation_is_kept_and_is_not_a_decision(house: House) -> None:
    """Staff recommend; the state of the case stays under review."""
    number, holder = at_program(house)
    house.review(number, holder, recommend=Recommendation.GRANT)

    case = house.show(number)
    assert case["reviews"][-1]["recommend"] == "grant"
    assert case["state"] == "in_review"
    assert case["decision"] is None


def test_counsel_reached_before_the_commissioner(house: House) -> None:
    """The default policy's steps, in order."""
    number = house.at_the_commissioner()

    whats = [duty["what"] for duty in house.show(number)["duties"]]
    assert whats == ["review:intake", "review:program", "review:counsel", "decide:commissioner"]
    assert house.show(number)["reviews"][-1]["by"] == COUNSEL
