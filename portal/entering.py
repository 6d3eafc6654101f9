"""Let a person in: a new session with a new token, whatever the browser had before."""

from urllib.parse import quote, urlsplit

from fastapi.responses import RedirectResponse

from actions.sessions import end_session, open_session
from database import Session
from models.people import Person
from models.sessions import SignedInBy
from portal.cookies import give_session, new_token
from portal.visits import Visit

DESK = "/desk"


def enter(
    visit: Visit, session: Session, person: Person, *, by: SignedInBy, onward: str
) -> RedirectResponse:
    """Open a session for a person and lead them on; one the browser had is ended."""
    if visit.session is not None and visit.person is not None:
        end_session(session, visit.person, visit.session_id, now=visit.clock)
    token = new_token()
    opened = open_session(
        session,
        person,
        token=token,
        by=by,
        browser=visit.request.headers.get("user-agent", ""),
        now=visit.clock,
    )
    where = inside(onward)
    if opened.passkey_owed:
        where = f"/sign-in/passkey?next={quote(where, safe='/')}"
    answer = RedirectResponse(where, status_code=303)
    give_session(visit, answer, token)
    return answer


def inside(path: str | None, *, default: str = DESK) -> str:
    """Give a path of this portal, or `default` where it would lead elsewhere."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")) or len(path) > 500:  # noqa: PLR2004
        return default
    if "\\" in path or any(ord(letter) < 33 for letter in path):  # noqa: PLR2004 - up to a space
        return default
    parts = urlsplit(path)
    return default if parts.scheme or parts.netloc else path
