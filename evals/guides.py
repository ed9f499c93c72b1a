"""Texts from elsewhere as the files of guides that the product reads."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence


def guide(title: str, paragraphs: Sequence[str]) -> bytes:
    """A guide's file: front matter with the title, then the paragraphs."""
    body = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    # A JSON string is a YAML string too.
    named = json.dumps(" ".join(title.split()), ensure_ascii=False)
    return f"---\ntitle: {named}\n---\n\n{body}\n".encode()


def guide_id(name: str) -> str:
    """A file's name for a guide; names that differ in letters and digits alone stay apart."""
    return f"{re.sub(r'[^A-Za-z0-9]+', '-', name).strip('-')}.md"
