"""The public register: decisions and shortfalls, page by page, and each entry by itself."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from actions.concern import may_read
from actions.register import publishes
from actions.register_reading import (
    Wanted,
    counts,
    days_of,
    entry_of,
    page_of,
    was_withdrawn,
)
from models.cases import Case, CaseKind
from models.reviews import Outcome
from notifications.public_register import FIELDS
from portal.arriving import Caller
from portal.asking import NUMBER, STATES, Asked, asked_of, periods
from portal.freshness import kept
from portal.pictures import shares
from portal.visits import NoSuchPage, Visit
from portal.words import state_meaning, state_words
from rules.law import versions

pages = APIRouter()

SIZE = 25
"""Entries of a page."""

OUTCOMES = {Outcome.GRANTED: "Granted", Outcome.DENIED: "Denied"}


@pages.get("/register")
def decisions(visit: Caller) -> Response:
    """List the decisions on waiver applications."""
    return _list(visit, CaseKind.WAIVER, {one.value: words for one, words in OUTCOMES.items()})


@pages.get("/register/shortfalls")
def shortfalls(visit: Caller) -> Response:
    """List the shortfalls, by state."""
    return _list(visit, CaseKind.SHORTFALL, {one.value: state_words(one) for one in STATES})


@pages.get("/register/files")
def files(visit: Caller) -> Response:
    """Say what is in the files."""
    fields = [(name, words.replace("`", "")) for name, words in FIELDS.items()]
    return kept(visit, visit.page("register/files.html", fields=fields))


@pages.get("/register/{number}")
def entry(visit: Caller, number: str) -> Response:
    """Show one entry; of one that is not there nothing is told, of one that was, that it was."""
    found, withdrawn, concerned = None, False, False
    if NUMBER.fullmatch(number):
        with visit.reading() as session:
            found = entry_of(session, number)
            withdrawn = found is None and was_withdrawn(session, number)
            if found and visit.person:
                case = session.get_one(Case, number)
                concerned = may_read(session, case, visit.person, visit.holdings)
    if withdrawn:
        return visit.page("register/withdrawn.html", status=410, number=number)
    if found is None:
        raise NoSuchPage(f"The register has no entry {number[:20]}.")
    return kept(
        visit,
        visit.page(
            "register/entry.html",
            concerned=concerned,
            publisher=publishes(visit.holdings),
            **entry_facts(found.law_version, entry=found),
        ),
    )


def entry_facts(law_version: str, **facts: Any) -> dict[str, Any]:
    """Give what the template of an entry needs beside the entry."""
    titles = {one.id: one.title for one in versions()}
    return {
        "law_title": titles.get(law_version, law_version),
        "outcomes": {one.value: words for one, words in OUTCOMES.items()},
        "meaning": state_meaning,
        **facts,
    }


def _list(visit: Visit, kind: CaseKind, sorts: dict[str, str]) -> Response:
    asked = asked_of(visit.request.query_params, kind)
    wanted = asked.wanted
    every = Wanted(kind, wanted.since, wanted.until, body=wanted.body)
    with visit.reading() as session:
        found = page_of(session, wanted, after=asked.after, before=asked.before, size=SIZE)
        counted = counts(session, every)
        ends = days_of(session, kind)
    ordered = [(words, counted.get(sort, 0)) for sort, words in sorts.items()]
    title = "Decisions by outcome" if kind is CaseKind.WAIVER else "Shortfalls by where they stand"
    return kept(
        visit,
        visit.page(
            "register/list.html",
            asked=asked,
            waivers=kind is CaseKind.WAIVER,
            sorts=sorts,
            found=found,
            count=_count(asked, counted),
            picture=shares("register", title, [one for one in ordered if one[1]]),
            periods=periods(ends) if ends else [],
        ),
    )


def _count(asked: Asked, counted: dict[str, int]) -> int:
    return counted.get(asked.sort, 0) if asked.sort else sum(counted.values())
