"""Whether two statements advise or judge one matter the opposite way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rag.finding.subjects import Subject, same_scope, shared, subject, supposed, unshared
from rag.text.lexical import terms
from rag.text.roles import Role, same_role

_NO = r"(?:not|never|no|nobody|none|neither|nor|hardly|rarely|barely|seldom|cannot|without)\b|\w+n['’]t\b"
_AGAINST = (
    r"avoid(?:s|ed|ing)?|skip(?:s|ped|ping)?|waste[sd]?(?: of \w+)?|wasting|overrated|overkill|unnecessary|needless"
    r"|useless|worthless|pointless|against|optional|ignor(?:e|es|ed|ing)|forget|stop(?:s|ped)?|stay away|refrain"
    r"|dead|obsolete|myth|mistake|unwise|unimportant|irrelevant|refuse[sd]?|dispensable|discourag(?:e|es|ed)"
    r"|hard(?:er|est)?|difficult|tough(?:er|est)?|steep(?:er)?|impossible|risky|riskier|unsafe|dangerous|bad|worse|worst"
    r"|poor(?:ly)?|weak|slow(?:er|ly)?|low(?:er|est)?|small(?:er)?|few(?:er)?|less|little|scarce|rare|shrink(?:s|ing)?"
    r"|shrank|declin(?:e|es|ed|ing)|fall(?:s|ing)?|fell|drop(?:s|ped)?|decreas(?:e|es|ed|ing)|saturated|overcrowded"
    r"|unlikely|fail(?:s|ed)?|late(?:r)?|last|expensive|boring|stressful|different|distinct|separate|closed"
)
_FOR = (
    r"need(?:s|ed)?|must|should|ought|essential|worth|worthwhile|important|recommend(?:s|ed)?|require[sd]?|requirement"
    r"|necessary|valuable|matters?|crucial|vital|key|helps?|useful|helpful|good|great|best|better|easy|easier|easily"
    r"|simple|simply|safe|safer|advis(?:e|es|ed)|suggests?|high(?:er|ly)?|large|many|more|much|big|strong|fast(?:er)?"
    r"|quick(?:ly)?|grow(?:s|ing)?|grew|rise|rises|rising|increas(?:e|es|ed|ing)|plenty|common|likely|can|will"
    r"|ha(?:s|ve) to|still|always|first|early|same|similar|identical|cheap|affordable|pays? off|mandatory"
    r"|do|does|advantage"
)
_NEGATOR = re.compile(rf"\b(?:{_NO})", re.IGNORECASE)
_NEGATIVE = re.compile(rf"\b(?:{_AGAINST})\b", re.IGNORECASE)
_POSITIVE = re.compile(rf"\b(?:{_FOR})\b", re.IGNORECASE)
_NEED_NOT = re.compile(r"\bneed not\b|\bno need (?:to|for|of)\b|\bno longer\b", re.IGNORECASE)
_CLAUSES = re.compile(r"[;:.!?](?:\s|$)|,\s|\s(?:but|because|so|while|whereas|although|though)\s|\s[—–]\s")
_PIVOT = re.compile(r"\b(?:than|before|rather than|instead of|ahead of|and (?:only )?then|, then)\b", re.IGNORECASE)
_BIDS = re.compile(
    r"^\W*(?:learn|get|take|start|build|apply|study|ask|use|join|negotiate|choose|pick|do|go|send|write|try)\b",
    re.IGNORECASE,
)
_SURELY_ALIKE, _ALIKE, _LEAST_ALIKE, _CONTAINED = 0.6, 0.5, 0.33, 0.66
"""Share of words, of all of both, that two clauses on one matter have in common: where one only tells, where both
judge, and where all but few words of the shorter one (the last) stand in the other."""
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class _Stance:
    """A clause, for or against (1 or -1)."""

    sign: int
    judged: bool
    """Whether it advises, judges or denies."""
    about: Subject
    """What its sentence is about."""
    words: frozenset[str]
    """What the clause is on, without roles and the words that judge."""
    sentence: frozenset[str]
    """The same of its sentence."""
    text: str


def opposite(one: str, other: str, disciplines: frozenset[str] = frozenset()) -> bool:
    """Whether two statements take opposite stances on one matter; clauses that suppose or ask take none."""
    if one.rstrip().endswith("?") or other.rstrip().endswith("?"):
        return False
    return any(_opposed(a, b) for a in _stances(one, disciplines) for b in _stances(other, disciplines))


@lru_cache(maxsize=4096)
def _stances(text: str, disciplines: frozenset[str]) -> tuple[_Stance, ...]:
    return tuple(_each_stance(text, disciplines))


def _each_stance(text: str, disciplines: frozenset[str]) -> Iterator[_Stance]:
    whole = subject(text, disciplines)
    of_roles = {stem for role in whole.roles for stem in role}
    for clause in _CLAUSES.split(text):
        if len(clause.split()) >= _FEWEST and not supposed(clause):
            about = subject(clause, disciplines)
            matter = about.words - of_roles - _JUDGING
            yield _Stance(_sign(clause), _is_judged(clause), whole, matter, whole.words, clause)


def _is_judged(clause: str) -> bool:
    """Whether a clause advises, judges or denies, and doesn't only tell."""
    return any(pattern.search(clause) for pattern in (_NEGATOR, _NEGATIVE, _POSITIVE)) or bool(_BIDS.match(clause))


