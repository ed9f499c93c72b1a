"""Articles and the manifest as files beside the vectors: JSON, one article a line.

A unit's text is not written: it is a slice of its article's text, and is cut from it again when read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rag.encoding.models import sha256
from rag.types import (
    Article,
    Dropped,
    EncoderId,
    Figure,
    IndexedArticle,
    Manifest,
    ParsedArticle,
    Segment,
    Suggestion,
    Unit,
    UnitKind,
)

ARTICLES, MANIFEST, SUGGESTIONS, SEAL = "articles.jsonl", "manifest.json", "suggestions.json", "seal.json"
UNSEALED = ("chroma.sqlite3", "held", SEAL)
"""How names of files begin that readers touch. A broken database is told by SQLite; Chroma takes all else on trust."""


def write_articles(folder: Path, articles: Iterable[IndexedArticle]) -> None:
    """Writes the articles in the order given."""
    with (folder / ARTICLES).open("w", encoding="utf-8") as file:
        for indexed in articles:
            file.write(json.dumps(_plain(indexed)) + "\n")


def read_articles(folder: Path) -> list[IndexedArticle]:
    """The articles in their order. Raises OSError, ValueError, KeyError or TypeError where the file is not whole."""
    with (folder / ARTICLES).open(encoding="utf-8") as file:
        return [_typed(json.loads(line)) for line in file]


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Writes the manifest."""
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest. Raises OSError, ValueError, KeyError or TypeError where the file is not whole."""
    plain = json.loads((folder / MANIFEST).read_bytes())
    return Manifest(**plain | {"encoder": EncoderId(**plain["encoder"])})


def write_suggestions(folder: Path, suggestions: Sequence[Suggestion]) -> None:
    """Writes the suggestions in the order given."""
    (folder / SUGGESTIONS).write_text(json.dumps([asdict(each) for each in suggestions], indent=1), encoding="utf-8")


def read_suggestions(folder: Path) -> list[Suggestion]:
    """The suggestions; none where none were made. Raises ValueError or TypeError where the file is not whole."""
    path = folder / SUGGESTIONS
    return [Suggestion(**each) for each in json.loads(path.read_bytes())] if path.is_file() else []


def seal(folder: Path) -> None:
    """Writes down the SHA-256 of each file in the folder that nobody is to change any more."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(UNSEALED))
    digests = {path.relative_to(folder).as_posix(): sha256(path) for path in files}
    (folder / SEAL).write_text(json.dumps(digests, indent=1), encoding="utf-8")


def check_seal(folder: Path) -> None:
    """Nothing, if the sealed files are there as they were. Raises OSError or ValueError."""
    for name, digest in json.loads((folder / SEAL).read_bytes()).items():
        if not (folder / name).is_file() or sha256(folder / name) != digest:
            raise ValueError(f"{name} is missing or not as it was written")


def _plain(indexed: IndexedArticle) -> dict[str, Any]:
    parsed = indexed.parsed
    return {
        "digest": indexed.digest,
        "article": asdict(parsed.article),
        "units": [_without(asdict(unit), "article_id", "text") for unit in parsed.units],
        "figures": [asdict(figure) for figure in parsed.figures],
        "dropped": [asdict(dropped) for dropped in parsed.dropped],
    }


def _without(plain: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in plain.items() if key not in keys}


def _typed(plain: dict[str, Any]) -> IndexedArticle:
    segments = tuple(Segment(**segment) for segment in plain["article"]["segments"])
    asked = tuple(plain["article"]["questions"])
    article = Article(**plain["article"] | {"segments": segments, "questions": asked})
    units = tuple(_unit(article, unit) for unit in plain["units"])
    figures = tuple(Figure(**figure) for figure in plain["figures"])
    dropped = tuple(Dropped(**dropped) for dropped in plain["dropped"])
    return IndexedArticle(ParsedArticle(article, units, figures, dropped), plain["digest"])


def _unit(article: Article, plain: dict[str, Any]) -> Unit:
    text = article.text[plain["start"] : plain["end"]]
    return Unit(article_id=article.id, text=text, **plain | {"kind": UnitKind(plain["kind"])})
