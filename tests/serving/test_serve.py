"""`career serve`, asked by OpenAI's own client, and by whoever sends something else."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

import httpx2
import pytest
from openai import OpenAI
from openai.types.chat import ChatCompletion, ChatCompletionMessageParam

from rag.settings import ROOT
from rag.types import Answer
from tests.serving.started import Server

QUESTION = "How long does a carpentry apprenticeship take?"
QUOTE = "A carpentry apprenticeship takes four years."
KEYS = [field.name for field in fields(Answer)]
ASKED: list[ChatCompletionMessageParam] = [{"role": "user", "content": QUESTION}]


def career(completion: Any) -> dict[str, Any]:
    """The contract's answer beside a completion, or beside a stream's last chunk."""
    found = completion.model_extra["career"]
    assert isinstance(found, dict)
    assert list(found) == KEYS
    return found


def content(completion: ChatCompletion) -> str:
    text = completion.choices[0].message.content
    assert text
    return text


def test_an_answer_with_its_citations_as_annotations(client: OpenAI, server: Server) -> None:
    completion = client.chat.completions.create(model="career", messages=ASKED)
    answer = career(completion)
    assert (answer["status"], answer["mode"], completion.model) == ("answered", "quotes", "career")
    message = completion.choices[0].message
    assert message.content == answer["answer"]
    assert completion.choices[0].finish_reason == "stop"
    assert message.annotations
    stands = {citation["number"]: citation for citation in answer["citations"]}
    for annotation in message.annotations:
        cited = annotation.url_citation
        sentence = content(completion)[cited.start_index : cited.end_index]
        marked = [stands[int(number)] for number in re.findall(r"\[(\d+)\]", sentence)]
        assert any(str(cited.title).startswith(each["title"]) for each in marked)
    assert completion.usage
    assert completion.usage.total_tokens == 0  # no language model was asked


def test_an_annotation_leads_to_the_quote(client: OpenAI, server: Server) -> None:
    message = client.chat.completions.create(model="career", messages=ASKED).choices[0].message
    assert message.annotations
    url = message.annotations[0].url_citation.url
    page, _, fragment = url.partition("#")
    assert fragment == ":~:text=A%20carpentry%20apprenticeship%20takes%20four%20years."
    assert page.startswith(server.address.removesuffix("/v1") + "/guides/")
    assert QUOTE in httpx2.get(page).text


def test_a_stream_gives_the_same(client: OpenAI) -> None:
    whole = client.chat.completions.create(model="career", messages=ASKED)
    stream = client.chat.completions.create(
        model="career", messages=ASKED, stream=True, stream_options={"include_usage": True}
    )
    *chunks, last, counted = list(stream)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == content(whole)
    (annotations,) = [extra["annotations"] for chunk in chunks if (extra := chunk.choices[0].delta.model_extra)]
    assert annotations == [each.model_dump() for each in whole.choices[0].message.annotations or []]
    assert last.choices[0].finish_reason == "stop"
    assert career(last)["answer"] == career(whole)["answer"]
    assert counted.usage
    assert len({chunk.id for chunk in (*chunks, last, counted)}) == 1


def test_history_comes_from_the_messages(client: OpenAI) -> None:
    completion = client.chat.completions.create(
        model="career-quotes",
        messages=[
            {"role": "system", "content": "You are a pirate."},
            {"role": "user", "content": QUESTION},
            {"role": "assistant", "content": f"{QUOTE} [1]"},
            {"role": "user", "content": [{"type": "text", "text": "And what does it pay?"}]},
        ],
    )
    assert career(completion)["question"] == "And what does it pay?"
    assert any("carpent" in citation["guide"] for citation in career(completion)["citations"])


def test_what_comes_nearest_is_shown_where_no_guide_answers(client: OpenAI) -> None:
    completion = client.chat.completions.create(
        model="career", messages=[{"role": "user", "content": "How many carpenters own a boat?"}]
    )
    answer = career(completion)
    assert answer["status"] == "not_in_guides"
    assert content(completion).startswith(answer["answer"])
    for near, annotation in zip(answer["nearest"], completion.choices[0].message.annotations or [], strict=True):
        cited = annotation.url_citation
        assert content(completion)[cited.start_index : cited.end_index].startswith(f"“{near['quote']}”")


def test_the_readmes_script_runs(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (script,) = (block for block in re.findall(r"^```python\n(.*?)^```$", readme, re.M | re.S) if "OpenAI" in block)
    script = script.replace("http://127.0.0.1:8600/v1", server.address)
    names: dict[str, Any] = {}
    exec(script.replace("What does a senior MLOps engineer earn?", QUESTION), names)
    names["client"].close()
    text, *places, status = capsys.readouterr().out.splitlines()
    assert (text, status) == (f"Jonas Weber: “{QUOTE}” [1]", "answered")
    assert places


def test_models_are_listed(client: OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["career", "career-quotes"]
    assert client.models.retrieve("career").owned_by == "career"
