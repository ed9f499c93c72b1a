"""The assistant for a page, opened with progress; what goes wrong told in one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from rag.errors import CareerError
from ui import resources
from ui.escaping import label
from ui.progress import draw_progress

if TYPE_CHECKING:
    from rag.assistant import Assistant


@contextmanager
def errors_told() -> Iterator[None]:
    """Tells an error in one line, with a way to try again."""
    try:
        yield
    except CareerError as error:
        st.error(label(str(error)), icon=":material/error:")
        st.button("Try again")


def assistant() -> Assistant:
    """The assistant; the page shows how far it is while it opens. Raises CareerError."""
    shared = resources.shared()
    return shared.opened or draw_progress("Opening the guides", shared.get)
