from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from rag.encoding.encoder import GRAPH, SEAL, TOKENIZER, LazyEncoder, OnnxEncoder, _key, open_encoder
from rag.encoding.models import (
    BASE,
    MODELS,
    OFFICIAL,
    SHIPPED,
    ModelFiles,
    base_folder,
    check_base,
    find_model,
    shipped,
    shipped_files,
)
from rag.errors import EncoderError
from rag.progress import Step
from rag.settings import ROOT, Settings, read_settings
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
ENCODES = """
import json, sys
from rag.encoding.encoder import open_encoder
from rag.settings import read_settings
encoder = open_encoder(read_settings(cache=sys.argv[1], encoder=sys.argv[2]), print)
vectors = encoder.encode(json.load(sys.stdin)).tolist()
heavy = "torch sentence_transformers transformers onnx openai langchain langchain_core streamlit".split()
print(json.dumps({"vectors": vectors, "heavy": [each for each in heavy if each in sys.modules]}))
"""


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


def base(cache: Path) -> Settings:
    """Settings for the base that our encoder was made from, which is exported first."""
    return read_settings(encoder=BASE, cache=cache)


# --- the encoder that ships -----------------------------------------------------------------------------------


def test_vectors_of_the_shipped_encoder_are_of_unit_length_and_alike_where_texts_are(meaning: OnnxEncoder) -> None:
    vectors = meaning.encode(TEXTS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    nurse, pay, bread = meaning.encode(["What does a nurse earn?", "The pay of nurses", "How bread is baked"])
    assert nurse @ pay > nurse @ bread


def test_what_ships_is_opened_without_a_cache_and_told_by_its_file(tmp_path: Path) -> None:
    settings = read_settings(cache=tmp_path)
    lazy = LazyEncoder(settings)
    assert lazy.id == open_encoder(settings).id == EncoderId(SHIPPED, shipped("encoder")[1])
    assert len(lazy.encode(["salary"])) == 1
    assert list(tmp_path.iterdir()) == []


def test_lazy_is_the_same_encoder(meaning: OnnxEncoder) -> None:
    np.testing.assert_array_equal(LazyEncoder(read_settings()).encode(TEXTS[:2]), meaning.encode(TEXTS[:2]))


def copied(folder: Path) -> dict[str, Path]:
    """A copy of the models that ship, by name."""
    shutil.copytree(MODELS, folder)
    return {name: shipped(name, folder)[0] for name in ("encoder", "reader", "tokenizer")}


@pytest.mark.parametrize("model", ["encoder", "reader"])
def test_an_altered_model_is_refused_with_one_line_that_names_it(model: str, tmp_path: Path) -> None:
    files = copied(tmp_path / "models")
    assert shipped_files(model, tmp_path / "models") == (files[model], files["tokenizer"])
    for name in ("tokenizer", model):
        with files[name].open("r+b") as stream:
            stream.seek(1000)
            stream.write(b"\0\1\2\3")
        with pytest.raises(EncoderError, match="is not the file that belongs here") as error:
            shipped_files(model, tmp_path / "models")
        assert str(files[name]) in str(error.value)
        assert "\n" not in str(error.value)


@pytest.mark.parametrize("text", [None, "", "[]", '{"encoder": {"file": "x"}}'])
def test_a_broken_list_of_models_is_told(text: str | None, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "models.json").write_text(text)
    with pytest.raises(EncoderError, match=r"models\.json is missing or broken"):
        shipped_files("encoder", tmp_path)


def test_a_model_that_is_gone_is_told(tmp_path: Path) -> None:
    copied(tmp_path / "models")["encoder"].unlink()
    with pytest.raises(EncoderError, match="can't be read"):
        shipped_files("encoder", tmp_path / "models")


def test_a_text_has_the_same_vector_alone_and_among_others(meaning: OnnxEncoder) -> None:
    together = meaning.encode(TEXTS)
    for text, vector in zip(TEXTS, together, strict=True):
        np.testing.assert_allclose(meaning.encode([text])[0], vector, atol=1e-5)


def test_no_texts_no_vectors(meaning: OnnxEncoder) -> None:
    assert len(meaning.encode([])) == 0


# --- any other, exported first --------------------------------------------------------------------------------


def test_another_model_is_exported_once_by_one_of_two_processes_and_gives_its_own_vectors(tmp_path: Path) -> None:
    """All that needs an export, in one test: it costs half a minute."""
    model, cache = tmp_path / "model", tmp_path / "cache"
    shutil.copytree(base_folder(), model)
    (model / "sentence_bert_config.json").write_text('{"max_seq_length": 16, "do_lower_case": false}')
    exported = cache / _key(find_model(str(model)))
    (left := exported.with_name(f"{exported.name}.part-killed")).mkdir(parents=True)
    exported.mkdir()
    for name in (GRAPH, TOKENIZER, SEAL):  # what a broken disk left
        (exported / name).write_text("{}")
    command = [sys.executable, "-c", ENCODES, str(cache), str(model)]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.PIPE) for _ in range(2)]
    original = np.array(json.loads(child(ORIGINAL, str(model), stdin=json.dumps(TEXTS))))
    for process in both:
        progress, printed = process.communicate(json.dumps(TEXTS).encode())[0].decode().splitlines()
        assert progress == "Preparing the encoder (once, about 30 s) ..."
        assert json.loads(printed)["heavy"] == []
        vectors = np.array(json.loads(printed)["vectors"])
        assert vectors.shape == original.shape
        np.testing.assert_allclose(np.sum(vectors * original, axis=1), 1.0, atol=1e-6)  # cut at its own longest input
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)
    assert list(cache.glob(f"*/{GRAPH}")) == [exported / GRAPH]
    assert not left.exists()
    steps: list[Step] = []
    open_encoder(read_settings(encoder=str(model), cache=cache), steps.append)
    assert steps == []


@pytest.mark.parametrize("file", OFFICIAL)
def test_altered_files_are_refused(file: str, tmp_path: Path) -> None:
    altered = ModelFiles(find_model(BASE).id, tmp_path)
    for name in OFFICIAL:
        shutil.copy(base_folder() / name, tmp_path / name)
    check_base(altered)
    with (tmp_path / file).open("r+b") as stream:
        stream.seek(1000)
        stream.write(b"\0\1\2\3")
    with pytest.raises(EncoderError, match=f"{file} is not the file that belongs here"):
        check_base(altered)


def test_any_other_model_is_known_by_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(base_folder(), folder)
    first = find_model(str(folder)).id
    assert first.name == str(folder)
    (folder / "modules.json").write_text("[]")
    assert find_model(str(folder)).id.sha256 != first.sha256


def test_a_model_nobody_has_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EncoderError, match="CAREER_ENCODER=no-such/model"):
        find_model("no-such/model")
    with pytest.raises(EncoderError, match="holds no sentence-transformers model"):
        find_model(str(tmp_path))


def test_an_unwritable_cache_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EncoderError, match="CAREER_CACHE"):
        open_encoder(base(tmp_path / "file" / "cache"))


def test_which_encoder_it_is_costs_no_export(tmp_path: Path) -> None:
    lazy = LazyEncoder(base(tmp_path))
    assert lazy.id == EncoderId(BASE, OFFICIAL["model.safetensors"])
    assert list(tmp_path.iterdir()) == []
