"""Pages from templates: Jinja2, escaped, with the macros of `parts/` as `ui`."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from notifications.wording import day, moment
from portal.static_files import address
from portal.words import duty_words, event_words, office_words, state_words
from rules.law import carried

FOLDER = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """Give the environment that every page is rendered in."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    filters: dict[str, Callable[..., Any]] = {
        "day": _day,
        "moment": _moment,
        "state_words": state_words,
        "duty_words": duty_words,
        "event_words": event_words,
        "office_words": office_words,
    }
    made.filters |= filters
    everywhere: dict[str, Any] = made.globals
    everywhere |= {"static": address, "law": carried()}
    everywhere["ui"] = made.get_template("parts/ui.html").module
    return made


def render(template: str, facts: dict[str, Any]) -> str:
    """Write a page out."""
    return environment().get_template(template).render(facts)


def _day(value: date | str) -> str:
    return day(date.fromisoformat(value[:10]) if isinstance(value, str) else value)


def _moment(value: datetime | str) -> str:
    return moment(datetime.fromisoformat(value) if isinstance(value, str) else value)
