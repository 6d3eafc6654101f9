"""Forms: WTForms with the few field kinds that the macros draw, and what rules refuse in place."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from starlette.datastructures import FormData, UploadFile
from wtforms import BooleanField, Field, Form, HiddenField, StringField
from wtforms.fields import choices as wtforms_choices
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from rules.findings import Finding, Refused

_choice: Any = vars(wtforms_choices)["SelectChoice"]  # its stubs know none yet
LONGEST_LINE = 500
LONGEST_TEXT = 20_000
CHOOSE = (InputRequired("Choose one of these."),)
"""The checks of a choice that has to be made."""


def typed(fields: Iterable[Sequence[str]]) -> FormData:
    """Give kept names and values as if they had just been sent."""
    return FormData([(name, value) for name, value in fields])


def choices_of(pairs: Iterable[tuple[str, str]]) -> list[Any]:
    """Give a field's choices, each as what is sent and what is read."""
    return [_choice(value, words) for value, words in pairs]


class PageForm(Form):
    """A form of a page. Its marks against forgery and double clicks are checked before it."""

    refused: Refused | None = None
    """What the rules said, after `take`."""
    unplaced: Sequence[Finding] = ()
    """Of that, what belongs to no field here."""

    def take(self, refused: Refused, places: dict[str, str] | None = None) -> None:
        """Put what rules refused at the fields it is about, and the rest at the top.

        `places` maps a finding's `where` to a field's name; without it, a field of
        that very name, or of its first part, is looked for.
        """
        self.refused = refused
        unplaced: list[Finding] = []
        for found in refused.findings:
            field = self._fields.get((places or {}).get(found.where or "", _first(found.where)))
            if field is None:
                unplaced.append(found)
            else:
                field.errors = [*field.errors, found.message]
        self.unplaced = unplaced

    @property
    def mistakes(self) -> list[tuple[Field, str]]:
        """Every field with something to mend, in order, each with what."""
        return [
            (field, str(error))
            for field in self._fields.values()
            for error in field.errors
            if not isinstance(field, HiddenField)
        ]


def _first(where: str | None) -> str:
    return (where or "").replace("[", ".").partition(".")[0]


class Line(StringField):
    """A line of text, trimmed."""

    def __init__(
        self,
        label: str,
        *,
        hint: str = "",
        needed: str | None = None,
        longest: int = LONGEST_LINE,
        kind: str = "text",
        autocomplete: str = "off",
        **more: Any,
    ) -> None:
        """`needed` is what is said when it is empty; without it the field may be."""
        super().__init__(label, _checks(needed, longest, more.pop("validators", ())),
                         description=hint, **more)  # fmt: skip
        self.longest, self.kind, self.autocomplete = longest, kind, autocomplete

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed, without what cannot be seen at its ends."""
        text = valuelist[0] if valuelist and isinstance(valuelist[0], str) else ""
        self.data = text.replace("\r\n", "\n").replace("\x00", "").strip()


class Text(Line):
    """Several lines of text, with a count of what is left."""

    def __init__(
        self, label: str, *, longest: int = LONGEST_TEXT, rows: int = 6, **more: Any
    ) -> None:
        """As a line, `rows` high."""
        super().__init__(label, longest=longest, **more)
        self.rows = rows


class Tick(BooleanField):
    """One box to tick."""

    def __init__(
        self, label: str, *, hint: str = "", needed: str | None = None, **more: Any
    ) -> None:
        """`needed` is what is said when it is not ticked."""
        checks = [InputRequired(needed)] if needed else []
        super().__init__(label, checks, description=hint, **more)


class Day(Field):
    """A day as three boxes: month, day, year."""

    def __init__(
        self, label: str, *, hint: str = "", needed: str | None = None, **more: Any
    ) -> None:
        """`needed` is what is said when all three are empty."""
        super().__init__(label, description=hint or "For example: 9 21 2026", **more)
        self.needed = needed
        self.parts: tuple[str, str, str] = ("", "", "")
        """What was typed, as it was typed."""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:  # noqa: ARG002
        """Read the three boxes, whose names are the field's with -month, -day and -year."""
        self.process_errors = []
        self.data: date | None = data if isinstance(data, date) else None
        if formdata is None or f"{self.name}-year" not in formdata:
            if self.data:
                self.parts = (str(self.data.month), str(self.data.day), str(self.data.year))
            return
        month, day, year = (
            str(formdata.get(f"{self.name}-{part}") or "").strip()
            for part in ("month", "day", "year")
        )
        self.parts = (month, day, year)
        self.data = None
        if any(self.parts):
            try:
                self.data = date(int(year), int(month), int(day))
            except ValueError:
                self.process_errors = ["This is no day of the calendar: month, day, year."]

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002
        """Say when it is wanted and not there."""
        if self.needed and not any(self.parts):
            raise StopValidation(self.needed)


class Upload(Field):
    """A file. Browsers never show it again: after a mistake it has to be chosen anew."""

    def __init__(
        self,
        label: str,
        *,
        hint: str = "PDF, Word, Excel, CSV, text, PNG or JPEG; up to 25 MB.",
        needed: str | None = None,
        **more: Any,
    ) -> None:
        """`needed` is what is said when there is none."""
        super().__init__(label, description=hint, **more)
        self.needed = needed

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the file, if one was chosen."""
        chosen = valuelist[0] if valuelist else None
        self.data: UploadFile | None = (
            chosen if isinstance(chosen, UploadFile) and chosen.filename else None
        )

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002
        """Say when it is wanted and not there."""
        if self.needed and self.data is None:
            raise StopValidation(self.needed)


def _checks(needed: str | None, longest: int, more: Sequence[Any]) -> list[Any]:
    first = InputRequired(needed) if needed else Optional()
    return [first, Length(max=longest, message=f"At most {longest:,} characters."), *more]
