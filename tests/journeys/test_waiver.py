"""A waiver application from filing to decision, by the command line alone."""

import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.actions.makers import BELIEF, CHIEF, COMMISSIONER, COUNSEL, INTAKE, SUPERINTENDENT
from tests.command import Recourse
from tests.journeys.contract import WAIVER, misfits
from tests.journeys.premises import mails
from tests.journeys.story import ANSWERED, CONFLICT, QUESTION, REASON, Story, tell

EXITS = {
    "submit first": 0,
    "submit second": 0,
    "review before a round": 3,
    "review by a chief": 4,
    "review of no case": 5,
    "intake": 0,
    "intake a second time": 6,
    "return": 0,
    "review of a returned case": 3,
    "decide a returned case": 3,
    "recuse": 0,
    "resubmit": 0,
    "withdraw by a chief": 4,
    "review by who stepped aside": 4,
    "program": 0,
    "withdraw": 0,
    "review of a withdrawn case": 3,
    "counsel": 0,
    "decide by a reviewer": 4,
    "decide": 0,
    "decide twice": 3,
}
"""How each act ends: done, refused by a rule, not allowed, no such case, somebody was first."""

STATES = {
    "filed": "submitted",
    "at intake": "in_review",
    "returned": "returned",
    "at program": "in_review",
    "at program again": "in_review",
    "decided": "decided",
    "withdrawn": "withdrawn",
}
"""Where a case stands at each look."""


