"""Take the pictures of the portal's pages in docs/pictures/, and write docs/pages.md around them.

`make pictures` starts a portal on a record of invented places, on a day that is always
the same (docs/sample_record.py), and looks at its pages with a Chromium. `--page-only`
writes docs/pages.md alone. Look at each picture afterwards: that is what they are for.
"""

import argparse
import logging
import sys
import tempfile
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import cast

import structlog
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine

import migrations
from actions.offices import person
from actions.sessions import open_session
from database import connect, transaction
from docs.sample_record import TODAY, Shown, signer, stage
from models.sessions import SignedInBy
from portal.app import create_app
from portal.cookies import new_token
from portal.surroundings import Surroundings
from settings import Settings
from tests import chromium
from tests.actions.makers import COMMISSIONER, COUNSEL, OPERATOR, PROGRAM
from tests.portal.premises import Running

PROJECT = Path(__file__).resolve().parent.parent
PAGE = PROJECT / "docs" / "pages.md"
PICTURES = PROJECT / "docs" / "pictures"
DESK, PHONE = 1280, 390
TALLEST = 1400
"""Pixels of a picture's height; what is under them is left out."""
COLOURS = 256
"""As many as a byte tells apart."""
NEAR = 8
"""Colours nearer than this are taken for one another when a picture is packed."""
Rgb = tuple[int, int, int]
BOARD, LIAISON = "board@selectboard.quarryhill.example", "liaison@statepolice.example"


@dataclass(frozen=True, slots=True)
class Shot:
    """A page, who looks at it, and what is to be said of its picture."""

    name: str
    title: str
    words: str
    alt: str
    path: Callable[[Shown], str]
    who: str | None = None
    width: int = DESK
    tallest: int = TALLEST

    @property
    def file(self) -> Path:
        """Where the picture lies."""
        return PICTURES / f"{self.name}.png"


SHOTS = (
    Shot(
        "home",
        "The first page",
        "Which text of the law is carried, which two kinds of case there are, and for whom.",
        "The first page of the portal: a warning about the text of the law, then a waiver "
        "application and a shortfall side by side, each marked with its clause.",
        lambda _: "/",
    ),
    Shot(
        "draft",
        "A district’s draft",
        "The meter measures a draft by the section’s own clauses. Each gap leads to the place "
        "where it is filled, and nothing is sent before somebody signs.",
        "A draft of an application: how many things are missing, then each part of the section "
        "with its clause, marked as complete or with a list of its gaps.",
        lambda shown: f"/drafts/{shown.draft}",
        signer("99080000"),
    ),
    Shot(
        "status",
        "Where an application stands",
        "The office has asked; the district sees the questions, who acts next, by when, and "
        "everything that has happened.",
        "A returned application: two questions of the office, a button to answer them, the day "
        "by which an answer is expected, the receipt, and a timeline.",
        lambda shown: f"/cases/{shown.returned}/status",
        signer("99050000"),
    ),
    Shot(
        "queue",
        "The office’s queue",
        "Every open duty with who owes it and by when. One case is acted on at a time; a day "
        "that has passed decides nothing.",
        "The queue as a table of cases with applicant, duty, office, and due date; one is marked "
        "as past due and one as paused.",
        lambda _: "/queue?show=all",
        PROGRAM,
    ),
    Shot(
        "case",
        "A case on one page",
        "What counsel sees of a case in hand: its way so far, the chief’s objection, whole, "
        "then the application beside its evidence.",
        "A case before counsel: what can be done, its way so far as a chart, the objection of "
        "the chief of police in a box, and the application beside its evidence.",
        lambda shown: f"/cases/{shown.before_counsel}/office",
        COUNSEL,
        tallest=1900,
    ),
    Shot(
        "decision",
        "The decision",
        "The section’s one question, answered by one person about one applicant, in words of "
        "their own.",
        "The form for a decision: the section’s question, the chief’s objection, the two "
        "answers, a field for the decider’s belief, and the evidence to rely on.",
        lambda shown: f"/cases/{shown.before_commissioner}/decide",
        COMMISSIONER,
    ),
    Shot(
        "chief",
        "A chief’s page",
        "Applications that concern a town, to confirm or comment on, and the shortfalls that "
        "its chief or board has determined.",
        "A page for whoever has control of the police in a town: an application to comment on, "
        "a shortfall with its state, and a button to start a determination.",
        lambda _: "/chief",
        BOARD,
    ),
    Shot(
        "shortfall",
        "A shortfall, as the state police see it",
        "An officer is assigned and the memorandum lodged. One of two offices has it on file; "
        "the other is marked as missing.",
        "A shortfall that awaits its second filing: what the liaison can do, who acts next, "
        "and the two offices, one marked on file and the other missing.",
        lambda shown: f"/cases/{shown.shortfall}",
        LIAISON,
    ),
    Shot(
        "operators",
        "The operators’ desk",
        "What operators owe, with what to do about it, and the way to everything they look after.",
        "The operators’ desk: a case for which a reviewer must be found, then links to the "
        "registry, offices, closures, policy, mail and health.",
        lambda _: "/operators",
        OPERATOR,
    ),
    Shot(
        "register",
        "The public register",
        "Every published decision, for anybody, without an account; the same as CSV and JSON.",
        "The public register: a chart of granted and denied, boxes to narrow the list, and "
        "a list of decisions with district, outcome and day.",
        lambda _: "/register",
    ),
    Shot(
        "entry",
        "An entry of the register",
        "One decision as the public reads it: the belief it rests on, its conditions, and "
        "what was withheld.",
        "A published decision: outcome, the commissioner’s belief in full, scope, term, "
        "and a condition in which an e-mail address is withheld.",
        lambda shown: f"/register/{shown.published}",
    ),
    Shot(
        "statistics",
        "Figures",
        "What is open, how long cases took, and where a year’s cases stand. Each picture has "
        "its table; nothing follows from them.",
        "Charts of the open work by age and of the days from filing to decision in two years, "
        "with the median and the ninetieth percentile.",
        lambda _: "/statistics",
        PROGRAM,
    ),
    Shot(
        "status-phone",
        "On a telephone",
        "The status of the returned application, at the width of a telephone.",
        "The page of a returned application on a narrow screen: questions, the button to answer "
        "them, and the day by which an answer is expected.",
        lambda shown: f"/cases/{shown.returned}/status",
        signer("99050000"),
        width=PHONE,
    ),
)

