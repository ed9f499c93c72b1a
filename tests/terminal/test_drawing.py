"""An answer as a pipe and as a terminal get it."""

from __future__ import annotations

import io
import re
from dataclasses import replace

from rich.console import Console

from rag.types import Answer, Disagreement, Position, Removed
from terminal.answers import answer_lines
from terminal.output import draw, safe
from tests.fake_assistant import cited


def drawn(answer: Answer, width: int | None = None) -> str:
    """The answer as a pipe gets it, or as a terminal of the width does."""
    stream = io.StringIO()
    terminal = width is not None
    draw(
        Console(
            file=stream,
            force_terminal=terminal,
            width=width,
            color_system="standard" if terminal else None,
            highlight=False,
            markup=False,
            emoji=False,
        ),
        answer_lines(answer),
    )
    return stream.getvalue()


def test_everything_a_reader_should_know_is_drawn() -> None:
    positions = (Position("$91,000", "A harbour pilot earns $91,000 a year.", 1), Position("less", "less", 2))
    answer = replace(
        cited("Pay?"),
        status="partial",
        not_covered=("pay in Oslo",),
        disagreements=(Disagreement("pay", positions),),
        background=("you are a junior",),
        notice="The model was slow.",
        removed=(Removed("Half of them leave.", "no cited sentence has “Half”"),),
    )
    out = drawn(answer)
    for expected in (
        "Not in the guides\n  - pay in Oslo\n",
        "The guides differ: pay\n  - Ada Berg: $91,000 [1]\n  - less [2]\n",
        "Taken into account\n  - you are a junior\n",
        "Note: The model was slow.\n",
        "1 sentence failed the checks; --json tells which, and why.\n",
    ):
        assert expected in out


def test_what_nobody_sees_in_a_quote_is_told_of() -> None:
    seen = cited("Pay?")
    hidden = replace(seen, citations=(replace(seen.citations[0], quote="It pays\u202e well\U000e0041."),))
    assert "characters that nobody sees left out" in drawn(hidden)
    assert "“It pays well.”" in drawn(hidden)
    assert "nobody sees" not in drawn(seen)


def test_a_quote_stands_under_its_source_unless_the_answer_has_it_word_for_word() -> None:
    spoken = replace(cited("Pay?"), answer="Cost: 91,000 [1]")
    quote = spoken.citations[0].quote
    assert f"    “{quote}”\n" in drawn(spoken)
    assert drawn(cited("Pay?")).count(quote) == 1


def test_a_refusal_shows_what_comes_nearest_with_its_words() -> None:
    near = cited("Pay?").citations
    refusal = replace(cited("Pay?"), status="not_in_guides", answer="No.", sentences=(), citations=(), nearest=near)
    out = drawn(refusal)
    assert "Sources" not in out
    assert "Harbour pilots" in out.split("What comes nearest\n")[1]
    assert f"“{near[0].quote}”" in out
    assert "[1]" not in out, "no sentence cites it"


def test_a_refusal_is_not_said_twice() -> None:
    refusal = replace(cited("Pay?"), status="not_in_guides", not_covered=("Pay in Oslo?",))
    assert "Pay in Oslo?" not in drawn(refusal)


def test_a_source_without_title_and_date_is_called_by_its_path_and_undated() -> None:
    citation = replace(cited("Pay?").citations[0], title=None, author=None, published=None, url=None, timestamp=None)
    out = drawn(replace(cited("Pay?"), citations=(citation,)))
    assert "[1] pay/harbour.md · undated · section Pay\n" in out


def test_a_terminal_gets_colours_and_lines_that_fit() -> None:
    quote = "Pilots know the harbour " * 20
    citation = replace(cited("Pay?").citations[0], quote=quote)
    out = drawn(replace(cited("Pay?"), citations=(citation,)), width=40)
    assert "\x1b[1;36m[1]" in out
    assert out.count("Pilots") == 20
    assert max(len(line) for line in re.sub(r"\x1b\[[\d;]*m", "", out).splitlines()) <= 40


def test_a_guide_can_neither_colour_the_text_nor_steer_the_terminal() -> None:
    wicked = "[red]x[/red] [link=file:///etc] \x1b[2J\x1b]0;t\x07\x9b31m\u202e :smile: [/]"
    citation = replace(cited("Pay?").citations[0], quote=wicked, title=wicked, author=wicked, section=wicked)
    answer = replace(
        cited("Pay?"), status="partial", answer=f"{wicked} [1]", citations=(citation,), not_covered=(wicked,),
        notice=wicked, follow_ups=(wicked,), disagreements=(Disagreement(wicked, (Position(wicked, wicked, 1),)),),
    )  # fmt: skip
    out = drawn(answer)
    assert not set(out) & set("\x1b\x07\x9b\u202e")
    assert out.count("[red]x[/red] [link=file:///etc]") == 10
    assert ":smile:" in out


def test_safe_keeps_what_is_text() -> None:
    assert safe("a\tb\nc – 👩‍💻 é") == "a\tb\nc – 👩‍💻 é"
    assert safe("a\rb\x00c\x7f") == "abc"
