"""A sentence-transformers model as one ONNX graph. The only room with torch; it runs as a child process, once a model.

python -m rag.encoding.export MODEL_FOLDER TARGET_FOLDER
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer

SAMPLE = ["A short text.", "A text that is rather longer than the first one, so that the batch is padded."]


class Pooled(torch.nn.Module):
    """Token ids to sentence vectors of unit length: all modules of the model, pooling included, then normalising."""

    def __init__(self, model: SentenceTransformer, names: list[str]) -> None:
        super().__init__()
        self.model = model
        self.names = names

    def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
        features = self.model(dict(zip(self.names, tensors, strict=True)))
        return torch.nn.functional.normalize(features["sentence_embedding"], dim=-1)


def export(source: Path, target: Path) -> None:
    """Writes `model.onnx` and `tokenizer.json`, cut to the model's longest input, into `target`, which exists."""
    model = SentenceTransformer(str(source), device="cpu", local_files_only=True).eval()
    tensors = {name: value for name, value in model.preprocess(SAMPLE).items() if isinstance(value, torch.Tensor)}
    names = list(tensors)
    with torch.no_grad():
        torch.onnx.export(
            Pooled(model, names),
            tuple(tensors.values()),
            str(target / "model.onnx"),
            input_names=names,
            output_names=["vectors"],
            dynamic_axes={name: {0: "texts", 1: "tokens"} for name in names} | {"vectors": {0: "texts"}},
            dynamo=False,
        )
    _save_tokenizer(model, target / "tokenizer.json")


def _save_tokenizer(model: SentenceTransformer, path: Path) -> None:
    """The model's own tokenizer, cutting at its longest input and padding to the longest text of a batch."""
    outer = model.tokenizer
    inner = outer.backend_tokenizer
    inner.enable_truncation(model.max_seq_length or outer.model_max_length)
    inner.enable_padding(pad_id=outer.pad_token_id, pad_token=outer.pad_token, direction=outer.padding_side)
    inner.save(str(path))


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # the exporter announces its successor on every call
    export(Path(sys.argv[1]), Path(sys.argv[2]))
