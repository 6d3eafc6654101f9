"""Pages for everybody: what this is, how it works, the law rule by rule, statements."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response

from actions.policies import parsed
from portal.arriving import Caller
from portal.static_files import serve
from portal.visits import NoSuchPage
from rules.law import carried, versions

pages = APIRouter()

NOT_FOR_ENGINES = (
    "/sign-in", "/cases", "/publishing", "/register/decisions.csv", "/register/decisions.json",
    "/register/shortfalls.csv", "/register/shortfalls.json",
)  # fmt: skip
"""The pages of the register may be found; of each, engines are asked to keep no copy."""


@pages.get("/")
def home(visit: Caller) -> Response:
    """Say what this is, which law it carries, and for whom it is."""
    return visit.page("home.html")


@pages.get("/how-it-works")
def how_it_works(visit: Caller) -> Response:
    """Say who does what, in which order, and which of it is law."""
    return visit.page("how-it-works.html", policy=parsed(visit.portal.policy_text))


@pages.get("/law")
def law(visit: Caller) -> Response:
    """Show the carried text rule by rule."""
    others = [text for text in versions() if not text.carried]
    return visit.page("law.html", text=carried(), others=others)


@pages.get("/accessibility")
def accessibility(visit: Caller) -> Response:
    """Say what holds, what was tested, and where to write."""
    return visit.page("accessibility.html", policy=parsed(visit.portal.policy_text))


@pages.get("/privacy")
def privacy(visit: Caller) -> Response:
    """Say what is kept about whoever comes here."""
    return visit.page("privacy.html", policy=parsed(visit.portal.policy_text))


@pages.get("/static/{version}/{name:path}")
def static(visit: Caller, version: str, name: str) -> Response:  # noqa: ARG001 - it only names
    """Give a style sheet, a script, a picture or a font."""
    answer = serve(visit.request, name)
    if answer is None:
        raise NoSuchPage("There is no such file.")
    return answer


@pages.get("/robots.txt")
def robots(visit: Caller) -> Response:  # noqa: ARG001 - the matrix asks every route
    """Ask search engines to leave the pages of those who sign in alone."""
    return PlainTextResponse(
        "User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in NOT_FOR_ENGINES)
    )
