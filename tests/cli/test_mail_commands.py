"""The commands on mail, as somebody types them or a mail server runs them."""

import mailbox
import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from actions.feeds import feed
from database import connect, transaction
from models.absences import Absence
from models.messages import Message
from tests.actions.makers import CHIEF, COUNSEL, INTAKE, OPERATOR, House
from tests.actions.posting import Posted, post, to
from tests.command import Recourse
from tests.notifications.papers.reading import tagged, text
from tests.notifications.reports import delivery_report

NUMBER = "W-2026-0001"


@pytest.fixture
def house(sqlite_engine: sa.Engine, sqlite_url: str, recourse: Recourse) -> House:
    """Give a house that the command works on, on its own day."""
    house = House(sqlite_engine).open()
    recourse.environment |= {
        "RECOURSE_DATABASE_URL": sqlite_url,
        "RECOURSE_NOW": house.now.isoformat(),
    }
    return house


@pytest.fixture
def sent(house: House) -> list[Posted]:
    """File an application; its mail is sent."""
    house.submit()
    return post(house)


def test_away_and_back(house: House, recourse: Recourse) -> None:
    """Said in a line each, with what it does not give."""
    words = ("--from", "2026-09-21", "--until", "2026-09-25", "--stand-in", COUNSEL)
    done = recourse("away", INTAKE, "--as", INTAKE, *words)
    assert (done.code, done.err) == (0, "")
    assert "goes to both" in done.out
    assert f"{COUNSEL} holds no office by it." in done.out
    assert recourse("away", INTAKE, "--as", COUNSEL, *words).code == 4
    assert recourse("away", INTAKE, "--as", INTAKE, *words[:-1], INTAKE).code == 2
    assert recourse("back", INTAKE, "--as", OPERATOR).code == 0
    again = recourse("back", INTAKE, "--as", OPERATOR)
    assert again.code == 3
    assert "not on record as away" in again.err
    assert [one.withdrawn_at for one in house.rows(Absence)] == [house.now]


def test_bounce_is_piped_in_as_a_mail_server_does(recourse: Recourse, sent: list[Posted]) -> None:
    """One report on standard input, any bytes; the second time it is known."""
    report = delivery_report(to(sent, CHIEF).raw, to=CHIEF).decode("ascii", "ignore")
    first = recourse("bounce", "--json", stdin=report)
    assert (first.code, first.json()) == (
        0,
        {"failed": 1, "noted": 0, "known": 0, "not ours": 0, "no report": 0},
    )
    assert recourse("bounce", stdin=report).out == "1 report(s) read: 1 known.\n"
    assert recourse("bounce").out == "1 report(s) read: 1 no report.\n"
    shown = recourse("show", NUMBER).out
    assert re.search(rf"{re.escape(CHIEF)} +failed \(bounced: 5\.1\.1", shown)


def test_reports_are_taken_from_files_mbox_and_maildir(
    recourse: Recourse, sent: list[Posted], tmp_path: Path
) -> None:
    """Several at once; a report that stands in all of them counts once."""
    report = delivery_report(to(sent, CHIEF).raw, to=CHIEF)
    (tmp_path / "one.eml").write_bytes(report)
    box, folder = mailbox.mbox(tmp_path / "box"), mailbox.Maildir(tmp_path / "folder")
    for kept in (box, folder):
        kept.add(report)
        kept.add(b"Subject: hello\n\nhello\n")
    box.close()
    files = (tmp_path / "one.eml", tmp_path / "box", tmp_path / "folder")
    counts = recourse("bounce", *files, "--json").json()
    assert counts == {"failed": 1, "noted": 0, "known": 2, "not ours": 0, "no report": 2}
    missing = recourse("bounce", tmp_path / "nothing")
    assert (missing.code, missing.err.count("\n")) == (1, 1)


def test_report_is_kept_by_the_mail_server_while_the_database_is_away(recourse: Recourse) -> None:
    """Exit 75: try again later. Any other would have it thrown away."""
    gone = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    done = recourse("bounce", stdin="x", RECOURSE_DATABASE_URL=gone)
    assert (done.code, done.err.count("\n")) == (75, 1)


@pytest.mark.usefixtures("sent")
def test_proof_of_notice_in_words_json_and_on_paper(
    house: House, recourse: Recourse, tmp_path: Path
) -> None:
    """The same facts three ways."""
    words = recourse("notices", NUMBER)
    assert words.code == 0
    assert words.out.startswith(f"{NUMBER}, Port Example")
    assert "accepted by smtp://mx.doe.example:25: 250 2.0.0 queued" in words.out
    document = recourse("notices", NUMBER, "--json").json()
    assert {one["email"] for one in document["notices"]} == {
        one.to_email for one in house.rows(Message)
    }
    paper = tmp_path / "proof.pdf"
    assert recourse("notices", NUMBER, "--to", paper).code == 0
    assert tagged(paper.read_bytes())
    assert CHIEF in text(paper.read_bytes())
    assert recourse("notices", "W-2026-0999").code == 5


def test_calendar_link_is_printed_once_and_taken_back(
    house: House, recourse: Recourse, sqlite_url: str
) -> None:
    """The link alone on standard output, so that it can be copied."""
    house.submit()
    house.route()
    portal = {"RECOURSE_PORTAL_URL": "https://portal.doe.example"}
    done = recourse("feed", INTAKE, "--as", INTAKE, **portal)
    assert done.code == 0
    link = done.out.strip()
    found = re.fullmatch(r"https://portal\.doe\.example/calendar/([\w-]{43})\.ics", link)
    assert found
    assert "shown this once" in done.err

    def calendar() -> str | None:
        with transaction(connect(sqlite_url)) as session:
            return feed(session, found[1], now=house.now)

    assert NUMBER in (calendar() or "")
    assert recourse("feed", INTAKE, "--as", COUNSEL).code == 4
    assert recourse("feed", INTAKE, "--as", INTAKE, "--revoke").code == 0
    assert calendar() is None
    assert recourse("feed", INTAKE, "--as", INTAKE, "--revoke").code == 3
    unset = recourse("feed", INTAKE, "--as", INTAKE)
    assert "RECOURSE_PORTAL_URL is not set" in unset.err
