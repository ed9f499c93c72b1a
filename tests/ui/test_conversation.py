"""What the page shows of an answer: quotes by guide, lists, bars, refusals, and the guide at the quote."""

from __future__ import annotations

from dataclasses import replace

from streamlit.testing.v1 import AppTest

from tests.fakes_ui import (
    EARNS,
    EVIL,
    HARD,
    HOSTILE,
    MOON,
    PAY,
    PILOTS,
    SENIOR,
    STARTS,
    TUG_SAYS,
    TUGS,
    FakeAssistant,
    FakeParts,
    FakePieces,
    answer,
    cite,
    state,
)
from tests.ui.driving import asked, drawn, guide_text, last, opened, words
from ui.bars import of_answer
from ui.escaping import label, one_line


def test_quotes_stand_by_guide_each_named_once(assistant: FakeAssistant, parts: FakeParts) -> None:
    asked(opened(), "hours")
    said = answer(
        "hours",
        f"Ada Berg (Pay): “{EARNS}” [1] “{STARTS}” [2]\n\n“{TUG_SAYS}” [3]",
        cite(1, PILOTS, EARNS, "Pay"),
        cite(2, PILOTS, STARTS, "Pay"),
        cite(3, TUGS, TUG_SAYS),
    )
    assistant.pieces = lambda _: FakePieces(said)
    asked(opened(), "hours")
    one, other = last(parts)["answer"]["groups"]
    assert one["line"] == {"numbers": [1, 2], "title": PILOTS.title, "says": "Ada Berg · 2024-05-01"}
    assert other["line"] == {"numbers": [3], "title": TUGS.title, "says": "undated"}
    assert words(last(parts)) == [f"Pay: “{EARNS}” “{STARTS}”", f"“{TUG_SAYS}”"]
    assert last(parts)["answer"]["lines"] == [], "no list of sources repeats the guides"


def test_hover_shows_the_sentences_around_the_quote(parts: FakeParts) -> None:
    asked(opened(), SENIOR)
    source = last(parts)["answer"]["sources"]["1"]
    assert (source["before"], source["quote"], source["after"]) == ("", EARNS, STARTS)


def test_disagreement_says_each_voice_once(parts: FakeParts) -> None:
    asked(opened(), PAY)
    [card] = last(parts)["answer"]["differ"]
    assert [(voice["value"], voice["says"], voice["source"]) for voice in card["voices"]] == [
        ("$91,000 to $120,000", EARNS, 1),
        ("about $85,000", TUG_SAYS, 3),
    ]
    assert words(last(parts)) == [STARTS], "what the card says isn't said above it"


def test_lists_are_lists_and_steps_have_their_numbers(assistant: FakeAssistant, parts: FakeParts) -> None:
    steps = replace(TUGS, text="How to begin:\n\n1. Learn to swim.\n2. Learn knots.\n- Bring boots.", title="Steps")
    assistant.articles = (steps,)
    quotes = ("How to begin:", "Learn to swim.", "Learn knots.", "Bring boots.")
    text = f"“{quotes[0]}” [1]\n- “{quotes[1]}” [2]\n- “{quotes[2]}” [3]\n- “{quotes[3]}” [4]"
    said = answer("steps", text, *(cite(number, steps, quote) for number, quote in enumerate(quotes, 1)))
    assistant.pieces = lambda _: FakePieces(said)
    asked(opened(), "steps")
    [group] = last(parts)["answer"]["groups"]
    kinds = [(block["kind"], [item["number"] for item in block["items"]]) for block in group["blocks"]]
    assert kinds == [("p", [None]), ("ol", [1, 2]), ("ul", [None])]


