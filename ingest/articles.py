"""One article file to what the index keeps of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from ingest.blocks import Block, BlockKind, read_blocks
from ingest.captions import read_captions
from ingest.dates import is_dateline
from ingest.decoding import decode
from ingest.figures import find_figures
from ingest.furniture import find_sounds, remove_furniture
from ingest.lines import Line, mark_structure, unwrap
from ingest.markup import read_markup
from ingest.metadata import Metadata, find_metadata, is_title, names_author, split_front_matter
from ingest.records import find_records
from ingest.splitting import split
from ingest.tables import mark_tables
from rag.errors import ArticleError
from rag.types import Article, Dropped, ParsedArticle

SUFFIXES = frozenset({".md", ".markdown", ".txt"})
"""What can be read, in lower case."""

_MAY_BE_TITLE = (BlockKind.HEADING, BlockKind.PARAGRAPH)


def parse(data: bytes, article_id: str) -> ParsedArticle:
    """The article in a file's bytes: cleaned text, units, figures, and what was dropped on the way.

    A pure function of its arguments. Raises ArticleError with the reason where nothing can be made of the bytes.
    """
    if PurePosixPath(article_id).suffix.lower() not in SUFFIXES:
        raise ArticleError(f"unknown suffix: an article is one of {', '.join(sorted(SUFFIXES))}.")
    known, body, before = split_front_matter(decode(data))
    lines, dropped = read_lines(body, before + 1)
    blocks = read_blocks(lines)
    metadata = find_metadata(known, blocks, article_id)
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
    return ParsedArticle(article, units, find_figures(units, article), tuple(dropped))


def read_lines(text: str, first: int) -> tuple[list[Line], list[Dropped]]:
    """The logical lines of an article's text, numbered from `first`, and what isn't the article's."""
    lines, comments = read_markup(text, first)
    lines = unwrap(mark_structure(mark_tables(read_captions(lines))))
    lines, furniture = remove_furniture(lines, data=_places_of_records(lines))
    dropped = (*comments, *furniture, *find_sounds(lines))
    return lines, sorted(dropped, key=lambda item: item.line)


def _places_of_records(lines: Sequence[Line]) -> frozenset[int]:
    return frozenset(at for record in find_records(lines) for at in range(record.first, record.last + 1))


def _placed(blocks: Sequence[Block], metadata: Metadata) -> Iterator[Block]:
    """The blocks, where one only looked like a heading: the title heads all, and a byline or date heads nothing.

    The title heads all where it stands first; "### Actors" under "## Pay" is a heading like others.
    """
    titled = False
    for block in blocks:
        says_who = block.text == metadata.author or names_author(block.text) or is_dateline(block.text)
        if not titled and is_title(block.text, metadata.title) and block.kind in _MAY_BE_TITLE:
            titled = True
            yield replace(block, kind=BlockKind.HEADING, level=1)
        elif block.kind is BlockKind.HEADING and says_who:
            yield replace(block, kind=BlockKind.PARAGRAPH, level=0)
        else:
            yield block
