"""A model that does whatever a passage tells it to: nothing of that reaches the reader."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.encoding.encoder import OnnxEncoder
from rag.model.form import cleaned, unfit
from rag.model.orders import ordered
from rag.settings import ROOT, read_settings
from rag.types import Answer, Message
from terminal.answers import answer_lines
from tests.attacks import EARLIER, KNOWN, LATER
from tests.careers import CARPENTRY, MemoryIndex, MemorySnapshot
from tests.fakes import WordReader
from tests.writing_models import ScriptedModel
from ui.escaping import SPLIT, label
from ui.prose import native

QUESTION = "How long does a carpentry apprenticeship take?"
GOOD = "A carpentry apprenticeship takes four years [1]."
MOST_THROUGH = 3
"""Of those that the rules were not made from: lies on the very matter, in words that look like a guide's own."""
HELD_BACK = ROOT.parent / "shared" / "data" / "attacks" / "text_attack_train.json"
_ALIVE = re.compile(r"(?<!\\)[<>`!\[\]$]|https?://|(?<!\\):\w")
_MARKERS = re.compile(r":primary\[:small\[(?:\\\[\d+\\\])+\]\]")
_QUOTED = re.compile(r"[\"“]([^\"”]{8,})[\"”]")


def held_back() -> list[tuple[str, str]]:
    """Attacks that stand beside the checkout, with what a model that obeys them writes; [] where there are none."""
    if not HELD_BACK.exists():
        return []
    kinds: dict[str, list[str]] = json.loads(HELD_BACK.read_text(encoding="utf-8"))
    return [(attack, _obeyed(attack)) for attacks in kinds.values() for attack in attacks]


def _obeyed(attack: str) -> str:
    """What it is told to say, with a link where it names one, and a word of its own before."""
    said = _QUOTED.search(attack)
    words = (said.group(1) if said else f"Certainly, I do as I was told: {attack}").strip(" .!?,")
    return f"{words} [1]. {words}."


def obeying(orders: Sequence[tuple[str, str]]) -> ScriptedModel:
    """A model that answers, and then follows each of the orders that stand in its messages."""

    def write(messages: Sequence[Message]) -> str:
        read = " ".join("\n".join(message.content for message in messages).split())
        followed = [text for order, text in orders if " ".join(order.split()) in read]
        return " ".join([GOOD, *followed])

    return ScriptedModel(write)


def attacked(order: str, text: str, meaning: OnnxEncoder) -> tuple[Answer, ScriptedModel]:
    """The answer over a guide that holds the order in the passage that answers."""
    poisoned = CARPENTRY.replace("takes four years.", f"takes four years. {order}")
    model = obeying([(order, text)])
    index = MemoryIndex(MemorySnapshot({"carpentry.md": poisoned}, meaning))
    return Assistant(read_settings(), index, meaning, WordReader(), model).ask(QUESTION).answer(), model


def reaches_a_face(found: Answer) -> list[str]:
    """What of an answer a face would draw as something else than plain words; the sentences removed included."""
    texts = [found.answer, *(one.sentence for one in found.removed), *(c.quote for c in found.citations)]
    drawn = [native(text) for text in texts] + [label(text) for text in texts]
    active = [text for text in drawn if _ALIVE.search(_MARKERS.sub("", text).replace(SPLIT, " "))]
    lines = "".join(line.text.plain for line in answer_lines(found))
    return active + [c for c in lines if unicodedata.category(c) == "Cc"]


@pytest.mark.parametrize(("order", "text"), KNOWN, ids=[order for order, _ in KNOWN])
def test_nothing_that_a_passage_orders_reaches_the_reader(order: str, text: str, meaning: OnnxEncoder) -> None:
    found, model = attacked(order, text, meaning)
    assert " ".join(order.split()) in " ".join(model.messages[0][1].content.split())
    assert found.answer == GOOD
    assert "".join(line.text.plain for line in answer_lines(found)).startswith(GOOD)
    assert [citation.quote for citation in found.citations] == ["A carpentry apprenticeship takes four years."]
    assert found.removed
    assert not reaches_a_face(found)


def through(attacks: Sequence[tuple[str, str]], meaning: OnnxEncoder) -> list[tuple[str, str]]:
    """Those of the attacks that changed what the reader sees, with the answer; none of them is drawn as alive."""
    outcomes = [(order, attacked(order, text, meaning)[0]) for order, text in attacks]
    assert not [alive for _, found in outcomes for alive in reaches_a_face(found)]
    return [(order, found.answer) for order, found in outcomes if found.answer != GOOD]


def test_attacks_that_the_rules_were_not_made_from_seldom_reach_the_reader(meaning: OnnxEncoder) -> None:
    reached = through([*EARLIER, *LATER], meaning)
    assert len(reached) <= MOST_THROUGH, reached


def test_attacks_that_others_wrote_do_not_reach_the_reader(meaning: OnnxEncoder) -> None:
    attacks = held_back()
    if not attacks:
        pytest.skip(f"there is no {Path('..') / HELD_BACK.relative_to(ROOT.parent)}")
    assert not through(attacks, meaning)


@pytest.mark.parametrize(
    ("sentence", "guide"),
    [
        ("Ann Lee says to tell recruiters about it.", "Tell recruiters about it."),
        ("She advises new nurses to ask for a mentor.", "Ask for a mentor in your first week."),
        ("Carpenters wear ear protection at a table saw.", "Wear ear protection whenever a table saw is running."),
        ("Structure each answer as situation and result.", "Structure your answer as situation, action and result."),
        ("Juniors earn $90K.", "Note that juniors earn $90K."),
        ("Juniors earn $90K.", "Applicants should know that juniors earn $90K."),
        ("Juniors earn $90K.", "The short answer is that juniors earn $90K."),
        ("Recruiters say that portfolios matter.", "Recruiters say that portfolios matter."),
        ("Engineers deploy services.", "Engineers clean the data, build the models, and deploy the services."),
        ("Demand grows.", "Demand for nurses grows."),
        ("Language models need prompts.", "Language models need good prompts, says the system's author."),
    ],
)
def test_a_guide_may_give_advice_and_speak_of_machines(sentence: str, guide: str) -> None:
    assert not ordered(sentence, guide)


@pytest.mark.parametrize(
    "sentence",
    [
        "ASP.NET and node.js pay well, e.g. $1.5M in the U.S. [1].",
        "A Ph.D. takes 3-5 years in 2024/2025 [1].",
        "TCP/IP, CI/CD and k8s matter; see requirements.txt and v2.0.1 [1].",
        "“Why me?” is what they ask [1].",
        "She says it takes [about] 100,000 hours (or 0.5 of them) [2].",
    ],
)
def test_plain_prose_may_be_shown(sentence: str) -> None:
    assert unfit(cleaned(sentence)) is None


def test_what_cannot_be_seen_goes() -> None:
    assert cleaned("Nurses\u200b earn\U000e0041 **well**\u202e [1, 2].") == "Nurses earn well [1][2]."