def test_three_figures_of_pay_are_drawn_as_bars(assistant: FakeAssistant) -> None:
    low, high = state(PILOTS, EARNS, "$91,000", 91e3, 91e3), state(PILOTS, EARNS, "$120,000", 120e3, 120e3)
    assistant.stated = (
        low,
        high,
        state(PILOTS, STARTS, "$64,000", 64e3, 64e3),
        state(TUGS, TUG_SAYS, "$85,000", 85e3, 85e3),
    )
    said = answer("q", "", cite(1, PILOTS, EARNS), cite(2, PILOTS, STARTS))
    bars = of_answer(assistant, said)  # type: ignore[arg-type]
    assert [(bar["value"], bar["from"], bar["to"]) for bar in bars] == [
        ("$64,000", 51.2, 51.2),
        ("$91,000", 72.8, 72.8),
        ("$120,000", 96.0, 96.0),
    ]
    assert len({bar["label"] + bar["value"] for bar in bars}) == 3
    assert of_answer(assistant, replace(said, citations=said.citations[:1])) == []  # type: ignore[arg-type]


def test_what_was_drawn_is_not_made_again(assistant: FakeAssistant, parts: FakeParts) -> None:
    app = asked(opened(), PAY)
    before = parts.data["conversation"]
    guides = list[str]()
    assistant.articles = Watched(assistant.articles, guides)
    app.run()
    assert parts.data["conversation"] == before
    assert "pay/harbour.md" not in guides, "no guide is read again for it"


class Watched(tuple):  # type: ignore[type-arg]
    """Guides that note whose text somebody looks for."""

    def __new__(cls, guides: object, seen: list[str]) -> Watched:
        made = super().__new__(cls, guides)  # type: ignore[arg-type]
        made.seen = seen
        return made

    seen: list[str]


def test_refusal_is_one_plain_line_with_what_is_covered(assistant: FakeAssistant, parts: FakeParts) -> None:
    app = asked(opened(), MOON)
    assert last(parts)["state"] == "refused"
    assert words(last(parts)) == ["The guides don't answer this. No guide mentions “moon”."]
    assert last(parts)["missing"] == ""
    assert parts.data["conversation"]["covered"].startswith("Harbour pilots · Tug masters")
    assert parts.data["conversation"]["adds"] is True
    assert last(parts)["answer"]["nearest"] == [
        {"numbers": [1], "title": PILOTS.title, "says": "Ada Berg · 2024-05-01"}
    ]
    assert last(parts)["answer"]["near"]["1"]["quote"] == EARNS
    parts.send("conversation", "ask", PAY)
    app.run()
    assert [question for question, _ in assistant.asked] == [MOON, PAY]


def opened_at(app: AppTest, parts: FakeParts, number: int, *, nearest: bool) -> AppTest:
    """The page once the citation of the first answer was opened."""
    parts.send("conversation", "open", {"place": 0, "number": number, "nearest": nearest})
    return app.run()


def test_source_opens_the_guide_at_the_quote(parts: FakeParts) -> None:
    guide = guide_text(opened_at(asked(opened(), MOON), parts, 1, nearest=True))
    assert f'<span class="guide-place"></span><mark>{EARNS}</mark> Pay starts' in guide
    assert "Paragraph 1 speaks" in guide
    assert ">Pay</h2>\n" in guide
    assert not [each for each in opened_at(asked(opened(), MOON), parts, 7, nearest=True).html if "<mark>" in each.body]


def test_quote_of_a_guide_that_is_gone_is_still_shown(assistant: FakeAssistant, parts: FakeParts) -> None:
    app = asked(opened(), MOON)
    assistant.articles = (TUGS,)
    app = opened_at(app, parts, 1, nearest=True)
    assert app.info[0].value == "No guide is called 'pay/harbour.md'."
    assert f"<mark>{EARNS}</mark>" in guide_text(app)


def test_hostile_text_reaches_the_page_as_data_and_the_guide_as_text(
    assistant: FakeAssistant, parts: FakeParts
) -> None:
    assistant.articles = (EVIL,)
    app = asked(opened(), HARD)
    assert last(parts)["answer"]["sources"]["1"]["title"] == one_line(HOSTILE)
    app = opened_at(app, parts, 1, nearest=False)
    assert not app.exception
    assert "<script" not in guide_text(app)
    assert label(HOSTILE) in drawn(app)
