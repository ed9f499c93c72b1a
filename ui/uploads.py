"""New guides: what each file would become, shown before anything is kept, and then published with progress."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from ingest.adding import Preview, Upload
from rag.errors import CareerError
from rag.types import Article, Dropped, GuideInfo
from ui import library
from ui.citations import byline
from ui.escaping import label
from ui.progress import draw_progress
from ui.reading import box, marked

if TYPE_CHECKING:
    from ingest.report import Report

SHOWN_TEXT_CHARS = 20_000
"""A preview shows so much of a file's text."""
_ROUND, _DONE = "upload_round", "upload_done"
MOST_DROPPED = 200
"""Of what cleaning leaves out, this many lines are shown for a file."""


def draw_uploader(key: str, guides: Sequence[GuideInfo]) -> None:
    """Draws the place to drop guides, and what would become of those that were dropped. `guides` are there already."""
    folder = library.open_library()
    kinds, megabytes = folder.suffixes(), folder.max_megabytes()
    _draw_done()
    files = st.file_uploader(
        "Add a guide: drop a file here, or choose one",
        help=f"Guides are files of these kinds: {', '.join(kinds)}.",
        accept_multiple_files=True,
        max_upload_size=max(int(megabytes), 1),
        key=f"uploads-{key}-{st.session_state.get(_ROUND, 0)}",
    )
    if not files:
        return
    uploads = [Upload(file.name, file.getvalue()) for file in files]
    try:
        previews = folder.preview(uploads)
    except CareerError as error:
        st.error(label(str(error)))
        return
    for number, each in enumerate(previews):
        _draw_preview(each, f"{key}-{number}", guides)
    _draw_publish(folder, [upload for upload, each in zip(uploads, previews, strict=True) if each.wanted])


def verdict(preview: Preview) -> str:
    """What would become of an upload, in a few words."""
    if preview.refused is not None:
        return f"Refused: {preview.refused}"
    if preview.same:
        return "Already in the guides, word for word"
    if preview.copy_of is not None:
        return f"Would not be added: {preview.copy_of} says the same already, and counts once"
    return "Takes the place of an older version" if preview.replaces else "Would be added"


def dropped_line(dropped: Dropped) -> str:
    """One thing that cleaning leaves out, with its line and reason."""
    return f"Line {dropped.line}: “{dropped.text}” – {dropped.reason}"


def same_title(article: Article, guides: Sequence[GuideInfo]) -> str | None:
    """The path of another guide that has the article's title; None where there is none."""
    titles = {guide.title.casefold(): guide.guide for guide in guides if guide.title and guide.guide != article.id}
    return titles.get(article.title.casefold()) if article.title else None


def counted(number: int, what: str) -> str:
    """A number of things in words and figures."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _draw_preview(preview: Preview, key: str, guides: Sequence[GuideInfo]) -> None:
    with st.container(border=True, key=f"preview-{key}", gap="xsmall"):
        st.markdown(f"**{label(preview.name)}**  \n{label(verdict(preview))}")
        if preview.parsed is None:
            return
        article, dropped = preview.parsed.article, preview.parsed.dropped
        sentences, figures = len(preview.parsed.units), len(preview.parsed.figures)
        size = f"{counted(sentences, 'quotable sentence')}, {counted(figures, 'figure')}"
        st.caption(label(f"{article.title or 'no title'} · {byline(article.author, article.published)} · {size}"))
        if preview.wanted and (twin := same_title(article, guides)):
            st.caption(f"Another guide has this title: {label(twin)}. Both would stay.")
        if dropped:
            _draw_dropped(dropped, key)
        if preview.wanted:
            with st.expander("The text as it would be kept", key=f"text-{key}"):
                whole = len(article.text) <= SHOWN_TEXT_CHARS
                st.html(box(marked(article.text[:SHOWN_TEXT_CHARS] + ("" if whole else " …"), (0, 0))))


def _draw_dropped(dropped: Sequence[Dropped], key: str) -> None:
    count = "1 thing is" if len(dropped) == 1 else f"{len(dropped):,} things are"
    with st.expander(f"{count} left out of the text", key=f"dropped-{key}"):
        st.markdown("\n".join(f"- {label(dropped_line(each))}" for each in dropped[:MOST_DROPPED]))


def _draw_publish(folder: library.Library, uploads: Sequence[Upload]) -> None:
    if not uploads:
        return
    text = "Publish this guide" if len(uploads) == 1 else f"Publish these {len(uploads)} guides"
    st.caption("Publishing puts the file into the folder of guides. Every open chat knows it at its next question.")
    if st.button(text, type="primary", key="publish"):
        try:
            report = draw_progress("Publishing", lambda progress: folder.add(uploads, progress))
        except CareerError as error:
            st.error(label(str(error)))
            return
        st.session_state[_DONE] = told(report)
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
        st.rerun()


def told(report: Report) -> str:
    """What was done, in one line."""
    counts = ((report.added, "added"), (report.changed, "changed"), (report.removed, "removed"))
    parts = [f"{', '.join(guides)} {what}" for guides, what in counts if guides]
    parts += [f"{failed.guide} failed: {failed.reason}" for failed in report.failed]
    return "; ".join(parts) + "." if parts else "Nothing had to be changed."


def _draw_done() -> None:
    if done := st.session_state.pop(_DONE, None):
        st.success(label(str(done)), icon=":material/check_circle:")
