"""The loader table: a file's suffix -> how its bytes become blocks. Whatever isn't in it is refused, with a way out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ingest import apart
from ingest.blocks import Loaded
from ingest.captions import read_captions
from ingest.decoding import decode
from ingest.frontmatter import open_text
from ingest.lines import Line, number_lines
from ingest.mail import open_mail
from ingest.markdown import read_markdown
from ingest.othermarkup import translate
from ingest.plain import read_plain
from rag.errors import ArticleError


def load(data: bytes, suffix: str) -> Loaded:
    """The blocks in a file's bytes; `suffix` in lower case. Raises ArticleError with the reason and a way out."""
    if suffix in apart.LOADERS:
        return apart.load_apart(data, suffix)
    if suffix not in _HERE:
        raise ArticleError(refusal(suffix))
    return _HERE[suffix](data)


def refusal(suffix: str) -> str:
    """Why a file of that suffix is no guide, what is one, and what to do."""
    way_out = next((way for suffixes, way in _WAYS_OUT.items() if suffix in suffixes), "save it as one of them")
    return f"unknown suffix {suffix or '(none)'}: a guide is one of {', '.join(sorted(LOADERS))}; {way_out}."


def load_markdown(data: bytes) -> Loaded:
    """The blocks of a Markdown file, or of a transcript with times that was saved as one. Raises ArticleError."""
    opened = open_text(decode(data))
    lines, unshown = read_captions(number_lines(opened.body, opened.before + 1))
    blocks, dropped = read_markdown(lines)
    return Loaded(tuple(blocks), opened.known, (*opened.dropped, *unshown, *dropped))


def load_text(data: bytes) -> Loaded:
    """The blocks of a plain text. Raises ArticleError."""
    text = decode(data)
    if mail := open_mail(text):
        known, body, before, left_out = mail
    else:
        opened = open_text(text)
        known, body, before, left_out = opened.known, opened.body, opened.before, list(opened.dropped)
    lines, author, settings = translate(number_lines(body, before + 1))
    blocks, dropped = read_plain(lines)
    known = replace(known, author=known.author or author)
    return Loaded(tuple(blocks), known, (*left_out, *settings, *dropped))


def load_subtitles(data: bytes) -> Loaded:
    """The paragraphs of a recording's subtitles (WebVTT, SRT), with speakers and times. Raises ArticleError."""
    opened = open_text(decode(data))
    lines = number_lines(opened.body, opened.before + 1)
    if not any("-->" in line.text for line in lines):
        raise ArticleError("it holds no times (00:00:01.000 --> 00:00:04.000), so these are no subtitles.")
    spoken, unshown = read_captions(lines)
    apart = [each for line in spoken if line.text for each in (line, Line("", line.number))]
    blocks, dropped = read_markdown(apart, wild=True)
    return Loaded(tuple(blocks), opened.known, (*opened.dropped, *unshown, *dropped))


_HERE: Mapping[str, Callable[[bytes], Loaded]] = {
    ".md": load_markdown,
    ".markdown": load_markdown,
    ".txt": load_text,
    ".vtt": load_subtitles,
    ".srt": load_subtitles,
}
LOADERS = frozenset((*_HERE, *apart.LOADERS))
"""The suffixes of what is read."""
_WAYS_OUT = {
    (".doc", ".odt", ".rtf", ".pages"): "open it in a word processor and save it as .docx",
    (".epub", ".mobi", ".azw3", ".pptx", ".ppt", ".odp", ".key"): "export it as .pdf or .html",
    (".xlsx", ".xls", ".ods", ".csv", ".tsv", ".numbers"): "paste its table into a .md file",
    (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".webp", ".heic"): "have its text recognised (OCR) first",
    (".mp3", ".mp4", ".m4a", ".wav", ".mov", ".mkv", ".webm"): "add its subtitles instead",
    (".zip", ".gz", ".tar", ".7z", ".rar"): "unpack it first",
}
