"""`career ask --jsonl`: each line in gives one line out, whatever it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace

import pytest

import cli
from rag.types import Answer, Turn
from terminal.parts import Parts
from tests.fake_assistant import FakeAssistant, cited

BAD_LINES = [
    b"",
    b"   ",
    b"not json",
    b"[]",
    b'"text"',
    b"null",
    b"{}",
    b'{"question": 5}',
    b'{"question": ""}',
    b'{"question": "a\\u0000b"}',
    b'{"question": "\\ud800"}',
    b'{"question": "caf\xe9"}',
    b'{"question": "Pay?", "history": {}}',
    b'{"question": "Pay?", "history": "none"}',
    b'{"question": "Pay?", "history": [{"question": null}]}',
    b'{"question": "Pay?", "mode": "guess"}',
    b'{"question": "Pay?", "mode": []}',
    b'{"question": "Pay?", "background": 5}',
    b'{"question": "' + b"x" * 5000 + b'"}',
    b'{"question": ' * 50_000,
    b'{"question": ' + b"9" * 5000 + b"}",
]


@pytest.mark.parametrize("line", BAD_LINES, ids=range(len(BAD_LINES)))
def test_a_bad_line_gives_a_whole_error_object_and_the_next_line_its_answer(
    line: bytes, parts: Parts, stdin: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]
) -> None:
    stdin(line + b'\n{"question": "Pay?"}')
    assert cli.main(["ask", "--jsonl"], parts) == 1
    captured = capsys.readouterr()
    bad, good = (json.loads(text) for text in captured.out.split("\n")[:-1])
    assert list(bad) == [field.name for field in fields(Answer)]
    assert (bad["status"], bad["answer"], bad["citations"]) == ("error", "", [])
    assert bad["notice"]
    assert good["status"] == "answered"
    assert captured.err == ""


def test_an_error_line_keeps_the_question_it_had(
    parts: Parts, stdin: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]
) -> None:
    stdin(b'{"question": "Pay?", "history": 1}\n{"question": [1]}\n')
    cli.main(["ask", "--jsonl"], parts)
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (first["question"], first["standalone_question"]) == ("Pay?", "Pay?")
    assert second["question"] == ""


def test_lines_are_answered_in_order_with_their_history_and_unknown_keys_ignored(
    parts: Parts, assistant: FakeAssistant, stdin: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [
        {"id": 7, "question": "Erste – Frage?", "history": None, "facts": [float("nan")]},
        {
            "question": "2nd?",
            "history": [{"question": "Q", "answer": "A"}],
            "mode": "quotes",
            "background": "junior",
        },
    ]
    stdin(b"\xef\xbb\xbf" + "\r\n".join(json.dumps(line) for line in lines).encode())
    assert cli.main(["ask", "--jsonl"], parts) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["question"] for answer in answers] == ["Erste – Frage?", "2nd?"]
    assert assistant.asked[0].history == ()
    assert assistant.asked[1].history == (Turn("Q", "A"),)
    assert (assistant.asked[1].mode, assistant.asked[1].background) == ("quotes", "junior")


def test_an_answer_is_one_line_for_every_reader(
    stdin: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]
) -> None:
    assistant = FakeAssistant(lambda question: replace(cited(question), answer="a\u2028b\x85c\nd [1]"))
    parts = Parts(open_assistant=lambda settings: assistant, ensure_default=lambda settings, progress: None)
    stdin(b'{"question": "Pay?"}\n')
    cli.main(["ask", "--jsonl"], parts)
    out = capsys.readouterr().out
    assert len(out.splitlines()) == 1
    assert json.loads(out)["answer"] == "a\u2028b\x85c\nd [1]"


def test_no_lines_give_no_answers(
    parts: Parts, stdin: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]
) -> None:
    stdin(b"")
    assert cli.main(["ask", "--jsonl"], parts) == 0
    assert capsys.readouterr().out == ""