def _sign(clause: str) -> int:
    """1 for, -1 against: each negator and each word against turns it."""
    text = _NEED_NOT.sub(" not ", clause)
    return -1 if (len(_NEGATOR.findall(text)) + len(_NEGATIVE.findall(text))) % 2 else 1


_JUDGING = frozenset(
    stem
    for pattern in (_AGAINST, _FOR)
    for word in re.findall(r"[a-z]{2,}", re.sub(r"\(\?:[^)]*\)\??|\\w\+", "", pattern))
    for stem in terms(word)
) | frozenset(terms("money time effort idea person people required requirement necessary needed worth wasted matter"))


def _opposed(one: _Stance, other: _Stance) -> bool:
    if not same_scope(one.about, other.about) or not _same_roles(one.about.roles, other.about.roles):
        return False
    if one.about.years != other.about.years or not _same_matter(one, other):
        return False
    return one.sign != other.sign or _turned(one.text, other.text)


def _same_roles(one: frozenset[Role], other: frozenset[Role]) -> bool:
    """Whether each role on one side is on the other, too; a side without one leaves it open."""
    if not one or not other:
        return True
    return all(any(same_role(a, b) for b in other) for a in one) and all(
        any(same_role(a, b) for a in one) for b in other
    )


def _same_matter(one: _Stance, other: _Stance) -> bool:
    here, there = shared(one.words, other.words)
    least = min(here, there)
    union = here + len(unshared(one.words, other.words)) + len(unshared(other.words, one.words))
    if not least:
        return False
    if least == 1:  # "Kubernetes is overrated": the one word has to be all that both are on
        return union == 1 and one.judged and other.judged
    if unshared(one.words, other.sentence) and unshared(other.words, one.sentence):
        return least / union >= _SURELY_ALIKE  # each speaks of something that the other doesn't
    if least / union >= (_ALIKE if one.judged and other.judged else _SURELY_ALIKE):
        return True
    contained = least / min(len(one.words), len(other.words))
    return one.judged and other.judged and contained >= _CONTAINED and least / union >= _LEAST_ALIKE


def _turned(one: str, other: str) -> bool:
    """Whether two comparisons stand the other way round: "A before B" and "B before A"."""
    sides = [_sides(one), _sides(other)]
    if not all(sides):
        return False
    (a, b), (c, d) = sides  # type: ignore[misc]
    return bool((a - c) & (d - b)) and bool((b - d) & (c - a))


def _sides(text: str) -> tuple[frozenset[str], frozenset[str]] | None:
    match = _PIVOT.search(text)
    if not match:
        return None
    before, behind = (frozenset(terms(part)) for part in (text[: match.start()], text[match.end() :]))
    both = before & behind
    return before - both, behind - both
