"""What somebody has of the skills that the guides ask for, what is missing, and where to start: each a quote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.asking.background import Kind, Said
from rag.asking.question import same_matter
from rag.finding.advising import first_steps
from rag.finding.finding import Finder
from rag.finding.matching import Evidence
from rag.finding.quoting import Quoted
from rag.finding.voices import cite, spoken
from rag.text.lexical import terms
from rag.text.roles import Role, roles, same_role
from rag.types import Citation, Hit

_ASKED = re.compile(
    r"\b(?:missing|lack(?:ing)?|gaps?|what else|still (?:need|have to|learn|lack)|(?:learn|study|do"
    r"|comes?) next|next step"
    r"|(?:need|have) to (?:learn|know|add|study)|(?:should|must|would|do) i (?:\w+ ){0,2}(?:learn|add|study)"
    r"|(?:what|which) skills)\b",
    re.IGNORECASE,
)
_INTRO = re.compile(
    r"^\W*(?:I['’]?(?:m|ve)?|i|my|and|also|already|currently)?\W*(?:(?:am|have|had|got|know|can|could"
    r"|use|used|do|did|learned|learnt|worked|work|run|ran|running|built|build|managed|manage|maintained|operated"
    r"|understand|studied|master|hold|skills?|are|is|good|with|at|in|some|basic|basics of|experience"
    r"|years?|of|a|an|the|already"
    r"|only|both|strong|solid|knowledge|\d+)\b\W*)*",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"\W*I(?:['’]ve| have)?\s+(?:\w+\s+)?(?:know|run|ran|use|used|built?|manag\w+|maintain\w*|operat\w+|administ\w+)\b",
    re.IGNORECASE,
)
_JOINTS = re.compile(
    r"\s*(?:,|;|\band\b|\bor\b|\bplus\b|\bas well as\b|\balong with\b|&)\s*(?![^()]*\))", re.IGNORECASE
)
_REQUIRES = re.compile(
    r"\b(?:needs?|must (?:know|have|understand|hold)|has to (?:know|understand|have)|should (?:know"
    r"|have|understand|learn)|requires?"
    r"|(?:is|are) (?:required|expected)|expects?|relies (?:heavily )?on|rests? (?:far more "
    r"|directly )?on|uses?|works? with|carry"
    r"|skills (?:are|include|such as)|prerequisites?|ask(?:s)? for|qualifications? (?:are|include)|learn)\b",
    re.IGNORECASE,
)
_SKILL_ENDS = re.compile(
    r"\b(?:will|which|that|so|because|for|to|in|than|when|who|whose|where|while|before|is|are)\b.*|[.;:].*", re.I
)
_NO_SKILL = re.compile(r"(?:no|not|nor|more|less|enough)\b", re.IGNORECASE)
_MOST_WORDS_OF_SKILL = 5
_FEWEST_SKILLS = 2
_MOST_NAMED = 4
_LONGEST = 30
HAVE, MISSING, START = "You have", "Missing", "Where to start"


@dataclass(frozen=True, slots=True)
class Required:
    """A unit that says what is asked for, with the skills it lists that the asker has and those they don't."""

    hit: Hit
    had: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """What is asked for: what of it the asker has, what not, and the first step to it."""

    had: Required | None
    """None where the guides speak of nothing that the asker has."""
    missing: Required
    start: Hit | None
    unknown: tuple[str, ...] = ()
    """What the asker knows and no guide ever names."""

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The units in the order of the answer, each once."""
        found = [*([self.had.hit] if self.had else []), self.missing.hit, *([self.start] if self.start else [])]
        return tuple({hit.number: hit for hit in found}.values())


def gap(question: str, said: Sequence[Said], finder: Finder) -> Gap | None:
    """What is missing to somebody who says what they know; None where that isn't asked or no guide lists it."""
    having = (item for item in said if item.kind is Kind.HAS or _DOES.match(item.text))
    known = [skill for item in having for skill in skills_of(_INTRO.sub("", item.text))]
    if not known or not _ASKED.search(question):
        return None
    evidence = finder.evidence
    wanted = roles(question, evidence.disciplines) or _wished(said, evidence)
    required = [_required(hit, known) for hit in _requiring(question, known, wanted, finder)]
    had = max((one for one in required if one.had), key=_weight, default=None) or _mentioned(known, wanted, finder)
    of = wanted or (evidence.own_roles(had.hit.number) if had else frozenset())
    near = [one for one in required if len(one.missing) >= _FEWEST_SKILLS and _is_for(of, one.hit, evidence)]
    missing = max(near, key=_weight, default=None)
    if not missing or (not had and not wanted):
        return None
    steps = first_steps(finder.retrieved(f"{question} First step, next step, start to learn"), evidence)
    start = next((hit for hit in steps if not _all_known(hit, known) and _is_for(of, hit, evidence)), None)
    unknown = tuple(skill for skill in known if not all(map(evidence.vocabulary.knows, terms(skill))))
    return Gap(missing if missing.had else had, missing, start, unknown)


