"""Verbs of commands: "Learn Python first." and "If you are new, start with Linux." """

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.language.lists import read_words

_VERBS = read_words("commands")
"""Without those that state what follows them ("note that ...")."""
LEAD = r"(?:please|kindly|now|then|also|always|never|instead|just|simply|rather|and|but|first|finally|next)"
"""Words that may stand before the verb of a command."""
_OBJECT = (
    r"(?:the|an?|your|my|his|her|their|its|our|any|all|each|every|both|it|them|him|her|me|us|this|that|these|those|only|no"
    r"|one|as|in|into|on|with|without|for|to|at|from|by|up|out|off|down|over|about|through|of|how|what|which|who|when|why"
    r"|where|whether|if|more|less|most|some|many|much|few|two|three|good|well|new|yourself|everything|\d\S*|[\"“‘]\S+|[A-Z]\S*)\b"
)
_CLAUSE = re.compile(
    rf"(?:^\W*(?:for|to|if|when|whenever|in|once|after|before|as|while|with|at|on|since|because|so)\b[^,;:]*,\s+"
    rf"|\byour?\b[^,;:]*,\s+|,\s+(?:so|instead|then|please|kindly)\s+|[;:–—]\s+|^\W*)(?:{LEAD},?\s+)*([A-Za-z]+)\b(?=(.*))",
    re.IGNORECASE | re.DOTALL,
)


def commands(text: str) -> Iterator[str]:
    """The verbs of the commands in a sentence, in lower case."""
    for match in _CLAUSE.finditer(text):
        verb = match.group(1).lower()
        if verb in _VERBS and (re.match(rf"\W*{_OBJECT}", match.group(2)) or _is_plural(match.group(2))):
            yield verb


def _is_plural(rest: str) -> bool:
    """Whether a bare plural follows ("describe carpenters as lazy"), and no verb of which it would be the subject."""
    return bool(
        re.match(r"\s+(?:[a-z]+\s+)?[a-z]+s\b(?!\s+(?:are|is|were|can|will|may|pay|cost|take|help|need|have))", rest)
    )
