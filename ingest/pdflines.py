"""The lines of a PDF's page in the order in which they are read: columns one after the other, tables as rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.decoding import clean, repair_mojibake
from ingest.raised import raised

_GUTTER = 9.0
"""Points: what lies between two columns at least."""
_FEWEST_ROWS = 4
_RAISED = 0.85
"""Of the usual size: smaller words may be raised above a line, or below it."""
_EDGE_LINES = 2
_MOST_OBJECTS = 20_000
_THIN = 3.0
"""Points: what is thinner is a line."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page, a part of one, or, with `rows`, a table. Places in points from the page's top left corner."""

    text: str
    page: int
    left: float
    right: float
    top: float
    bottom: float
    size: float = 0.0
    bold: bool = False
    margin: float = 0.0
    """Where the lines of its column end."""
    edge: bool = False
    """Whether it is one of the first or last of its page."""
    rows: tuple[tuple[str, ...], ...] = ()


def lines_of(page: pdfium.PdfPage, number: int) -> list[PageLine]:
    """The lines and tables of a page, as they are read. Raises pdfium.PdfiumError."""
    width, height = page.get_size()
    runs, rules = _objects(page, number, height)
    found: list[PageLine] = []
    tables = list(_tables(rules, runs, number))
    loose = [run for run in runs if not any(_inside(run, table) for table in tables)]
    for column in _columns(loose, width):
        lines = [line for row in _rows(column) if (line := _line(row)).text]
        found += [replace(line, margin=max(each.right for each in lines)) for line in lines]
    for table in tables:
        at = next((n for n, line in enumerate(found) if line.top >= table.top), len(found))
        found.insert(at, table)
    tops = sorted(line.top for line in found)
    ends = {*tops[:_EDGE_LINES], *tops[-_EDGE_LINES:]} if len(tops) > 2 * _EDGE_LINES else set()
    return [replace(line, edge=line.top in ends) for line in found]


def _objects(page: pdfium.PdfPage, number: int, height: float) -> tuple[list[PageLine], list[PageLine]]:
    """The runs of text on a page, and the lines and boxes that are drawn on it."""
    runs: list[PageLine] = []
    rules: list[PageLine] = []
    text_page = page.get_textpage()
    kinds = [raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH]
    for each in islice(page.get_objects(filter=kinds, max_depth=4, textpage=text_page), _MOST_OBJECTS):
        left, bottom, right, top = each.get_bounds()
        place = PageLine("", number, left, right, height - top, height - bottom)
        if not isinstance(each, pdfium.PdfTextObj):
            rules.append(place)
            continue
        a, b, c, d, *_ = each.get_matrix().get()
        # Text that is turned on its side is a mark on the page, not its text.
        if abs(a) >= abs(b) and (text := _text(each)).strip():
            size = round(2 * abs(each.get_font_size()) * max(abs(d), abs(c), 0.01)) / 2
            runs.append(replace(place, text=text, size=size or 1.0, bold=_is_bold(each.get_font())))
    text_page.close()
    return runs, rules


def _text(run: pdfium.PdfTextObj) -> str:
    """A run's text; the glyphs of bullets are bullets, and a soft hyphen at its end is a hyphen."""
    try:
        text = run.extract()
    except (pdfium.PdfiumError, UnicodeError):
        return ""
    text = re.sub(r"[\xad\x02\ufffe]\s*$", "-", text.replace("\x00", ""))
    return clean(repair_mojibake(re.sub("[\ue000-\uf8ff\x7f\u25cf]", "•", text)))


def _is_bold(font: pdfium.PdfFont) -> bool:
    try:
        return bool(re.search("bold|black|heavy", font.get_base_name(), re.IGNORECASE)) or font.get_weight() > 600
    except pdfium.PdfiumError:
        return False


def _inside(run: PageLine, box: PageLine) -> bool:
    x, y = (run.left + run.right) / 2, (run.top + run.bottom) / 2
    return box.left <= x <= box.right and box.top <= y <= box.bottom


