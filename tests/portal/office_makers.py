"""Cases as the office's pages are tried with them, and what a page says."""

import html
import re
from datetime import UTC, datetime

from tests.actions.makers import (
    COMMISSIONER,
    INTAKE,
    PROGRAM,
    PROGRAM_2,
    filing,
)
from tests.portal.premises import Premises

CONTENT = "fallen to one in the last school year"
"""Words of the sample application's first reason."""
BELIEF = "An officer would not help these two schools: no call of two years needed one there."


def at_the_program_office(premises: Premises) -> str:
    """Give a case that either of two program reviewers may take, each without a conflict."""
    house = premises.house
    premises.keep_files()
    number = house.submit(filing("waiver-chief-objects.yaml")).case.number
    house.route()
    house.review(number, INTAKE)
    house.route()
    house.declare(number, PROGRAM, PROGRAM_2)
    return number


def at_the_commissioner(premises: Premises) -> str:
    """Give a case before the commissioner, who has no conflict."""
    premises.keep_files()
    number = premises.house.at_the_commissioner(filing("waiver-chief-objects.yaml"))
    premises.house.declare(number, COMMISSIONER)
    return number


def route_on(premises: Premises) -> None:
    """Let the engine move what the pages have made ready, by the clock that they go by."""
    premises.house.now = datetime.now(UTC)
    premises.house.route()


def text_of(page: str) -> str:
    """Give a page's words."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())
