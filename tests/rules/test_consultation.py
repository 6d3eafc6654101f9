"""Rules 4 and 5: consultation with the chief, which is not consent."""

from datetime import date

import pytest

from models.duties import Authority
from rules.wording import objects
from tests.rules.makers import REGIONAL, about, application, check, consultation


@pytest.mark.rule(4)
def test_municipal_application_without_a_consultation_is_refused() -> None:
    """“In consultation with the chief” stands with city and town departments."""
    (refusal,) = check(application(chief_consultations=[])).refusals
    assert (refusal.rule, refusal.clause, refusal.where) == (4, "37P(c)", "chief_consultations")
    assert refusal.authority is Authority.LAW


@pytest.mark.rule(4)
def test_regional_application_without_a_consultation_is_advised_and_not_refused() -> None:
    """Not required of a regional district: practice, not law."""
    found = check(application(applicant=REGIONAL, chief_consultations=[]))
    assert found.refusals == []
    assert [each.authority for each in about(found.warnings, 4)] == [Authority.PRACTICE]


@pytest.mark.rule(4)
@pytest.mark.parametrize(
    ("gap", "field"),
    [
        ({"summary": ""}, "summary"),
        ({"office": ""}, "office"),
        ({"dates": [date(2026, 9, 22)]}, "dates"),
    ],
)
def test_consultation_that_says_nothing_or_is_still_to_come_is_none(
    gap: dict[str, object], field: str
) -> None:
    """A consultation has a summary and lies behind the day of filing."""
    (refusal,) = check(application(chief_consultations=[consultation(**gap)])).refusals
    assert (refusal.rule, refusal.where) == (4, f"chief_consultations[0].{field}")


@pytest.mark.rule(4)
def test_consultation_on_the_day_of_filing_counts() -> None:
    """The chief may be consulted in the morning and the application filed at noon."""
    today = consultation(dates=[date(2026, 9, 21)])
    assert check(application(chief_consultations=[today])).refusals == []


@pytest.mark.rule(4)
def test_regional_consultation_without_a_summary_holds_nothing_up() -> None:
    """What is not required of a body is not required in full either."""
    found = check(application(applicant=REGIONAL, chief_consultations=[consultation(summary="")]))
    assert found.refusals == []
    assert about(found.warnings, 4)


@pytest.mark.rule(5)
def test_objecting_chief_refuses_nothing() -> None:
    """Consultation is not consent."""
    view = "I object to this application.\n\nThe schools need an officer."
    found = check(application(chief_consultations=[consultation(view=view)]))
    assert found.refusals == []
    (warning,) = about(found.warnings, 5)
    assert view in warning.message


@pytest.mark.rule(5)
@pytest.mark.parametrize("view", [None, ""])
def test_chief_who_has_not_answered_is_shown(view: str | None) -> None:
    """Silence is neither consent nor objection, and every reviewer sees it."""
    found = check(application(chief_consultations=[consultation(view=view)]))
    assert found.refusals == []
    (warning,) = about(found.warnings, 5)
    assert "has given no view" in warning.message


@pytest.mark.rule(5)
@pytest.mark.parametrize(
    "view",
    [
        "The chief objects.",
        "The chief has strong objections to the request.",
        "I cannot support this.",
        "The board does not agree with the request.",
        "We don't support removing the officer.",
        "The chief is opposed.",
        "The chief did not attend the meeting and objects in writing.",
        "The chief does not object to the drills, but opposes the waiver.",
        "Recommended against.",
        "The department recommends against the waiver.",
        "The chief is unable to support it.",
        "The chief disagrees.",
        "The chief not only objects, he asks for a second officer.",
        "No, the chief objects.",
        "The chief asked that the application be denied.",
        "The chief recommends keeping an officer at the high school.",
    ],
)
def test_view_against_the_request_is_read_as_an_objection(view: str) -> None:
    """An objection is not missed for the words around it."""
    assert objects(view)


@pytest.mark.rule(5)
@pytest.mark.parametrize(
    "view",
    [
        "The chief does not object.",
        "The chief has no objection.",
        "No objections.",
        "Objections: none.",
        "The chief never objected.",
        "The chief isn't opposed.",
        "Without any objection, the chief signed the protocol.",
        "The chief no longer opposes the request.",
        "The chief withdrew the objection.",
        "The chief's objections were withdrawn.",
        "The chief does not wish to formally object.",
        "Nobody objected.",
        "The chief neither supports nor opposes the request.",
        "The chief supports the request so long as the dispatcher line is kept.",
        "The object of the meeting was the response protocol.",
        "The protocol protects against delays.",
        "",
    ],
)
def test_view_that_denies_an_objection_is_not_read_as_one(view: str) -> None:
    """“Does not object” is no objection."""
    assert not objects(view)
