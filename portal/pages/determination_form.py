"""The form of a determination, `shortfall/1`, made from its draft: a field for each part."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField

from actions.draft_fields import flat
from models.cases import CaseKind
from models.drafts import Draft
from models.registry import School
from models.shortfall_form import Resource
from portal.forms import Line, PageForm, Text, Upload, choices_of

LACKING = {
    Resource.PERSONNEL: "Personnel",
    Resource.FUNDS: "Funds",
    Resource.EQUIPMENT: "Equipment",
    Resource.TRAINING: "Training",
    Resource.OTHER: "Something else, said above",
}
CONSULTED = "superintendent_consultation"
DATES = f"{CONSULTED}.dates"
SEVERAL = {"resources_lacking", "schools"}

_TYPED_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class DeterminationForm(PageForm):
    """What every determination has; its figures are added from the draft."""

    seen = HiddenField()
    """The revision that the page shows."""


def form_of(
    draft: Draft, schools: Sequence[School], superintendents: Sequence[tuple[str, str]]
) -> type[DeterminationForm]:
    """Make the form that this draft needs: one with its own figures, schools and people."""
    fields: dict[str, Any] = {
        "office_basis": Line(
            "On what basis you hold the office",
            hint="For example: chief of police; or select board having control of the police.",
        ),
        "determination": Text(
            "What you have determined",
            hint="That there are not sufficient resources to assign an officer, and why.",
        ),
        "resources_lacking": SelectMultipleField(
            "Which resources are lacking",
            choices=choices_of((one.value, words) for one, words in LACKING.items()),
            validate_choice=False,
        ),
        "fiscal_year": Line(
            "Fiscal year",
            hint="By the year it ends in: 2027 is July 1, 2026 to June 30, 2027.",
            longest=4,
        ),
        f"{CONSULTED}.by": _superintendent(superintendents),
        DATES: Line(
            "On which days you consulted",
            hint="For example: 9/2/2026. Several days: put a comma between.",
        ),
        f"{CONSULTED}.mode": Line(
            "How you consulted", hint="For example: meeting, call, letter.", longest=200
        ),
        f"{CONSULTED}.view": Text(
            "The superintendent’s own view, whole",
            hint="Agreement is not needed. A view that disagrees is shown to everybody concerned.",
        ),
        "schools": SelectMultipleField(
            "Which schools it is about",
            description="None ticked: every school of this body.",
            choices=choices_of((one.code, f"{one.name}, {one.town}") for one in schools),
            validate_choice=False,
        ),
    }
    for item in figure_ids(draft):
        fields |= _figure(f"figures[{item}]")
    return type("OneDeterminationForm", (DeterminationForm,), fields)


def _superintendent(people: Sequence[tuple[str, str]]) -> Any:
    words = "The superintendent you consulted"
    if not people:
        return Line(words, hint="Their e-mail address. Nobody is on record in the office.")
    if len(people) == 1:
        return RadioField(words, choices=choices_of(people), validate_choice=False)
    return SelectField(words, choices=choices_of([("", "Choose"), *people]), validate_choice=False)


def _figure(path: str) -> dict[str, Any]:
    return {
        f"{path}.title": Line("What it shows"),
        f"{path}.source": Line("Where it comes from"),
        f"{path}.period": Line(
            "For which time", hint="For example: 7/1/2025 to 6/30/2026.", longest=60
        ),
        f"{path}.file": Upload("The file"),
        f"{path}.had": HiddenField(),
    }


def figure_ids(draft: Draft) -> list[str]:
    """Give the ids of a draft's figures, in order."""
    figures: list[dict[str, str]] = draft.content.get("figures") or []
    return [one["id"] for one in figures]


def shown(draft: Draft) -> dict[str, Any]:
    """Give what the draft says as the form shows it: days as people write them."""
    said = flat(draft.content, CaseKind.SHORTFALL)
    found: dict[str, Any] = dict(said)
    found[DATES] = ", ".join(_as_people_write(one) for one in said.get(DATES) or [])
    for path in said:
        if path.endswith(".period"):
            days = str(said[path]).split("/")
            iso = all(_ISO_DAY.fullmatch(one) for one in days)
            found[path] = " to ".join(map(_as_people_write, days)) if iso else said[path]
    return found


def typed_in(form: PageForm, draft: Draft) -> dict[str, str | list[str]]:
    """Give what was typed by the draft's own field names, days as the form takes them."""
    paths = ["office_basis", "determination", "fiscal_year", *SEVERAL, DATES]
    paths += [f"{CONSULTED}.{name}" for name in ("by", "mode", "view")]
    paths += [
        f"figures[{item}].{name}"
        for item in figure_ids(draft)
        for name in ("title", "source", "period")
    ]
    return {path: _typed(path, form[path].data) for path in paths if path in form}


def _typed(path: str, value: Any) -> str | list[str]:
    if path in SEVERAL:
        ticked: list[str] = value or []
        return list(ticked)
    text = str(value or "")
    if path == DATES:
        return [_iso(one.strip()) for one in re.split(r"[,;\n]", text) if one.strip()]
    if path.endswith(".period") and text.strip():
        return "/".join(_iso(one.strip()) for one in re.split(r"\s+(?:to|through|–|-)\s+", text))
    return text


def _iso(text: str) -> str:
    """Write a day as the form takes it; what is none stays as it was typed."""
    found = _TYPED_DAY.fullmatch(text)
    if not found:
        return text
    month, day, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text


def _as_people_write(text: str) -> str:
    found = _ISO_DAY.fullmatch(text)
    return _us(found) if found else text


def _us(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    return f"{int(month)}/{int(day)}/{year}"
