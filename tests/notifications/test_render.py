"""Every letter, with all its facts and with the fewest."""

import html
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from models.duties import Authority
from models.reviews import Outcome
from notifications.compose import Template
from notifications.letters import FactMissing, Letter
from notifications.render import FOLDER, PARTS, Rendered, render, template_version
from notifications.wording import WIDTH
from rules.wording import promises_safety
from tests.notifications.makers import FULL, full, minimal
from tests.shared import PROJECT

LETTERS = [
    pytest.param(make(template), id=f"{template}-{make.__name__}")
    for template in Template
    for make in (full, minimal)
]


def as_seen(page: str) -> str:
    """Give the words of an HTML page as a reader sees them."""
    without_inline = re.sub(r"</?(?:strong|span|code)\b[^>]*>", "", page)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", without_inline)).split())


def unquoted(text: str) -> str:
    """Join the lines of a text as if it had not been wrapped or quoted."""
    return " ".join(re.sub(r"(?m)^> ?", "", text).split())


def test_every_folder_is_a_letter_with_its_three_files() -> None:
    """Staff find the words of each letter in one place."""
    folders = {
        folder.name: {file.name for file in folder.iterdir()}
        for folder in FOLDER.iterdir()
        if folder.is_dir() and folder.name not in {"__pycache__", "papers"}
    }
    assert folders == {template.value: set(PARTS) for template in Template}


def test_every_letter_is_documented() -> None:
    """When it goes, to whom and why stands in docs/mail.md."""
    page = (PROJECT / "docs" / "mail.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (.+) \| (.+) \| (.+) \|$", page, re.MULTILINE)
    assert [name for name, *_ in rows] == [template.value for template in Template]


@pytest.mark.parametrize("letter", LETTERS)
def test_letter_renders_with_whatever_facts_it_has(letter: Letter) -> None:
    """Subject, text and HTML, none empty, nothing left unfilled."""
    rendered = render(letter)
    assert letter.case_number in rendered.subject
    for words in (rendered.text, as_seen(rendered.html)):
        assert letter.case_number in words
        assert letter.applicant in words
        assert "You get this because" in words
        assert "None" not in words.replace("None was set", "")
        assert not re.search(r"\{\{|\}\}|\(\)|\( |,,| ,|\bof 0\b", words)


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.rule(32)
def test_letter_promises_no_safety_and_prints_no_appeal(letter: Letter) -> None:
    """(f) makes no duty of care; the section has no appeal."""
    rendered = render(letter)
    for words in (rendered.subject, unquoted(rendered.text), as_seen(rendered.html)):
        assert promises_safety(words) is None
        assert not re.search(r"appeal|court|hearing|reconsider", words, re.IGNORECASE)


@pytest.mark.parametrize("letter", LETTERS)
def test_text_is_wrapped_and_no_word_broken(letter: Letter) -> None:
    """A plain text reader sees whole lines; only a long single word may stick out."""
    for line in render(letter).text.splitlines():
        assert len(line) <= WIDTH or len(line.split()) == 1
        assert line == line.rstrip()


