"""Write a sample application in a browser, as a person does: part by part, file by file."""

from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Locator, Page, expect

from tests.shared import CASES

Item = dict[str, Any]


def sample(file: str = "waiver-complete-municipal.yaml") -> Item:
    """Read a sample application."""
    return yaml.safe_load((CASES / file).read_text())


def go_to(page: Page, part: str) -> None:
    """Open a part from the draft as a whole."""
    page.get_by_role("main").get_by_role("link", name=part, exact=True).click()
    page.get_by_role("heading", level=1, name=part).wait_for()


def write_all(page: Page, form: Item) -> None:
    """Fill every part of a draft whose first page is open; leave the whole draft open."""
    whole = page.url
    go_to(page, "Consultation with the chief of police")
    for number, one in enumerate(form["chief_consultations"], 1):
        consultation(page, number, one)
    save_and_go_on(page, "Reasons")
    for number, one in enumerate(form["reasons"], 1):
        block = add(page, "reason", f"Reason {number}")
        block.get_by_label("The reason, in your words").fill(one["text"])
    save_and_go_on(page, "Data or evidence")
    for number, one in enumerate(form["evidence"], 1):
        item(add(page, "data or evidence", f"Data or evidence {number}"), one)
    save_and_go_on(page, "Alternative procedures and resources")
    for number, one in enumerate(form["alternatives"], 1):
        alternative(page, number, one)
    save_and_go_on(page, "What is to be waived")
    page.get_by_label("What is to be waived, in words").fill(form["scope"])
    for year in form["school_years"]:
        page.get_by_text(year, exact=True).click()
    save_and_go_on(page, "Signature")
    page.get_by_label("Who signs").fill(form["signed_by"]["name"])
    page.get_by_label("The statement signed").fill(form["signed_by"]["statement"])
    page.get_by_role("button", name="Save and go on").click()
    expect(page).to_have_url(whole)


def save_and_go_on(page: Page, following: str) -> None:
    """Press the button, and wait for the next part."""
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("heading", level=1, name=following).wait_for()


def add(page: Page, what: str, title: str) -> Locator:
    """Add an item, which saves what was typed so far, and give its boxes."""
    page.get_by_role("button", name=f"Add {what}", exact=True).click()
    block = page.get_by_role("group", name=title, exact=True)
    block.wait_for()
    return block


def consultation(page: Page, number: int, said: Item) -> None:
    """Write a consultation; a second day's boxes come with a save."""
    title = f"Consultation {number}"
    block = add(page, "consultation", title)
    block.get_by_label("Whose office was consulted").fill(said["office"])
    for place, on in enumerate(said["dates"], 1):
        date(block.get_by_role("group", name=f"On which days, {place}"), str(on))
        page.get_by_role("button", name="Save", exact=True).click()
        block.get_by_role("group", name=f"On which days, {place + 1}").wait_for()
    block.get_by_label("How", exact=True).fill(said["mode"])
    block.get_by_label("What was talked about").fill(said["summary"])
    block.get_by_label("The chief’s view").fill(said["view"])
    block.get_by_label("Who attests this").fill(said["attested_by"])


def alternative(page: Page, number: int, said: Item) -> None:
    """Write an alternative and its own supporting data."""
    title = f"Alternative {number}"
    block = add(page, "alternative", title)
    block.get_by_text(f"A {said['kind']}: ").click()
    block.get_by_label("What it is, and how it is used").fill(said["description"])
    date(block.get_by_role("group", name="In use since"), str(said["in_use_since"]))
    for place, one in enumerate(said["supporting_data"], 1):
        add(page, f"supporting data for alternative {number}", f"Supporting data {number}.{place}")
        item(page.get_by_role("group", name=f"Supporting data {number}.{place}"), one)


def item(block: Locator, said: Item) -> None:
    """Write what a file is, and choose it."""
    block.get_by_label("What it is").fill(said["title"])
    block.get_by_label("Where it comes from").fill(said.get("source", ""))
    if "period" in said:
        first, last = said["period"].split("/")
        date(block.get_by_role("group", name="What time it covers: first day"), first)
        date(block.get_by_role("group", name="What time it covers: last day"), last)
    block.get_by_label("The file with").set_input_files(Path(CASES / said["file"]))


def date(boxes: Locator, on: str) -> None:
    """Type a day into its three boxes."""
    year, month, day = on.split("-")
    boxes.get_by_label("Month").fill(str(int(month)))
    boxes.get_by_label("Day").fill(str(int(day)))
    boxes.get_by_label("Year").fill(year)
