"""Public questions on paragraphs of Wikipedia: SelQA (Apache-2.0), SQuAD 2.0 (CC BY-SA 4.0), QED (CC BY-SA 3.0)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.language.sentences import sentence_spans

LEFT_OUT = frozenset({"Yuan_dynasty", "Packet_switching"})
"""Articles of SQuAD that no model is trained on: they measure whether it tells answerable from not."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A question and the sentences of one paragraph, with the places of those that answer; none where none does."""

    question: str
    title: str
    sentences: tuple[str, ...]
    answers: frozenset[int]


def read_public(data: Path) -> list[Paragraph]:
    """All public questions under the folder `shared/data`, without the articles that are left out."""
    found = list(squad(data / "squad" / "dev.json"))
    for name in ("selqa-dev.json", "selqa-test.json"):
        found += selqa(data / "reader" / "public" / name)
    return [*found, *qed(data / "reader" / "public" / "qed-dev.jsonl")]


def squad(path: Path, left_out: bool = False) -> Iterator[Paragraph]:
    """Questions of SQuAD 2.0, those without an answer included; of the articles left out, or of all others."""
    for article in json.loads(path.read_bytes())["data"]:
        if (article["title"] in LEFT_OUT) is not left_out:
            continue
        title = article["title"].replace("_", " ")
        for paragraph in article["paragraphs"]:
            text = paragraph["context"]
            spans = list(sentence_spans(text))
            sentences = tuple(text[start:end] for start, end in spans)
            for asked in paragraph["qas"]:
                found = [] if asked["is_impossible"] else [answer["answer_start"] for answer in asked["answers"]]
                places = {i for i, (start, end) in enumerate(spans) if any(start <= at < end for at in found)}
                yield Paragraph(asked["question"], title, sentences, frozenset(places))


def selqa(path: Path) -> Iterator[Paragraph]:
    """Questions of SelQA with the sentences of a section."""
    for row in json.loads(path.read_bytes()):
        title = f"{row['article']}. {row['section']}"
        yield Paragraph(row["question"], title, tuple(row["candidates"]), frozenset(row["answers"]))


def qed(path: Path) -> Iterator[Paragraph]:
    """Questions of QED with the sentences of a paragraph; those whose answer stands in none are left out."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text, starts = row["paragraph_text"], row["sentence_starts"]
        spans = list(zip(starts, [*starts[1:], len(text)], strict=True))
        found = [answer["start"] for group in row["original_nq_answers"] for answer in group]
        places = frozenset(i for i, (start, end) in enumerate(spans) if any(start <= at < end for at in found))
        if places:
            sentences = tuple(text[start:end].strip() for start, end in spans)
            yield Paragraph(row["question_text"], row["title_text"], sentences, places)
