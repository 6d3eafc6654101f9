"""The round of reminders as it runs: the command, Prefect, a mail server."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from models.policies import PolicyVersion
from models.reminders import Reminder
from tests.actions.makers import INTAKE, OPERATOR, House, filing
from tests.actions.reminding import at
from tests.command import Recourse
from tests.flows.prefect_records import reports
from tests.mail_server import MailServer

MONDAY = at(date(2034, 3, 6), 10)
"""A year of this test's own, as its cases' numbers show; intake's review is due a week later."""
FRIDAY, THURSDAY = date(2034, 3, 10), date(2034, 3, 16)
FIRST, SECOND, BROKEN = (f"W-2034-000{number}" for number in (1, 2, 3))


@pytest.fixture
def house(engine: sa.Engine) -> House:
    """Give a house with three applications before intake, one filed under a policy of its own."""
    house = House(engine, now=MONDAY).open()
    for number in range(2):
        house.submit(filing(scope=f"All requirements, {number}"))
    other = House(engine, policy=house.policy.replace('"default"', '"spoilt"'), now=MONDAY)
    other.submit(filing(scope="All requirements, broken"))
    house.route()
    return house


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_reminders_are_foretold_sent_caught_up_and_attended_to(
    house: House, command: Recourse, mail_server: MailServer, prefect_api: str
) -> None:
    """From the dry run to the digest in a mailbox; an outage; a poisoned case that stops none."""
    _work(command, MONDAY)
    filed = len(mail_server.accepted)
    with house.session() as session:
        version = next(
            one.version for one in house.rows(PolicyVersion) if one.version.startswith("spoilt")
        )
        kept = session.get_one(PolicyVersion, version)
        text, kept.content = kept.content, "name = ["

    told = _json(command, MONDAY, "reminders", "--dry-run", "--until", str(FRIDAY))
    goes = [(one["number"], one["rung"], one["at"], one["to"]) for one in told if one["rung"]]
    morning = "2034-03-10T08:00-05:00"
    assert goes == [(number, "remind-1", morning, [INTAKE]) for number in (FIRST, SECOND)]
    assert [(one["number"], "TOML" in one["why"]) for one in told if not one["rung"]] == [
        (BROKEN, True)
    ]
    assert house.rows(Reminder) == []

    assert _work(command, at(FRIDAY)) == {"queued": 2, "put aside": 1, "digests": 1}
    digest = mail_server.accepted[filed]
    assert digest.recipients == (INTAKE,)
    assert digest.message["Subject"] == (
        f"2 reminders, first {FIRST}: Intake review, 1 business day left"
    )
    (table,) = reports(prefect_api, "reminders", BROKEN)
    assert [(row["case"], row["state"]) for row in table] == [
        (BROKEN, "put aside"),
        (FIRST, "queued"),
        (SECOND, "queued"),
    ]
    assert "TOML" in table[0]["trouble"]
    assert _work(command, at(FRIDAY)) == {}

    with house.session() as session:
        session.get_one(PolicyVersion, version).content = text
    _work(command, at(THURSDAY, 11))
    assert {mail.recipients for mail in mail_server.accepted[filed + 1 :]} == {
        (INTAKE,),
        (OPERATOR,),
    }
    (outage,) = _json(command, at(THURSDAY, 12), "missed", "--since", str(MONDAY.date()))
    assert outage["caught_up_on"] == str(THURSDAY)
    assert {one["rung"] for one in outage["caught_up"]} == {"remind+1", "escalate+3:operator"}
    assert [(one["number"], one["rung"]) for one in outage["overtaken"]] == [(BROKEN, "remind-1")]
    shown = _json(command, at(THURSDAY, 12), "show", FIRST)
    assert [one["state"] for one in shown["reminders"]] == ["sent"] * 3
    assert [one["to"] for one in shown["messages"] if one["template"] == "reminder-digest"] == [
        INTAKE,
        INTAKE,
        OPERATOR,
    ]
    words = command("missed", "--since", str(MONDAY.date()), RECOURSE_NOW=_iso(at(THURSDAY, 12)))
    assert f"overtaken: {BROKEN}  remind-1" in words.out


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_commands_on_reminders_say_what_they_need(house: House, command: Recourse) -> None:
    """Without --dry-run nothing is done; a note on what is no such duty is refused."""
    now = _iso(house.now + timedelta(hours=1))
    refused = command("reminders", RECOURSE_NOW=now)
    assert (refused.code, "--dry-run" in refused.err) == (2, True)
    printed = command("reminders", "--dry-run", "--until", str(FRIDAY), RECOURSE_NOW=now)
    assert f"2034-03-10 08:00  {FIRST}  remind-1" in printed.out
    assert f"to {INTAKE} (intake@DESE): you have it in hand" in printed.out
    none = command("reminders", "--dry-run", "--until", "2034-03-06", RECOURSE_NOW=now)
    assert none.out == "No reminder goes by the end of 2034-03-06.\n"
    nothing = command("missed", RECOURSE_NOW=now)
    assert (nothing.code, "Nothing was held up" in nothing.out) == (0, True)
    attended = command(
        "attend", FIRST, "--as", OPERATOR, "--duty", "telephone:1", "--note", "Called.",
        RECOURSE_NOW=now,
    )  # fmt: skip
    assert (attended.code, "no open duty telephone:1" in attended.err) == (3, True)


def _iso(now: datetime) -> str:
    return now.isoformat()


def _json(command: Recourse, now: datetime, *words: str) -> Any:
    done = command(*words, "--json", RECOURSE_NOW=_iso(now))
    assert done.code == 0, done
    return done.json()


def _work(command: Recourse, now: datetime) -> dict[str, int]:
    found: dict[str, int] = _json(command, now, "work", "--until-idle")["reminders"]
    return found
