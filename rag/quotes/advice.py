"""Advice in quotes: the verdict, because of what, in which steps; and what no guide says of somebody like the asker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.asking.background import Said
from rag.finding.advising import Advice
from rag.finding.matching import Evidence
from rag.finding.quoting import Quoted
from rag.finding.voices import cite, spoken
from rag.text.lexical import WORD, terms
from rag.text.roles import ROLE_NOUNS
from rag.text.words import concepts
from rag.types import Citation

BECAUSE, STEPS = "Because", "Steps"
_ROLE_OF = re.compile(r"\b(?:i['’]?m|am|was|as|being)\s+(an?\s+[^,.;]+?)(?=\s+(?:with|who|and|in|at|of|from|for|that)\b|$)", re.I)
_FIELD_OF = re.compile(r"\b(?:work|working|worked|background|experience|years|degree|career|I['’]?m)\s+in\s+((?:\w[\w-]*\s?){1,2})$", re.I)
_BARE_ROLE = re.compile(rf"^((?:an?\s+)?(?:[\w/+-]+\s+){{0,2}}(?:{'|'.join(sorted(ROLE_NOUNS))}))$", re.IGNORECASE)


def advised(advice: Advice, evidence: Evidence) -> Quoted:
    """Advice as cited sentences: a paragraph each for the verdict, the reasons and the steps."""
    paragraphs: list[str] = []
    citations: list[Citation] = []
    previous = None
    for label, hits in (("", (advice.verdict,)), (BECAUSE, advice.reasons), (STEPS, advice.steps)):
        if hits:
            sentences: list[str] = []
            for hit in hits:
                article = evidence.snapshot.articles[hit.unit.article_id]
                number = len(citations) + 1
                sentences.append(spoken(hit.unit, article, number, named=article.id != previous, moment=False))
                citations.append(cite(hit.unit, article, number))
                previous = article.id
            text = " ".join(sentences)
            paragraphs.append(f"{label} – {_lowered(text)}" if label else text)
    return Quoted("\n\n".join(paragraphs), tuple(citations))


def _lowered(text: str) -> str:
    return f"f{text[1:]}" if text.startswith("From ") else text


def unspoken(said: Sequence[Said], evidence: Evidence) -> Iterator[str]:
    """Who the asker is, where no guide speaks of any such person or field."""
    for item in said:
        who = _who(item.text)
        if who and not _spoken_of(who, evidence):
            yield f"anything about {who}"


def _who(text: str) -> str | None:
    """The role or field that a statement names: "a QA engineer", "finance"."""
    match = _ROLE_OF.search(text) or _FIELD_OF.search(text) or _BARE_ROLE.match(text)
    return match[1].strip() if match else None


def _spoken_of(who: str, evidence: Evidence) -> bool:
    """Whether some guide has what tells this role from others, or a word that means the same."""
    words = [word for word in WORD.findall(who) if word.lower() not in ("a", "an", "the")]
    telling = [word for word in words if word.lower().removesuffix("s") not in ROLE_NOUNS] or words
    return all(_known(terms(word)[0], evidence) for word in telling)


def _known(stem: str, evidence: Evidence) -> bool:
    same = concepts().get(stem, frozenset())
    # "Testing" goes with "tester", but who is tested there is no tester.
    exact = {other for other in same if not any(more != other and more.startswith(other) for more in same)}
    return any(evidence.vocabulary.knows(other) and _together(other, evidence) for other in {stem, *exact})


def _together(stems: str, evidence: Evidence) -> bool:
    parts = set(stems.split(" "))
    return len(parts) == 1 or any(parts <= set(terms(f"{u.context} {u.text}")) for u in evidence.snapshot.units)

