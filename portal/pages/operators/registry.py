"""The registry: bodies, their class and schools; lists taken in whole or not at all."""

from fastapi import APIRouter
from fastapi.responses import Response
from wtforms import SelectField

from actions.list_files import LARGEST, tables_of
from actions.lists import ListName, faults_in
from actions.policies import parsed
from actions.problems import Problem, Unreadable
from actions.registry import LONGEST_BASIS, Imported, NoBasis, classify, import_lists
from actions.registry_reading import bodies_found, body_on_record
from models.registry import OrganizationKind
from portal.arriving import Caller
from portal.forms import CHOOSE, PageForm, Text, Upload, choices_of
from portal.visits import NoSuchPage, Visit
from rules.calendar import new_york_date

pages = APIRouter()

KINDS = {
    OrganizationKind.MUNICIPAL: "School department of a city or town",
    OrganizationKind.MUNICIPAL_NON_OPERATING: "City or town that runs no schools",
    OrganizationKind.REGIONAL: "Regional school district",
    OrganizationKind.COUNTY_AGRICULTURAL: "County agricultural school",
    OrganizationKind.COMMONWEALTH_CHARTER: "Commonwealth charter school",
    OrganizationKind.OTHER: "None of these, or not known yet",
}


def page_asked(visit: Visit) -> int:
    """Give which page of a list is asked for; the first where it is not said."""
    asked = visit.request.query_params.get("page", "1")
    return int(asked) if asked.isdecimal() and len(asked) < len("1000000") else 1


@pages.get("/operators/registry")
def registry(visit: Caller) -> Response:
    """List the bodies, or those whose name or code holds some words."""
    words = visit.request.query_params.get("words", "")[:100]
    with visit.reading() as session:
        found = bodies_found(session, words, at=page_asked(visit))
        return visit.page("operators/registry.html", found=found, words=words, kinds=KINDS)


class ClassForm(PageForm):
    """A body's class, set by hand."""

    kind = SelectField(
        "Its class under 37P",
        CHOOSE,
        choices=choices_of((one.value, words) for one, words in KINDS.items()),
    )
    basis = Text(
        "On what basis",
        hint="For example: the agreement that formed the region. Every reviewer sees it.",
        needed="Say why the body is of this class.",
        rows=3,
        longest=LONGEST_BASIS,
    )


@pages.get("/operators/import")
def importing(visit: Caller) -> Response:
    """Ask for lists."""
    return visit.page("operators/import.html", form=visit.form(ListsForm), problems=())


@pages.get("/operators/registry/{code}")
def body(visit: Caller, code: str) -> Response:
    """Show a body with its towns, schools and offices, and offer to set its class."""
    return _body(visit, code)


def _body(visit: Visit, code: str, form: ClassForm | None = None) -> Response:
    with visit.reading() as session:
        found = body_on_record(session, code, new_york_date(visit.now))
        if found is None:
            raise NoSuchPage(f"The registry has no body with the code {code[:20]}.")
        if form is not None:
            return visit.again("operators/body.html", form, found=found, kinds=KINDS)
        form = visit.form(ClassForm, kind=found.body.kind.value, basis=found.body.kind_basis or "")
        return visit.page("operators/body.html", form=form, found=found, kinds=KINDS)


@pages.post("/operators/registry/{code}")
def set_class(visit: Caller, code: str) -> Response:
    """Set a body's class by hand; no later import changes it."""
    form = visit.form(ClassForm)
    if not form.validate():
        return _body(visit, code, form)
    try:
        with visit.acting() as session:
            kind, basis = OrganizationKind(form.kind.data), form.basis.data or ""
            classify(session, code, kind, basis, by=visit.by, entered_by=visit.by, now=visit.now)
            said = "The class is on record, with its basis. No later list changes it."
            return visit.to(f"/operators/registry/{code}", said=said)
    except NoBasis as refused:
        form.take(refused)
        return _body(visit, code, form)


class ListsForm(PageForm):
    """The lists of an import."""

    organizations = Upload(
        "Bodies",
        hint="CSV with code, name, kind and towns; or the department’s own list of districts.",
    )
    schools = Upload("Schools", hint="CSV with code, name, organization and town.")
    offices = Upload(
        "Offices", hint="CSV with office, at, email and title; basis, since, until, acting."
    )


@pages.post("/operators/import")
def take_in(visit: Caller) -> Response:
    """Take lists in, all of them or nothing; every faulty line is named at once."""
    form = visit.form(ListsForm)
    fields = {
        ListName.ORGANIZATIONS: form.organizations,
        ListName.SCHOOLS: form.schools,
        ListName.OFFICES: form.offices,
    }
    form.validate()
    files = {
        name: (field.data.filename or name.value, field.data.file.read(LARGEST + 1))
        for name, field in fields.items()
        if field.data
    }
    if not files:
        form.organizations.errors = ["Choose at least one list."]
        return visit.again("operators/import.html", form, problems=())
    try:
        done = _import(visit, files)
    except Unreadable as unreadable:
        found: list[Problem] = [*unreadable.problems]
        return visit.again("operators/import.html", form, problems=found)
    return done


def _import(visit: Visit, files: dict[ListName, tuple[str, bytes]]) -> Response:
    tables = tables_of(files)
    agencies = tuple(parsed(visit.portal.policy_text).agencies)
    with visit.acting() as session:
        tables.require_sound(lambda lists: faults_in(session, lists, agencies))
        done = import_lists(
            session,
            tables.lists,
            by=visit.by,
            entered_by=visit.by,
            now=visit.now,
            agencies=agencies,
        )
        return visit.to("/operators/registry", said=f"Taken in. {_words(done, set(files))}")


def _words(done: Imported, named: set[ListName]) -> str:
    counts = {
        ListName.ORGANIZATIONS: ("Bodies", done.organizations),
        ListName.SCHOOLS: ("Schools", done.schools),
        ListName.OFFICES: ("Offices", done.offices),
    }
    return " ".join(
        f"{words}: {one.added} added, {one.changed} changed, {one.unchanged} unchanged."
        for name, (words, one) in counts.items()
        if name in named
    )