def _weight(one: Required) -> tuple[int, int]:
    return len(one.had), len(one.missing)


def _mentioned(known: Sequence[str], wanted: frozenset[Role], finder: Finder) -> Required | None:
    """A unit that names a known skill, though it doesn't ask for it."""
    for skill in known:
        stems = set(terms(skill))
        for hit in finder.retrieved(skill):
            if stems <= set(terms(hit.unit.text)) and _is_for(wanted, hit, finder.evidence):
                return Required(hit, (skill,), ())
    return None


def skills_of(text: str) -> list[str]:
    """The skills that a text lists, as it writes them; what stands in parentheses goes with the one before."""
    pieces = (_SKILL_ENDS.sub("", piece).strip(" .,:–—-“”\"'") for piece in _JOINTS.split(text.split(";")[0]))
    return [
        piece for piece in pieces if piece and not _NO_SKILL.match(piece) and _length(piece) <= _MOST_WORDS_OF_SKILL
    ]


def _length(skill: str) -> int:
    """Its words, without those in parentheses."""
    return len(re.sub(r"\([^)]*\)", "", skill).split())


def _wished(said: Sequence[Said], evidence: Evidence) -> frozenset[Role]:
    return frozenset().union(*(roles(item.text, evidence.disciplines) for item in said if item.kind is Kind.WANTS))


def _requiring(question: str, known: Sequence[str], wanted: frozenset[Role], finder: Finder) -> Iterator[Hit]:
    """Units that say what is asked for, those about the wanted role or about what is known first."""
    texts = (
        f"{question} An engineer needs skills in {', '.join(known)}",
        f"{question} Which skills and tools are needed?",
    )
    found = {hit.number: hit for text in texts for hit in finder.retrieved(text)}
    for hit in found.values():
        short = len(hit.unit.text.split()) <= _LONGEST
        if short and _REQUIRES.search(hit.unit.text) and _is_for(wanted, hit, finder.evidence):
            yield hit


def _is_for(wanted: frozenset[Role], hit: Hit, evidence: Evidence) -> bool:
    """Whether a unit is about the role; one that names none is about all."""
    own = evidence.own_roles(hit.number)
    return not wanted or not own or any(same_role(one, said) for one in wanted for said in own)


def _required(hit: Hit, known: Sequence[str]) -> Required:
    match = _REQUIRES.search(hit.unit.text)
    listed = skills_of(hit.unit.text[match.end() :]) if match else []
    if len(listed) < _FEWEST_SKILLS:
        listed = []
    had = [skill for skill in listed if any(_same(one, skill) for one in known)]
    return Required(hit, tuple(had), tuple(skill for skill in listed if skill not in had))


def _same(known: str, skill: str) -> bool:
    """Whether a skill is the one known, or one of its words means the same."""
    stems = set(terms(skill))
    return all(any(set(same.split(" ")) <= stems for same in same_matter(stem)) for stem in terms(known)[:1])


def _all_known(hit: Hit, known: Sequence[str]) -> bool:
    one = _required(hit, known)
    return bool(one.had) and not one.missing


def gap_quoted(found: Gap, evidence: Evidence) -> Quoted:
    """The gap as cited sentences: have, missing, where to start. The skills named before a quote stand in it."""
    numbers: dict[int, int] = {}
    citations: list[Citation] = []

    def said(hit: Hit) -> str:
        article = evidence.snapshot.articles[hit.unit.article_id]
        if hit.number in numbers:
            return f"[{numbers[hit.number]}]"
        named = not citations or citations[-1].guide != article.id
        numbers[hit.number] = len(citations) + 1
        citations.append(cite(hit.unit, article, numbers[hit.number]))
        text = spoken(hit.unit, article, numbers[hit.number], named=named, moment=False)
        return f"f{text[1:]}" if text.startswith("From ") else text

    paragraphs = [f"{HAVE}: {_named(found.had.had)} – {said(found.had.hit)}"] if found.had else []
    missing = f"{MISSING}: {_named(found.missing.missing)}"
    paragraphs.append(f"{missing} {'' if found.missing.hit.number in numbers else '– '}{said(found.missing.hit)}")
    if found.start:
        paragraphs.append(f"{START} – {said(found.start)}")
    return Quoted("\n\n".join(paragraphs), tuple(citations))


def _named(skills: Sequence[str]) -> str:
    return ", ".join(skills[:_MOST_NAMED])
