"""The least a question can cost: a process that loads the libraries, and asks and reads once. Nothing of ours runs.

python -m bench.floor GENERATION, a folder of an index
"""

import json
import sys
from pathlib import Path

import chromadb
import numpy as np
import onnxruntime
from chromadb.config import Settings
from tokenizers import Tokenizer

QUESTION = "What does a senior MLOps engineer earn?"
WINDOWS, TOKENS = 6, 150
"""What the reader is given for a question: windows, and about how many tokens one has."""
MODELS = Path(__file__).resolve().parent.parent / "models"


def main() -> None:
    known = json.loads((MODELS / "models.json").read_bytes())
    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # as the product: idle threads burn a core
    encoder, reader = (
        onnxruntime.InferenceSession(MODELS / known[each]["file"], options) for each in ("encoder", "reader")
    )
    tokenizer = Tokenizer.from_file(str(MODELS / known["tokenizer"]["file"]))
    asked = np.array([tokenizer.encode(QUESTION).ids], dtype=np.int64)
    ones = np.ones_like(asked)
    everything = {"input_ids": asked, "attention_mask": ones, "token_type_ids": 0 * ones}
    feed = {entry.name: everything[entry.name] for entry in encoder.get_inputs()}
    vector = encoder.run(None, feed)[0]
    client = chromadb.PersistentClient(str(Path(sys.argv[1]) / "chroma"), Settings(anonymized_telemetry=False))
    units = client.get_collection("units", embedding_function=None)
    units.query(query_embeddings=vector, n_results=min(200, units.count()), include=["distances"])
    window = np.full((1, TOKENS), 2000, dtype=np.int64)
    ones = np.ones_like(window)
    for _ in range(WINDOWS):
        reader.run(
            None, {"input_ids": window, "attention_mask": ones, "token_type_ids": ones, "parts": np.minimum(window, 2)}
        )


if __name__ == "__main__":
    main()
