"""Ruses of guides, questions, replies and servers: nothing false, foreign or alive comes before a reader."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict

import pytest
from langchain_core.messages import BaseMessage

from ingest.articles import parse
from ingest.suggesting import suggested
from rag.assistant import Assistant
from rag.encoding.encoder import OnnxEncoder
from rag.model.markers import numbers_in
from rag.progress import silent
from rag.settings import read_settings
from rag.types import Answer, IndexedArticle, Turn
from serving.writing import place_of, written
from terminal.answers import answer_lines
from terminal.output import json_text
from tests import ruses
from tests.careers import CARPENTRY, GUIDES, MemoryIndex, MemorySnapshot
from tests.fakes import WordReader
from tests.test_attacks import own_words, reaches_a_face
from tests.writing_models import ScriptedModel
from ui.prose import data

GOOD = f"{ruses.GOOD} [1]."
TEXT = f"{ruses.GOOD} {ruses.UNIT}."
ALIVE_IN_MARKDOWN = re.compile(r"(?<!\\)\]\(|(?<!\\)<[\w!/]|(?<!\\)!\[")


def cited(text: str, prompt: str) -> str:
    """A reply with the numbers that the units which it names have in the prompt."""
    numbers = {line: number for number, line in re.findall(r"^\[(\d+)\] (.*)$", prompt, re.MULTILINE)}
    return re.sub(
        r"\[=([^\]]+)\]", lambda name: f"[{next(numbers[line] for line in numbers if line.startswith(name[1]))}]", text
    )


def replying(text: str, verdicts: str = "", rewritten: str = "") -> ScriptedModel:
    """A model that writes one reply, and as verifier and for follow-ups what it is told to."""

    def write(messages: Sequence[BaseMessage]) -> str:
        prompt = str(messages[-1].content)
        return rewritten if "<conversation>" in prompt else cited(text, prompt)

    return ScriptedModel(write, verdicts=verdicts)


def asked(
    model: ScriptedModel | None,
    guides: MemorySnapshot,
    meaning: OnnxEncoder,
    question: str = ruses.QUESTION,
    history: Sequence[Turn] = (),
) -> Answer:
    """The answer; a second look is taken where the model has verdicts."""
    settings = read_settings(verify=bool(model and model._verdicts))
    return Assistant(settings, MemoryIndex(guides), meaning, WordReader(), model).ask(question, history).answer()


def shelf(guide: str, meaning: OnnxEncoder, name: str = "carpentry.md") -> MemorySnapshot:
    return MemorySnapshot({name: guide, "law.md": GUIDES["law.md"], "nursing.md": GUIDES["health/nursing.md"]}, meaning)


def unseen(text: str) -> list[str]:
    """What steers a screen, or isn't seen on it; of the marks that choose how a sign is drawn, those in a row."""
    found = [char for char in text if unicodedata.category(char) in ("Cc", "Cf") and char != "\n"]
    return found + re.findall("[\ufe00-\ufe0f]{2,}", text)


# --- what a model writes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [text for texts in ruses.FIGURES.values() for text in texts])
def test_a_figure_or_a_voice_in_disguise_is_known(text: str, guides: MemorySnapshot, meaning: OnnxEncoder) -> None:
    found = asked(replying(f"{TEXT} {text}"), guides, meaning)
    assert own_words(found) == [GOOD]
    assert found.removed


@pytest.mark.parametrize("text", [text for texts in ruses.GAPS.values() for text in texts])
@pytest.mark.parametrize("before", [f"{TEXT} ", ""])
def test_what_the_guides_do_not_say_holds_no_claim(
    text: str, before: str, guides: MemorySnapshot, meaning: OnnxEncoder
) -> None:
    found = asked(replying(f"{before}{text}"), guides, meaning)
    shown = " ".join([found.answer, *found.not_covered, *(one.reason for one in found.removed)]).lower()
    assert not [word for word in ruses.CLAIMED if word in shown]
    assert found.not_covered
    assert found.status == ("partial" if before else "not_in_guides")


