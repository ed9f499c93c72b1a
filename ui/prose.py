"""An answer as the page draws it: its quotes by guide, lists as lists, each number with its source."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any, Literal, TypedDict

from rag.citing import voice
from rag.types import Answer, Article, Cell, Citation, Comparison, ComparisonRow, Disagreement
from ui.citations import dated, place, title
from ui.escaping import one_line, safe
from ui.export import answer_text
from ui.reading import around

NOT_COVERED = "not covered"
_MARKER = re.compile(r"\[(\d+)\]")
_PARAGRAPHS = re.compile(r"\n\s*\n|\n(?=- |\d{1,2}\. )")
_ITEM = re.compile(r"(?:- |(\d{1,2})\. )")
_NUMBERED = re.compile(r"\s*(\d{1,2})[.)]\s*")

Guide = Callable[[str], Article | None]
"""The guide of that path; None where it is there no longer."""


class Piece(TypedDict):
    """What is drawn in a row: text, or the number of a source."""

    text: str
    source: int | None


class Item(TypedDict):
    """A paragraph, or an item of a list with the number that it has."""

    number: int | None
    pieces: list[Piece]


class Block(TypedDict):
    """Paragraphs or a list."""

    kind: Literal["p", "ul", "ol"]
    items: list[Item]


class Line(TypedDict):
    """A guide in one line: its numbers in the answer, its title, and who says it when."""

    numbers: list[int]
    title: str
    says: str


class Group(TypedDict):
    """What one guide says, with its line; or the text of a model, which has none."""

    blocks: list[Block]
    line: Line | None


class Source(TypedDict):
    """What is shown of a source: the quote among the sentences around it."""

    title: str
    says: str
    place: str
    before: str
    quote: str
    after: str


Drawn = dict[str, Any]
"""What the component draws by names of its own: a table, a disagreement."""


class Data(TypedDict):
    """An answer. What a disagreement or the table holds is said there, and nowhere else."""

    groups: list[Group]
    table: Drawn | None
    lines: list[Line]
    differ: list[Drawn]
    nearest: list[Line]
    sources: dict[str, Source]
    near: dict[str, Source]
    copy: str


def data(answer: Answer, guide: Guide = lambda _: None) -> Data:
    """The answer, drawn. Markers that are no citation's stay text."""
    citations = {citation.number: citation for citation in answer.citations}
    cards = [_differ(answer, each, citations) for each in answer.disagreements]
    told = {voice["source"] for card in cards for voice in card["voices"]} if answer.mode == "quotes" else set()
    parts = [_without(block, told) for block in blocks(answer.outside_comparison, citations, guide)]
    found = [part for part in parts if part["items"]]
    quoted = answer.mode == "quotes" and not answer.comparison
    return Data(
        groups=_by_guide(found, citations, guide) if quoted else [Group(blocks=found, line=None)] if found else [],
        table=_table(answer.comparison, citations) if answer.comparison else None,
        lines=[] if quoted else _lines(answer.citations),
        differ=cards,
        nearest=_lines(answer.nearest),
        sources={str(number): source(citation, guide) for number, citation in citations.items()},
        near={str(citation.number): source(citation, guide) for citation in answer.nearest},
        copy=answer_text(answer),
    )


def blocks(text: str, citations: Mapping[int, Citation], guide: Guide = lambda _: None) -> list[Block]:
    """The text's paragraphs and lists. An item that its guide numbers has that number."""
    found: list[Block] = []
    for paragraph in filter(str.strip, _PARAGRAPHS.split(safe(text).strip())):
        item = _ITEM.match(paragraph)
        pieces = _pieces(paragraph[item.end() :] if item else paragraph, citations)
        number = _number(pieces, citations, guide) if item else None
        number = int(item[1]) if item and item[1] else number
        block = Block(kind="p" if not item else "ol" if number else "ul", items=[Item(number=number, pieces=pieces)])
        last = found[-1] if found else None
        if (
            item
            and last
            and last["kind"] == block["kind"]
            and _guide_of(last, citations) == _guide_of(block, citations)
        ):
            last["items"] += block["items"]
        else:
            found.append(block)
    return found


def source(citation: Citation, guide: Guide) -> Source:
    """A citation with the sentences around its quote."""
    before, after = around(guide(citation.guide), citation)
    quote = one_line(citation.quote)
    return Source(
        title=title(citation), says=dated(citation), place=place(citation), before=before, quote=quote, after=after
    )


def _number(pieces: Sequence[Piece], citations: Mapping[int, Citation], guide: Guide) -> int | None:
    """The number that an item has in its guide."""
    cited = next((citations[piece["source"]] for piece in pieces if piece["source"]), None)
    article = guide(cited.guide) if cited else None
    before = article.text[: cited.start].rsplit("\n", 1)[-1] if article and cited else ""
    numbered = _NUMBERED.fullmatch(before)
    return int(numbered[1]) if numbered else None


