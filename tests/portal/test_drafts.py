"""A district's draft by HTTP: saved, refused, kept apart; nothing typed is lost."""

import re
from collections.abc import Mapping
from html import unescape

import pytest

from actions.drafts import set_asides
from database import reading
from models.cases import Case
from models.drafts import Draft, DraftFile, DraftState
from tests.actions.draft_makers import EDITOR, PORT, Desk
from tests.actions.makers import CHIEF, INTAKE, SUPERINTENDENT
from tests.portal.premises import HIDDEN, Premises, Visitor
from tests.shared import CASES

CHARTER, DIRECTOR = "99350000", "director@harborlight.example"
LARGEST = 25 * 1024 * 1024


def desk_of(portal: Premises) -> Desk:
    """Give the desk that drafts are made at without pages."""
    return Desk(portal.house, portal.surroundings.store)


def begin(visitor: Visitor, code: str = PORT) -> str:
    """Begin a draft by the body's page; gives its address."""
    answer = visitor.send(f"/bodies/{code}")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def boxes(page: str) -> dict[str, str]:
    """Give what a browser would send of the last form on a page, unless changed."""
    inside = re.findall(r'<form[^>]*class="usa-form usa-form--large draft".*?</form>', page, re.S)
    (form,) = inside
    found = dict(HIDDEN.findall(form))
    for name, value in re.findall(
        r'<input class="usa-input[^>]* name="([^"]*)" value="([^"]*)"', form
    ):
        found[name] = value
    for name, value in re.findall(
        r'<textarea[^>]* name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.S
    ):
        found[name] = value
    return {unescape(name): unescape(value) for name, value in found.items()}


def write(
    visitor: Visitor, page: str, said: Mapping[str, str], do: str = "stay", **more: object
) -> "object":
    """Load a part, change some boxes, press a button."""
    loaded = visitor.get(page)
    assert loaded.status_code == 200, loaded.text
    return visitor.post(page, {**boxes(loaded.text), **said, "do": do}, **more)