class Outline(HTMLParser):
    """The tags of a page, in order, and whether each was closed."""

    VOID = frozenset({"meta", "br"})

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.tags: list[str] = []
        self.unclosed: list[str] = []
        self.lang: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append(tag)
        if tag == "html":
            self.lang = dict(attrs).get("lang")
        if tag not in self.VOID:
            self.unclosed.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close a tag; it has to be the one opened last."""
        assert self.unclosed.pop() == tag


@pytest.mark.parametrize("letter", LETTERS)
def test_html_reads_well_aloud_and_loads_nothing(letter: Letter) -> None:
    """A language, one title, headings below it, no table, no image, nothing from elsewhere."""
    page = render(letter).html
    outline = Outline(page)
    assert outline.lang == "en"
    assert not outline.unclosed
    assert outline.tags.count("h1") == 1
    assert "title" in outline.tags
    assert not {"table", "img", "script", "style", "link", "iframe"} & set(outline.tags)
    # A link to press is not loaded by reading.
    assert (
        page.count("http")
        == page.count(f'href="{FULL.acknowledge_url}"')
        == bool(letter.acknowledge_url)
    )
    assert not re.search(r"\b(src|background|srcset|data)=|url\(", page)
    headings = [tag for tag in outline.tags if re.fullmatch(r"h\d", tag)]
    assert headings[0] == "h1"
    assert set(headings[1:]) <= {"h2"}


@pytest.mark.parametrize("template", [*Template])
def test_letter_without_what_it_is_about_is_not_written(template: Template) -> None:
    """A decision without its outcome says nothing, so it is not sent; the gap is named."""
    bare = Letter(
        template=template,
        to=FULL.to,
        case_number=FULL.case_number,
        kind=FULL.kind,
        applicant=FULL.applicant,
    )
    with pytest.raises(FactMissing, match=rf"W-2026-0001: {template} cannot be written without"):
        render(bare)


def test_subject_of_a_hostile_name_is_one_short_line() -> None:
    """Line breaks, control characters and ten thousand letters do not reach a header."""
    for name in ("A\r\nBcc: x@y.example", "A\u2028B\u202eC\x00D", "Long " * 2000, "x" * 10_000):
        subject = render(replace(full(Template.WAIVER_DECIDED), applicant=name)).subject
        assert len(subject) <= 150
        assert subject.isprintable()
        assert "W-2026-0001" in subject


def test_markup_in_a_fact_is_shown_and_not_run() -> None:
    """What people type is text, in the HTML as well."""
    typed = "<script>alert(1)</script> & <b>bold</b> {{ 7 * 7 }}"
    letter = replace(
        FULL, template=Template.STEP_OPENED, applicant=typed, note=typed, step=typed, by_title=typed
    )
    page = render(letter).html
    assert "<script" not in page
    assert "<b>" not in page
    assert typed in as_seen(page)


def test_receipt_says_what_was_received_and_what_comes_next_once() -> None:
    """Every file with its fingerprint, every step with its days, and that this is all."""
    for words in everything_of(render(full(Template.WAIVER_RECEIVED))):
        assert words.count("Nothing more is needed") == 1
        for item in FULL.received:
            assert item.sha256 in words
            assert item.filename in words
        assert FULL.sha256 in words
        for days in ("5 business days", "15 business days", "1 business day"):
            assert f"{days} (policy)" in words
        assert "commissioner decides (law, 37P(c))" in words


@pytest.mark.rule(18)
def test_notice_asks_nothing_of_a_chief() -> None:
    """Who filed, about which schools, how to reach the office; consultation is not consent."""
    for words in everything_of(render(full(Template.WAIVER_NOTICE))):
        assert "No action is required of you." in words
        assert "consultation, not consent (law, 37P(c))" in words
        assert "Harbor School" in words
        assert FULL.contact in words


@pytest.mark.rule(5)
def test_objection_is_shown_to_the_reviewer_whole() -> None:
    """Every word of the chief's view, and that it stops nothing."""
    for words in everything_of(render(full(Template.STEP_OPENED))):
        assert " ".join(FULL.objections[0].view.split()) in words
        assert "Consultation is not consent (law, 37P(c))" in words


def test_due_date_says_what_it_rests_on() -> None:
    """A date the office chose is never shown as the law's, and the other way round."""
    opened = full(Template.STEP_OPENED)
    for words in everything_of(render(opened)):
        assert "Monday, December 21, 2026" in words
        assert "(policy, steps.program.days)" in words
    by_law = replace(opened, authority=Authority.LAW, basis="37P(e)")
    for words in everything_of(render(by_law)):
        assert "(law, 37P(e))" in words


def test_warning_names_its_clause_and_authority() -> None:
    """A reviewer sees what each warning rests on."""
    text = unquoted(render(full(Template.STEP_OPENED)).text)
    assert "own view. (rule 5; law, 37P(c))" in text
    assert "No term was asked for. (policy, answer_days)" in text


def test_commissioner_is_asked_what_the_standard_asks() -> None:
    """Only the last step decides, on belief about that particular applicant."""
    question = "an officer would not assist this particular applicant"
    for words in everything_of(render(replace(full(Template.STEP_OPENED), deciding=True))):
        assert question in words
        assert "can be granted or denied" in words
    for words in everything_of(render(full(Template.STEP_OPENED))):
        assert question not in words


