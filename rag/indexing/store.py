"""Articles, suggestions and the manifest as JSON beside the vectors, read back into their types by pydantic.

A unit's text is not written: it is a slice of its article's text, and is cut from it again when read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import TypeAdapter

from rag.encoding.models import sha256
from rag.types import IndexedArticle, Manifest, Suggestion

ARTICLES, MANIFEST, SUGGESTIONS, SEAL = "articles.jsonl", "manifest.json", "suggestions.json", "seal.json"
PART = ".part"
"""What the name of a folder ends in while it is built."""
UNSEALED = ("chroma.sqlite3", "held", SEAL)
"""How names of files begin that readers touch. A broken database is told by SQLite; Chroma takes all else on trust."""


def write_articles(folder: Path, articles: Iterable[IndexedArticle]) -> None:
    """Writes the articles in the order given, one a line."""
    left_out = {"parsed": {"units": {"__all__": {"article_id", "text"}}}}
    with (folder / ARTICLES).open("wb") as file:
        for indexed in articles:
            file.write(_adapter(IndexedArticle).dump_json(indexed, exclude=left_out) + b"\n")


def read_articles(folder: Path) -> list[IndexedArticle]:
    """The articles in their order. Raises OSError, ValueError or KeyError where the file is not whole."""
    with (folder / ARTICLES).open(encoding="utf-8") as file:
        return [_typed(json.loads(line)) for line in file]


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Writes the manifest."""
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest. Raises OSError or ValueError where the file is not whole, or another generation's."""
    manifest: Manifest = _adapter(Manifest).validate_json((folder / MANIFEST).read_bytes())
    if manifest.generation != folder.name.removesuffix(PART):
        raise ValueError("its manifest is another generation's")
    return manifest


def write_suggestions(folder: Path, suggestions: Sequence[Suggestion]) -> None:
    """Writes the suggestions in the order given."""
    (folder / SUGGESTIONS).write_text(json.dumps([asdict(each) for each in suggestions], indent=1), encoding="utf-8")


def read_suggestions(folder: Path) -> list[Suggestion]:
    """The suggestions; none where none were made. Raises ValueError where the file is not whole."""
    path = folder / SUGGESTIONS
    found: list[Suggestion] = _adapter(list[Suggestion]).validate_json(path.read_bytes()) if path.is_file() else []
    return found


def seal(folder: Path) -> None:
    """Writes down the SHA-256 of each file in the folder that nobody is to change any more."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(UNSEALED))
    digests = {path.relative_to(folder).as_posix(): sha256(path) for path in files}
    (folder / SEAL).write_text(json.dumps(digests, indent=1), encoding="utf-8")


def check_seal(folder: Path) -> None:
    """Nothing, if the sealed files are there as they were, and nothing leads out. Raises OSError or ValueError."""
    if any(path.is_symlink() for path in (folder, *folder.rglob("*"))):
        raise ValueError("it holds links")
    for name, digest in json.loads((folder / SEAL).read_bytes()).items():
        if not (inside(name) and (folder / name).is_file()) or sha256(folder / name) != digest:
            raise ValueError(f"{name} is missing or not as it was written")


def inside(name: str) -> bool:
    """Whether a path stays in its folder, whatever an index from elsewhere says."""
    return not PurePosixPath(name).is_absolute() and ".." not in PurePosixPath(name).parts


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _typed(plain: dict[str, Any]) -> IndexedArticle:
    article = plain["parsed"]["article"]
    if not inside(article["id"]):
        raise ValueError(f"{article['id']!r} names no guide in a folder")
    for unit in plain["parsed"]["units"]:
        unit |= {"article_id": article["id"], "text": article["text"][unit["start"] : unit["end"]]}
    indexed: IndexedArticle = _adapter(IndexedArticle).validate_python(plain)
    return indexed
