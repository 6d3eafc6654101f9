"""Pages from templates: Jinja2, escaped, with the macros of `parts/` as `ui`."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from notifications.wording import day, moment
from portal.static_files import address
from portal.words import duty_words, entry_field, event_words, office_words, state_words
from rules.calendar import new_york_date
from rules.form_words import field_words
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
        "field_words": field_words,
        "short_day": _short_day,
        "day_of": _day_of,
        "entry_field": entry_field,
        "version_row": _version_row,
        "mail_row": _mail_row,
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


def _short_day(value: date | datetime) -> str:
    """Write a day where there is little room: `2026-11-30`."""
    return (new_york_date(value) if isinstance(value, datetime) else value).isoformat()


def _day_of(value: datetime) -> str:
    return day(new_york_date(value))


def _version_row(one: dict[str, Any]) -> list[str]:
    return [str(one["version"]), _moment(one["received_at"]), one["sha256"]]


def _mail_row(one: dict[str, Any]) -> list[str]:
    what = str(one["template"]).replace("-", " ").capitalize()
    state = f"{one['state']}: {one['reason']}" if one["reason"] else one["state"]
    sent = _moment(one["sent_at"]) if one["sent_at"] else "not yet"
    return [what, one["to"], state, _moment(one["queued_at"]), sent]
