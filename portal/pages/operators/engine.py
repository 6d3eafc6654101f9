"""The engine as operators see it: cases put aside, mail, intake, the policy in force."""

from fastapi import APIRouter
from fastapi.responses import Response
from wtforms import RadioField

from actions.intake import intake, set_intake
from actions.mail_queue import mail_by_state, mail_in, mail_next, message_of
from actions.policies import parsed
from actions.ringing import put_aside, ring_again
from models.messages import MessageState
from portal.arriving import Caller
from portal.forms import CHOOSE, Line, PageForm, Text, choices_of
from portal.pages.operators.registry import page_asked
from portal.visits import NoSuchPage, Visit
from rules.policy import Policy, PolicyInvalid, parse_policy
from rules.policy_changes import changes

pages = APIRouter()

MAIL = {
    MessageState.QUEUED: "waiting to go",
    MessageState.RETRYING: "put off by the receiving server; tried again",
    MessageState.FAILED: "given up",
    MessageState.WITHHELD: "not sent, because events overtook it",
    MessageState.SENT: "taken by the receiving server",
}
LONGEST_POLICY = 100_000


@pages.get("/operators/stuck")
def stuck(visit: Caller) -> Response:
    """Show the cases on which the engine failed, why, and when each is tried again."""
    with visit.reading() as session:
        return visit.page("operators/stuck.html", found=put_aside(session), now=visit.now)


@pages.post("/operators/stuck/{number}/ring")
def ring(visit: Caller, number: str) -> Response:
    """Have the engine look at a case now."""
    with visit.acting() as session:
        ring_again(session, number, by=visit.by, entered_by=visit.by, now=visit.now)
        said = f"{number} is looked at in the next round."
        return visit.to("/operators/stuck", said=said)


@pages.get("/operators/mail")
def mail(visit: Caller) -> Response:
    """Show mail by its state, and what goes next."""
    asked = visit.request.query_params.get("state", MessageState.FAILED.value)
    state = MessageState(asked) if asked in set(MessageState) else MessageState.FAILED
    with visit.reading() as session:
        return visit.page(
            "operators/mail.html",
            counts=mail_by_state(session),
            states=MAIL,
            state=state,
            found=mail_in(session, state, at=page_asked(visit)),
            upcoming=mail_next(session),
        )


@pages.get("/operators/mail/{id}")
def message(visit: Caller, id: int) -> Response:  # noqa: A002 - the path's own word
    """Show one mail: to whom, what became of it, and what it said."""
    with visit.reading() as session:
        found = message_of(session, id)
        if found is None:
            raise NoSuchPage("There is no such mail.")
        return visit.page("operators/message.html", found=found, states=MAIL)


class IntakeForm(PageForm):
    """Whether new applications are taken."""

    accepting = RadioField(
        "New applications are",
        CHOOSE,
        choices=choices_of([("yes", "taken"), ("no", "not taken")]),
    )
    reason = Line(
        "Why, as applicants are shown it",
        needed="Say why: applicants read it.",
        longest=500,
    )


@pages.get("/operators/intake")
def gate(visit: Caller) -> Response:
    """Show whether intake is open."""
    with visit.reading() as session:
        last = intake(session)
        form = visit.form(IntakeForm, accepting="yes" if last is None or last.open else "no")
        return visit.page("operators/intake.html", form=form, last=last)


@pages.post("/operators/intake")
def turn(visit: Caller) -> Response:
    """Open or close intake."""
    form = visit.form(IntakeForm)
    if not form.validate():
        with visit.reading() as session:
            return visit.again("operators/intake.html", form, last=intake(session))
    accepting = form.accepting.data == "yes"
    with visit.acting() as session:
        set_intake(
            session,
            accepting=accepting,
            reason=form.reason.data or "",
            by=visit.by,
            entered_by=visit.by,
            now=visit.now,
        )
        said = "New applications are taken." if accepting else "No new applications are taken."
        return visit.to("/operators/intake", said=said)


class PolicyForm(PageForm):
    """A changed policy, to look at."""

    text = Text(
        "The changed policy.toml",
        hint="Looked at only: nothing here changes the policy.",
        needed="Paste the text of the file.",
        rows=20,
        longest=LONGEST_POLICY,
    )


@pages.get("/operators/policy")
def policy(visit: Caller) -> Response:
    """Show the policy in force, and offer to look at a changed one."""
    return _policy(visit, visit.form(PolicyForm, text=visit.portal.policy_text))


def _policy(
    visit: Visit, form: PolicyForm, new: Policy | None = None, *, again: bool = False
) -> Response:
    in_force = parsed(visit.portal.policy_text)
    answer = visit.again if again else visit.page
    return answer(
        "operators/policy.html",
        form=form,
        policy=in_force,
        new=new,
        differences=changes(in_force, new) if new else [],
        path=visit.portal.settings.policy,
    )


@pages.post("/operators/policy")
def look(visit: Caller) -> Response:
    """Check a changed policy and say in words what it would change. Nothing is changed."""
    form = visit.form(PolicyForm)
    if not form.validate():
        return _policy(visit, form, again=True)
    try:
        new = parse_policy((form.text.data or "") + "\n")
    except PolicyInvalid as invalid:
        form.text.errors = [line.removeprefix("policy: ") for line in str(invalid).splitlines()]
        return _policy(visit, form, again=True)
    return _policy(visit, form, new)
