"""What stands in brackets behind bound words, unless their sentence says so itself."""

from __future__ import annotations

import re

from plainfact.messages import text as say
from plainfact.model import Fact, Knowledge, PartialDate, Status
from plainfact.values import format_date

_SAYS_WITHDRAWN = re.compile(r"retract|withdr[ae]w", re.I)
_SAYS_DISPUTED = re.compile(
    r"disput|contradict|contest|den(?:y|ie)|disagree|differ|at odds|the opposite"
    r"|bestr(?:eit|itt)|widerspr|dementier|contest|dément|contradi|disput|desm[ie]nt"
    r"|оспар|опроверг|отрица|спростов|запереч|부인|반박|엇갈",
    re.I,
)


def standing_in_text(knowledge: Knowledge, fact: Fact, sentence: str, language: str) -> str:
    """What stands in brackets behind bound words, unless the sentence says so itself."""
    if fact.status is Status.RETRACTED:
        ours = say("withdrawn", language).casefold()
        if _SAYS_WITHDRAWN.search(sentence) or ours in sentence.casefold():
            return ""
        who = fact.retraction.by if fact.retraction else ""
        on = fact.retraction.on if fact.retraction else None
        words = say("withdrawn by {by}", language, by=who) if who else say("withdrawn", language)
        return words + (f", {format_date(on, language, short=True)}" if on else "")
    if knowledge.successor(fact):
        if says_date(sentence, fact.as_of, language):
            return ""
        month = PartialDate(fact.as_of.year, fact.as_of.month)
        date = format_date(month, language, short=True)
        return f"{date}; {say('since revised', language)}"
    if fact.status is Status.DISPUTED:
        if _SAYS_DISPUTED.search(sentence):
            return ""
        return say("disputed", language)
    return ""


def says_date(sentence: str, date: PartialDate, language: str) -> bool:
    """Whether a sentence dates itself: it names the year, and the month where there is one."""
    if str(date.year) not in sentence:
        return False
    if not date.month:
        return True
    month = PartialDate(date.year, date.month)
    names = {format_date(month, language, short=short) for short in (True, False)}
    words = {word for name in names for word in name.split() if not word.isdigit()}
    return any(word.rstrip(".") in sentence for word in words) or str(month) in sentence
