"""A unit as a sentence of an answer: who says it, where it stands in short, and the guide's words with the marker."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from rag.indexing.views import named
from rag.language.basis import stated_year
from rag.language.lexical import WORD
from rag.types import Article, Citation, Unit, UnitKind

_ELLIPTIC = re.compile(
    r"^(?:this|that|these|those|they|it|its|it's|it’s|that's|that’s|he|she|here|such|by|in this|only|also|even"
    r"|but|and|so|then)\b",
    re.IGNORECASE,
)
_FEW_WORDS = 6
_MARKER = re.compile(r"\[(\d+)\]")
_SINGLE = str.maketrans("“”", "‘’")


def voice(article: Article) -> str:
    """Who says what stands in a guide: its author, else the guide's title, else its file's name in words."""
    if article.author:
        return article.author
    return re.split(r"[:|]\s", _plain(named(article)))[0].translate(_SINGLE)


def spoken(unit: Unit, article: Article, number: int, *, named: bool) -> str:
    """The unit as a sentence with its marker. `named` puts who says it first."""
    where = _where(unit, voice(article))
    lead = (article.author or f"From “{voice(article)}”") if named and not _names(unit.text, article.author) else ""
    if where and (lead or unit.kind in (UnitKind.CELL, UnitKind.ROW)):
        lead = f"{lead} ({where})" if lead else where
    quote = f"“{_within(_row(unit) if unit.kind is UnitKind.ROW else unit.text)}” [{number}]"
    return f"{_within(lead)}: {quote}" if lead else quote


def cite(unit: Unit, article: Article, number: int) -> Citation:
    """The citation of a unit. Names of rows and columns count as part of the section: they tell where it stands."""
    in_table = unit.kind in (UnitKind.CELL, UnitKind.ROW) and unit.context
    section = " › ".join(filter(None, [unit.section, unit.context if in_table else None])) or None
    return Citation(
        number=number,
        guide=article.id,
        title=article.title,
        author=article.author,
        published=article.published,
        as_of=stated_year(unit.text) or article.published,
        section=section,
        timestamp=unit.timestamp,
        page=unit.page,
        url=article.url,
        quote=unit.text,
        start=unit.start,
        end=unit.end,
    )


def original(url: str | None, timestamp: str | None = None) -> str | None:
    """A guide's address on the web, of a recording at that second; None where it is none that can be followed."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    # Letters of other scripts can pass for Latin ones in a host's name, and what stands before "@" for the host.
    host, odd = parts.hostname or "", any(char.isspace() or char in "\"'<>\\" for char in url or "")
    if parts.scheme not in ("http", "https") or not host or not host.isascii() or "@" in parts.netloc or odd:
        return None
    if not timestamp or (parts.fragment and not parts.fragment.startswith("t=")):
        return url
    seconds = sum(int(each) * 60**place for place, each in enumerate(reversed(timestamp.split(":"))))
    if host.removeprefix("www.").removeprefix("m.") not in ("youtube.com", "youtu.be"):
        return urlunsplit(parts._replace(fragment=f"t={seconds}"))  # as the W3C's media fragments have it
    kept = [each for each in parts.query.split("&") if each and not each.startswith(("t=", "start="))]
    kept.append(f"{'start' if '/embed/' in parts.path else 't'}={seconds}")
    return urlunsplit(parts._replace(query="&".join(kept), fragment=""))


def _within(said: str) -> str:
    """What a guide says, so that it ends no quotation of ours and numbers no source."""
    ends = any(said[:at].count("”") > said[:at].count("“") for at, char in enumerate(said, 1) if char == "”")
    return _MARKER.sub(r"(\1)", said.translate(_SINGLE) if ends else said)


def _names(text: str, author: str | None) -> bool:
    """Whether the words name their author themselves ("Gowda reports ...")."""
    names = [name for name in WORD.findall(author or "") if len(name) > 3]
    return any(re.search(rf"\b{re.escape(name)}\b", text) for name in names)


def _where(unit: Unit, voice: str) -> str:
    """Where the words stand, for words that don't say it themselves; figures in it would stand without their quote."""
    if unit.kind is UnitKind.CELL:
        return unit.context
    short = len(unit.text.split()) < _FEW_WORDS
    if unit.kind is UnitKind.ROW or not (short or _ELLIPTIC.match(unit.text) or unit.context):
        return ""
    name = unit.context or (unit.section or "").split(" › ")[-1]
    name = _plain(re.sub(r"\s*\([^)]*\)", "", name)).rstrip(":?. ")
    said = f"{voice} {unit.text}".lower()
    return "" if re.search(r"\d", name) or name.lower() in said or len(name.split()) > 8 else name


def _row(unit: Unit) -> str:
    names = [name.strip() for name in unit.context.split(" | ")] if unit.context else []
    cells = unit.text.split(" | ")
    if len(names) != len(cells):
        return unit.text
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in zip(names, cells, strict=True) if cell)


def _plain(text: str) -> str:
    """The text without symbols such as emoji."""
    return " ".join(re.sub(r"[^\w\s.,:;!?'’\"“”()/&+#%$€£-]", " ", text).split())
