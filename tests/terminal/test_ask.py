"""`career ask`: what goes to stdout and stderr, in which form, with which exit code."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, replace
from pathlib import Path

import pytest

import cli
from rag.errors import IndexMissing
from rag.settings import Settings
from rag.types import Answer, Status, Turn
from terminal.parts import Parts
from tests.fake_assistant import FakeAssistant, cited


def test_ask_json_is_the_answer_with_its_keys_in_order(parts: Parts, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ask", "Wie viel verdient ein Lotse – in €?", "--json"], parts) == 0
    out = capsys.readouterr().out
    assert "–" in out
    assert "€" in out
    found = json.loads(out)
    assert found == json.loads(json.dumps(asdict(cited("Wie viel verdient ein Lotse – in €?"))))
    assert list(found) == [field.name for field in fields(Answer)]


@pytest.mark.parametrize(("status", "code"), [("answered", 0), ("partial", 0), ("not_in_guides", 3), ("error", 1)])
def test_ask_exit_code_tells_the_status(status: Status, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assistant = FakeAssistant(lambda question: replace(cited(question), status=status))
    parts = Parts(open_assistant=lambda settings: assistant, ensure_default=lambda settings, progress: None)
    assert cli.main(["ask", "Pay?"], parts) == code
    assert assistant.closed
    assert capsys.readouterr().err == ""


def test_ask_in_a_pipe_is_plain_text_with_sources(parts: Parts, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["ask", "What does a pilot earn?"], parts)
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert out == (
        "A harbour pilot earns $91,000 a year. [1]\n"
        "\n"
        "Sources\n"
        "[1] Harbour pilots · Ada Berg · 2024-05-01 · section Pay · at 01:05 · pay/harbour.md\n"
        "    https://example.org/harbour#t=65\n"
        "\n"
        "You could ask next\n"
        "  - And a senior one?\n"
    )


def test_ask_passes_history_and_mode_on(
    parts: Parts, assistant: FakeAssistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    history = tmp_path / "history.json"
    history.write_text(
        json.dumps([{"question": "Pay?", "answer": "Good. [1]"}, {"question": "Hours?", "answer": None}])
    )
    cli.main(["ask", "And then?", "--history", str(history), "--mode", "quotes"], parts)
    assert assistant.asked[0].history == (Turn("Pay?", "Good. [1]"), Turn("Hours?"))
    assert assistant.asked[0].mode == "quotes"
    assert assistant.asked[0].within == ()
    cli.main(["ask", "And then?", "--mode", "auto", "--within", "sea", "--within", "law.md"], parts)
    assert assistant.asked[1].mode is None
    assert assistant.asked[1].within == ("sea", "law.md")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{}", "JSON list"),
        (b"not json", "not JSON"),
        (b"\xff", "UTF-8"),
        (b"[1]", "Turn 1"),
        (b'[{"question": "a"}, {"answer": "b"}]', 'Turn 2 of the history: "question" is missing'),
        (b'[{"question": "a", "answer": 5}]', '"answer" is no string'),
        (b'[{"question": "\\u0000"}]', "no text"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_a_bad_history_is_a_usage_error_that_names_the_file(
    content: bytes, said: str, parts: Parts, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "history.json"
    path.write_bytes(content)
    assert cli.main(["ask", "Pay?", "--history", str(path)], parts) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert said in captured.err
    assert "history.json" in captured.err


def test_a_missing_history_is_a_usage_error(parts: Parts, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ask", "Pay?", "--history", "/nowhere/h.json"], parts) == 2
    assert "No such file" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", ""],
        ["ask", "   "],
        ["ask", "x" * 10_000],
        ["ask", "Pay?", "--jsonl"],
        ["ask", "--jsonl", "--history", "h.json"],
        ["ask", "Pay?", "--mode", "guess"],
        ["ask", "Pay?", "--index"],
        ["ask", "two", "questions"],
        ["ask", "bytes \udcff"],
        ["nonsense"],
        ["guides", "--nonsense"],
        ["show"],
        ["add"],
        ["chat", "--port", "0"],
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(
    arguments: list[str], parts: Parts, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments, parts) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("career: ")
    assert captured.err.count("\n") == 1


def test_a_wrong_setting_is_one_line_and_exit_2(
    parts: Parts, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAREER_MAX_QUESTION_CHARS", "many")
    assert cli.main(["ask", "Pay?"], parts) == 2
    assert "CAREER_MAX_QUESTION_CHARS" in capsys.readouterr().err


def test_a_missing_named_index_is_exit_1_and_stdout_stays_empty(capsys: pytest.CaptureFixture[str]) -> None:
    def missing(settings: Settings, progress: object) -> None:
        raise IndexMissing(f"There is no index in {settings.index_path};\nrun `career ingest`.")

    assert cli.main(["ask", "Pay?", "--index", "there"], Parts(ensure_default=missing)) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == f"career: There is no index in {Path('there').absolute()}; run `career ingest`.\n"
