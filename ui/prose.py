"""An answer's text with its citation numbers: hover or focus shows the quote, a click opens the guide.

Streamlit has no element for that, so it is a component of our own (prose.js, prose.css). All text goes to it as data
and is set as text, never as HTML. Where components aren't to be had, plain Markdown or a plain table with the numbers
stands in, and the list of sources below opens the guides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import streamlit as st

from rag.types import Answer, Cell, Citation, Comparison, ComparisonRow
from ui.citations import byline, place, title
from ui.comparison import NOT_COVERED, draw_comparison
from ui.escaping import markdown, one_line, safe
from ui.export import answer_text

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

HERE = Path(__file__).parent
_MARKERS = re.compile(r" *((?:\\\[\d+\\\])+)")
"""A run of markers as `markdown` escapes them."""
_MARKER = re.compile(r"\[(\d+)\]")


class Piece(TypedDict):
    """What the component draws in a row: text, or the number of a source."""

    text: str
    source: int | None


class Source(TypedDict):
    """What the component shows of a source."""

    title: str
    says: str
    place: str
    quote: str


class CellData(TypedDict):
    """What the component draws in a cell: a quote with its source and who says it, or that no guide says."""

    side: str
    """Whom it is about: the column's name, or several."""
    span: int
    """How many columns it spans."""
    pieces: list[Piece]
    says: str


class RowData(TypedDict):
    """What the component draws as a row: a respect, and what is said of each side."""

    aspect: str
    cells: list[CellData]


class TableData(TypedDict):
    """What the component draws as a table."""

    columns: list[str]
    rows: list[RowData]


class Data(TypedDict):
    """What the component gets: a table or paragraphs, and the sources of their numbers."""

    table: TableData | None
    paragraphs: list[list[Piece]]
    sources: dict[str, Source]
    copy: str


def native(text: str) -> str:
    """Markdown that draws an answer's text as it is, its markers small, coloured and never alone on a line."""
    return _MARKERS.sub("\u00a0:primary[:small[\\g<1>]]", markdown(text))


def data(answer: Answer) -> Data:
    """The answer as the component takes it. Markers that are no citation's stay text.

    A comparison is the answer's quotes as a table, so it stands in their place; what it doesn't hold stands before it.
    """
    citations = {citation.number: citation for citation in answer.citations}
    text = safe(answer.outside_comparison).strip()
    paragraphs = [re.sub("^- ", "• ", each) for each in re.split(r"\n\s*\n|\n(?=- |\d{1,2}\. )", text)] if text else []
    return Data(
        table=_table(answer.comparison, citations) if answer.comparison else None,
        paragraphs=[_pieces(paragraph, citations) for paragraph in paragraphs],
        sources={str(number): _source(citation) for number, citation in citations.items()},
        copy=answer_text(answer),
    )


def available() -> bool:
    """Whether this Streamlit draws components of one's own."""
    return hasattr(st.components, "v2")


def draw(answer: Answer, key: str) -> Citation | None:
    """Draws an answer's text; gives back the citation whose number was just clicked."""
    if not available():
        st.markdown(native(answer.outside_comparison))
        if answer.comparison:
            draw_comparison(answer.comparison)
        return None
    clicked = _component()(key=f"prose-{key}", data=data(answer), on_open_change=lambda: None).open
    return next((citation for citation in answer.citations if citation.number == clicked), None)


@cache
def _component() -> ComponentRenderer:
    html, css, script = ((HERE / f"prose.{suffix}").read_text(encoding="utf-8") for suffix in ("html", "css", "js"))
    return st.components.v2.component("career_prose", html=html, css=css, js=script)


def _pieces(paragraph: str, citations: dict[int, Citation]) -> list[Piece]:
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


def _table(comparison: Comparison, citations: Mapping[int, Citation]) -> TableData:
    columns = [one_line(column) for column in comparison.sides]
    rows = [RowData(aspect=one_line(row.name), cells=_cells(columns, row, citations)) for row in comparison.rows]
    return TableData(columns=columns, rows=rows)


def _cells(columns: Sequence[str], row: ComparisonRow, citations: Mapping[int, Citation]) -> list[CellData]:
    """The row's cells; what is said of neighbouring sides in the same words is said once."""
    pairs = zip(columns, row.cells, strict=True)
    return [_cell([name for name, _ in same], cell, citations) for cell, same in groupby(pairs, lambda pair: pair[1])]


def _cell(sides: Sequence[str], cell: Cell | None, citations: Mapping[int, Citation]) -> CellData:
    made = CellData(side=" · ".join(sides), span=len(sides), pieces=[Piece(text=NOT_COVERED, source=None)], says="")
    if cell:
        made["pieces"] = [Piece(text=f"“{one_line(cell.text)}”", source=None)]
    if cell and (citation := citations.get(cell.citation)):
        made["pieces"].append(Piece(text="", source=cell.citation))
        made["says"] = one_line(citation.author or "") or title(citation)
    return made


def _source(citation: Citation) -> Source:
    return Source(
        title=title(citation),
        says=byline(citation.author, citation.as_of or citation.published),
        place=place(citation),
        quote=one_line(citation.quote),
    )
