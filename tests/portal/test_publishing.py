"""What operators and counsel do with the register, by HTTP: propose, redact, publish, take back."""

import re
from html import unescape
from typing import Any

import pytest

from actions.offices import person
from models.publications import EntryState, RegisterEntry
from models.reviews import Recusal
from tests.actions.makers import BELIEF, COUNSEL, OPERATOR, PROGRAM
from tests.portal.office_makers import text_of
from tests.portal.premises import Premises, Visitor, marks_of
from tests.portal.register_makers import (
    HOSTILE,
    SECRETS,
    a_shortfall,
    a_telling_case,
    published,
    withdrawn,
)

RADIO = re.compile(r'type="radio" id="(mark-[\w-]+)-\d" name="\1" value="(\w+)"( checked)?')


def proposed(premises: Premises, **more: Any) -> tuple[str, Visitor]:
    """Propose a telling case, and give its number and counsel, who is to look at it."""
    number = a_telling_case(premises, **more)
    answer = premises.signed_in(OPERATOR).send(f"/publishing/{number}/propose")
    assert answer.headers["location"] == f"/publishing/{number}"
    return number, premises.signed_in(COUNSEL)


def answers(page: str) -> dict[str, str | None]:
    """Give the marks of a page, each with the answer that is ticked."""
    found: dict[str, str | None] = {}
    for name, value, ticked in RADIO.findall(page):
        found[name] = value if ticked else found.get(name)
    return found


def every_mark(page: str, answer: str = "out") -> dict[str, str]:
    """Answer all of them alike."""
    return dict.fromkeys(answers(page), answer)


def states(premises: Premises) -> list[EntryState]:
    """Give the state of each edition."""
    rows = sorted(premises.house.rows(RegisterEntry), key=lambda one: one.edition)
    return [one.state for one in rows]


def test_an_entry_is_looked_at_seen_and_then_published(portal: Premises) -> None:
    """Marks in place, an answer to each, the entry as the public will see it, one act more."""
    number, counsel = proposed(portal)
    path = f"/publishing/{number}"
    assert number in counsel.get("/publishing").text
    page = counsel.get(path).text
    given = answers(page)
    assert sorted(str(one) for one in given.values()) == ["None", "out", "out", "out"]
    assert text_of(page).count("Dana Example") == 2  # in the text and above its answers
    unanswered = counsel.send(path)
    assert unanswered.status_code == 422
    assert "Say whether it is taken out" in unanswered.text
    words = "calls fell\nAN OFFICER  would"
    preview = counsel.send(path, **every_mark(page), words=words)
    assert preview.status_code == 200
    assert states(portal) == [EntryState.PROPOSED]
    shown = text_of(preview.text)
    assert "As [name withheld] wrote from [e-mail address withheld], [words withheld]." in shown
    assert "I believe [words withheld] not assist" in shown
    visible = re.sub(r"<input[^>]*>", "", preview.text)
    assert [one for one in SECRETS if one in visible] == []
    answer = counsel.post(path, marks_of(preview.text, path))
    assert answer.headers["location"] == path
    assert states(portal) == [EntryState.PUBLISHED]
    entry = unescape(portal.visitor().get(f"/register/{number}").text)
    section = preview.text.partition('aria-label="The entry">')[2].partition("</section>")[0]
    assert unescape(section).strip() in entry
    assert "Public, edition 1" in counsel.get(path).text


def test_what_was_not_seen_is_not_published(portal: Premises) -> None:
    """An answer that changed after the preview leads to another preview, not to the public."""
    number, counsel = proposed(portal)
    path = f"/publishing/{number}"
    page = counsel.get(path).text
    preview = counsel.send(path, **every_mark(page))
    marks = marks_of(preview.text, path)
    (perhaps,) = [n for n, a in answers(page).items() if a is None and n.startswith("mark-text")]
    other = counsel.post(path, {**marks, perhaps: "clear"})
    assert other.status_code == 200
    assert "As the public will see it" in other.text
    forged = counsel.post(path, {**marks, "seen": "0" * 64})
    assert "As the public will see it" in forged.text
    changed = counsel.post(path, {**marks, "change": "y", "words": "calls fell"})
    assert "calls fell</textarea>" in changed.text
    assert set(answers(changed.text).values()) == {"out"}
    assert states(portal) == [EntryState.PROPOSED]


def test_nothing_sure_is_published_by_leaving_an_answer_out(portal: Premises) -> None:
    """Not even by a form that a program made up; what is cleared stays, by a person's word."""
    number, counsel = proposed(portal)
    path = f"/publishing/{number}"
    page = counsel.get(path).text
    given = every_mark(page, "clear")
    missing = counsel.send(path, **dict(list(given.items())[1:]))
    assert missing.status_code == 422
    odd = counsel.send(path, **{**given, next(iter(given)): "whatever"})
    assert odd.status_code == 422
    preview = counsel.send(path, **given)
    counsel.post(path, marks_of(preview.text, path))
    page = text_of(portal.visitor().get(f"/register/{number}").text)
    assert SECRETS[0] in page
    (row,) = portal.house.rows(RegisterEntry)
    assert {one["done"] for one in row.redactions} == {"cleared"}


