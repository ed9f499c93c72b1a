"""Each row of the table in docs/decisions/checks.md is true: the sentence fails, and for that reason."""

from __future__ import annotations

import re

import pytest

from rag.checks.checking import check
from rag.checks.types import CitedPassage
from rag.seams import Encoder
from rag.settings import ROOT

ROWS = re.findall(
    r"^\| (\d+) \|[^|]*\|[^|]*\| *(?:\(by ([^)]+)\))? *([^|]*?) *\| ([^|]+?) \|$",
    (ROOT / "docs" / "decisions" / "checks.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)
REASONS = (
    "it cites no passage",
    "Ode does not say that",
    "names no “survey”",
    "“Oslo” is not named",
    "by the year there, not by the month",
    "says it of entry level, not of senior",
    "the figures of [1] say the opposite",
    "does not speak of web",
    "says the opposite about “lets”",
    "says that of something else: “Deckhands repair the ropes”",
    "the “may” of [1] is left out",
    "nothing in [1] says “most of them are women”",
    "not supported by [1]",
)


@pytest.mark.parametrize(("row", "reason"), list(zip(ROWS, REASONS, strict=True)), ids=[row[0] for row in ROWS])
def test_a_row_of_the_page_is_true(row: tuple[str, ...], reason: str, meaning: Encoder) -> None:
    _, author, said, sentence = row
    others = "A senior welder earns $63,000."
    passage = CitedPassage(1, f"{said} {others}", guide="guide.md", author=author or None)
    assert reason in (check(sentence, [passage], meaning).reason or "")
    if said:
        assert check(f"{said} [1]", [passage], meaning).ok
