"""Who imports whom: faces, then assistant and ingest, then adapters, then types; heavy libraries have one home."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.settings import ROOT

OWN = ("rag", "ingest", "terminal", "ui")
RAG = sorted((ROOT / "rag").rglob("*.py"))
OURS = [path for folder in OWN for path in sorted((ROOT / folder).rglob("*.py"))]
OURS += [ROOT / "app.py", ROOT / "cli.py"]


def imported(path: Path) -> set[str]:
    """The modules that a file imports anywhere in it, in full."""
    return set(_imported(ast.parse(path.read_text(encoding="utf-8"))))


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole module"
            yield node.module or ""


def roots(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imported(path)}


def test_imports_of_every_kind_are_seen() -> None:
    tree = ast.parse("import a.b\ndef f():\n    from c.d import e\n")
    assert set(_imported(tree)) == {"a.b", "c.d"}


@pytest.mark.parametrize("path", RAG, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_rag_knows_neither_ingest_nor_faces(path: Path) -> None:
    assert not roots(path) & {"ingest", "streamlit", "ui", "terminal", "cli", "app", "typer", "rich"}


@pytest.mark.parametrize(
    ("library", "homes"),
    [
        ("chromadb", {"rag/indexing/vectors.py"}),
        ("onnxruntime", {"rag/encoding/encoder.py"}),
        ("torch", {"rag/encoding/export.py"}),
        ("sentence_transformers", {"rag/encoding/export.py"}),
        ("openai", {"rag/model/chat_model.py"}),
        ("httpx2", {"rag/model/chat_model.py", "ingest/fetching.py"}),
        ("langchain_openai", {"rag/model/chat_model.py"}),
        ("langchain_core", {"rag/model/chat_model.py", "rag/chains.py"}),
    ],
)
def test_a_library_has_one_home(library: str, homes: set[str]) -> None:
    assert {path.relative_to(ROOT).as_posix() for path in OURS if library in roots(path)} == homes


def test_onnx_is_imported_by_the_export_alone() -> None:
    assert {path.relative_to(ROOT).as_posix() for path in OURS if "onnx" in roots(path)} <= {"rag/encoding/export.py"}


def test_nothing_imports_the_export() -> None:
    assert not [path for path in OURS if "rag.encoding.export" in imported(path)]


def test_errors_and_types_stand_on_nothing_of_ours_and_seams_on_both() -> None:
    names = ("errors", "types", "seams")
    ours = {name: {i for i in imported(ROOT / "rag" / f"{name}.py") if i.startswith(OWN)} for name in names}
    assert ours == {"errors": set(), "types": set(), "seams": {"rag.errors", "rag.types"}}


LAYERS = ("text", "encoding", "indexing", "asking", "finding", "quotes", "checks", "model")


@pytest.mark.parametrize("path", [path for path in RAG if path.parent.name in LAYERS], ids=lambda path: path.stem)
def test_a_room_knows_only_the_rooms_before_it(path: Path) -> None:
    later = tuple(f"rag.{name}" for name in LAYERS[LAYERS.index(path.parent.name) + 1 :])
    assert not [name for name in imported(path) if later and name.startswith(later)]
    assert "rag.assistant" not in imported(path)


def test_ingest_knows_of_rag_only_index_encoder_and_what_those_share() -> None:
    answering = ("rag.assistant", "rag.asking", "rag.finding", "rag.quotes", "rag.model", "rag.checks")
    files = sorted((ROOT / "ingest").rglob("*.py"))
    assert not [path for path in files if any(name.startswith(answering) for name in imported(path))]


def test_a_question_loads_no_heavy_library(tmp_path: Path) -> None:
    """Of a named index that isn't there nothing is loaded either; so a small one is built first."""
    guides, index = tmp_path / "guides", tmp_path / "index"
    guides.mkdir()
    (guides / "law.md").write_text("# Law\n\nLaw school takes three years after a first degree.\n", encoding="utf-8")
    script = """
import sys
from cli import main
sys.argv[1:] = ["ask", "How long does law school take?", "--index", sys.argv[1]]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
heavy = {"torch", "sentence_transformers", "transformers", "onnx", "langchain", "langchain_core", "openai", "streamlit"}
heavy.add("httpx2")
print(sorted(heavy & set(sys.modules)))
"""
    made = subprocess.run(
        [sys.executable, "cli.py", "ingest", guides, "--index", index], cwd=ROOT, capture_output=True, text=True
    )
    assert made.returncode == 0, made.stderr
    asked = subprocess.run([sys.executable, "-c", script, index], cwd=ROOT, capture_output=True, text=True)
    assert asked.returncode == 0, asked.stderr
    assert "three years" in asked.stdout
    assert asked.stdout.splitlines()[-1] == "[]"
