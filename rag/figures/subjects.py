"""What a statement is about, so that it can be told whether two are about the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rag.language.lexical import terms
from rag.language.places import PLACE
from rag.language.roles import Role, roles, same_role
from rag.language.seniority import levels
from rag.language.words import LIGHT, STOPWORDS, concepts

_WORD = re.compile(r"[^\W\d_][\w'’]*(?:[-/&.][^\W\d_][\w'’]*)*[+#]*")
_YEAR = re.compile(r"(?<![\w$€£₹#.,-])(?:19|20)\d\d\b(?![,.]\d|%)")
_UNITS = frozenset(
    """year month week day hour minute percent time dollar euro pound rupee annual annually yearly monthly hourly
    weekly daily per k half third quarter decade roughly gross""".split()
)
_SAYS = frozenset(
    """say report claim estimate reckon believe expect warn note survey study poll statistic stat according commonly
    cite industry find found cost costs take takes earn pay roughly around range between average typical usual real
    come start spend put
    """.split()
)
_SAME_PLACE = {"san francisco": "sf", "bay area": "sf", "silicon valley": "sf", "nyc": "new york", "remotely": "remote"}
_SAME_PLACE |= {"new york city": "new york", "usa": "us", "u.s.": "us", "united states": "us", "america": "us"}
_SAME_PLACE |= {"u.k.": "uk", "united kingdom": "uk", "britain": "uk", "bengaluru": "bangalore"}
_QUALIFIERS = (
    ("base", r"\bbase\b|\bbasic (?:pay|salary)"),
    ("bonus", r"\bbonus(?:es)?\b|\bsign(?:ing)?[- ]on\b"),
    ("equity", r"\bequity\b|\bstock\b|\bshares? (?:worth|grant)|\brsus?\b"),
    ("total", r"\btotal (?:comp|pay|cash|package|cost)|\bcompensation\b|\bin total\b|\ball[- ]in\b|\boverall\b"),
    ("net", r"\bnet\b|\btake[- ]home\b|\bafter tax"),
    ("gross", r"\bgross\b|\bbefore tax"),
    ("freelance", r"\bfreelanc\w+|\bcontract(?:or|ors|ing)\b|\bself-employed\b"),
    ("part-time", r"\bpart[- ]time\b|\bevenings?\b|\bweekends?\b"),
    ("full-time", r"\bfull[- ]time\b"),
    ("start", r"\bstart(?:s|ing)? (?:at|on|pay|salar\w+|from|wage)|\bentry pay\b"),
    ("median", r"\bmedian\b"),
    ("top", r"\btop\b|\bbest[- ]paid\b|\bhighest\b|\bceiling\b|\bmaximum\b|\bpeak\b"),
    ("bottom", r"\blowest\b|\bminimum\b|\bfloor\b|\bbottom\b"),
    ("women", r"\bwom[ae]n\b|\bfemale\b"),
    ("men", r"\bm[ae]n\b|\bmale\b"),
    ("small", r"\bsmall(?:er)?\b|\bstart-?ups?\b"),
    ("big", r"\blarge\b|\bbig\b|\bfaang\b|\benterprises?\b|\bcorporat\w+"),
    ("public", r"\bpublic\b|\bstate\b|\bgovernment\b"),
    ("private", r"\bprivate\b"),
    ("online", r"\bonline\b"),
    ("bootcamp", r"\bboot ?camps?\b"),
    ("degree", r"\bdegrees?\b|\bbachelor\w*|\bmaster['’]?s\b|\buniversit\w+|\bcolleges?\b"),
    ("phd", r"\bph\.?d\b|\bdoctorates?\b"),
    ("certificate", r"\bcertificat\w+|\bcertified\b"),
    ("course", r"\bcourses?\b"),
    ("campus", r"\bon[- ]campus\b|\bin person\b"),
)
_QUALIFIED = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _QUALIFIERS)
_SUPPOSED = re.compile(
    r"\b(?:suppose|supposing|imagine|assume|assuming|let['’]s say|say,|for example|for instance|e\.g\.|hypothetical\w*"
    r"|pretend|picture|what if|would (?:be|earn|pay|cost|take|mean|make|have|need)|were to|dream"
    r"|aim(?:s|ing)? (?:for|at)|hop(?:e|es|ing) (?:for|to)|want(?:s|ed)? to (?:earn|make)|wish|goal of"
    r"|target of|ask(?:s|ing)? for)\b"
    r"|(?:^|[,;]\s|—\s|–\s)(?:even )?if\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a stretch of text is about."""

    words: frozenset[str]
    """Stems of its content words, without those of the other fields."""
    names: frozenset[str]
    """Stems of what it writes like a name."""
    roles: frozenset[Role]
    levels: frozenset[str]
    places: frozenset[str]
    years: frozenset[str]
    qualifiers: frozenset[str]
    """What part or kind of a quantity it means: base pay, net, part-time."""