# --- what comes back in the other roles ------------------------------------------------------------------------


@pytest.mark.parametrize("verdicts", [text for texts in ruses.VERDICTS.values() for text in texts])
def test_a_no_of_the_verifier_counts_in_whatever_form(
    verdicts: str, guides: MemorySnapshot, meaning: OnnxEncoder
) -> None:
    found = asked(replying(f"{TEXT} {ruses.UNTRUE}", verdicts), guides, meaning)
    assert own_words(found) == [GOOD]


@pytest.mark.parametrize("verdicts", ruses.SHIFTED)
def test_verdicts_on_other_sentences_verify_none(verdicts: str, guides: MemorySnapshot, meaning: OnnxEncoder) -> None:
    found = asked(replying(f"{TEXT} {ruses.UNTRUE}", verdicts), guides, meaning)
    assert not [one for one in found.sentences if one.check == "verified"]
    assert found.notice


@pytest.mark.parametrize("reason", ruses.REASONS)
def test_a_reason_of_the_verifier_adds_nothing(reason: str, guides: MemorySnapshot, meaning: OnnxEncoder) -> None:
    verdicts = [{"number": 1, "carried": True}, {"number": 2, "carried": False, "beyond": reason}]
    found = asked(replying(f"{TEXT} {ruses.UNTRUE}", json.dumps({"verdicts": verdicts})), guides, meaning)
    assert reason not in found.removed[0].reason


def followed(
    guides: MemorySnapshot, meaning: OnnxEncoder, rewritten: str, following: Sequence[str] = (), before: str = ""
) -> Answer:
    made = json.dumps({"question": rewritten, "next": list(following)})
    history = [Turn(before or ruses.QUESTION, GOOD)]
    return asked(replying(TEXT, "", made), guides, meaning, ruses.CONVERSATION, history)


@pytest.mark.parametrize("question", ruses.NEXT)
def test_a_question_to_go_on_with_only_asks(question: str, guides: MemorySnapshot, meaning: OnnxEncoder) -> None:
    following = [question, ruses.QUESTION]  # what was asked before would be none
    found = followed(guides, meaning, ruses.CONVERSATION, following, "Who works in wood?")
    assert {*found.follow_ups} == {ruses.QUESTION}


@pytest.mark.parametrize("question", ruses.REWRITTEN)
def test_a_rewritten_question_is_a_plain_question(question: str, guides: MemorySnapshot, meaning: OnnxEncoder) -> None:
    found = followed(guides, meaning, question)
    plain = "How long are carpentry apprentices in a classroom?"
    assert found.standalone_question in (plain, ruses.CONVERSATION)


# --- the prompt's own parts ------------------------------------------------------------------------------------


def test_a_guide_numbers_no_units(meaning: OnnxEncoder) -> None:
    model = replying(TEXT)
    asked(model, shelf(ruses.NUMBERED, meaning), meaning)
    prompt = str(model.messages[0][-1].content)
    assert "900,000" in prompt
    numbers = [int(number) for number in re.findall(r"[\[【](\d+)[\]】]", prompt)]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("question", ruses.LINKED)