def test_words_that_stand_nowhere_are_said_and_kept(portal: Premises) -> None:
    """With every answer, as it was typed."""
    number, counsel = proposed(portal)
    path = f"/publishing/{number}"
    typed = {**every_mark(counsel.get(path).text, "clear"), "words": f"calls rose\n{HOSTILE}"}
    answer = counsel.send(path, **typed)
    assert answer.status_code == 422
    assert "No text says “calls rose”. Copy the words as they stand." in text_of(answer.text)
    assert "calls rose\n=cmd" in answer.text
    assert "<script>alert" not in answer.text
    assert set(answers(answer.text).values()) == {"clear"}


def test_an_amendment_says_why_and_begins_from_what_was_done(portal: Premises) -> None:
    """The public sees the old edition until then; who published what when is on the page."""
    number = published(portal, a_telling_case(portal))
    counsel, path = portal.signed_in(COUNSEL), f"/publishing/{number}"
    empty = counsel.send(f"{path}/propose", because=" ")
    assert empty.status_code == 422
    assert "Say why there is a new edition." in empty.text
    telling = counsel.send(f"{path}/propose", because="Ask jane@x.example")
    assert telling.status_code == 422
    assert "Ask jane@x.example</textarea>" in telling.text
    counsel.send(f"{path}/propose", because="More is withheld.")
    page = counsel.get(path).text
    assert set(answers(page).values()) == {"out"}
    preview = counsel.send(path, **every_mark(page), words="calls fell")
    assert "More is withheld." in preview.text
    assert "calls fell" in portal.visitor().get(f"/register/{number}").text
    counsel.post(path, marks_of(preview.text, path))
    assert states(portal) == [EntryState.SUPERSEDED, EntryState.PUBLISHED]
    public = text_of(portal.visitor().get(f"/register/{number}").text)
    assert "calls fell" not in public
    assert "More is withheld." in public
    page = text_of(counsel.get(path).text)
    assert page.count(f"Published by {COUNSEL}") == 2
    assert f"Proposed by {OPERATOR}" in page


def test_of_two_who_publish_the_second_is_told_who_was_first(portal: Premises) -> None:
    """With what they had typed; the button pressed twice does it once."""
    number, counsel = proposed(portal)
    path = f"/publishing/{number}"
    operator = portal.signed_in(OPERATOR)
    given = every_mark(counsel.get(path).text)
    late = operator.send(path, **given, words="calls fell")
    preview = counsel.send(path, **given)
    marks = marks_of(preview.text, path)
    assert [counsel.post(path, marks).status_code for _ in range(2)] == [303, 303]
    answer = operator.post(path, marks_of(late.text, path))
    assert answer.status_code == 409
    assert f"{COUNSEL} published edition 1 of {number}" in answer.text
    assert "calls fell" in answer.text
    assert f'href="{path}"' in answer.text
    assert states(portal) == [EntryState.PUBLISHED]


def test_two_who_propose_at_once_propose_one_edition(portal: Premises) -> None:
    """The second is told that it is there, and whose it is."""
    number = published(portal, a_telling_case(portal))
    counsel, operator = portal.signed_in(COUNSEL), portal.signed_in(OPERATOR)
    path = f"/publishing/{number}/propose"
    loaded = operator.get(path)
    counsel.send(path, because="Mine.")
    answer = operator.post(path, marks_of(loaded.text, path), because="No, mine.")
    assert answer.status_code == 303
    page = text_of(operator.get(f"/publishing/{number}").text)
    assert f"{COUNSEL} had proposed this edition already." in page
    assert "“No, mine.”" in page
    assert states(portal) == [EntryState.PUBLISHED, EntryState.PROPOSED]


