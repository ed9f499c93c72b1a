"""One article file to what the index keeps of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from ingest.blocks import Block, BlockKind, read_blocks
from ingest.decoding import decode
from ingest.figures import find_figures
from ingest.furniture import remove_furniture
from ingest.lines import Line, number_lines, open_flattened_lists, unwrap
from ingest.metadata import Metadata, find_metadata, split_front_matter
from ingest.records import find_records
from ingest.splitting import split
from rag.errors import ArticleError
from rag.types import Article, ParsedArticle

SUFFIXES = frozenset({".md", ".markdown", ".txt"})
"""What can be read, in lower case."""


def parse(data: bytes, article_id: str) -> ParsedArticle:
    """The article in a file's bytes: cleaned text, units, figures, and what was dropped on the way.

    A pure function of its arguments. Raises ArticleError with the reason where nothing can be made of the bytes.
    """
    if PurePosixPath(article_id).suffix.lower() not in SUFFIXES:
        raise ArticleError(f"unknown suffix: an article is one of {', '.join(sorted(SUFFIXES))}.")
    known, body, before = split_front_matter(decode(data))
    lines = unwrap(open_flattened_lists(number_lines(body, before + 1)))
    lines, dropped = remove_furniture(lines, keep=_places_of_records(lines))
    blocks = read_blocks(lines)
    if not blocks:
        raise ArticleError("no text is left when front matter and page furniture are taken away.")
    metadata = find_metadata(known, [block.text for block in blocks if block.text], article_id)
    text, segments, units = split([_placed(block, metadata) for block in blocks], article_id)
    article = Article(
        id=article_id,
        text=text,
        title=metadata.title,
        author=metadata.author,
        published=metadata.published,
        source=metadata.source,
        url=metadata.url,
        segments=segments,
    )
    return ParsedArticle(article, units, find_figures(units, article), tuple(dropped))


def _placed(block: Block, metadata: Metadata) -> Block:
    """The block, where it only looked like a heading: the title heads all, and the author's name heads nothing."""
    if block.kind is BlockKind.HEADING and block.text == metadata.title:
        return replace(block, level=1)
    if block.kind is BlockKind.HEADING and block.text == metadata.author:
        return replace(block, kind=BlockKind.PARAGRAPH)
    return block


def _places_of_records(lines: list[Line]) -> frozenset[int]:
    return frozenset(at for record in find_records(lines) for at in range(record.first, record.last + 1))
