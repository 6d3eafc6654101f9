"""A chief's own word: beside what was filed, whole, before every reviewer, and no approval."""

import pytest

from actions.cases import CannotMove
from actions.chief_views import Account, give_view
from models.cases import CaseState
from models.messages import Message
from models.submissions import Submission
from rules.findings import ApplicationIncomplete, NotYourOffice
from tests.actions.makers import CHIEF, INTAKE, KEYBOARD, SUPERINTENDENT, House
from tests.actions.shortfall_makers import BOARD

VIEW = "I object: the officer we had was of use to the school, and I said so."


def say(
    house: House,
    number: str,
    *,
    account: Account = Account.AS_TOLD,
    view: str = VIEW,
    by: str = CHIEF,
) -> None:
    """Give a view."""
    with house.session() as session:
        give_view(
            session, number, account=account, view=view, by=by, entered_by=KEYBOARD, now=house.now
        )


@pytest.mark.rule(5)
def test_view_is_kept_whole_and_shown_to_every_reviewer(house: House) -> None:
    """It stands among the warnings and by itself, in the chief's own words."""
    number = house.submit().case.number
    say(house, number)
    shown = house.show(number)
    (view,) = shown["chief_views"]
    assert (view["by"], view["account"], view["view"]) == (CHIEF, "as-told", VIEW)
    (warning,) = [one for one in shown["warnings"] if VIEW in one["message"]]
    assert (warning["rule"], warning["authority"]) == (5, "law")
    assert "reads as an objection" in warning["message"]


@pytest.mark.rule(5)
def test_view_changes_neither_the_submission_nor_where_the_case_is(house: House) -> None:
    """Consultation is not consent: the application goes on as it was filed."""
    number = house.submit().case.number
    before = house.rows(Submission)[0].content
    say(house, number, account=Account.NOT_AS_TOLD)
    house.route()
    shown = house.show(number)
    assert house.rows(Submission)[0].content == before
    assert shown["state"] == CaseState.IN_REVIEW
    assert [one["kind"] for one in shown["events"]].count("chief.view_given") == 1


def test_bare_confirmation_is_on_record_and_warns_of_nothing(house: House) -> None:
    """Nothing needs to be written to say that it took place as told."""
    number = house.submit().case.number
    warned = len(house.show(number)["warnings"])
    say(house, number, view="")
    assert len(house.show(number)["warnings"]) == warned
    assert house.show(number)["chief_views"][0]["view"] == ""


@pytest.mark.parametrize("account", [Account.NOT_AS_TOLD, Account.NOTHING])
def test_account_that_differs_says_how(house: House, account: Account) -> None:
    """A bare no tells a reviewer nothing."""
    number = house.submit().case.number
    with pytest.raises(ApplicationIncomplete, match="own words"):
        say(house, number, account=account, view="  ")
    assert house.show(number)["chief_views"] == []


def test_whoever_has_it_in_hand_and_the_applicant_are_told(house: House) -> None:
    """The reviewer and the superintendent; the chief who wrote it is not."""
    number = house.submit().case.number
    house.route()
    say(house, number)
    assert set(house.mail(number, "chief-view")) == {INTAKE, SUPERINTENDENT}
    assert {
        one.about["version"] for one in house.rows(Message) if one.template == "chief-view"
    } == {1}


def test_only_a_chief_whom_it_concerns_gives_a_view(house: House) -> None:
    """Neither the district nor the chief of another town speaks for this one."""
    number = house.submit().case.number
    for other in (SUPERINTENDENT, BOARD, "nobody@nowhere.example"):
        with pytest.raises(NotYourOffice, match="Port Example"):
            say(house, number, by=other)


def test_closed_case_takes_no_view(house: House) -> None:
    """It would reach nobody who decides."""
    number = house.submit().case.number
    house.withdraw(number)
    with pytest.raises(CannotMove, match="withdrawn"):
        say(house, number)
