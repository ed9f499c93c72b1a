"""Who imports whom: faces, then assistant and ingest, then adapters, then types; and how large it may become."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.settings import ROOT

OWN = ("rag", "ingest", "serving", "terminal", "ui")
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
    assert not roots(path) & {"ingest", "streamlit", "ui", "terminal", "serving", "cli", "app", "typer", "rich"}


@pytest.mark.parametrize(
    ("library", "homes"),
    [
        ("chromadb", {"rag/indexing/vectors.py"}),
        ("onnxruntime", {"rag/encoding/encoder.py", "rag/reading/reader.py"}),
        ("torch", {"rag/encoding/export.py"}),
        ("sentence_transformers", {"rag/encoding/export.py"}),
        ("openai", {"rag/model/chat_model.py"}),
        ("httpx2", {"rag/model/chat_model.py", "ingest/fetching.py", "rag/indexing/chroma.py"}),
        ("anyio", {"serving/replies.py", "serving/tools.py", "serving/endpoint.py"}),
        ("mcp", {"serving/tools.py"}),
        ("mcp_types", {"serving/tools.py"}),
        ("platformdirs", {"rag/settings.py"}),
        ("starlette", {"serving/endpoint.py", "serving/running.py"}),
        ("uvicorn", {"serving/running.py"}),
        ("watchfiles", {"ingest/watching.py"}),
        ("langchain_openai", {"rag/model/chat_model.py"}),
    ],
)
def test_a_library_has_one_home(library: str, homes: set[str]) -> None:
    assert {path.relative_to(ROOT).as_posix() for path in OURS if library in roots(path)} == homes


def test_langchain_is_the_models_and_the_chains() -> None:
    homes = {path.relative_to(ROOT).as_posix() for path in OURS if "langchain_core" in roots(path)}
    assert {home for home in homes if not home.startswith("rag/model/")} == {"rag/chains.py", "rag/seams.py"}


def test_onnx_is_imported_by_the_export_alone() -> None:
    assert {path.relative_to(ROOT).as_posix() for path in OURS if "onnx" in roots(path)} <= {"rag/encoding/export.py"}


def test_nothing_imports_the_export() -> None:
    assert not [path for path in OURS if "rag.encoding.export" in imported(path)]


def test_errors_and_types_stand_on_nothing_of_ours_and_seams_on_both() -> None:
    names = ("errors", "types", "seams")
    ours = {name: {i for i in imported(ROOT / "rag" / f"{name}.py") if i.startswith(OWN)} for name in names}
    assert ours == {"errors": set(), "types": set(), "seams": {"rag.errors", "rag.types"}}


LAYERS = ("language", "encoding", "indexing", "retrieval", "reading", "figures", "answering", "checking", "model")


def test_every_room_of_rag_has_its_place() -> None:
    rooms = {path.parent.name for path in RAG if path.parent.parent.name == "rag"}
    assert rooms == set(LAYERS)


@pytest.mark.parametrize("path", [path for path in RAG if path.parent.name in LAYERS], ids=lambda path: path.stem)
def test_a_room_knows_only_the_rooms_before_it(path: Path) -> None:
    later = tuple(f"rag.{name}" for name in LAYERS[LAYERS.index(path.parent.name) + 1 :])
    assert not [name for name in imported(path) if later and name.startswith(later)]
    assert "rag.assistant" not in imported(path)


def test_citing_stands_between_the_index_and_what_is_made_of_it() -> None:
    known = ("rag.types", "rag.language", "rag.indexing.views")
    assert all(name.startswith(known) for name in imported(ROOT / "rag" / "citing.py") if name.startswith("rag"))
    before = [path for path in RAG if path.parent.name in LAYERS[: LAYERS.index("figures")]]
    assert not [path for path in before if "rag.citing" in imported(path)]


def test_ingest_knows_of_answering_only_what_it_judges_questions_to_suggest_with() -> None:
    answering = ("rag.assistant", *(f"rag.{room}" for room in LAYERS[LAYERS.index("retrieval") :]))
    known = {"rag.reading.judging", "rag.reading.reader", "rag.answering.choosing", "rag.answering.suggestions"}
    known |= {"rag.model.form"}
    files = sorted((ROOT / "ingest").rglob("*.py"))
    assert {name for path in files for name in imported(path) if name.startswith(answering)} <= known


MOST_LINES, MOST_PATTERNS, MOST_MODULES = 8_403, 120, 60
"""What one can still read: lines of rag/, regular expressions used in it, modules of ours that a question loads."""
PATTERN = re.compile(r"\bre\.(?:compile|search|match|fullmatch|sub|split|findall|finditer)\(")


def test_rag_stays_small_enough_to_be_read() -> None:
    assert sum(len(path.read_text(encoding="utf-8").splitlines()) for path in RAG) <= MOST_LINES


def test_rag_goes_by_few_rules() -> None:
    assert sum(len(PATTERN.findall(path.read_text(encoding="utf-8"))) for path in RAG) <= MOST_PATTERNS


ASK = """
import sys
from cli import main
sys.argv[1:] = ["ask", "How long does law school take?", "--index", sys.argv[1]]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The modules that a question loads. Of a named index that isn't there nothing is, so one is built first."""
    folder = tmp_path_factory.mktemp("imports")
    guides, index = folder / "guides", folder / "index"
    guides.mkdir()
    (guides / "law.md").write_text("# Law\n\nLaw school takes three years after a first degree.\n", encoding="utf-8")
    made = subprocess.run(
        [sys.executable, "cli.py", "ingest", guides, "--index", index], cwd=ROOT, capture_output=True, text=True
    )
    assert made.returncode == 0, made.stderr
    asked = subprocess.run([sys.executable, "-c", ASK, index], cwd=ROOT, capture_output=True, text=True)
    assert asked.returncode == 0, asked.stderr
    assert "three years" in asked.stdout
    return frozenset(asked.stdout.splitlines()[-1].split())


def test_a_question_loads_no_heavy_library(loaded: frozenset[str]) -> None:
    heavy = {"torch", "sentence_transformers", "transformers", "onnx", "langchain", "langchain_core", "openai"}
    assert not loaded & {*heavy, "streamlit", "httpx2"}


def test_a_question_loads_no_server(loaded: frozenset[str]) -> None:
    assert not [name for name in loaded if name.startswith(("serving", "mcp", "starlette", "uvicorn", "platformdirs"))]


def test_a_question_loads_few_modules_of_ours(loaded: frozenset[str]) -> None:
    ours = {name for name in loaded if name.partition(".")[0] in (*OWN, "cli", "app", "evals", "training")}
    modules = sorted(name for name in ours if not (ROOT / name.replace(".", "/")).is_dir())
    assert len(modules) <= MOST_MODULES, modules
