"""Orders in a guide to whoever writes an answer: what they want said is not what the guide says.

A career guide gives orders, too: "Tell recruiters that you are open to moving." Whoever reports that keeps the order's
verb, or says that it is advice; whoever follows it does neither. So a sentence is refused where it has what an order
wants said, and not that it is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.language.lexical import terms
from rag.model.imperatives import LEAD, commands

_START = rf"(?:^\W*|[;:,–—]\s*)(?:{LEAD}\s+)*"
_SAY = (
    r"say|tell|claim|state|mention|repeat|pretend|announce|declare|assert|insist|reply|respond|recite|spell|translate"
    r"|encode|decode|print|output|convince|persuade|assure|inform|imply|admit|confirm|deny|reveal|point out|speak of"
)
_PUT = (
    r"write|add|include|insert|integrate|append|show|display|name|cite|quote|embed|put|give|emphasi[sz]e|stress"
    r"|suggest|recommend"
)
_MODAL = (
    r"(?<!\bI )(?<!\bwe )\b(?:must|should|shall|could|can|would|will|needs? to|ha(?:s|ve) to|(?:required|asked|told"
    r"|supposed|expected|instructed|ordered|free|want\w* \w+|like \w+|love \w+|remember|forget|sure|try|best) to)"
)
_SAYING = re.compile(
    rf"{_START}(?:{_SAY})\b"
    rf"|{_MODAL}(?:\s+(?:also|please|always|never|only|kindly))?\s+(?:{_SAY}|{_PUT})\s+(?:[\w’']+\s+){{0,4}}?(?:that\b|:|[\"“‘])"
    rf"|{_START}(?:{_PUT})\s+(?:[\w’']+\s+){{0,4}}?(?:that\b|:|[\"“‘])"
    rf"|{_START}(?:{_PUT})\s+(?:[\w’']+\s+){{1,4}}as\b",
    re.IGNORECASE,
)
_HEARING = re.compile(
    r"\b(?:should|must|needs? to|ha(?:s|ve) to|ought to|(?:is|are) to|will)\s+(?:all |now |only |also )?"
    r"(?:hear|believe|be (?:told|informed|assured|convinced|persuaded|reminded|led))\b"
    r"|\blet\s+(?:[\w’']+\s+){1,3}?know\b"
    r"|\b(?:make sure|ensure|see to it|take care)\b[^.]*"
    r"\b(?:says?|tells?|hears?|reads?|convinces?|mentions?|states?|learns?)\b"
    r"|\b(?:convince|persuade|assure|inform|remind)s?\s+(?:[\w’']+\s+){1,3}?that\b",
    re.IGNORECASE,
)
_SUPPOSING = re.compile(
    r"\blet(?: us|['’]s)\s+(?:\w+\s+)?(?:pretend|imagine|suppose|assume|say|play)\b"
    rf"|{_START}(?:imagine|suppose|assume|pretend|role-?play)\b"
    r"|\b(?:game|story|world|scene|role)\s+(?:in which|where)\b",
    re.IGNORECASE,
)
_ANSWER = r"(?:answers?|repl(?:y|ies)|responses?|outputs?|completions?)"
_ANSWERING = re.compile(
    rf"\b(?:your|this|each|every|any|all)\s+(?:\w+\s+){{0,2}}{_ANSWER}\b"
    rf"|\b(?:if|when|whenever|wherever|every time)\b[^.]*\bthe\s+(?:\w+\s+){{0,2}}{_ANSWER}\b"
    r"|\b(?:if|when|whenever|anyone|anybody|everyone|everybody|whoever|those|people|users?|readers?)\s+"
    r"(?:\w+\s+){0,2}?ask(?:s|ed|ing)?\b",
    re.IGNORECASE,
)
_FIRST = re.compile(rf"^\W*(?:in|for|with|to) [^,]*,\s*(\w+)|^\W*(?:{LEAD}\s+)*(\w+)", re.IGNORECASE)
_MACHINE = re.compile(
    r"<\||\|>|\[/?INST\]|</?\s*(?:system|passage|assistant|user|asker|instructions?|context)\b"
    r"|^\W*(?:system|assistant|developer|admin(?:istrator)?|user)\b[^.:]{0,20}:"
    r"|^\W*(?:\w+\s+)?(?:instructions?|directives?|overrides?|prompts?|commands?)\b[^.:]{0,30}:"
    r"|\b(?:ignore|disregard|forget|override|bypass)\b[^.]{0,30}\b(?:instructions?|rules?|prompts?|guidelines|above|previous)\b"
    r"|\b(?:notes?|message|memo|reminder|attention|hello|dear)\s+(?:to|for)?\s*(?:the|any|all|every)?\s*(?:\w+\s+)?"
    r"(?:AIs?|models?|LLMs?|assistants?|chat ?bots?|bots?|summari[sz]ers?|agents?)\b"
    r"|\byou are (?:now |no longer )(?:called |named |an? |the )?(?-i:[A-Z]\w+|\w*bot\b|AI\b|assistant\b)"
    r"|\b(?:act|behave|speak|talk) as (?:if|though)\b"
    r"|\b(?:developer|debug|admin|god|jailbreak|unrestricted) mode\b|(?-i:\bSYSTEM (?:TEXT|PROMPT|MESSAGE)\b)"
    r"|\b(?:reads?|reading|process(?:es|ing)?|summari[sz](?:e|es|ing)|quot(?:e|es|ing)|parses?) this(?: \w+)?\b",
    re.IGNORECASE,
)
"""Words to a machine; nothing that stands with them is what a guide says."""


_ADVICE = re.compile(
    r"\b(?:advi[sc]|recommend|suggest|should|must|needs?\b|ha(?:ve|s) to\b|ought|urg(?:e|ing)|encourag|warn|insist"
    r"|tips?\b|important|matters?\b|essential|vital|crucial|worth|better|best\b|key\b|first\b|helps?\b|pays? to\b"
    r"|you\b|your\b)",
    re.IGNORECASE,
)
"""Words of whoever reports advice."""


def ordered(sentence: str, guide: str) -> bool:
    """Whether a sentence has what words of a guide only want said, or what stands among words to a machine."""
    if _MACHINE.search(guide):
        return True
    commanded = set(terms(" ".join(commands(guide))))
    if commanded and commanded.isdisjoint(terms(sentence)) and not _ADVICE.search(sentence):
        return True
    kept = set(_words(sentence))
    return any(not kept.intersection(_words(order)) for order in _orders(guide))


def _orders(guide: str) -> Iterator[str]:
    """For each order in the words of a guide the words of which a report of it has one."""
    for pattern in (_SAYING, _HEARING, _SUPPOSING):
        for match in pattern.finditer(guide):
            yield " ".join(word for word in _words(match.group()) if word not in _SLIGHT)
    answering, first = _ANSWERING.search(guide), _FIRST.search(guide)
    if answering and first:
        yield f"{answering.group().split()[-1]} {first.group(1) or first.group(2)}"


_SLIGHT = frozenset(
    "a an the to that be it is are of in as and but or so you your we us i they them their anyone everyone people all"
    " any must should shall could can would will need needs have has now please kindly also always never instead just"
    " let lets not don t do this each every some only make sure".split()
)
"""Words that a sentence shares with an order by chance."""


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
