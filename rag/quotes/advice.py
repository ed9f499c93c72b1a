"""Advice in quotes: the verdict, because of what, what speaks against it, in which steps."""

from __future__ import annotations

from rag.finding.advising import Advice
from rag.finding.matching import Evidence
from rag.finding.quoting import Quoted
from rag.finding.voices import cite, spoken
from rag.types import Citation

BECAUSE, BUT, STEPS = "Because", "But", "Steps"


def advised(advice: Advice, evidence: Evidence) -> Quoted:
    """Advice as cited sentences: a paragraph each for verdict, reasons, what speaks against it, and steps."""
    paragraphs: list[str] = []
    citations: list[Citation] = []
    previous = None
    parts = (("", (advice.verdict,)), (BECAUSE, advice.reasons), (BUT, advice.against), (STEPS, advice.steps))
    for label, hits in parts:
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
