"""Texts to vectors with onnxruntime; the graph is exported once from the model's own files, in a child process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from filelock import FileLock
from tokenizers import Encoding, Tokenizer

from rag.encoding.models import ModelFiles, check_base, find_model, sha256, shipped_files
from rag.errors import EncoderError
from rag.progress import Progress, Step, silent
from rag.settings import ROOT, Settings
from rag.types import EncoderId, Vectors

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

EXPORT = 1
"""Version of rag.encoding.export: another one asks for a new export."""
BATCH = 8
"""Texts a run; measured on two cores: 490 short texts a second with 8, 390 with 16, 220 with 32."""
GRAPH, TOKENIZER, SEAL = "model.onnx", "tokenizer.json", "export.json"


def open_session(graph: Path) -> InferenceSession:
    """A model in a file, ready to run on this machine's processors. Raises what onnxruntime raises."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # read when it is imported; else it keeps what it does to send
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads would burn a core
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


class OnnxEncoder:
    """An exported model. Safe for several threads."""

    def __init__(self, graph: Path, tokenizer: Path, id: EncoderId) -> None:
        self.id = id
        self._session = open_session(graph)
        self._inputs = {entry.name for entry in self._session.get_inputs()}
        self._tokenizer = Tokenizer.from_file(str(tokenizer))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (texts, dimensions). Words past the model's longest input are not seen."""
        encodings = [self._tokenizer.encode(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda i: len(encodings[i].ids))
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        rows = [self._run([encodings[i] for i in batch]) for batch in batches]
        if not rows:
            return np.zeros((0, 0), dtype=np.float32)
        vectors: Vectors = np.concatenate(rows)[np.argsort(order)]
        return vectors

    def _run(self, encodings: Sequence[Encoding]) -> Vectors:
        """One batch, padded to its longest text."""
        longest = max(len(encoding.ids) for encoding in encodings)
        padding = self._tokenizer.padding or {}
        for encoding in encodings:
            encoding.pad(
                longest, direction=padding["direction"], pad_id=padding["pad_id"], pad_token=padding["pad_token"]
            )
        features = {
            "input_ids": [encoding.ids for encoding in encodings],
            "attention_mask": [encoding.attention_mask for encoding in encodings],
            "token_type_ids": [encoding.type_ids for encoding in encodings],
        }
        feed = {name: np.array(rows, dtype=np.int64) for name, rows in features.items() if name in self._inputs}
        vectors: Vectors = self._session.run(None, feed)[0]
        return vectors


class LazyEncoder:
    """The encoder that the settings name, opened at the first text; which one it is costs next to nothing."""

    def __init__(self, settings: Settings, progress: Progress = silent) -> None:
        self._settings = settings
        self._progress = progress
        self.id = find_model(settings.encoder).id
        self._lock = threading.Lock()
        self._opened: OnnxEncoder | None = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See OnnxEncoder.encode. Raises EncoderError at the first call."""
        return self._open().encode(texts)

    def _open(self) -> OnnxEncoder:
        with self._lock:
            self._opened = self._opened or open_encoder(self._settings, self._progress)
            return self._opened


def open_encoder(settings: Settings, progress: Progress = silent) -> OnnxEncoder:
    """The encoder that the settings name; one that doesn't ship is exported into the cache first.

    Raises EncoderError.
    """
    model = find_model(settings.encoder)
    if model.folder is None:
        return OnnxEncoder(*shipped_files("encoder"), model.id)
    folder = settings.cache.expanduser().absolute() / _key(model)
    if not _intact(folder):
        _prepare(model, model.folder, folder, progress)
    try:
        return OnnxEncoder(folder / GRAPH, folder / TOKENIZER, model.id)
    except Exception as error:
        raise EncoderError(f"The exported encoder in {folder} can't be loaded ({error}); delete that folder.") from None


def _key(model: ModelFiles) -> str:
    """The name of a model's export. Raises EncoderError where there is no torch to export with."""
    try:
        torch = version("torch").split("+")[0]
    except PackageNotFoundError:
        raise EncoderError(
            "CAREER_ENCODER names an encoder that doesn't ship, and nothing is here to export it with; "
            "install career-assistant[encoders], or unset CAREER_ENCODER."
        ) from None
    name = "".join(char if char.isalnum() or char in "-." else "-" for char in Path(model.id.name).name)
    return f"{name}-{model.id.sha256[:12]}-torch{torch}-export{EXPORT}"


def _intact(folder: Path) -> bool:
    """Whether an export is there whole, byte by byte (50 ms for 90 MB)."""
    try:
        seal = json.loads((folder / SEAL).read_bytes())
        return all(sha256(folder / name) == seal[name] for name in (GRAPH, TOKENIZER))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _prepare(model: ModelFiles, source: Path, folder: Path, progress: Progress) -> None:
    """Puts an export in place; of several processes one does it and the others wait."""
    progress(Step("Preparing the encoder (once, about 30 s)"))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_suffix(".lock")):
            if not _intact(folder):
                check_base(model)
                _export(source, folder)
    except OSError as error:
        raise EncoderError(
            f"The encoder can't be kept in {folder.parent} ({error.strerror}); set CAREER_CACHE to a "
            f"folder that can be written."
        ) from None


def _export(source: Path, folder: Path) -> None:
    """Exports in a process of its own, so that torch is never in this one. Raises EncoderError."""
    for rubbish in folder.parent.glob(f"{folder.name}.part-*"):
        shutil.rmtree(rubbish, ignore_errors=True)
    made = tempfile.TemporaryDirectory(prefix=f"{folder.name}.part-", dir=folder.parent, ignore_cleanup_errors=True)
    with made as name:
        part = Path(name)
        child = subprocess.run(
            [sys.executable, "-m", "rag.encoding.export", str(source), str(part)],
            cwd=ROOT,
            env=os.environ | {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "CUDA_VISIBLE_DEVICES": ""},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
        )
        if child.returncode:
            reason = (child.stderr.strip().splitlines() or [f"exit code {child.returncode}"])[-1]
            raise EncoderError(f"The encoder in {source} can't be exported: {reason}")
        (part / SEAL).write_text(json.dumps({name: sha256(part / name) for name in (GRAPH, TOKENIZER)}))
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(part, folder)
