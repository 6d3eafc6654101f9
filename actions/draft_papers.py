"""A draft as the paper it would be: the form, its files, what it lacks. Changes nothing.

What was typed may be anything. What a form cannot hold is a gap with its place,
and the rest is checked all the same, so that a meter can be shown at any time.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from typing import Annotated, Any

from pydantic import ConfigDict, TypeAdapter, ValidationError
from sqlmodel import Session

from actions.draft_access import files_of
from actions.draft_fields import FORMS, Content, Shape, opened_type, shape
from actions.filings import Filing
from actions.record import sha256
from actions.shortfalls import check_determination
from actions.waivers import check_filing
from documents import DocumentStore, Examined, table_lines
from models.cases import Case, CaseKind
from models.documents import Document
from models.drafts import Draft, DraftFile
from models.forms import Form, WaiverForm
from models.registry import Organization
from models.shortfall_form import ShortfallForm
from rules.completeness import Measured, meter, rule_of
from rules.findings import Finding, Findings
from rules.form_words import field_words, form_name, plain_words
from rules.law import finding
from rules.policy import Policy, default_policy_text, parse_policy


@dataclass(frozen=True, slots=True)
class Paper:
    """What a draft comes to."""

    filing: Filing[Any]
    """As far as a form can hold it; whole where there are no gaps."""
    gaps: tuple[Finding, ...]
    """What a form cannot hold, or has no file, each at its part of the draft."""
    places: Mapping[str, str] = field(default_factory=dict[str, str])
    """Items by their place in the form to their names in the draft."""

    @property
    def sha256(self) -> str:
        """The hash of exactly what would be sent, which is signed; none while there are gaps."""
        return "" if self.gaps else sha256(self.filing.content())

    def at_home(self, found: Finding) -> Finding:
        """Give a finding with its place as the draft names it."""
        where = found.where
        for place in sorted(self.places, key=len, reverse=True):
            if where and (where == place or where.startswith((f"{place}.", f"{place}["))):
                where = self.places[place] + where[len(place) :]
                break
        return Finding(found.rule, found.clause, found.authority, found.message, where)


def paper_of(session: Session, draft: Draft, store: DocumentStore | None = None) -> Paper:
    """Put a draft into the form it would be sent as, with its files.

    Its tables can be read where a `store` is given; a rule warns of small counts
    in them.
    """
    making = _Making(draft.kind, files_of(session, draft))
    written = making.form(draft.content)
    head = "applicant" if draft.kind is CaseKind.WAIVER else "body"
    model = FORMS[draft.kind]
    written |= {"form": form_name(model), head: draft.organization_code}
    form = making.lenient(model, written, "")
    if not making.gaps:
        form = model.model_validate_json(json.dumps(written))
    files = {name: _examined(session, one) for name, one in making.files.items()}
    tables = {
        name: lines
        for name, one in files.items()
        if store
        and (lines := table_lines(partial(store.open, one.sha256), one.media_type)) is not None
    }
    return Paper(Filing(form, files, tables), tuple(making.gaps), making.places)


def check_draft(
    session: Session, draft: Draft, policy: Policy, store: DocumentStore, *, now: datetime
) -> Findings:
    """Say what a draft lacks and what the rules warn of, each at its part of the draft."""
    paper = paper_of(session, draft, store)
    if draft.kind is CaseKind.WAIVER:
        found = check_filing(session, paper.filing, policy, now=now, besides=draft.answers)
    else:
        found = check_determination(session, paper.filing, policy, now=now)
    at_gaps = {gap.where for gap in paper.gaps}
    ruled = [paper.at_home(one) for one in found.refusals]
    return Findings(
        # A date that cannot be read is told once, not as missing besides.
        refusals=[*paper.gaps, *(one for one in ruled if one.where not in at_gaps)],
        warnings=[paper.at_home(one) for one in found.warnings],
    )


def measure(
    session: Session, draft: Draft, policy: Policy, store: DocumentStore, *, now: datetime
) -> tuple[Measured, ...]:
    """Give the completeness meter of a draft, clause by clause."""
    return meter(draft.kind, check_draft(session, draft, policy, store, now=now))


def ineligible(
    session: Session, kind: CaseKind, body: Organization, *, now: datetime
) -> list[Finding]:
    """Say why the section is not for this body, if it is not: rules 2 and 3."""
    policy = parse_policy(default_policy_text())  # which bodies may apply is no policy's choice
    if kind is CaseKind.WAIVER:
        waiver = WaiverForm(form="waiver/1", applicant=body.code)
        found = check_filing(session, Filing(waiver, {}), policy, now=now)
    else:
        shortfall = ShortfallForm(form="shortfall/1", body=body.code)
        found = check_determination(session, Filing(shortfall, {}), policy, now=now)
    return [one for one in found.refusals if one.rule in {2, 3}]


def case_answered(session: Session, draft: Draft) -> Case | None:
    """Give the returned case that a draft answers."""
    return session.get(Case, draft.answers) if draft.answers else None


class _Making:
    """Turns content into a form, and notes on the way what a form cannot hold."""

    def __init__(self, kind: CaseKind, attached: Mapping[str, DraftFile]) -> None:
        self._kind = kind
        self._attached = attached
        self.files: dict[str, DraftFile] = {}
        self.gaps: list[Finding] = []
        self.places: dict[str, str] = {}

    def form(self, content: Content) -> dict[str, Any]:
        """Give the content in the form's shape: no ids, no blanks, no items without anything."""
        return self._fields(content, shape(FORMS[self._kind]), "", "", "")

    def _fields(
        self, content: Content, known: Shape, at: str, home: str, label: str
    ) -> dict[str, Any]:
        written: dict[str, Any] = {}
        for leaf, several in known.leaves.items():
            outer, _, name = leaf.rpartition(".")
            value = (content.get(outer) or {} if outer else content).get(name)
            if (said := _said(value, several=several)) is not None:
                said = int(said) if leaf in known.numbers and said.isdecimal() else said
                (written.setdefault(outer, {}) if outer else written)[name] = said
        for name, inner in known.lists.items():
            items: list[dict[str, Any]] = []
            written_items: list[Content] = content.get(name) or []
            for item in written_items:
                place = f"{at}{name}[{len(items)}]"
                here = f"{home}{name}[{item['id']}]"
                number = f"{label}{_LABELS.get(name, name[0].upper())}{len(items) + 1}"
                made = self._fields(item, inner, f"{place}.", f"{here}.", f"{number}.")
                file = self._attached.get(item["id"]) if inner.takes_file else None
                if not made and file is None:
                    continue
                self.places[place] = here
                if inner.takes_file:
                    made["file"] = self._file(file, number, place, here)
                items.append(made)
            if items:
                written[name] = items
        return written

    def _file(self, file: DraftFile | None, number: str, place: str, here: str) -> str:
        if file is None:
            self._gap(f"{place}.file", f"{here}.file", "is missing: attach it")
            return f"{number}/"
        name = f"{number}/{file.filename}"
        self.files[name] = file
        return name

    def lenient(self, model: type[Form], written: Mapping[str, Any], at: str) -> Any:
        """Make a form of what it can hold; what it cannot is left blank, and a gap."""
        made: dict[str, Any] = {}
        for name, info in model.model_fields.items():
            several, inner = opened_type(info.annotation)
            value, place = written.get(name), f"{at}{name}"
            if isinstance(inner, type) and issubclass(inner, Form):
                if several:
                    made[name] = [
                        self.lenient(inner, one, f"{place}[{n}].")
                        for n, one in enumerate(value or [])
                    ]
                else:
                    made[name] = None if value is None else self.lenient(inner, value, f"{place}.")
            else:
                made[name] = self._leaf(model, name, value, place)
        return model.model_construct(**made)

    def _leaf(self, model: type[Form], name: str, value: Any, place: str) -> Any:
        info = model.model_fields[name]
        if value is None and not info.is_required():
            return info.get_default(call_default_factory=True)
        if value is None:
            self._gap(place, None, "is missing")
        else:
            try:
                return _adapter(model, name).validate_json(json.dumps(value))
            except ValidationError as invalid:
                error = invalid.errors(include_url=False)[0]
                self._gap(place, None, plain_words(error, model, spelled=str(value)[:60]))
        if not info.is_required():
            return info.get_default(call_default_factory=True)
        return [] if opened_type(info.annotation)[0] else ""

    def _gap(self, place: str, here: str | None, words: str) -> None:
        number = rule_of(self._kind, place)
        message = f"{field_words(place)} {words}."
        gap = finding(number, message, where=here or place)
        self.gaps.append(gap if here else Paper(_NOTHING, (), self.places).at_home(gap))


_LABELS = {"supporting_data": ""}
"""Items are numbered as the record numbers them: E1, A1, and A1.1 under A1."""
_NOTHING: Filing[Any] = Filing(Form(), {})


@cache
def _adapter(model: type[Form], name: str) -> TypeAdapter[Any]:
    info = model.model_fields[name]
    kind: Any = info.annotation
    for constraint in info.metadata:
        kind = Annotated[kind, constraint]
    return TypeAdapter(kind, config=ConfigDict(strict=True))


def _said(value: Any, *, several: bool) -> Any:
    if isinstance(value, str):
        return value.strip() or None
    if several and isinstance(value, list):
        lines: list[str] = [one.strip() for one in value if one.strip()]  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
        return lines or None
    return None


def _examined(session: Session, file: DraftFile) -> Examined:
    document = session.get_one(Document, file.sha256)
    return Examined(document.sha256, document.size, document.media_type)
