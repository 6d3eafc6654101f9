"""A district's draft by HTTP: begin, load a part, change boxes, press a button."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

import httpx2

from models.drafts import Draft
from tests.actions.draft_makers import PORT, Desk
from tests.portal.premises import HIDDEN, Premises, Visitor

FORM = re.compile(r'<form class="usa-form usa-form--large draft".*?</form>', re.DOTALL)
INPUT = re.compile(r'<input class="usa-input[^>]*? name="([^"]*)" value="([^"]*)"')
TEXT = re.compile(r'<textarea[^>]* name="([^"]*)"[^>]*>\n?(.*?)</textarea>', re.DOTALL)


def desk_of(portal: Premises) -> Desk:
    """Give the desk at which drafts are made without pages."""
    return Desk(portal.house, portal.surroundings.store)


def begin(visitor: Visitor, code: str = PORT) -> str:
    """Begin a draft by the body's page; gives its address."""
    answer = visitor.send(f"/bodies/{code}")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def boxes(page: str) -> dict[str, str]:
    """Give what a browser would send of a part's form, as it was loaded."""
    (form,) = FORM.findall(page)
    found = [pair for kind in (HIDDEN, INPUT, TEXT) for pair in kind.findall(form)]
    return {unescape(name): unescape(value) for name, value in found}


def write(
    visitor: Visitor, page: str, said: Mapping[str, str], do: str = "stay", **more: Any
) -> httpx2.Response:
    """Load a part, change some boxes, press a button."""
    loaded = visitor.get(page)
    assert loaded.status_code == 200, loaded.text
    return visitor.post(page, {**boxes(loaded.text), **said, "do": do}, **more)


def draft_of(portal: Premises, address: str) -> Draft:
    """Give a draft by its page's address."""
    return desk_of(portal).show(address.split("/")[2])


def item_of(answer: httpx2.Response, listed: str = "evidence") -> str:
    """Give the name of the item that a button added, from where it led."""
    return f"{listed}[{answer.headers['location'].rpartition('-')[2]}]"