def _pieces(paragraph: str, citations: Mapping[int, Citation]) -> list[Piece]:
    pieces: list[Piece] = []
    start = 0
    for found in _MARKER.finditer(paragraph):
        if int(found[1]) in citations:
            before = paragraph[start : found.start()].rstrip()
            pieces += [Piece(text=before, source=None)] if before else []
            pieces.append(Piece(text="", source=int(found[1])))
            start = found.end()
    rest = paragraph[start:]
    return [*pieces, Piece(text=rest, source=None)] if rest.strip() else pieces


def _without(block: Block, told: set[int | None]) -> Block:
    """The block without the quotes of those numbers."""
    items: list[Item] = []
    for item in block["items"]:
        pairs = list(zip(item["pieces"], [*item["pieces"][1:], Piece(text="", source=None)], strict=True))
        pieces = [one for one, after in pairs if (one["source"] or after["source"]) not in told - {None}]
        items += [Item(number=item["number"], pieces=pieces)] if pieces else []
    return Block(kind=block["kind"], items=items)


def _by_guide(found: Sequence[Block], citations: Mapping[int, Citation], guide: Guide) -> list[Group]:
    """The blocks by the guide that they quote. Its line names it, so the words before its quotes needn't."""
    groups: list[Group] = []
    for id, blocks in groupby(found, lambda block: _guide_of(block, citations)):
        mine = list(blocks)
        numbers = [p["source"] for block in mine for item in block["items"] for p in item["pieces"] if p["source"]]
        quoted = [citations[number] for number in dict.fromkeys(numbers)]
        if id and (article := guide(id)):
            _unnamed(mine[0]["items"][0]["pieces"], article)
        groups.append(Group(blocks=mine, line=_lines(quoted)[0] if quoted else None))
    return groups


def _guide_of(block: Block, citations: Mapping[int, Citation]) -> str:
    found = (p["source"] for item in block["items"] for p in item["pieces"] if p["source"])
    number = next(found, None)
    return citations[number].guide if number else ""


def _unnamed(pieces: list[Piece], article: Article) -> None:
    """Takes away who says it, where that stands before the first quote."""
    for named in (article.author, f"From “{voice(article)}”"):
        text = pieces[0]["text"]
        if named and text.startswith((f"{named}: “", f"{named} (")):
            pieces[0] = Piece(text=re.sub(r"^\((.*?)\):", r"\1:", text.removeprefix(named).lstrip(": ")), source=None)


def _lines(cited: Sequence[Citation]) -> list[Line]:
    """A line for each guide, in the order of its first number."""
    guides = dict.fromkeys(citation.guide for citation in cited)
    return [_line([citation for citation in cited if citation.guide == guide]) for guide in guides]


def _line(cited: Sequence[Citation]) -> Line:
    return Line(numbers=[each.number for each in cited], title=title(cited[0]), says=dated(cited[0], whole=True))


def _differ(answer: Answer, each: Disagreement, citations: Mapping[int, Citation]) -> Drawn:
    """A disagreement: each side's value, words and source. What it is about is left out where the question says it."""
    voices = [
        {
            "value": one_line(said.value) if said.value != said.says else "",
            "says": one_line(said.says),
            "source": said.citation if said.citation in citations else None,
        }
        for said in each.positions
    ]
    about = one_line(each.about)
    return {"about": "" if about == one_line(answer.question) else about, "voices": voices}


def _table(comparison: Comparison, citations: Mapping[int, Citation]) -> Drawn:
    """A comparison: a column for each side, a row for each respect."""
    columns = [one_line(column) for column in comparison.sides]
    rows = [{"aspect": one_line(row.name), "cells": _cells(columns, row, citations)} for row in comparison.rows]
    return {"columns": columns, "rows": rows}


def _cells(columns: Sequence[str], row: ComparisonRow, citations: Mapping[int, Citation]) -> list[Drawn]:
    """The row's cells; what is said of neighbouring sides in the same words is said once, over several columns."""
    pairs = zip(columns, row.cells, strict=True)
    return [_cell([name for name, _ in same], cell, citations) for cell, same in groupby(pairs, lambda pair: pair[1])]


def _cell(sides: Sequence[str], cell: Cell | None, citations: Mapping[int, Citation]) -> Drawn:
    """A quote with its source and who says it, or that no guide says."""
    pieces, says = [Piece(text=NOT_COVERED, source=None)], ""
    if cell:
        pieces = [Piece(text=f"“{one_line(cell.text)}”", source=None)]
    if cell and (citation := citations.get(cell.citation)):
        pieces.append(Piece(text="", source=cell.citation))
        says = one_line(citation.author or "") or title(citation)
    return {"side": " · ".join(sides), "span": len(sides), "pieces": pieces, "says": says}
