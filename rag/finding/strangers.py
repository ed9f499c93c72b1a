"""Who the asker is, where no guide speaks of anybody like that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.asking.background import Kind, Said
from rag.finding.matching import Evidence
from rag.text.lexical import WORD, terms
from rag.text.roles import ROLE_NOUNS
from rag.text.words import concepts

NEWCOMER = Said("new to it, self-taught, no background in it", Kind.LACKS)
"""What somebody is to the guides' careers who comes from where no guide knows anybody."""
_ROLE_OF = re.compile(
    r"\b(?:i['’]?m|am|was|as|being)\s+(an?\s+[^,.;]+?)(?=\s+(?:with|who|and|in|at|of|from|for|that)\b|$)", re.I
)
_FIELD_OF = re.compile(
    r"\b(?:work|working|worked|background|experience|years|degree|career|I['’]?m)\s+in\s+((?:\w[\w-]*\s?){1,2})$", re.I
)
_BARE_ROLE = re.compile(
    rf"^((?:an?\s+)?(?:[\w/+-]+\s+){{0,2}}(?:{'|'.join(sorted(ROLE_NOUNS))}))"
    r"(?=\s+(?:with|who|and|in|at|of|from|for|that)\b|$)",
    re.IGNORECASE,
)


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
