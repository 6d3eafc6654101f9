"""Rules 20 and 23 at filing: which resources are lacking, by which figures, in which year."""

from collections.abc import Iterator

from models.duties import Authority
from models.shortfall_form import Resource
from rules.calendar import fiscal_year
from rules.findings import Finding
from rules.law import enforces, finding, warns
from rules.shortfall_matter import ShortfallMatter


@enforces(20)
def resources_named(matter: ShortfallMatter) -> Iterator[Finding]:
    """Refuse a determination that does not say which resources are lacking."""
    if not matter.form.resources_lacking:
        kinds = ", ".join(kind.value for kind in Resource)
        yield finding(20, f"Say which resources are lacking: {kinds}.", where="resources_lacking")


@enforces(20)
def fiscal_year_named(matter: ShortfallMatter) -> Iterator[Finding]:
    """Refuse a determination that does not say for which fiscal year."""
    if matter.form.fiscal_year is None:
        this_year = fiscal_year(matter.on)
        yield finding(
            20,
            f"Say for which fiscal year, by the year it ends in: {this_year} is 1 July "
            f"{this_year - 1} to 30 June {this_year}.",
            where="fiscal_year",
        )


@warns(20)
def no_figures(matter: ShortfallMatter) -> Iterator[Finding]:
    """Point out that no figures are filed."""
    if not matter.form.figures:
        yield finding(
            20,
            "No figures are filed. Nothing is held up; a budget or a roster helps the state "
            "police to see what is lacking.",
            where="figures",
            authority=Authority.PRACTICE,
        )


@warns(20)
def only_other_resources(matter: ShortfallMatter) -> Iterator[Finding]:
    """Point out that “other” alone does not say what is lacking."""
    if set(matter.form.resources_lacking) == {Resource.OTHER}:
        yield finding(
            20,
            "Only “other” resources are named as lacking: see that the determination says which.",
            where="resources_lacking",
            authority=Authority.PRACTICE,
        )


@warns(23)
def fiscal_year_not_current(matter: ShortfallMatter) -> Iterator[Finding]:
    """Point out a fiscal year that is over, or that does not begin for more than a year."""
    stated, current = matter.form.fiscal_year, fiscal_year(matter.on)
    if stated is not None and not current <= stated <= current + 1:
        yield finding(
            23,
            f"Fiscal year {stated} {'is over' if stated < current else 'is far off'}: it is "
            f"{current} now, from 1 July {current - 1} to 30 June {current}. What can be assigned "
            "is subject to that year's appropriation; see that the figures are of the right year.",
            where="fiscal_year",
            authority=Authority.PRACTICE,
        )
