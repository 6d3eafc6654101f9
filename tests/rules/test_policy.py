"""The operator's policy: what ships, and what cannot be followed."""

import hashlib

import pytest

from models.people import Office
from rules.policy import (
    AskAgain,
    PolicyInvalid,
    Resubmission,
    default_policy_text,
    parse_policy,
)

TEXT = default_policy_text()
POLICY = parse_policy(TEXT)


def test_shipped_policy_goes_from_intake_to_the_commissioner() -> None:
    """Intake, program, counsel, commissioner, each with its business days."""
    assert [(step.name, step.office, step.days) for step in POLICY.steps] == [
        ("intake", Office.INTAKE, 5),
        ("program", Office.PROGRAM, 15),
        ("counsel", Office.COUNSEL, 10),
        ("commissioner", Office.COMMISSIONER, 10),
    ]
    assert [step.name for step in POLICY.steps if step.decides] == ["commissioner"]


def test_shipped_policy_asks_a_returned_case_back_at_the_same_step() -> None:
    """The step that asked reads the answer; the district has twenty business days."""
    assert POLICY.resubmission is Resubmission.SAME_STEP
    assert (POLICY.answer_days, POLICY.small_counts_below, POLICY.age_warning_days) == (20, 10, 90)


def test_steps_follow_one_another_to_the_last() -> None:
    """After counsel the commissioner, after the commissioner nobody."""
    following = POLICY.after("counsel")
    assert following is not None
    assert following.name == "commissioner"
    assert POLICY.after("commissioner") is None
    with pytest.raises(LookupError, match="ombudsman"):
        POLICY.after("ombudsman")


def test_version_is_the_name_and_the_hash_of_the_text() -> None:
    """A changed word is another version: a case finishes under its own."""
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    assert POLICY.version == f"default-{digest[:8]}"
    assert parse_policy(f"{TEXT}\n# a comment\n").version != POLICY.version


@pytest.mark.parametrize(
    ("words", "instead", "complaint"),
    [
        ("answer_days = 20", "answer_days = 0", "answer_days: "),
        ("answer_days = 20", 'answer_days = "20"', "answer_days: "),
        ("days = 15", "days = 366", "steps[1].days: "),
        ("answer_days = 20", "anser_days = 20", "anser_days: unknown key"),
        ("answer_days = 20", 'version = "1"', "version: unknown key"),
        ('name = "default"', "", "name: missing"),
        ('title = "Legal review"', "", "steps[2].title: missing"),
        ('title = "Legal review"', 'titel = "Legal review"', "steps[2].titel: unknown key"),
        ('office = "counsel"', 'office = "mayor"', "steps[2].office: "),
        ('office = "counsel"', 'office = "chief"', "steps[2].office: 'chief' reviews no waiver"),
        ('office = "counsel"', 'office = "commissioner"', "steps[2].office: the commissioner's"),
        ('name = "counsel"', 'name = "intake"', "steps[2].name: two steps are called 'intake'"),
        ('name = "counsel"', 'name = "Legal Counsel"', "steps[2].name: "),
        ('office = "intake"\nat = "DESE"', 'office = "intake"\nat = "DOE"', "steps[0].at: 'DOE'"),
        ("days = 5", "days = 5\ndecides = true", "steps[0].decides: only the last step decides"),
        ("decides = true", "", "steps[3]: the last step must be the commissioner's"),
        ('office = "commissioner"', 'office = "counsel"', "steps[3]: the last step must be"),
        ('= "same-step"', '= "any-step"', "resubmission: "),
        ('name = "default"', "name =", "not readable as TOML"),
        ("filing_days = 10", "filing_days = 0", "shortfall.filing_days: "),
        ("filing_days = 10", "filling_days = 10", "shortfall.filling_days: unknown key"),
        ("attempts_without_response = 3", "attempts_without_response = 0", "shortfall.attempts"),
        ('ask_again = "quarterly"', 'ask_again = "never"', "shortfall.ask_again: "),
        ("hour = 8", "hour = 24", "reminders.hour: "),
        ("telephone = 5", "telephone = 0", "reminders.ladders[1].telephone: "),
        ("remind = [-5, -1, 1, 5]", "remind = [0]", "0 is the last day itself"),
        ("remind = [-5, -1, 1, 5]", "remind = [1, 1]", "the same rung stands there twice"),
        ('duties = ["answer:"]', 'duties = ["answer"]', "reminders.ladders[1].duties[0]: "),
        ('duties = ["answer:"]', 'duties = ["review:"]', "'review:' has two ladders"),
        ('duties = ["*"]', 'duties = ["other:"]', 'none is for "*"'),
        ("term_days = 90", "term_days = 0", "expiry.term_days: "),
    ],
)
def test_policy_that_cannot_be_followed_is_refused_naming_its_key(
    words: str, instead: str, complaint: str
) -> None:
    """An operator reads which key is wrong."""
    assert words in TEXT
    with pytest.raises(PolicyInvalid) as refused:
        parse_policy(TEXT.replace(words, instead, 1))
    assert complaint in str(refused.value)


def test_policy_without_steps_is_refused() -> None:
    """Somebody has to read an application."""
    head = TEXT[: TEXT.index("[[steps]]")]
    with pytest.raises(PolicyInvalid, match="steps: missing"):
        parse_policy(head)


def test_shipped_policy_gives_days_for_the_state_police_path() -> None:
    """The section sets none of them."""
    terms = POLICY.shortfall
    assert (terms.reply_days, terms.assignment_days, terms.memorandum_days, terms.filing_days) == (
        10,
        20,
        20,
        10,
    )
    assert (terms.attempts_without_response, terms.ask_again) == (3, AskAgain.QUARTERLY)


def test_policy_from_before_the_state_police_path_is_still_followed() -> None:
    """A case finishes under the policy it was filed under, whatever came to be since."""
    start, end = TEXT.index("# The state-police path"), TEXT.index("# The review steps")
    assert parse_policy(TEXT[:start] + TEXT[end:]).shortfall == POLICY.shortfall


def test_policy_from_before_the_ladders_gets_those_that_ship() -> None:
    """No running case is without reminders because its policy is older."""
    start, end = TEXT.index("# What becomes of duties"), TEXT.index("# The review steps")
    older = parse_policy(TEXT[:start] + TEXT[end:])
    assert (older.reminders, older.expiry) == (POLICY.reminders, POLICY.expiry)


@pytest.mark.rule(23)
@pytest.mark.parametrize(("word", "months"), [("quarterly", (1, 4, 7, 10)), ("yearly", (7,))])
def test_unfunded_case_is_asked_again_at_least_on_the_first_of_july(
    word: str, months: tuple[int, ...]
) -> None:
    """A new fiscal year is asked about under any policy."""
    text = TEXT.replace('ask_again = "quarterly"', f'ask_again = "{word}"')
    assert parse_policy(text).shortfall.ask_again.months == months
