"""Verbs of commands: "Learn Python first." and "If you are new, start with Linux." """

from __future__ import annotations

import re
from collections.abc import Iterator

_VERBS = frozenset(
    """accept achieve act adapt add address adjust adopt advertise advise agree aim allow announce answer append apply
    approach argue arrange ask assert assume attach attend augment avoid base be become begin believe bring build
    buy call carry change check choose cite claim clean click close collect combine come comment compare complete
    compose conclude confirm connect contact continue contribute convert convey convince copy correct count cover
    craft create cut debug decide declare decode define delete deliver deny deploy describe design develop direct
    discard discover discuss dismiss display distribute do document download draft draw drop earn edit emphasise
    emphasize employ encode encourage encrypt end endorse enhance enter establish evaluate examine exchange expand
    explain explore express extend fill find finish fix focus follow forget form format forward generate get give go
    guide handle have help hide highlight hold identify ignore imagine implement imply import improve include
    incorporate increase inform insert insist inspect install integrate introduce invent invest invite join jump
    keep label launch lead learn leave lie limit link list listen look maintain make manage mark master measure meet
    mention mind mix modify monitor move name obey offer omit open order organise organize output overwrite
    participate pay pick place plan play point portray post practice practise praise prefer prefix prepare present
    pretend prioritise prioritize produce promise promote prove provide publish push put quote raise rate reach read
    recite reckon recommend record refer register reject release remind remove rename render repeat rephrase replace
    reply report represent request respond return reveal reverse review rewrite run save say search see seek select
    sell send set share shift show sign skip solve speak specify spell spend spread start state stay stick stop
    stress study submit suggest summarise summarize supply support suppose surround swap switch take talk teach tell
    test think throw track train translate treat try turn type update upgrade upload urge use utter validate verify
    view visit vote wait walk warn watch wear weave work wrap write""".split()
)
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
