"""The command as a process: locale, pipes, signals, and what it loads."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import cli
from rag.settings import ROOT

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


CLOSED = """
import os, sys
for number in map(int, sys.argv[1].split(",")):
    os.close(number)
os.execv(sys.executable, [sys.executable, "-c", *sys.argv[2:]])
"""


def closed(numbers: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command over fakes with some of stdin (0), stdout (1) and stderr (2) closed."""
    command = [sys.executable, "-c", CLOSED, numbers, OVER_FAKES, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("arguments", [("ask", "Pay?"), ("guides",), ("show", "a.md"), ("--version",)])
def test_without_a_stdout_it_is_one_line(arguments: tuple[str, ...]) -> None:
    done = closed("1", *arguments)
    assert done.returncode == 1
    assert done.stderr == "career: Can't write the answer: Bad file descriptor.\n"


def test_without_stdin_or_stderr_it_answers() -> None:
    assert closed("0,2", "ask", "Pay?").stdout == closed("0", "ask", "Pay?").stdout != ""
    assert closed("0", "ask", "--jsonl").returncode == 0
    assert closed("0,1,2", "ask", "Pay?").returncode == 1


def test_no_file_gets_the_number_of_a_closed_stream() -> None:
    """What a library writes to stderr would end in it."""
    script = "import cli; cli.main(['--version']); print(open('/dev/null').fileno() > 2)"
    command = [sys.executable, "-c", CLOSED, "0,2", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout.endswith("True\n")


@pytest.mark.parametrize("columns", ["0", "1", "-3", "many"])
def test_any_width_shows_the_answer(columns: str) -> None:
    out, _ = started("ask", "Pay?", COLUMNS=columns).communicate()
    assert out == started("ask", "Pay?").communicate()[0] != b""


def test_help_and_version_load_nothing_heavy() -> None:
    heavy = {"numpy", "onnxruntime", "chromadb", "streamlit", "torch", "pydantic_settings", "rich"}
    script = f"import sys, cli; cli.main(sys.argv[1:]); print(sorted({heavy!r} & set(sys.modules)), file=sys.stderr)"
    for argument, expected in (("--version", "career "), ("--help", "Usage: career")):
        done = subprocess.run(
            [sys.executable, "-c", script, argument], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert done.stdout.startswith(expected)
        assert done.stderr == "[]\n"
