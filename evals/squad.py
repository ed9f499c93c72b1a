"""Files in SQuAD 2.0's format: articles of paragraphs, with questions that they answer and others."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.lines import text_of
from rag.errors import UsageError


@dataclass(frozen=True, slots=True)
class SquadQuestion:
    """A question asked of one article; `answers` is empty where the article has none."""

    id: str
    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SquadArticle:
    """An article's paragraphs and all questions on them."""

    title: str
    paragraphs: tuple[str, ...]
    questions: tuple[SquadQuestion, ...]


def read_squad(path: Path) -> list[SquadArticle]:
    """The articles of a file. Raises UsageError that names the file, the article and what is wrong with it."""
    try:
        value = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error.strerror}.") from None
    except (ValueError, RecursionError):
        raise UsageError(f"{path} is no JSON in UTF-8.") from None
    data = value.get("data") if isinstance(value, Mapping) else None
    if not isinstance(data, list) or not data:
        raise UsageError(f'{path} is not in SQuAD\'s format: it takes an object with a list "data".')
    articles = []
    for number, article in enumerate(data, start=1):
        try:
            articles.append(_article(article))
        except UsageError as error:
            raise UsageError(f"{path}, article {number}: {error}.") from None
    return articles


def holds(quote: str, answer: str) -> bool:
    """Whether a quote holds an answer, word for word; case, punctuation and articles don't count, as in SQuAD."""
    wanted = _normal(answer)
    return bool(wanted) and f" {wanted} " in f" {_normal(quote)} "


def _normal(text: str) -> str:
    words = re.sub(r"[^\w\s]", " ", text.lower()).split()
    return " ".join(word for word in words if word not in ("a", "an", "the"))


def _article(value: Any) -> SquadArticle:
    paragraphs = _objects(value, "paragraphs", "it")
    questions = [qa for paragraph in paragraphs for qa in _objects(paragraph, "qas", "a paragraph")]
    return SquadArticle(
        title=text_of(value, "title", may_be_null=True).replace("_", " "),
        paragraphs=tuple(text_of(paragraph, "context") for paragraph in paragraphs),
        questions=tuple(_question(qa) for qa in questions),
    )


def _question(value: Mapping[str, Any]) -> SquadQuestion:
    id, impossible = text_of(value, "id"), value.get("is_impossible")
    if not isinstance(impossible, bool):
        raise UsageError(f'question {id}: "is_impossible" is neither true nor false')
    answers = tuple(text_of(answer, "text") for answer in _objects(value, "answers", f"question {id}"))
    if not impossible and not answers:
        raise UsageError(f"question {id} can be answered, but no answer is given")
    return SquadQuestion(id, text_of(value, "question"), () if impossible else tuple(dict.fromkeys(answers)))


def _objects(value: Any, key: str, name: str) -> list[Mapping[str, Any]]:
    """The list of objects under a key. Raises UsageError."""
    found = value.get(key) if isinstance(value, Mapping) else None
    if not isinstance(found, list) or not all(isinstance(item, Mapping) for item in found):
        raise UsageError(f'{name} has no list of objects "{key}"')
    return found