def test_an_entry_is_withdrawn_for_a_reason_that_stays_inside(portal: Premises) -> None:
    """Also while a new edition is proposed; whoever comes late is told who was first."""
    number = published(portal, a_telling_case(portal))
    counsel, operator = portal.signed_in(COUNSEL), portal.signed_in(OPERATOR)
    path = f"/publishing/{number}"
    operator.send(f"{path}/propose", because="More.")
    page = f"{path}/withdraw?edition=1"
    late = operator.get(page)
    refused = counsel.send(page, f"{path}/withdraw", reason=" ")
    assert refused.status_code == 422
    assert "Say why the entry is withdrawn." in refused.text
    answer = counsel.send(page, f"{path}/withdraw", reason="A name was missed.")
    assert answer.status_code == 303
    assert portal.visitor().get(f"/register/{number}").status_code == 410
    assert "A name was missed." in counsel.get(path).text
    told = operator.post(
        f"{path}/withdraw", marks_of(late.text, f"{path}/withdraw"), reason="I saw it too."
    )
    assert told.status_code == 409
    assert f"{COUNSEL} withdrew edition 1" in told.text
    assert "I saw it too." in told.text
    assert states(portal) == [EntryState.WITHDRAWN, EntryState.PROPOSED]
    dropped = operator.send(f"{path}/withdraw", reason="Begin anew.")
    assert dropped.status_code == 303
    assert operator.get(f"{path}/withdraw").status_code == 404
    assert "Not public" in operator.get(path).text


def test_counsel_who_stepped_aside_cannot_publish(portal: Premises) -> None:
    """Neither see the text, nor act; the list leaves the case out."""
    number, counsel = proposed(portal)
    marks = marks_of(counsel.get(f"/publishing/{number}").text, f"/publishing/{number}")
    with portal.house.session() as session:
        someone = person(session, COUNSEL)
        assert someone is not None
        session.add(
            Recusal(
                case_number=number, person_id=someone.id or 0, reason="Kin",
                at=portal.house.now, had_opened=False,
            )
        )  # fmt: skip
    for path in ("", "/propose", "/withdraw"):
        answer = counsel.get(f"/publishing/{number}{path}")
        assert answer.status_code == 403
        assert BELIEF not in answer.text
        assert counsel.post(f"/publishing/{number}{path}", marks).status_code == 403
    assert number not in counsel.get("/publishing").text


def test_what_is_not_decided_is_not_proposed(portal: Premises) -> None:
    """The page says why, and so does the act. Reviewers are not publishers."""
    number = portal.house.submit().case.number
    operator, path = portal.signed_in(OPERATOR), f"/publishing/{number}"
    page = operator.get(path).text
    assert "the register shows what was decided" in page
    assert "/propose" not in page
    marks = marks_of(operator.get("/desk").text, "/sign-out")
    assert operator.get(f"{path}/propose").status_code == 422
    assert operator.post(f"{path}/propose", marks).status_code == 422
    assert operator.post(path, marks).status_code == 422
    reviewer = portal.signed_in(PROGRAM)
    assert reviewer.get("/publishing").status_code == 403
    assert "/publishing" not in reviewer.get("/desk").text


def test_a_shortfall_is_published_the_same_way(portal: Premises) -> None:
    """The chief's words, redacted; a case is found by its number."""
    number = a_shortfall(portal)
    withdrawn(portal, number)
    counsel = portal.signed_in(COUNSEL)
    found = counsel.get(f"/publishing?number={number.lower()}")
    assert found.headers["location"] == f"/publishing/{number}"
    assert "is no number of a case" in counsel.get("/publishing?number=%3Cb%3E").text
    path = f"/publishing/{number}"
    counsel.send(f"{path}/propose", because="Again.")
    preview = counsel.send(path, **every_mark(counsel.get(path).text))
    assert counsel.post(path, marks_of(preview.text, path)).status_code == 303
    assert "What the chief determined" in portal.visitor().get(f"/register/{number}").text


@pytest.mark.parametrize("asked", ["?edition=99", "?edition=x", "?edition=-1", "?edition=0"])
def test_an_edition_that_is_none_is_not_withdrawn(portal_on_sqlite: Premises, asked: str) -> None:
    """The one that stands is offered, or nothing."""
    number = published(portal_on_sqlite, a_telling_case(portal_on_sqlite))
    operator = portal_on_sqlite.signed_in(OPERATOR)
    assert operator.get(f"/publishing/{number}/withdraw{asked}").status_code in {200, 404}
    assert states(portal_on_sqlite) == [EntryState.PUBLISHED]


def test_answers_given_in_a_session_that_is_over_come_back(portal_on_sqlite: Premises) -> None:
    """After signing in again, on the same page, as they were; nothing was done meanwhile."""
    number, counsel = proposed(portal_on_sqlite)
    path = f"/publishing/{number}"
    loaded = counsel.get(path).text
    portal_on_sqlite.let_pass(minutes=31)
    typed = {**every_mark(loaded, "clear"), "words": "calls fell"}
    late = counsel.post(path, marks_of(loaded, path), **typed)
    assert late.status_code == 401
    counsel.sign_in(COUNSEL)
    kept = re.findall(r"kept(?:%2F|/|=|%3D)(\w{32})", late.text)
    page = counsel.get(f"{path}?kept={kept[0]}").text
    assert "calls fell</textarea>" in page
    assert set(answers(page).values()) == {"clear"}
    assert states(portal_on_sqlite) == [EntryState.PROPOSED]