@pytest.fixture(scope="module")
def story(office: Recourse, prefect_api: str, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Let the story happen once; every test looks at it."""
    office.environment["PREFECT_API_URL"] = prefect_api
    return tell(office, tmp_path_factory.mktemp("papers"))


@pytest.mark.parametrize("act", EXITS)
def test_an_act_ends_with_the_code_the_contract_gives_it(story: Story, act: str) -> None:
    """Refusals say why on standard error, and nothing on standard output."""
    result = story.results[act]
    assert result.code == EXITS[act], result
    assert (not result.err) is (result.code == 0), result
    if result.code:
        assert result.out == ""
        assert result.err.startswith("Refused: ")


@pytest.mark.parametrize("look", STATES)
def test_show_has_what_the_contract_promises(story: Story, look: str) -> None:
    """At every point of the way: each key, in its shape."""
    assert list(misfits(story.seen[look], WAIVER)) == []
    assert story.seen[look]["state"] == STATES[look]


def test_work_says_what_it_did(story: Story) -> None:
    """Two cases routed, two receipts and two notices to the chief, two reviewers told."""
    done = story.results["work to intake"].json()
    assert (done["moved"], done["failed"], done["mail"]) == (2, 0, {"sent": 6})


def test_each_step_is_a_duty_of_its_office_by_a_date_of_policy(story: Story) -> None:
    """A waiver waits for one office at a time, and each date rests on policy."""
    duties = story.seen["decided"]["duties"]
    assert [(one["what"], one["owed_by"], one["due_on"]) for one in duties] == [
        ("review:intake", "intake@DESE", "2026-09-28"),
        ("review:program", "program@DESE", "2026-10-15"),
        ("review:counsel", "counsel@DESE", "2026-10-26"),
        ("decide:commissioner", "commissioner@DESE", "2026-10-26"),
    ]
    assert {one["authority"] for one in duties} == {"policy"}
    assert {one["state"] for one in duties} == {"done"}
    assert duties[3]["done_at"] == "2026-10-14T14:00:00.000+00:00"


@pytest.mark.rule(14)
def test_a_reviewer_who_steps_aside_hands_the_case_to_another(story: Story) -> None:
    """The same duty, due on the same day, is in other hands; the recusal is on record."""
    before, after = story.seen["at program"]["duties"][1], story.seen["at program again"]["duties"]
    assert {before["holder"], after[1]["holder"]} == {"program@doe.example", "program2@doe.example"}
    assert before["due_on"] == after[1]["due_on"]
    (recusal,) = story.seen["decided"]["recusals"]
    assert (recusal["by"], recusal["reason"]) == (before["holder"], CONFLICT)


def test_a_returned_application_waits_for_its_district(story: Story) -> None:
    """The question stands at the field it is about, and the district owes the answer."""
    case = story.seen["returned"]
    answer = case["duties"][-1]
    assert (answer["what"], answer["owed_by"]) == ("answer:questions", "superintendent@99010000")
    assert (answer["holder"], answer["state"]) == (SUPERINTENDENT, "open")
    (question,) = case["questions"]
    assert (question["field"], question["text"]) == ("evidence[0].period", QUESTION)


def test_an_answer_is_a_new_version_beside_the_old(story: Story) -> None:
    """The step that asked goes on with version 2; version 1 keeps its hash."""
    filed, answered = story.results["submit second"].json(), story.seen["withdrawn"]
    assert (answered["version"], answered["evidence"][0]["title"]) == (2, ANSWERED)
    assert [one["version"] for one in answered["versions"]] == [1, 2]
    assert answered["versions"][0]["sha256"] == filed["sha256"] != answered["sha256"]
    assert answered["duties"][-1]["what"] == "review:intake"


@pytest.mark.rule(13)
def test_a_decision_is_what_the_commissioner_said(story: Story) -> None:
    """One person's belief, the evidence relied on, the scope as asked, the conditions, the term."""
    decision = story.seen["decided"]["decision"]
    assert (decision["outcome"], decision["by"]) == ("granted", COMMISSIONER)
    assert (decision["belief"], decision["relied_on"]) == (BELIEF, ["E1", "A1.1"])
    assert decision["scope"].startswith("All requirements of the section")
    assert decision["conditions"] == ["Report the drills each year."]
    assert (decision["until"], decision["at"]) == ("2028-06-30", "2026-10-14T14:00:00.000+00:00")


def test_reviews_stand_in_the_order_they_were_made(story: Story) -> None:
    """Each step with its outcome, its recommendation and its note."""
    reviews = story.seen["decided"]["reviews"]
    assert [(one["step"], one["recommend"], one["note"]) for one in reviews] == [
        ("intake", None, "Every part is there."),
        ("program", None, "The protocol is in use."),
        ("counsel", "grant", "In order."),
    ]


def test_the_log_tells_the_way_in_order(story: Story) -> None:
    """Who did what, the engine's own acts among them, numbered without a gap."""
    events = story.seen["decided"]["events"]
    assert [one["seq"] for one in events] == list(range(1, len(events) + 1))
    assert [one["kind"] for one in events] == [
        "waiver.submitted",
        *("duty.opened", "review.forwarded"),
        *("duty.opened", "reviewer.recused", "duty.reassigned", "review.forwarded"),
        *("duty.opened", "review.forwarded"),
        *("duty.opened", "waiver.decided"),
    ]
    assert {one["by"] for one in events if one["kind"].startswith("duty.")} == {"recourse"}


@pytest.mark.rule(18)
def test_everyone_concerned_is_mailed_once(story: Story) -> None:
    """One mail of each Message-ID in the mailbox, to whom and about what the record says."""
    queued = [one for look in ("decided", "withdrawn") for one in story.seen[look]["messages"]]
    assert {one["state"] for one in queued} == {"sent"}
    found = mails(story.office.home)
    assert Counter(mail["Message-ID"] for mail in found) == Counter(
        one["message_id"] for one in queued
    )
    to = {mail["Message-ID"]: mail["X-Original-To"] for mail in found}
    assert all(to[one["message_id"]] == one["to"] for one in queued)


def test_mail_goes_to_these_people_about_these_things(story: Story) -> None:
    """Receipt, notice to the chief, each step to its reviewer, the decision to both."""
    assert _told(story.seen["decided"]) == Counter(
        {
            ("waiver-received", SUPERINTENDENT): 1,
            ("waiver-notice", CHIEF): 1,
            ("step-opened", INTAKE): 1,
            ("step-opened", "program@doe.example"): 1,
            ("step-opened", "program2@doe.example"): 1,
            ("step-opened", COUNSEL): 1,
            ("step-opened", COMMISSIONER): 1,
            ("waiver-decided", SUPERINTENDENT): 1,
            ("waiver-decided", CHIEF): 1,
        }
    )
    assert _told(story.seen["withdrawn"]) == Counter(
        {
            ("waiver-received", SUPERINTENDENT): 2,
            ("waiver-notice", CHIEF): 2,
            ("step-opened", INTAKE): 2,
            ("waiver-returned", SUPERINTENDENT): 1,
            ("waiver-withdrawn", SUPERINTENDENT): 1,
            ("waiver-withdrawn", CHIEF): 1,
            ("waiver-withdrawn", INTAKE): 1,
        }
    )


def _told(case: dict[str, Any]) -> Counter[tuple[str, str]]:
    return Counter((one["template"], one["to"]) for one in case["messages"])


@pytest.mark.parametrize(
    ("subject", "to", "words"),
    [
        (
            "Received: ",
            SUPERINTENDENT,
            ["School climate survey", "Safe and healthy schools review"],
        ),
        ("Questions about ", SUPERINTENDENT, [QUESTION, "One question."]),
        ("Intake review", INTAKE, ["The chief objects. An officer in each school"]),
        ("Legal review", COUNSEL, ["The protocol is in use.", "October 26, 2026"]),
        ("Decision on ", CHIEF, [BELIEF, "Report the drills each year.", "June 30, 2028"]),
        ("Withdrawn: ", INTAKE, [REASON]),
    ],
)
def test_a_mail_says_what_its_reader_needs(
    story: Story, subject: str, to: str, words: list[str]
) -> None:
    """In plain text and in HTML alike, marked as sent by a program."""
    found = [
        mail
        for mail in mails(story.office.home)
        if mail["Subject"].startswith(subject) and to in mail["To"]
    ]
    texts = [_part(mail, "plain") for mail in found]
    pages = [_part(mail, "html") for mail in found]
    for said in words:
        assert any(said in text for text in texts), texts
        assert any(said in page for page in pages), pages
    assert {mail["Auto-Submitted"] for mail in found} == {"auto-generated"}


def _part(mail: Any, kind: str) -> str:
    """Give a part's words in one line, without the marks of a quotation."""
    return " ".join(mail.get_body((kind,)).get_content().replace("\n> ", " ").split())


def test_a_due_date_counts_its_days(story: Story) -> None:
    """Each day counted or skipped, with the reason: Columbus Day is none of the fifteen."""
    done = story.office("explain", story.first, "--json")
    program = done.json()["duties"][1]
    assert (program["what"], program["due_on"]) == ("review:program", "2026-10-15")
    skipped = {one["day"]: one["why"] for one in program["days"] if not one["counted"]}
    assert skipped["2026-10-12"] == "Columbus Day"
    assert sum(one["counted"] for one in program["days"]) == program["days_allowed"] == 15


def test_a_list_gives_each_case_in_a_line(story: Story) -> None:
    """By state too; nothing is overdue."""
    everything = story.office("list", "--json").json()
    assert [one["number"] for one in everything] == [story.second, story.first]
    decided = story.office("list", "--state", "decided")
    assert decided.out.split()[:2] == [story.first, "decided"]
    assert len(decided.out.splitlines()) == 1


def test_an_export_holds_the_record_and_its_documents(story: Story, tmp_path: Path) -> None:
    """Everything that was shown, and each file under its id."""
    done = story.office("export", story.first, "--to", tmp_path / "case.zip")
    assert done.code == 0, done
    with zipfile.ZipFile(tmp_path / "case.zip") as archive:
        names = archive.namelist()
        assert json.loads(archive.read(f"{story.first}/case.json")) == story.seen["decided"]
    items = [name.rsplit("/")[-1].partition("-")[0] for name in names if "/documents/" in name]
    assert items == ["E1", "E2", "A1.1", "A2.1", "A3.1"]


def test_a_redacted_export_holds_no_address_and_no_document(story: Story, tmp_path: Path) -> None:
    """The decision and its grounds remain."""
    done = story.office("export", story.first, "--redacted", "--to", tmp_path / "case.zip")
    assert done.code == 0, done
    with zipfile.ZipFile(tmp_path / "case.zip") as archive:
        assert archive.namelist() == [f"{story.first}/case.json"]
        text = archive.read(f"{story.first}/case.json").decode()
    addresses = {one["to"] for one in story.seen["decided"]["messages"]}
    assert not [one for one in addresses if one in text]
    assert json.loads(text)["decision"]["belief"] == BELIEF


def test_a_backup_brings_everything_back_into_a_new_home(story: Story, tmp_path: Path) -> None:
    """Shown as before and intact, until a byte of a document is changed."""
    assert story.office("verify").code == 0
    kept, new = tmp_path / "backup", Recourse(tmp_path / "home")
    new.home.mkdir()
    assert story.office("backup", kept).code == 0
    assert new("restore", kept).code == 0
    assert new("show", story.first, "--json").json() == story.seen["decided"]
    document = story.seen["decided"]["evidence"][0]["sha256"]
    (file,) = (path for path in new.home.rglob(f"*{document[4:]}*") if path.is_file())
    file.chmod(0o600)
    file.write_bytes(file.read_bytes() + b"\n")
    broken = new("verify", story.first)
    assert (broken.code, document in broken.err) == (1, True), broken
