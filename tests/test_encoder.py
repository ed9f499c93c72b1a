from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from rag.encoding.encoder import GRAPH, LazyEncoder, OnnxEncoder, open_encoder
from rag.encoding.models import OFFICIAL, SHIPPED, check_shipped, find_model
from rag.errors import EncoderError
from rag.progress import Step
from rag.settings import ROOT, read_settings
from rag.types import EncoderId

TEXTS = [
    "What does an MLOps engineer earn?",
    "",
    "Naïve café — 85 % of models never reach production 🔥",
    "word " * 600,
    "Kubernetes",
    *(f"Sentence number {n} " * n for n in range(1, 15)),
]
ORIGINAL = """
import json, sys
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(sys.argv[1], device="cpu", local_files_only=True)
print(json.dumps(model.encode(json.loads(sys.stdin.read()), normalize_embeddings=True).tolist()))
"""
HEAVY = ("torch", "sentence_transformers", "transformers", "onnx", "openai", "langchain", "langchain_core", "streamlit")


def child(code: str, *args: str, stdin: str = "") -> str:
    """What a fresh Python prints."""
    return subprocess.run(
        [sys.executable, "-c", code, *args],
        input=stdin,
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"HF_HUB_OFFLINE": "1"},
    ).stdout


@pytest.fixture(scope="session")
def encoder(encoder_cache: Path) -> OnnxEncoder:
    return open_encoder(read_settings(cache=encoder_cache))


def test_vectors_are_those_of_the_original(encoder: OnnxEncoder) -> None:
    original = np.array(json.loads(child(ORIGINAL, str(find_model(SHIPPED).folder), stdin=json.dumps(TEXTS))))
    vectors = encoder.encode(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == original.shape
    np.testing.assert_allclose(np.sum(vectors * original, axis=1), 1.0, atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)


def test_a_text_has_the_same_vector_alone_and_among_others(encoder: OnnxEncoder) -> None:
    together = encoder.encode(TEXTS)
    for text, vector in zip(TEXTS, together, strict=True):
        np.testing.assert_allclose(encoder.encode([text])[0], vector, atol=1e-5)


def test_no_texts_no_vectors(encoder: OnnxEncoder) -> None:
    assert len(encoder.encode([])) == 0


def test_encoding_imports_no_model_library(encoder: OnnxEncoder, encoder_cache: Path) -> None:
    code = f"""
import sys
from rag.encoding.encoder import open_encoder
from rag.indexing.index import open_index
from rag.settings import read_settings
print(open_encoder(read_settings(cache=sys.argv[1])).encode(["salary"]).shape, [m for m in {HEAVY} if m in sys.modules])
"""
    assert child(code, str(encoder_cache)).strip() == "(1, 384) []"


def test_the_export_is_made_once(encoder: OnnxEncoder, encoder_cache: Path) -> None:
    steps: list[Step] = []
    open_encoder(read_settings(cache=encoder_cache), steps.append)
    assert steps == []


def test_a_broken_export_is_made_again_by_one_of_two_processes(
    encoder: OnnxEncoder, encoder_cache: Path, tmp_path: Path
) -> None:
    shutil.copytree(encoder_cache, tmp_path, dirs_exist_ok=True)
    (graph,) = tmp_path.glob(f"*/{GRAPH}")
    graph.write_bytes(graph.read_bytes()[:-1000])
    (left := tmp_path / f"{graph.parent.name}.part-killed").mkdir()
    code = """
import sys
from rag.encoding.encoder import open_encoder
from rag.settings import read_settings
print(open_encoder(read_settings(cache=sys.argv[1]), print).encode(["salary"])[0, :3].tolist())
"""
    both = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in both:
        progress, vector = process.communicate()[0].splitlines()
        assert progress == "Preparing the encoder (once, about 30 s) ..."
        np.testing.assert_allclose(json.loads(vector), encoder.encode(["salary"])[0, :3], atol=1e-6)
    assert list(tmp_path.glob(f"*/{GRAPH}")) == [graph]
    assert not left.exists()


@pytest.mark.parametrize("file", OFFICIAL)
def test_altered_files_are_refused(file: str, tmp_path: Path) -> None:
    model = find_model(SHIPPED)
    altered = type(model)(model.id, tmp_path)
    for name in OFFICIAL:
        shutil.copy(model.folder / name, tmp_path / name)
    check_shipped(altered)
    with (tmp_path / file).open("r+b") as stream:
        stream.seek(1000)
        stream.write(b"\0\1\2\3")
    with pytest.raises(EncoderError, match=f"{file} is not the official one"):
        check_shipped(altered)


def test_any_other_model_is_known_by_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(find_model(SHIPPED).folder, folder)
    first = find_model(str(folder)).id
    assert first.name == str(folder)
    (folder / "modules.json").write_text("[]")
    assert find_model(str(folder)).id.sha256 != first.sha256


def test_another_model_is_exported_with_its_own_longest_input(tmp_path: Path, encoder: OnnxEncoder) -> None:
    folder = tmp_path / "model"
    shutil.copytree(find_model(SHIPPED).folder, folder)
    (folder / "sentence_bert_config.json").write_text('{"max_seq_length": 16, "do_lower_case": false}')
    other = open_encoder(read_settings(encoder=str(folder), cache=tmp_path / "cache"))
    long = [
        "one two three four five six seven eight nine ten " * 5,
        "one two three four five six seven eight nine ten " * 9,
    ]
    vectors = other.encode(long)
    np.testing.assert_allclose(vectors[0], vectors[1], atol=1e-6)
    np.testing.assert_allclose(other.encode(["short"]), encoder.encode(["short"]), atol=1e-6)


def test_a_model_nobody_has_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EncoderError, match="CAREER_ENCODER=no-such/model"):
        find_model("no-such/model")
    with pytest.raises(EncoderError, match="holds no sentence-transformers model"):
        find_model(str(tmp_path))


def test_an_unwritable_cache_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EncoderError, match="CAREER_CACHE"):
        open_encoder(read_settings(cache=tmp_path / "file" / "cache"))


def test_which_encoder_it_is_costs_no_export(tmp_path: Path) -> None:
    lazy = LazyEncoder(read_settings(cache=tmp_path))
    assert lazy.id == EncoderId(SHIPPED, OFFICIAL["model.safetensors"])
    assert list(tmp_path.iterdir()) == []


def test_lazy_is_the_same_encoder(encoder: OnnxEncoder, encoder_cache: Path) -> None:
    lazy = LazyEncoder(read_settings(cache=encoder_cache))
    np.testing.assert_array_equal(lazy.encode(TEXTS[:2]), encoder.encode(TEXTS[:2]))