def test_returned_letter_ties_each_question_to_its_field() -> None:
    """The district knows where to write, by when, and how to send it."""
    for words in everything_of(render(full(Template.WAIVER_RETURNED))):
        for question in FULL.questions:
            assert re.search(rf"{re.escape(question.field)}: {re.escape(question.text)}", words)
        assert "under the number W-2026-0001" in words
        assert "Monday, December 21, 2026" in words


def test_decision_carries_the_deciders_own_words() -> None:
    """Outcome, belief, evidence, scope, conditions and term, each as decided."""
    assert FULL.decision is not None
    for words in everything_of(render(full(Template.WAIVER_DECIDED))):
        assert "It is granted" in words
        assert FULL.decision.belief in words
        assert FULL.decision.scope in words
        assert "School climate survey" in words
        for condition in FULL.decision.conditions:
            assert condition in words
        assert "Until the end of Friday, June 30, 2028 (policy" in words


@pytest.mark.rule(17)
def test_grant_without_a_term_says_that_the_section_sets_none() -> None:
    """No date is made up."""
    assert FULL.decision is not None
    letter = replace(full(Template.WAIVER_DECIDED), decision=replace(FULL.decision, until=None))
    for words in everything_of(render(letter)):
        assert "None was set, and the section sets none." in words


def test_denial_speaks_of_no_term_or_condition() -> None:
    """What was refused has no end date."""
    assert FULL.decision is not None
    denied = replace(FULL.decision, outcome=Outcome.DENIED, until=date(2028, 6, 30))
    for words in everything_of(render(replace(full(Template.WAIVER_DECIDED), decision=denied))):
        assert "It is denied" in words
        assert "2028" not in words
        assert "Conditions" not in words


def test_operators_are_told_which_mail_failed_and_why() -> None:
    """The person was not told; somebody has to."""
    letter = replace(full(Template.STAFF_NEEDED), unfilled=None)
    for words in everything_of(render(letter)):
        assert "chief@police.portexample.example" in words
        assert "550 5.1.1 no such mailbox" in words
        assert "has not been told" in words


def test_template_version_tells_words_apart() -> None:
    """The same words have the same version; another letter's have another."""
    versions = {template_version(template) for template in Template}
    assert len(versions) == len(Template)
    assert all(re.fullmatch(r"[0-9a-f]{64}", version) for version in versions)
    for template in Template:
        assert render(full(template)).template_version == template_version(template)


def everything_of(rendered: Rendered) -> tuple[str, str]:
    """Give the words of both parts: each has to say the same."""
    return unquoted(rendered.text), as_seen(rendered.html).replace("’", "'")


def test_link_is_offered_whole_and_says_what_it_does_not_do() -> None:
    """On a line of its own in text; no account, no decision, no consent."""
    rendered = render(full(Template.CONSULTATION_ASKED))
    assert FULL.acknowledge_url in rendered.text.splitlines()
    for words in everything_of(rendered):
        assert "It decides nothing, agrees to nothing and closes nothing (policy)." in words
        assert "works until the end of Monday, December 28, 2026" in words
    without = render(replace(full(Template.CONSULTATION_ASKED), acknowledge_url=""))
    assert "press its button" not in without.text + without.html


@pytest.mark.parametrize("template", [*Template])
def test_every_letter_tells_a_stand_in_whom_it_was_for(template: Template) -> None:
    """And why they get it, and that they hold no office by it."""
    person = "Chief of Police, Port Example (chief@police.portexample.example)"
    copy = replace(full(template), to_title="", stands_in_for=person, away_until=date(2026, 12, 1))
    for words in everything_of(render(copy)):
        assert f"This was written to {person}, who is away until the end of Tuesday" in words
        assert "It gives you no office: you cannot act in their place." in words
        assert f"You get this because you stand in for {person}." in words
        assert words.count("You get this because") == 1
    instead = replace(copy, away_until=None, holds_office=True)
    for words in everything_of(render(instead)):
        assert f"This was written to {person}. That mail could not be delivered." in words
        assert "You hold the same office, so you may act on it." in words
        assert f"You get this because mail to {person} could not be delivered." in words


def test_operators_are_told_who_was_tried_instead() -> None:
    """So that nobody tries it again."""
    letter = replace(full(Template.STAFF_NEEDED), unfilled=None)
    for words in everything_of(render(letter)):
        assert "The same was sent to board@quarryhill.example instead" in words
