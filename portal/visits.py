"""One request: who asks, whether they may, what was sent, and how it is answered."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData
from starlette.routing import Match

from actions.remembering import Key, hand_on
from actions.sent_forms import kept_form, take_form
from actions.sessions import over_at
from database import Session, reading, transaction
from models.cases import Case
from models.people import Holding, Person
from models.sessions import KeptForm, PortalSession, SentForm
from portal.access import Rule, Seeker
from portal.cookies import forget_said, give_visitor, remember_said, said_before
from portal.forgery import new_once, token_for
from portal.forms import PageForm, typed
from portal.limiting import Limit, network_of
from portal.rendering import render
from portal.surroundings import Surroundings

F = TypeVar("F", bound=PageForm)


class SignInNeeded(Exception):
    """The page is for people who have signed in, and nobody has, or not any more."""

    def __init__(self, visit: "Visit") -> None:
        """Keep who asked for what."""
        super().__init__("sign in first")
        self.visit = visit


class PasskeyNeeded(Exception):
    """The person has a passkey and has not shown it yet."""


class NotForYou(Exception):
    """The page's rule does not admit this person."""

    def __init__(self, visit: "Visit", rule: Rule) -> None:
        """Keep both."""
        super().__init__(f"this is for {rule.words}")
        self.visit = visit
        self.rule = rule


class ConflictNotSaid(Exception):
    """A reviewer wants a case's content and has not said whether they have a conflict."""

    def __init__(self, number: str) -> None:
        """Keep which case."""
        super().__init__(f"say first whether you have a conflict in {number}")
        self.number = number


class NoSuchPage(Exception):
    """There is nothing here, in words that say what was looked for."""


class TooLarge(Exception):
    """More was sent than this page takes."""


