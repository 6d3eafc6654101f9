"""What a text says, as far as its words show. Every answer only warns.

A person reads the text itself beside the warning, so these lean towards asking
once too often: a missed objection is worse than a needless question.
"""

import re
from collections.abc import Iterable, Iterator

from rules.law import enforces

_BOUNDARY = re.compile(
    r"[.;:!?,()\n]|\b(?:and|but|yet|however|although|though|because|while)\b", re.IGNORECASE
)
_NEGATION = re.compile(
    r"\b(?:not|no|nor|never|none|neither|without|cannot|nothing|nobody|withdr[ae]ws?|withdrawn"
    r"|withdrew|drops|dropped|lifted)\b|n['’]t\b",
    re.IGNORECASE,
)
_NOT_ONLY = re.compile(r"\b(?:not|n['’]t) (?:only|just|merely)\b", re.IGNORECASE)

_OBJECTION = re.compile(
    r"\b(?:objects?(?! of\b)|objected|objecting|objections?(?!\s*:\s*none)"
    r"(?! (?:was|were|is|are|has been|have been) (?:withdrawn|dropped|lifted|resolved))"
    r"|oppos(?:e|es|ed|ing|ition)|disagree(?:s|d|ment)?|disapprov(?:e|es|ed|al)|dissents?"
    r"|protests?|rejects?|rejected"
    r"|(?:recommend|advise|argue|speak|spoke|stand|remain|is|was|are|be|am)(?:s|ed|d)? against"
    r"|against (?:the|this|a|any|granting) (?:waiver|request|application|proposal|removal)"
    r"|(?:unable|unwilling|declin\w+|refus\w+) to (?:support|agree|endorse|approve|recommend)"
    r"|be (?:denied|refused|turned down)|(?:keep|retain)(?:ing)? (?:an|the|its|their|our) officers?"
    r"|withh[eo]lds? (?:\w+ )?support)\b",
    re.IGNORECASE,
)
_NO_SUPPORT = re.compile(
    r"(?:\b(?:not|cannot|never)|n['’]t) (?:\w+ ){0,3}?"
    r"(?:support|agree|favou?r|approve|endorse|concur|recommend|consent)\w*",
    re.IGNORECASE,
)

_DISPUTE = re.compile(
    r"\b(?:disput(?:e|es|ed|ing)|contests?|contested|challeng(?:e|es|ed|ing)|doubts?|doubted"
    r"|questions? (?:the|this|that|whether|how|why)|insist(?:s|ed)?|unconvinced|unpersuaded"
    r"|mistaken|wrong|incorrect|inaccurate|premature|overstat(?:e|es|ed)"
    r"|(?:can|could|should|must|ought to|is able to|are able to)"
    r" (?!not\b|never\b|no\b)(?:\w+ ){0,2}?(?:assign|spare|fund|find|found|provide|supply|hire)\w*"
    r"|(?:has|have|had|is|are|were|was) (?:\w+ )?(?:enough|sufficient|adequate|ample)"
    r"|(?:asks?|asked|wants?|wanted|wish(?:es|ed)?|expects?|expected|demands?|demanded)"
    r" (?:\w+ ){0,4}?(?:an |the )?officers?)\b",
    re.IGNORECASE,
)

_PLAN = re.compile(
    r"\bwill\b(?<!at will)(?<!free will)|^Will\b"
    r"|\b(?i:shall|plan(?:s|ned|ning)? (?:to|for)|(?:is|are|being) planned|we['’]ll"
    r"|intend(?:s|ed|ing)? to|intention to|propos(?:e|es|ed|ing|al)|(?:is|are) to be"
    r"|expects? to|hopes? to|aims? to|(?:is|are) going to|would be (?:hired|added|created|adopted)"
    r"|once (?:funded|hired|adopted|approved)|in development"
    r"|to be (?:hired|adopted|created|named))\b"
)

_PARTIAL = re.compile(
    r"\b(?:partial(?:ly)?|in part|part of|parts of|some of|some (?:requirements|schools)|only"
    r"|except(?:ing)?|excluding|other than|apart from|limited to|provided that"
    r"|on (?:the )?condition|conditional(?:ly)?|so long as|as long as|subject to|unless|until|if"
    r"|half|most of)\b",
    re.IGNORECASE,
)