def _tables(rules: Sequence[PageLine], runs: Sequence[PageLine], number: int) -> Iterator[PageLine]:
    """Tables that are drawn with lines or boxes; others can't be told from columns."""
    groups: list[list[PageLine]] = []
    for rule in sorted(rules, key=lambda each: each.top)[:2000]:
        touching = [group for group in groups if any(_touch(rule, each) for each in group)]
        groups = [group for group in groups if group not in touching] + [[rule, *(e for g in touching for e in g)]]
    for group in groups:
        xs = _places([x for rule in group for x in (rule.left, rule.right) if rule.bottom - rule.top > _THIN])
        ys = _places([y for rule in group for y in (rule.top, rule.bottom) if rule.right - rule.left > _THIN])
        if len(xs) < 3 or len(ys) < 3 or len(xs) * len(ys) > _MOST_OBJECTS:
            continue
        box = PageLine("", number, xs[0], xs[-1], ys[0], ys[-1])
        cells: dict[tuple[int, int], list[PageLine]] = {}
        for run in runs:
            if _inside(run, box):
                column = sum(x <= (run.left + run.right) / 2 for x in xs) - 1
                row = sum(y <= (run.top + run.bottom) / 2 for y in ys) - 1
                cells.setdefault((row, column), []).append(run)
        texts = (
            tuple(" ".join(_line(each).text for each in _rows(cells.get((row, at), []))) for at in range(len(xs) - 1))
            for row in range(len(ys) - 1)
        )
        rows = tuple(row for row in texts if any(row))
        if len(rows) > 1 and sum(bool(cell) for row in rows for cell in row) > len(rows):
            yield replace(box, rows=rows)


def _touch(one: PageLine, other: PageLine) -> bool:
    across = one.left <= other.right + _THIN and other.left <= one.right + _THIN
    return across and one.top <= other.bottom + _THIN and other.top <= one.bottom + _THIN


def _places(values: Sequence[float]) -> list[float]:
    """Where lines stand; those that almost touch are one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _THIN:
            places.append(value)
    return places


def _columns(runs: Sequence[PageLine], width: float) -> Iterator[list[PageLine]]:
    """The runs of each column, one after the other; lines over both columns stand between what they part."""
    gutter = _gutter(runs, width)
    if gutter is None:
        yield list(runs)
        return
    sides: tuple[list[PageLine], list[PageLine]] = ([], [])
    for row in _rows(runs):
        if any(run.left < gutter < run.right for run in row):
            yield from (list(side) for side in sides if side)
            sides = ([], [])
            yield row
        else:
            for run in row:
                sides[run.left > gutter].append(run)
    yield from (side for side in sides if side)


def _gutter(runs: Sequence[PageLine], width: float) -> float | None:
    """Where a blank stretch parts a page into two columns; None for one column."""
    rows = _rows(runs)
    best, at = 0, None
    # Lines of a left column end in many places; where the right one begins is one.
    begins = Counter(round(run.left) for row in rows for run in row if 0.3 * width < run.left < 0.75 * width)
    for begin, _ in begins.most_common(6):
        parted = [row for row in rows if any(abs(run.left - begin) < 2 for run in row)]
        gaps = [begin - max((run.right for run in row if run.left < begin - 2), default=0.0) for row in parted]
        beside = sorted(gap for gap in gaps if gap < begin)  # something stands to the left of it
        crossing = sum(any(run.left < begin - 4 < run.right - 2 for run in row) for row in rows)
        clear = len(beside) >= _FEWEST_ROWS and beside[len(beside) // 20] >= _GUTTER
        if clear and crossing <= 0.3 * len(rows) and len(parted) > best:
            best, at = len(parted), begin - 4.0
    return at


def _rows(runs: Sequence[PageLine]) -> list[list[PageLine]]:
    """Runs that stand on one line, from left to right; a raised or lowered one belongs to the line it touches."""
    usual = sorted(run.size for run in runs)[len(runs) // 2] if runs else 0.0
    rows: list[list[PageLine]] = []
    for run in sorted(runs, key=lambda each: (each.size < _RAISED * usual, each.bottom, each.left)):
        middle = (run.top + run.bottom) / 2
        near = rows if run.size < _RAISED * usual else rows[-1:]
        touched = next((row for row in near if row[0].top - 1 <= middle <= row[0].bottom + 1), None)
        if touched is not None:
            touched.append(run)
        else:
            rows.append([run])
    lines = (sorted(row, key=lambda each: each.left) for row in rows)
    return sorted(lines, key=lambda row: max(run.bottom for run in row))


def _line(row: Sequence[PageLine]) -> PageLine:
    main = max(row, key=lambda run: (len(run.text), run.size))
    text, before = "", None
    for run in row:
        said = run.text
        if run.size < _RAISED * main.size and run.bottom < main.bottom - 0.1 * main.size:
            text += raised(text, said) or ""
        else:
            apart = before is not None and run.left - before.right > 0.12 * main.size
            # Behind a footnote's mark that is left out, a comma stands where it stood.
            text += f" {said}" if apart and not text.endswith(" ") and said[:1] not in ",.;:!?)]" else said
        before = run
    return replace(
        main,
        text=re.sub(r" {2,}", " ", text).strip(),
        left=row[0].left,
        right=max(run.right for run in row),
        top=min(run.top for run in row if run.size >= _RAISED * main.size),
        bottom=max(run.bottom for run in row if run.size >= _RAISED * main.size),
        bold=all(run.bold for run in row),
    )