@dataclass
class Visit:
    """A request, and what a page needs to answer it."""

    request: Request
    portal: Surroundings
    clock: datetime
    """The machine's time."""
    now: datetime
    """The time that acts go by: a drill's, in a drill."""
    rule: Rule
    session: PortalSession | None = None
    person: Person | None = None
    """Who has signed in."""
    was: Person | None = None
    """Whose session it was that is over."""
    holdings: tuple[Holding, ...] = ()
    case: Case | None = None
    """The case that the path names."""
    sent: FormData | None = None
    told: Mapping[Key, Any] = field(default_factory=dict[Key, Any], repr=False)
    """What the record answered when this request was let in, until something is done in it."""
    failed: bool = False
    """Whether the page shown is a form with something to mend: its title says so."""
    _taken: SentForm | None = field(default=None, repr=False)
    _menu: tuple[Any, ...] | None = field(default=None, repr=False)

    # who

    @property
    def who(self) -> Person:
        """The person who has signed in.

        Raises:
            SignInNeeded: nobody has.
        """
        if self.person is None:
            raise SignInNeeded(self)
        return self.person

    @property
    def by(self) -> str:
        """The address of whoever acts: `by` and `entered_by` of an act are the same here."""
        return self.who.email

    @property
    def session_id(self) -> int:
        """The id of this session; 0 where there is none."""
        return (self.session.id or 0) if self.session else 0

    @property
    def client(self) -> str:
        """Where the request comes from."""
        return self.request.client.host if self.request.client else "unknown"

    @property
    def asked_of(self) -> str:
        """The name of this portal as the client wrote it."""
        return self.request.url.hostname or ""

    @property
    def origin(self) -> str:
        """Where people reach this portal, for links in mail."""
        settled = self.portal.settings.portal_url
        return (settled or str(self.request.base_url)).rstrip("/")

    @property
    def path(self) -> str:
        """The path asked for."""
        return self.request.url.path

    @property
    def seconds_left(self) -> int | None:
        """How long the session lasts if nothing more is done in it."""
        if self.session is None or self.person is None:
            return None
        return max(0, round((over_at(self.session) - self.clock).total_seconds()))

    # reading and acting

    @contextmanager
    def reading(self) -> Generator[Session]:
        """Open a session that reads: `with visit.reading() as session`."""
        with reading(self.portal.engine) as session:
            if self.told:
                hand_on(session, self.told)
            yield session

    @contextmanager
    def acting(self) -> Generator[Session]:
        """Open the one transaction of an act; the form sent is taken in it, once.

        Raises:
            SentTwice: the same form was taken before; nothing is done.
        """
        self.told = {}
        with transaction(self.portal.engine) as session:
            once = str(self.sent.get("once") or "") if self.sent else ""
            if once and self.person is not None:
                self._taken = take_form(session, self.person, once, now=self.clock)
            yield session

    # what was typed

    def form(self, kind: type[F], /, **initial: Any) -> F:
        """Give a form: filled with what was sent, or was kept, or else with `initial`."""
        if self.sent is not None:
            return kind(self.sent, data=initial)
        if (given_back := self.given_back()) is not None:
            return kind(given_back, data=initial)
        return kind(data=initial)

    @property
    def sent_form(self) -> FormData:
        """What was sent; empty where nothing was."""
        return self.sent if self.sent is not None else FormData()

    def given_back(self) -> FormData | None:
        """Give what was typed on this page when a session was over, where it is given back."""
        kept = self.request.query_params.get("kept")
        if not kept or self.person is None:
            return None
        found = self.kept_form(kept)
        return typed(found.fields) if found and found.path == self.path else None

    def value(self, name: str) -> str:
        """Give one field of what was sent, as text; empty where there is none."""
        found = self.sent.get(name) if self.sent else None
        return found if isinstance(found, str) else ""

    def kept_form(self, id_: str) -> KeptForm | None:
        """Give a form kept for this person."""
        with self.reading() as session:
            return kept_form(session, self.who, id_)

    def has_page(self, path: str) -> bool:
        """Whether a page stands at this path, to go to."""
        scope = {"type": "http", "method": "GET", "path": path, "root_path": ""}
        routes = self.request.app.routes
        return any(route.matches(scope)[0] is Match.FULL for route in routes)

    def limit(self, limit: Limit) -> None:
        """Count one more try of this client.

        Raises:
            TooOften: it is one too many.
        """
        self.portal.limits.require(limit, network_of(self.client), now=self.clock.timestamp())

    # answering

    def page(self, template: str, *, status: int = 200, **facts: Any) -> HTMLResponse:
        """Answer with a page; every template knows `visit`, `form` where given, and the rest."""
        said = said_before(self)
        everything = {"visit": self, "said": said, "form": None, "refused": None, **facts}
        answer = HTMLResponse(render(template, everything), status_code=status)
        give_visitor(self, answer)
        if said:
            forget_said(self, answer)
        return answer

    def again(self, template: str, form: PageForm, **facts: Any) -> HTMLResponse:
        """Show a form again with what was typed and what to mend (422)."""
        self.failed = True
        return self.page(template, status=422, form=form, **facts)

    def to(self, path: str, said: str | None = None) -> Response:
        """Send the browser on, after a form; `said` is shown once, at the top of the next page.

        Called inside `acting`, it is also where the same form sent twice leads to.
        """
        if self._taken is not None:
            self._taken.location = path
        answer = RedirectResponse(path, status_code=303)
        if said:
            remember_said(self, answer, said)
        return answer

    # for templates

    @property
    def csrf(self) -> str:
        """A mark that only our own forms carry, another each time."""
        return token_for(self)

    @property
    def once(self) -> str:
        """A mark for one form, sent once."""
        return new_once()

    @property
    def menu(self) -> tuple[Any, ...]:
        """The pages that this person may go to from anywhere."""
        from portal.navigation import menu_of  # noqa: PLC0415 - it asks the rules about a visit

        if self._menu is None:
            self._menu = menu_of(self)
        return self._menu

    def seeker(self, session: Session) -> Seeker:
        """Give the visitor as rules see them."""
        return Seeker(
            session, self.who, self.holdings, self.now, self.case, self.request.path_params
        )
