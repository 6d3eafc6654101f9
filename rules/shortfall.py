"""The checks of a chief's determination, 37P(e): every gap and every warning at once."""

from models.shortfall_form import ShortfallForm
from rules import applicants, determination, lacking, overlap, superintendent
from rules.findings import Findings
from rules.policy import Policy
from rules.shortfall_matter import ShortfallCheck, ShortfallMatter
from rules.situation import ShortfallSituation

ELIGIBILITY: tuple[ShortfallCheck, ...] = (
    applicants.one_of_the_three_classes,
    applicants.no_charter_school,
)
"""What refuses the body itself; then nothing else about its form is worth saying."""

REFUSALS: tuple[ShortfallCheck, ...] = (
    determination.determination_stated,
    determination.police_office_held,
    determination.signed_by_the_chief,
    determination.basis_recorded,
    determination.schools_are_the_bodys,
    determination.schools_in_the_signers_town,
    superintendent.superintendent_consulted,
    superintendent.consultation_held,
    lacking.resources_named,
    lacking.fiscal_year_named,
)

WARNINGS: tuple[ShortfallCheck, ...] = (
    applicants.section_rewritten,
    applicants.runs_no_schools,
    applicants.class_set_by_hand,
    determination.signer_is_acting,
    determination.other_towns_left_out,
    superintendent.superintendent_disagrees,
    superintendent.superintendent_has_no_view,
    lacking.no_figures,
    lacking.only_other_resources,
    lacking.fiscal_year_not_current,
    overlap.other_shortfalls_open,
    overlap.waiver_open,
)


def check_shortfall(form: ShortfallForm, situation: ShortfallSituation, policy: Policy) -> Findings:
    """Find everything the rules have to say about a determination, refusals and warnings.

    A body that (e) is not for gets only the refusal that says so.
    """
    matter = ShortfallMatter(form, situation, policy)
    ineligible = [found for check in ELIGIBILITY for found in check(matter)]
    if ineligible:
        return Findings(refusals=ineligible)
    return Findings(
        refusals=[found for check in REFUSALS for found in check(matter)],
        warnings=[found for check in WARNINGS for found in check(matter)],
    )


def towns_signed(form: ShortfallForm, situation: ShortfallSituation, policy: Policy) -> list[str]:
    """Give the towns concerned in which the signer holds the police office."""
    return [chief.town for chief, _ in ShortfallMatter(form, situation, policy).signed_as]