@lru_cache(maxsize=4096)
def subject(text: str, disciplines: frozenset[str] = frozenset(), known: tuple[str, ...] = ()) -> Subject:
    """What a text is about. `known` are words that name nothing in it: who says it, and where it is from."""
    spoken = {stem for word in known for stem in terms(word)}
    places = frozenset(place for match in PLACE.finditer(text) for place in _places(match.group()))
    bare = _YEAR.sub(" ", PLACE.sub(" ", text))
    named = roles(bare, disciplines)
    of_roles = {stem for role in named for stem in role}
    words, names = set(), set()
    for match in _WORD.finditer(_expanded(bare)):
        word = match.group()
        (stem, *_) = terms(word) or ("",)
        if not stem or word.lower() in STOPWORDS or stem in spoken or _means_nothing(word, stem):
            continue
        if levels(word):
            continue
        if _is_name(word, bare[: match.start()]) and stem not in of_roles:
            names.add(stem)
        words.add(stem)
    said = frozenset(name for name, pattern in _QUALIFIED if pattern.search(text))
    years = frozenset(match.group() for match in _YEAR.finditer(text))
    return Subject(frozenset(words), frozenset(names), named, levels(text), places, years, said)


def supposed(text: str) -> bool:
    """Whether a text only supposes what it says."""
    return bool(_SUPPOSED.search(text))


def shared(one: frozenset[str], other: frozenset[str]) -> tuple[int, int]:
    """How many words of each have one of the same meaning in the other."""
    return sum(_has(other, word) for word in one), sum(_has(one, word) for word in other)


def unshared(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """The words that have none of the same meaning in the other."""
    return frozenset(word for word in one if not _has(other, word))


def same_scope(one: Subject, other: Subject) -> bool:
    """Whether two subjects are bounded alike: roles, levels, places, names, and what part of a quantity they mean."""
    if one.levels != other.levels or one.places != other.places or one.qualifiers != other.qualifiers:
        return False
    if unshared(one.names, other.names | other.words) or unshared(other.names, one.names | one.words):
        return False
    both = bool(one.roles and other.roles)
    return not both or any(_is_role(a, b) for a in one.roles for b in other.roles)


def place_of(name: str | None) -> str:
    """A place by one name."""
    return ",".join(sorted(_places(name))) if name else ""


def _is_role(a: Role, b: Role) -> bool:
    return a == b or (same_role(a, b) and (len(a) == 1 or len(b) == 1))


def _places(name: str) -> list[str]:
    return [_SAME_PLACE.get(part.lower(), part.lower()) for part in name.split("/")]


def _expanded(text: str) -> str:
    """The text with the long forms of abbreviations short: "machine learning" and "ML" are one word."""
    for long, short in (("machine[- ]learning", "ML"), ("artificial intelligence", "AI"), ("quality assurance", "QA")):
        text = re.sub(rf"\b{long}\b", short, text, flags=re.IGNORECASE)
    return text


def _means_nothing(word: str, stem: str) -> bool:
    low = word.lower()
    return bool({low, low.removesuffix("s"), stem} & (_UNITS | _SAYS | LIGHT))


def _is_name(word: str, before: str) -> bool:
    """Whether a word is written like a name: capitals inside, or one at its head inside a sentence."""
    inner = any(char.isupper() for char in word[1:])
    at_head = not before.strip() or before.rstrip()[-1:] in ".!?:›·|"
    return inner or (word[0].isupper() and not at_head)


def _has(stems: frozenset[str], wanted: str) -> bool:
    if wanted in stems or any(_akin(wanted, stem) for stem in stems):
        return True
    return bool(concepts().get(wanted, frozenset()) & stems)


def _akin(stem: str, other: str) -> bool:
    shorter, longer = sorted((stem, other), key=len)
    return len(shorter) >= 4 and longer.startswith(shorter) and len(longer) - len(shorter) <= 3
