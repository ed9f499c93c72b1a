"""One article file to what the index keeps of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from ingest.blocks import Block, BlockKind, Loaded, Metadata
from ingest.dates import is_dateline
from ingest.figures import find_figures
from ingest.furniture import find_sounds, remove_furniture
from ingest.loaders import LOADERS, load
from ingest.metadata import find_metadata, is_title, names_author
from ingest.splitting import split
from rag.errors import ArticleError
from rag.types import Article, ParsedArticle

SUFFIXES = LOADERS
"""What can be read, in lower case."""

_MAY_BE_TITLE = (BlockKind.HEADING, BlockKind.PARAGRAPH)
_GUESSED = frozenset({".txt"})
_RECORDED = frozenset({".vtt", ".srt"})


def parse(data: bytes, article_id: str) -> ParsedArticle:
    """The article in a file's bytes: cleaned text, units, figures, and what was dropped on the way.

    Its result depends on its arguments alone. Raises ArticleError with the reason where nothing can be made of them.
    """
    suffix = PurePosixPath(article_id).suffix.lower()
    return assembled(load(data, suffix), article_id)


def assembled(loaded: Loaded, article_id: str) -> ParsedArticle:
    """The article that a loader's blocks make. Raises ArticleError where they hold no text."""
    suffix = PurePosixPath(article_id).suffix.lower()
    blocks = list(loaded.blocks)
    dropped = [*loaded.dropped, *find_sounds(blocks)]
    if suffix not in _RECORDED:
        blocks, furniture = remove_furniture(blocks, copied=suffix in _GUESSED)
        dropped += furniture
    metadata = find_metadata(loaded.known, blocks, article_id, marked=suffix not in _GUESSED)
    text, segments, units = split(list(_placed(blocks, metadata)), article_id)
    if not text:
        raise ArticleError("no text is left when front matter and page furniture are taken away.")
    article = Article(
        id=article_id,
        text=text,
        title=metadata.title,
        author=metadata.author,
        published=metadata.published,
        source=metadata.source,
        url=metadata.url,
        segments=segments,
        questions=metadata.questions,
    )
    figures = find_figures(units, article)
    return ParsedArticle(article, units, figures, tuple(sorted(dropped, key=lambda item: item.line)))


def _placed(blocks: Sequence[Block], metadata: Metadata) -> Iterator[Block]:
    """The blocks, where one only looked like a heading: the title heads all, and a byline or date heads nothing.

    The title heads all where it stands first; "### Actors" under "## Pay" is a heading like others.
    """
    titled = False
    for block in blocks:
        says_who = block.text == metadata.author or names_author(block.text) or is_dateline(block.text)
        if not titled and is_title(block.text, metadata.title) and block.kind in _MAY_BE_TITLE:
            titled = True
            yield replace(block, kind=BlockKind.HEADING, level=1, guessed=False)
        elif block.kind is BlockKind.HEADING and says_who:
            yield replace(block, kind=BlockKind.PARAGRAPH, level=0)
        else:
            yield block
