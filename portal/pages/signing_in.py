"""Signing in by a link in a mail, and signing out."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from actions.offices import address_gap
from actions.sessions import end_all_sessions, end_session
from actions.signing_in import use_link
from database import transaction
from models.sessions import SignedInBy
from portal.arriving import Caller
from portal.cookies import take_session
from portal.entering import enter, inside
from portal.forms import Line, PageForm
from portal.limiting import Limit
from portal.links import ask_for_link, open_link
from portal.visits import NoSuchPage

pages = APIRouter()


class AddressForm(PageForm):
    """Where to send the link."""

    email = Line(
        "Your e-mail address",
        hint="The one that the office has on record for you.",
        needed="Write your e-mail address.",
        longest=254,
        kind="email",
        autocomplete="email",
    )


@pages.get("/sign-in")
def sign_in(visit: Caller) -> Response:
    """Ask for an address, or offer the department's own sign-in."""
    if visit.person is not None:
        return RedirectResponse(inside(visit.request.query_params.get("next")), status_code=303)
    return visit.page("sign-in/start.html", form=visit.form(AddressForm), onward=_onward(visit))


@pages.post("/sign-in")
def ask(visit: Caller) -> Response:
    """Have a link sent, if anybody has this address. The answer is the same either way."""
    visit.limit(Limit.ASK_LINK)
    form = visit.form(AddressForm)
    onward = _onward(visit)
    if not form.validate():
        return visit.again("sign-in/start.html", form, onward=onward)
    email = form.email.data or ""
    if gap := address_gap(email):
        form.email.errors = [f"This {gap}."]
        return visit.again("sign-in/start.html", form, onward=onward)
    ask_for_link(visit.portal, email, origin=visit.origin, onward=onward)
    return visit.to("/sign-in/sent")


@pages.get("/sign-in/sent")
def sent(visit: Caller) -> Response:
    """Say where to look, and what if nothing comes."""
    here = visit.portal.settings.embedded_portal
    return visit.page("sign-in/sent.html", mailbox=visit.portal.settings.home / "mailbox"
                      if here else None)  # fmt: skip


@pages.get("/sign-in/link")
def show_link(visit: Caller) -> Response:
    """Offer the button. Programs that open every link in a mail use nothing up here."""
    token = visit.request.query_params.get("token", "")
    open_link(visit.portal, token)
    return visit.page("sign-in/link.html", token=token)


@pages.post("/sign-in/link")
def use(visit: Caller) -> Response:
    """Use the link up and sign in."""
    visit.limit(Limit.USE_LINK)
    opened = open_link(visit.portal, visit.value("token"))
    with transaction(visit.portal.engine) as session:
        person = use_link(session, opened.nonce, now=visit.clock)
        return enter(visit, session, person, by=SignedInBy.LINK, onward=opened.onward)


@pages.post("/sign-out")
def sign_out(visit: Caller) -> Response:
    """End this session."""
    with visit.acting() as session:
        end_session(session, visit.who, visit.session_id, now=visit.clock)
    answer = visit.to("/", said="You have signed out.")
    take_session(visit, answer)
    return answer


@pages.post("/sign-out/everywhere")
def sign_out_everywhere(visit: Caller) -> Response:
    """End every session of this person."""
    with visit.acting() as session:
        count = end_all_sessions(session, visit.who, now=visit.clock)
    plural = "s" if count > 1 else ""
    answer = visit.to("/", said=f"You have signed out everywhere: {count} session{plural} ended.")
    take_session(visit, answer)
    return answer


@pages.post("/session/stay")
def stay(visit: Caller) -> Response:
    """Put off the end of a session: to have come here is enough."""
    return Response(str(visit.seconds_left), media_type="text/plain")


@pages.get("/kept/{id}")
def kept(visit: Caller, id: str) -> Response:  # noqa: A002 - the path's own word
    """Give back what somebody had typed when their session was over."""
    form = visit.kept_form(id)
    if form is None:
        raise NoSuchPage("Nothing is kept under this address, or not any more.")
    if visit.has_page(form.path):
        return RedirectResponse(f"{form.path}?kept={form.id}", status_code=303)
    return visit.page("sign-in/kept.html", kept=form)


def _onward(visit: Caller) -> str:
    return inside(visit.value("next") or visit.request.query_params.get("next"), default="")
