"""The checks of a waiver application, 37P(c): every gap and every warning at once."""

from models.forms import WaiverForm
from rules import (
    alternatives,
    applicants,
    application,
    chiefs,
    consultation,
    overlap,
    request,
)
from rules.findings import Findings
from rules.matter import Check, Matter
from rules.policy import Policy
from rules.situation import Situation

ELIGIBILITY: tuple[Check, ...] = (applicants.one_of_the_three_classes, applicants.no_charter_school)
"""What refuses the body itself; then nothing else about its form is worth saying."""

REFUSALS: tuple[Check, ...] = (
    consultation.chief_consulted,
    consultation.consultation_took_place,
    chiefs.somebody_is_chief,
    application.reasons_given,
    application.application_signed,
    application.evidence_filed,
    alternatives.procedure_and_resource,
    alternatives.alternatives_described,
    alternatives.own_supporting_data,
    application.scope_stated,
)

WARNINGS: tuple[Check, ...] = (
    applicants.section_rewritten,
    applicants.runs_no_schools,
    applicants.class_set_by_hand,
    consultation.consultation_advised,
    consultation.chief_objects,
    consultation.chief_has_not_answered,
    chiefs.office_vacant,
    chiefs.chief_is_acting,
    chiefs.several_chiefs,
    chiefs.no_school_located,
    application.evidence_without_origin,
    application.small_counts_of_students,
    alternatives.alternative_without_data,
    alternatives.alternative_is_a_plan,
    request.only_want_of_resources,
    request.copied_from_another_case,
    request.only_some_schools,
    application.scope_partial,
    request.no_school_years,
    request.other_open_cases,
    overlap.shortfall_open,
)


def check_waiver(form: WaiverForm, situation: Situation, policy: Policy) -> Findings:
    """Find everything the rules have to say about an application, refusals and warnings.

    A body that may not apply gets only the refusal that says so.
    """
    matter = Matter(form, situation, policy)
    ineligible = [found for check in ELIGIBILITY for found in check(matter)]
    if ineligible:
        return Findings(refusals=ineligible)
    return Findings(
        refusals=[found for check in REFUSALS for found in check(matter)],
        warnings=[found for check in WARNINGS for found in check(matter)],
    )
