"""Trained models to the files that ship: ONNX graphs in models/, named by their hashes, with models.json beside them.

python -m training.export --encoder FOLDER --reader FILE ... [--layers N] [--out models]
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from tokenizers import Tokenizer

from rag.encoding.export import export as export_encoder
from rag.encoding.models import MODELS, sha256
from rag.reading.tokens import Tokens, batch
from rag.types import Window
from training.network import Network

LONGEST = 256
"""Tokens of a text; longer ones are cut."""
SAMPLE = [
    ("What does it pay?", Window("Pay", (0, 1), ("It pays well.", "The work is hard and takes a long time to learn."))),
    ("How long?", Window("Time", (0,), ("A year.",))),
]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--encoder", type=Path)
    parser.add_argument("--encoder-bits", type=int, choices=(8, 16), default=16)
    parser.add_argument("--reader", type=Path, nargs="+", help="several: the mean of their weights")
    parser.add_argument("--base", type=Path, required=True, help="the folder that the reader's shape was made from")
    parser.add_argument("--layers", type=int)
    parser.add_argument("--out", type=Path, default=MODELS)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    known_path = arguments.out / "models.json"
    known = json.loads(known_path.read_bytes()) if known_path.is_file() else {}
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        if arguments.encoder:
            export_encoder(arguments.encoder, work)
            tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
            tokenizer.enable_truncation(LONGEST)
            tokenizer.save(str(work / "tokenizer.json"))
            _smaller(work / "model.onnx", work / "small.onnx", arguments.encoder_bits)
            known["encoder"] = place(work / "small.onnx", "encoder", arguments.out)
            known["tokenizer"] = place(work / "tokenizer.json", "tokenizer", arguments.out)
        if arguments.reader:
            network = Network(arguments.base, arguments.layers)
            network.load_state_dict(mean([torch.load(path) for path in arguments.reader]))
            tokenizer_path = arguments.out / known["tokenizer"]["file"]
            export_reader(network, tokenizer_path, work / "reader-whole.onnx")
            _smaller(work / "reader-whole.onnx", work / "reader.onnx", 8)
            known["reader"] = place(work / "reader.onnx", "reader", arguments.out)
    known_path.write_text(json.dumps(known, indent=1) + "\n")


def mean(states: Sequence[Mapping[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of the weights of networks of one shape, taught one from the other."""
    return {name: torch.stack([state[name].float() for state in states]).mean(0) for name in states[0]}


def export_reader(network: Network, tokenizer: Path, target: Path) -> None:
    """Writes the network as a graph in float32."""
    tokens = Tokens(Tokenizer.from_file(str(tokenizer)))
    made = batch([tokens.input(question, "", window) for question, window in SAMPLE])
    inputs = {name: torch.from_numpy(array) for name, array in made.items()}
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter announces its successor on every call
        torch.onnx.export(
            network.eval(),
            tuple(inputs.values()),
            str(target),
            input_names=list(inputs),
            output_names=["logits"],
            dynamic_axes={name: {0: "windows", 1: "tokens"} for name in inputs} | {"logits": {0: "windows"}},
            dynamo=False,
        )


def _smaller(source: Path, target: Path, bits: int) -> None:
    """The graph with its weights in eight bits, or its large ones in sixteen that are widened when it is opened."""
    if bits == 8:
        prepared = source.with_suffix(".prepared.onnx")
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(str(prepared), str(target), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
        return
    model = onnx.load(str(source))
    casts = []
    for tensor in model.graph.initializer:
        values = onnx.numpy_helper.to_array(tensor)
        if values.dtype == "float32" and values.size >= 1024:
            narrow = onnx.numpy_helper.from_array(values.astype("float16"), f"{tensor.name}.half")
            casts.append(onnx.helper.make_node("Cast", [narrow.name], [tensor.name], to=onnx.TensorProto.FLOAT))
            tensor.CopyFrom(narrow)
    for place, cast in enumerate(casts):
        model.graph.node.insert(place, cast)
    onnx.save(model, str(target))


def place(source: Path, name: str, out: Path) -> dict[str, str]:
    """Copies a file under a name that tells its hash, and takes the one before it away."""
    digest = sha256(source)
    for old in out.glob(f"{name}-*"):
        old.unlink()
    file = f"{name}-{digest[:12]}{source.suffix}"
    shutil.copyfile(source, out / file)
    return {"file": file, "sha256": digest}


if __name__ == "__main__":
    main()