HEAD = """\
# The portal in pictures

Written by `make pictures` (`docs/pictures.py`), on a record of invented places on an
invented day: do not edit. How the pages are made: [the portal](portal.md).
"""


def main() -> int:
    """Take the pictures that are named, all of them unless some are, and write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", help="which pictures; all of them unless said")
    parser.add_argument("--page-only", action="store_true", help="write docs/pages.md alone")
    asked = parser.parse_args()
    wanted = [shot for shot in SHOTS if not asked.names or shot.name in asked.names]
    PAGE.write_text(page(), encoding="utf-8")
    if asked.page_only:
        return 0
    browser = chromium.get()
    if browser is None:
        return 1
    PICTURES.mkdir(exist_ok=True)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with premises() as (url, engine, shown):
        _take(wanted, url, engine, shown, browser)
    print(f"{sum(shot.file.stat().st_size for shot in SHOTS) / 1024:,.0f} kB in {PICTURES}")
    return 0


def page() -> str:
    """Give docs/pages.md."""
    return "\n".join((HEAD, *map(_section, SHOTS)))


def _section(shot: Shot) -> str:
    return f"## {shot.title}\n\n{shot.words}\n\n![{shot.alt}](pictures/{shot.name}.png)\n"


@contextmanager
def premises() -> Generator[tuple[str, Engine, Shown]]:
    """Open a portal with the record on file; gives its address, its database, what to look at."""
    with (
        tempfile.TemporaryDirectory(prefix="recourse-pictures-") as folder,
        resources.as_file(resources.files("cli") / "examples") as examples,
    ):
        settings = Settings(
            home=Path(folder), database_url=None, portal_url=None, policy=None, now=TODAY
        )
        migrations.upgrade(settings.database)
        engine = connect(settings.database)
        shown = stage(engine, settings, examples).fill()
        app = create_app(settings)
        portal: Surroundings = app.state.portal
        portal.clock = lambda: TODAY
        running = Running(app)
        running.start()
        try:
            yield f"http://127.0.0.1:{running.port}", engine, shown
        finally:
            running.stop()
            engine.dispose()


def _take(shots: Iterable[Shot], url: str, engine: Engine, shown: Shown, path: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.flags())
        for shot in shots:
            taken = _photograph(browser, url, shot, shot.path(shown), _signed_in(engine, shot.who))
            shot.file.write_bytes(_packed(taken))
            print(f"{shot.name}: {shot.file.stat().st_size / 1024:,.0f} kB")
        browser.close()


def _photograph(browser: Browser, url: str, shot: Shot, path: str, token: str | None) -> bytes:
    """Look at a page from its top to where the picture ends."""
    context = browser.new_context(
        base_url=url, viewport={"width": shot.width, "height": 900}, device_scale_factor=1
    )
    if token:
        context.add_cookies([{"name": "recourse", "value": token, "url": url}])
    window = context.new_page()
    answer = window.goto(path)
    if answer is None or not answer.ok:
        sys.exit(f"{shot.name}: {path} answered {answer.status if answer else 'nothing'}")
    height = window.evaluate("document.fonts.ready.then(() => document.body.scrollHeight)")
    taken = window.screenshot(
        full_page=True,
        clip={"x": 0, "y": 0, "width": shot.width, "height": min(height, shot.tallest)},
    )
    context.close()
    return taken


def _signed_in(engine: Engine, email: str | None) -> str | None:
    if email is None:
        return None
    token = new_token()
    with transaction(engine) as session:
        someone = person(session, email)
        if someone is None:
            sys.exit(f"nobody is on record as {email}")
        open_session(
            session, someone, token=token, by=SignedInBy.LINK, browser="Chromium", now=TODAY
        )
    return token


def _packed(taken: bytes) -> bytes:
    """Give the picture in its commonest colours: what is painted stays, edges of letters round."""
    packed = BytesIO()
    with Image.open(BytesIO(taken)) as picture:
        whole = picture.convert("RGB")
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in _commonest(whole) for part in colour])
    few = whole.quantize(palette=palette, dither=Image.Dither.NONE)
    few.save(packed, "PNG", optimize=True)
    return packed.getvalue()


def _commonest(picture: Image.Image) -> list[Rgb]:
    """Give the commonest colours, the commonest first, but those that are all but another."""
    counted = sorted(picture.getcolors(picture.width * picture.height) or [], reverse=True)
    chosen: list[Rgb] = []
    for colour in (cast("Rgb", one) for _, one in counted):
        if len(chosen) < COLOURS and not any(_near(colour, other) for other in chosen):
            chosen.append(colour)
    return chosen


def _near(one: Rgb, other: Rgb) -> bool:
    return all(abs(a - b) < NEAR for a, b in zip(one, other, strict=True))


if __name__ == "__main__":
    sys.exit(main())
