"""The README and the pages under docs/ against what they speak of: commands, settings, exit codes, quotes, links."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import typer

import cli
from ingest.articles import parse
from ingest.service import ingest
from rag.errors import CareerError
from rag.settings import OPENAI_URL, ROOT, Settings, variable
from rag.types import Answer
from terminal.asking import EXIT_CODES

README = (ROOT / "README.md").read_text(encoding="utf-8")
DECISIONS = ROOT / "docs" / "decisions"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(ROOT.glob("docs/**/*.md"))]
COMMANDS: dict[str, Any] = getattr(typer.main.get_command(cli.app), "commands")  # noqa: B009  the type doesn't tell
GUIDE = "---\ntitle: Divers\n---\n# Divers\n\nA senior diver in the harbour earns $50,000 a year.\n"


def first_cells(pattern: str) -> list[str]:
    """The first cells of the README's table rows, as far as they match the pattern's group."""
    return re.findall(rf"^\| {pattern} \|", README, re.MULTILINE)


def blocks(language: str) -> list[str]:
    """The README's fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def typed(program: str) -> Iterator[list[str]]:
    """What the README's shell sessions type to a program, in words."""
    for block in blocks("(?:console|text)"):
        for line in re.findall(r"^\$ (.*)$", block, re.MULTILINE):
            words = list(shlex.shlex(line, posix=True, punctuation_chars="|<>;"))
            if program in words:
                yield words[words.index(program) + 1 :]


def test_every_command_stands_in_the_readme() -> None:
    assert first_cells(r"`career ([a-z]+)[^`]*`") == list(dict.fromkeys(first_cells(r"`career ([a-z]+)[^`]*`")))
    assert set(first_cells(r"`career ([a-z]+)[^`]*`")) == set(COMMANDS)


def test_every_measure_stands_in_the_readme() -> None:
    assert set(first_cells(r"`([a-z]+) (?:FILE|DIR)`")) == set(COMMANDS["eval"].commands)


def test_what_the_sessions_type_is_understood() -> None:
    commands = list(typed("career"))
    assert commands
    for name, *words in commands:
        options = {option for parameter in COMMANDS[name].params for option in parameter.opts}
        before_pipe = words[: words.index("|")] if "|" in words else words
        assert {word for word in before_pipe if word.startswith("--")} <= options


def test_every_target_of_make_stands_in_the_readme() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert phony
    assert set(first_cells(r"`make ([a-z-]+)[^`]*`")) == set(phony[1].split()) - {"help", "setup"}
    assert {words[0] for words in typed("make")} <= set(phony[1].split())


def test_every_setting_stands_in_the_readme_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `((?:CAREER|OPENAI)_[A-Z_]+)` \| `([^`]*)` \|", README, re.MULTILINE))
    assert rows == {variable(name): default(name) for name in Settings.model_fields}


def default(name: str) -> str:
    """A setting's default as a person would write it."""
    value = Settings.model_fields[name].default
    value = {"index": Settings.model_construct().index_path, "openai_base_url": OPENAI_URL}.get(name, value)
    if isinstance(value, Path):
        return value.relative_to(ROOT).as_posix()
    return f"{value:g}" if isinstance(value, float) else str("none" if value is None else value)


def test_every_exit_code_stands_in_the_readme() -> None:
    errors: list[type[CareerError]] = [CareerError, *CareerError.__subclasses__()]
    codes = {*EXIT_CODES.values(), *(error.exit_code for error in errors), cli.INTERRUPTED}
    assert {int(code) for code in first_cells(r"(\d+)")} == codes


def test_every_key_of_an_answer_stands_in_the_readme() -> None:
    assert {field.name for field in fields(Answer)} <= set(re.findall(r"`([a-z_]+)`", README))


def test_the_quotes_in_the_readme_are_the_guides() -> None:
    guides = [path for path in (ROOT / "corpus").glob("*.md") if path.name != "README.md"]
    texts = [parse(path.read_bytes(), path.name).article.text for path in guides]
    texts += re.findall(r"^> (.*)$", README, re.MULTILINE)  # the guide that the README makes up
    quotes = re.findall(r"“([^“”]+)” \[\d+\]", "\n".join(blocks("console")))
    assert len(quotes) > 3
    assert [quote for quote in quotes if not any(quote in text for text in texts)] == []


def test_the_python_example_runs(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (settings.corpus / "divers.md").write_text(GUIDE)
    ingest(settings)
    monkeypatch.setenv("CAREER_INDEX", str(settings.index_path))
    monkeypatch.setenv("CAREER_CACHE", str(settings.cache))
    example, in_a_chain = (block for block in blocks("python") if "open_assistant" in block)
    names: dict[str, Any] = {}
    exec(example.replace("MLOps engineer", "diver in the harbour"), names)
    names["assistant"].close()
    assert capsys.readouterr().out == "1 divers.md A senior diver in the harbour earns $50,000 a year.\n"
    exec(in_a_chain.replace("MLOps engineer", "diver in the harbour"), names)
    names["assistant"].close()
    guide, quote, answer = capsys.readouterr().out.splitlines()
    assert (guide, quote) == ("divers.md", "A senior diver in the harbour earns $50,000 a year.")
    assert answer.endswith("A senior diver in the harbour earns $50,000 a year.” [1]")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_every_decision_stands_in_their_list() -> None:
    listed = set(re.findall(r"\]\(([a-z-]+\.md)\)", (DECISIONS / "README.md").read_text(encoding="utf-8")))
    assert listed == {page.name for page in DECISIONS.glob("*.md")} - {"README.md"}