_MONEY_OR_STAFF = re.compile(
    r"\b(?:money|budget\w*|fund(?:s|ed|ing)?|unfunded|underfunded|cost(?:s|ly)?|afford\w*"
    r"|pay(?:s|ing|ment)?|paid|appropriat\w+|expens\w+|tax(?:es|payers?)?|override|fiscal"
    r"|financ\w+|dollars?|cheaper|salar(?:y|ies)|wages?|overtime|staff(?:ed|ing)?|understaffed"
    r"|personnel|positions?|vacanc(?:y|ies)|hir(?:e|es|ed|ing)|recruit\w*|shortages?"
    r"|short[- ]handed|layoffs?|laid off|resources|shifts?)\b|\$",
    re.IGNORECASE,
)
_SUBSTANCE = re.compile(
    r"\b(?:incidents?|violen\w+|calls? (?:for|to)|climate|trust\w*|fear\w*|afraid|disciplin\w+"
    r"|arrest\w*|restorative|relationships?|prevent\w*|deter(?:s|red|rent)?|threats?|threaten\w*"
    r"|survey\w*|conflicts?|behavio\w+|protocols?|drills?|response times?|counsel(?:ors?|ing)"
    r"|mental health|assist\w*|safer|unsafe|safely|protect\w*|harm\w*|felt|feel\w*"
    r"|safe(?!ty)|safety (?:of|at|in|and|is|was|would|has|has been|record|outcomes?)"
    r"|told|report(?:s|ed|ing)? (?:a |their )?concerns?)\b",
    re.IGNORECASE,
)
_BEFORE = 120
"""Letters before a match in which its negation is looked for."""
_SENTENCE = re.compile(r"(?<=[.;!?])\s+")

_SAFE = r"(?:safe|safer|safety|secure|security|harm|harmed|hurt|protected|protection|violence)"
_WILL = r"(?:will|shall|going to)(?: (?!not\b|never\b)\w+)?"
_PROMISE = re.compile(
    rf"\b(?:guarantee(?:s|d|ing)?|promis(?:e|es|ed|ing)|assur(?:e|es|ed|ing)|pledg(?:e|es|ed))\b"
    rf"(?:\W+\w+){{0,8}}?\W+{_SAFE}\b"
    rf"|\b{_WILL} (?:be|remain|stay)(?: (?:kept|made|more|so|as|much"
    rf"|completely|fully|perfectly|always))?(?: and)? {_SAFE}\b"
    rf"|\b{_WILL} (?:keep|make|ensure|protect|prevent|stop|eliminate"
    rf"|secure)\b(?:\W+\w+){{0,6}}?\W+(?:{_SAFE}|incidents?|shootings?|attacks?)\b"
    rf"|\b(?:will|shall) (?:protect|secure)\b(?:\W+\w+){{0,4}}?\W+(?:students?|schools?|children)\b"
    rf"|\b(?:ensures|ensured)\b(?:\W+\w+){{0,8}}?\W+{_SAFE}\b"
    rf"|\bno (?:harm|one|student|students|child|children|pupil|body)\b(?: \w+)? will"
    rf"(?: \w+)? (?:come|be (?:harmed|hurt|injured|unsafe))\b"
    rf"|\b(?:completely|fully|perfectly|entirely|absolutely|always) (?:safe|secure)\b",
    re.IGNORECASE,
)


def objects(view: str) -> bool:
    """Whether a chief's view speaks against the request.

    “Does not object” is no objection; “does not support” is one.
    """
    plain = _NOT_ONLY.sub("", view)
    return bool(_NO_SUPPORT.search(plain)) or any(_asserted(_OBJECTION, plain))


def disputes_shortfall(view: str) -> bool:
    """Whether a superintendent's view speaks against a determination of insufficient resources.

    “Agrees that the department cannot assign an officer” does not; “the
    department has enough officers” does.
    """
    return objects(view) or any(_asserted(_DISPUTE, _NOT_ONLY.sub("", view)))


def listed(names: Iterable[str]) -> str:
    """Name several things in a sentence: “A, B and C”; nothing for none."""
    *others, last = [*names] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def reads_as_plan(description: str) -> str | None:
    """Give the words by which a description speaks of what is yet to come, if it does."""
    found = _PLAN.search(description)
    return found.group() if found else None


def reads_as_partial(scope: str) -> str | None:
    """Give the words by which a scope is partial or conditional, if it is."""
    found = _PARTIAL.search(_NOT_ONLY.sub("", scope))
    return found.group() if found else None


def only_money_or_staff(text: str) -> bool:
    """Whether each sentence speaks of money or staff and none of what an officer would do."""
    sentences = [each for each in _SENTENCE.split(text) if re.search(r"\w", each)]
    return bool(sentences) and all(
        _MONEY_OR_STAFF.search(each) and not _SUBSTANCE.search(each) for each in sentences
    )


@enforces(32)
def promises_safety(text: str) -> str | None:
    """Give the words that promise a safety outcome, if there are any.

    The standard's own words, whether an officer would assist to ensure safety,
    promise nothing; nor does “cannot guarantee”.
    """
    return next(_asserted(_PROMISE, text), None)


def _asserted(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """Give what matches and is not negated by one of the four words before it."""
    for found in pattern.finditer(text):
        before = _BOUNDARY.split(text[max(0, found.start() - _BEFORE) : found.start()])[-1]
        if not _NEGATION.search(" ".join(before.split()[-4:])):
            yield found.group()
