"""The terminal face over fakes: what goes to stdout and stderr, in which form, with which exit code."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

import cli
from rag.errors import GuideUnknown, IndexMissing
from rag.settings import Settings, read_settings
from rag.types import Answer, Article, Disagreement, Position, Status, Turn
from terminal.answers import answer_lines
from terminal.doctor import age, diagnosis
from terminal.output import draw, safe
from terminal.parts import Parts
from tests.fake_assistant import GUIDE, FakeAssistant, cited

ROOT = Path(cli.__file__).parent


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("CAREER_") or name == "NO_COLOR"]:
        monkeypatch.delenv(name)


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def parts(assistant: FakeAssistant) -> Parts:
    return Parts(open_assistant=lambda settings: assistant, ensure_default=lambda settings, progress: None)


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    return lambda data: monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


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


# --- ask ------------------------------------------------------------------------------------------------------


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
        "    https://example.org/harbour\n"
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
    cli.main(["ask", "And then?", "--mode", "auto"], parts)
    assert assistant.asked[1].mode is None


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


# --- ask --jsonl ----------------------------------------------------------------------------------------------

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


# --- drawing --------------------------------------------------------------------------------------------------


def test_everything_a_reader_should_know_is_drawn() -> None:
    positions = (Position("$91,000", "A harbour pilot earns $91,000 a year.", 1), Position("less", "less", 2))
    answer = replace(
        cited("Pay?"),
        status="partial",
        not_covered=("pay in Oslo",),
        disagreements=(Disagreement("pay", positions),),
        background=("you are a junior",),
        notice="The model was slow.",
    )
    out = drawn(answer)
    for expected in (
        "Not in the guides\n  - pay in Oslo\n",
        "The guides differ: pay\n  - Ada Berg: $91,000 [1]\n  - less [2]\n",
        "Taken into account\n  - you are a junior\n",
        "Note: The model was slow.\n",
    ):
        assert expected in out


def test_a_quote_stands_under_its_source_unless_the_answer_has_it_word_for_word() -> None:
    spoken = replace(cited("Pay?"), answer="Cost: 91,000 [1]")
    quote = spoken.citations[0].quote
    assert f"    “{quote}”\n" in drawn(spoken)
    assert drawn(cited("Pay?")).count(quote) == 1


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


# --- guides, show, doctor -------------------------------------------------------------------------------------


def test_guides_in_a_pipe_are_tab_separated_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assistant = FakeAssistant(articles=(GUIDE, Article("bare.md", "x", title="tab\tin it")))
    assert cli.main(["guides"], Parts(open_assistant=lambda settings: assistant)) == 0
    assert capsys.readouterr().out == (
        "pay/harbour.md\tHarbour pilots\tAda Berg\t2024-05-01\thttps://example.org/harbour\t1\n"
        "bare.md\ttab in it\t\t\t\t1\n"
    )


def test_guides_json_has_the_contract_s_keys(parts: Parts, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["guides", "--json"], parts)
    (guide,) = json.loads(capsys.readouterr().out)
    assert list(guide) == ["guide", "title", "author", "published", "url", "passages"]


def test_show_writes_exactly_the_text(parts: Parts, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert cli.main(["show", "pay/harbour.md"], parts) == 0
    assert capsysbinary.readouterr().out == GUIDE.text.encode()


def test_show_json_has_the_contract_s_keys(parts: Parts, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["show", "Harbour pilots", "--json"], parts)
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["guide", "title", "author", "published", "url", "text", "segments"]
    assert found["segments"][1] == {"start": 16, "end": 70, "section": "Pay", "timestamp": "01:05", "page": None}


def test_an_unknown_guide_is_exit_1(parts: Parts, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["show", "nothing"], parts) == GuideUnknown.exit_code == 1
    assert "career guides" in capsys.readouterr().err


def test_doctor_tells_generation_guides_and_where_settings_come_from(
    parts: Parts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CAREER_CACHE", str(tmp_path))
    assert cli.main(["doctor", "--index", str(tmp_path / "index")], parts) == 0
    out = capsys.readouterr().out
    assert "generation g1, 1 guides" in out
    assert "not exported yet" in out
    assert re.search(rf"CAREER_CACHE +{re.escape(str(tmp_path))} \(environment\)", out)
    assert re.search(r"CAREER_ENCODER +all-MiniLM-L6-v2 \(default\)", out)


def test_doctor_finds_fault_with_a_missing_index_only_if_it_was_named(tmp_path: Path) -> None:
    def missing(settings: Settings) -> FakeAssistant:
        raise IndexMissing("There is no index.")

    now = datetime.now(UTC)
    assert diagnosis(read_settings(), Parts(open_assistant=missing), "1", now)[1]
    assert not diagnosis(read_settings(index=tmp_path), Parts(open_assistant=missing), "1", now)[1]


@pytest.mark.parametrize(
    ("created", "said"),
    [("2024-06-02T11:59:30", "just now"), ("2024-06-02T10:00:00", "2 hours ago"), ("2024-06-01T11:00:00", "1 day ago")],
)
def test_age_is_told_in_its_largest_unit(created: str, said: str) -> None:
    assert age(f"{created}+00:00", datetime(2024, 6, 2, 12, tzinfo=UTC)) == said


# --- the process ----------------------------------------------------------------------------------------------

OVER_FAKES = """
import sys, time
import cli
from rag.types import Article
from terminal.parts import Parts
from tests.fake_assistant import FakeAssistant, cited

