"""From a determination to two filings, by three people and an operator, in a real browser."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page

from tests.actions.shortfall_makers import (
    BOARD,
    LIAISON,
    SUPERINTENDENT_OF_THREE_RIVERS,
    Fallback,
)
from tests.portal.browsing import Visits, check
from tests.portal.premises import Premises
from tests.shared import CASES

MEMORANDUM = CASES / "files" / "memorandum-three-rivers.pdf"
BUDGET = CASES / "files" / "police-budget-fy27.csv"


def pick_day(page: Page, label: str, month: int, day: int, year: int) -> None:
    """Fill in the three boxes of a day."""
    group = page.get_by_role("group", name=label)
    for box, number in (("Month", month), ("Day", day), ("Year", year)):
        group.get_by_label(box).fill(str(number))


def determine(page: Page) -> None:
    """Write a determination from nothing, and read it over."""
    page.get_by_role("link", name="For chiefs").click()
    page.get_by_role("link", name="Start a determination").click()
    page.get_by_label("Three Rivers Regional").press("Space")
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_label("On what basis you hold the office").fill(
        "Select board having control of the police"
    )
    page.get_by_label("What you have determined").fill(
        "There are not sufficient resources to assign an officer: two posts are vacant."
    )
    page.get_by_label("Personnel").press("Space")
    page.get_by_label("Fiscal year").fill("2027")
    page.get_by_role("button", name="Add a figure").click()
    page.get_by_label("What it shows").fill("Police budget of the town")
    page.get_by_label("Where it comes from").fill("Town accountant")
    page.get_by_label("For which time").fill("7/1/2025 to 6/30/2026")
    page.get_by_label("The file").set_input_files(BUDGET)
    page.get_by_label("superintendent@quarryhill.example").press("Space")
    page.get_by_label("On which days you consulted").fill("9/2/2026")
    page.get_by_label("How you consulted").fill("meeting")
    page.get_by_label("The superintendent’s own view").fill("I disagree: two schools need one.")
    page.get_by_role("button", name="Save and read it over").click()
    page.get_by_role("heading", name="Read it over and sign").wait_for()


@dataclass(frozen=True, slots=True)
class Room:
    """A portal, and windows with scripts or without."""

    visits: Visits
    premises: Premises
    scripts: bool

    def enter(self, email: str) -> Page:
        """Open somebody's window."""
        page = self.visits.window(self.premises, scripts=self.scripts)
        return self.visits.sign_in(page, self.premises, email)

    def route(self) -> None:
        """Let the engine move what is ready now."""
        house = self.premises.house
        house.now = datetime.now(UTC)
        Fallback(house).route()

    def look(self, page: Page, name: str) -> None:
        """Look at a page; axe needs scripts."""
        if self.scripts:
            check(page, name)


def reply_and_assign(room: Room, liaison: Page, number: str) -> None:
    """Log the reply, then say that an officer is assigned."""
    liaison.get_by_role("link", name="State police").click()
    room.look(liaison, "state-police-queue")
    liaison.get_by_role("link", name=f"Log the reply for {number}").click()
    liaison.get_by_label("Which unit was asked").fill("Troop C")
    pick_day(liaison, "On which day", 11, 2, 2026)
    liaison.get_by_label("What was said").fill("The duty sergeant says that we can.")
    liaison.get_by_role("button", name="Put it on record").click()
    liaison.get_by_text("The contact is on record.").wait_for()
    room.route()
    liaison.get_by_role("link", name="State police").click()
    liaison.get_by_role("link", name=f"Answer for {number}").click()
    room.look(liaison, "shortfall-assignment")
    liaison.get_by_label("An officer is assigned").press("Space")
    liaison.get_by_label("on what grounds").fill("Training in work with young people")
    liaison.get_by_label("A candidate who would strive").press("Space")
    liaison.get_by_role("button", name="Put it on record").click()
    liaison.get_by_text("The memorandum comes next").wait_for()
    room.route()


def lodge(room: Room, chief: Page, number: str) -> None:
    """Lodge the signed memorandum."""
    chief.goto(f"/cases/{number}")
    chief.get_by_role("link", name="Lodge the signed memorandum").click()
    room.look(chief, "shortfall-memorandum")
    chief.get_by_label("The signed memorandum").set_input_files(MEMORANDUM)
    chief.get_by_label("The page that clearly defines").fill("1")
    pick_day(chief, "The day it was signed", 9, 15, 2026)
    chief.get_by_label("Who signed").fill("Superintendent of Schools; school committee")
    chief.get_by_label("(b)(iii)").fill("1")
    chief.get_by_role("button", name="Lodge the memorandum").click()
    chief.get_by_text("The memorandum is lodged.").wait_for()
    room.look(chief, "shortfall-awaiting-filing")


def confirm(room: Room, page: Page, number: str, place: str) -> None:
    """Confirm that an office has the memorandum on file."""
    page.goto(f"/cases/{number}/shortfall/filing/{place}")
    room.look(page, f"shortfall-filing-{place}")
    page.get_by_label("The document that is on file").set_input_files(MEMORANDUM)
    pick_day(page, "The day it was put on file", 9, 16, 2026)
    page.get_by_label("Who keeps it there").fill("Records clerk")
    page.get_by_role("button", name="Confirm the filing").click()
    page.get_by_text("The filing is confirmed").wait_for()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_shortfall_goes_from_determination_to_two_filings(
    visits: Visits, portal_on_sqlite: Premises, *, scripts: bool
) -> None:
    """A chief determines, the liaison replies and assigns, both offices file: complete."""
    room = Room(visits, portal_on_sqlite, scripts)
    chief = room.enter(BOARD)
    determine(chief)
    room.look(chief, "shortfall-sign")
    assert chief.get_by_text("I disagree: two schools need one.").first.is_visible()
    chief.get_by_label("I have made this determination").press("Space")
    chief.get_by_role("button", name="Sign and file").click()
    number = _number(chief)
    room.route()
    liaison = room.enter(LIAISON)
    reply_and_assign(room, liaison, number)
    lodge(room, chief, number)
    confirm(room, room.enter(SUPERINTENDENT_OF_THREE_RIVERS), number, "superintendent")
    confirm(room, liaison, number, "state-police")
    liaison.get_by_text("It is on file in both offices").wait_for()
    room.look(liaison, "shortfall-complete")
    assert portal_on_sqlite.house.show(number)["state"] == "complete"


def _number(page: Page) -> str:
    page.get_by_text("is on record. A receipt is mailed").wait_for()
    found = re.search(r"S-\d{4}-\d{4}", page.url)
    assert found
    return found[0]