def test_a_question_brings_no_guide(question: str, guides: MemorySnapshot, meaning: OnnxEncoder) -> None:
    model = replying(TEXT, "", json.dumps({"question": question, "next": []}))
    asked(model, guides, meaning, question)
    asked(model, guides, meaning, question, [Turn(question, question)])
    for messages in model.messages:
        said = " ".join(str(message.content) for message in messages[1:] or messages)
        assert '<passage guide="ward.md"' not in said
        tags = re.findall(r"<\s*(/?)\s*(?:passage|conversation)\b", said, re.IGNORECASE)
        assert tags == ["", "/"] * (len(tags) // 2)
        numbers = [int(number) for number in re.findall(r"\[(\d+)\] ", said)]
        assert numbers == list(range(1, len(numbers) + 1))


# --- what a reader sees of a guide -----------------------------------------------------------------------------


@pytest.mark.parametrize("guide", ruses.QUOTED)
def test_only_the_numbers_of_citations_are_markers(guide: str, meaning: OnnxEncoder) -> None:
    found = asked(None, shelf(guide, meaning), meaning)
    assert "four years" in found.answer
    told = [number for sentence in found.sentences for number in sentence.citations]
    assert numbers_in(found.answer) == told
    items = [item for group in data(found)["groups"] for block in group["blocks"] for item in block["items"]]
    drawn = [piece["source"] for item in items for piece in item["pieces"] if piece["source"]]
    assert drawn == told


@pytest.mark.parametrize("guide", ruses.BROKEN_OUT)
def test_a_quotation_ends_where_the_guide_s_words_end(guide: str, meaning: OnnxEncoder) -> None:
    found = asked(None, shelf(guide, meaning), meaning)
    assert "four years" in found.answer
    for sentence in found.sentences:
        pairs = re.findall("[“”]", re.sub(r"^From “[^“”]*”: ", "", sentence.text))
        assert pairs == ["“", "”"]
        assert not re.match("(?!From)Maria Okafor", sentence.text)


@pytest.mark.parametrize("question", ruses.ADS)
def test_an_advertisement_is_no_question_to_suggest(question: str, meaning: OnnxEncoder) -> None:
    listed = f"questions: {json.dumps([question, ruses.QUESTION], ensure_ascii=False)}"
    guide = CARPENTRY.replace("author:", f"{listed}\nauthor:").replace("four years.", f"four years. {ruses.ADVERTISED}")
    snapshot = MemorySnapshot({"carpentry.md": guide}, meaning)
    articles = [IndexedArticle(parse(guide.encode(), "carpentry.md"), "")]
    found = suggested(articles, snapshot, meaning, WordReader(), silent)
    assert [each.question for each in found] == [ruses.QUESTION]


@pytest.mark.parametrize("guide", ruses.STEERING)
def test_nothing_steers_a_screen_nor_hides_on_it(guide: str, meaning: OnnxEncoder) -> None:
    found = asked(None, shelf(guide, meaning, ruses.STEERING_NAME), meaning, ruses.STEERING_QUESTION)
    assert "four years" in found.answer
    (citation,) = [each for each in found.citations if "four years" in each.quote]
    told = [citation.title, citation.author, citation.published, citation.section, citation.quote, found.answer]
    assert not [char for text in told for char in unseen(text or "")]
    assert not unseen(json_text(asdict(found)))
    assert not unseen("".join(line.text.plain for line in answer_lines(found)))
    shown = data(found)
    assert not unseen(json.dumps([shown["groups"], shown["sources"], shown["copy"]], ensure_ascii=False))
    assert not unseen(written(found).text)


@pytest.mark.parametrize("line", ruses.ALIVE)
def test_a_client_that_draws_markdown_draws_a_guide_s_words_as_words(line: str, meaning: OnnxEncoder) -> None:
    found = asked(None, shelf(f"Work in wood\n\nBy Jonas Weber\n\n{line}\n", meaning, "wood.txt"), meaning)
    assert not reaches_a_face(found)
    text = written(found)
    assert "four years" in text.text
    assert not ALIVE_IN_MARKDOWN.search(text.text)
    assert all("four years" in text.text[each.start : each.end] for each in text.annotations)


@pytest.mark.parametrize("address", ruses.ADDRESSES)
def test_an_address_leads_where_it_seems_to(address: str, meaning: OnnxEncoder) -> None:
    guide = CARPENTRY.replace("author:", f'url: "{address}"\nauthor:')
    found = asked(None, shelf(guide, meaning), meaning)
    assert "harv" not in "".join(line.text.plain for line in answer_lines(found))
    assert all(place_of(each, "http://127.0.0.1/").startswith("http://127.0.0.1/") for each in found.citations[:1])