def slow(question):
    if question == "wait":
        print("waiting", file=sys.stderr, flush=True)
        time.sleep(60)
    return cited(question)

articles = (Article("big.md", "no newline at the end" * 10_000), Article("a.md", "\\u2013\\r\\nend"))
assistant = FakeAssistant(slow, articles)
sys.exit(cli.main(parts=Parts(lambda settings: assistant, lambda settings, progress: None)))
"""


def started(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """The command over fakes in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", OVER_FAKES, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_show_is_utf8_and_exact_whatever_the_locale() -> None:
    out, _ = started("show", "a.md", LC_ALL="C", LANG="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0").communicate()
    assert out == "–\r\nend".encode()


def test_each_line_is_answered_before_the_next_one_comes() -> None:
    with started("ask", "--jsonl") as process:
        assert process.stdin
        assert process.stdout
        for number in range(3):
            process.stdin.write(json.dumps({"question": f"Question {number}?"}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["question"] == f"Question {number}?"
        process.stdin.close()
        assert process.wait(30) == 0


def test_ctrl_c_ends_quietly() -> None:
    with started("ask", "wait") as process:
        assert process.stderr
        assert process.stderr.readline() == b"waiting\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == cli.INTERRUPTED
        assert process.stderr.read() == b""


@pytest.mark.parametrize("arguments", [("show", "big.md"), ("ask", "Pay?")])
def test_a_reader_that_goes_away_ends_it_quietly(arguments: tuple[str, ...]) -> None:
    with started(*arguments) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.wait(30)
        assert process.stderr.read() == b""


def test_a_full_disk_is_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", OVER_FAKES, "ask", "Pay?"],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == b"career: Can't write the answer: No space left on device.\n"


def test_help_and_version_load_nothing_heavy() -> None:
    heavy = {"numpy", "onnxruntime", "chromadb", "streamlit", "torch", "pydantic_settings", "rich"}
    script = f"import sys, cli; cli.main(sys.argv[1:]); print(sorted({heavy!r} & set(sys.modules)), file=sys.stderr)"
    for argument, expected in (("--version", "career "), ("--help", "Usage: career")):
        done = subprocess.run(
            [sys.executable, "-c", script, argument], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert done.stdout.startswith(expected)
        assert done.stderr == "[]\n"
