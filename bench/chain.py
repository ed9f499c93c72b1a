"""The tutorials' chain for one question: the base's weights in sentence-transformers, a persisted Chroma, its top four.

python -m bench.chain FOLDER [--ingest GUIDES]
"""

import sys
from pathlib import Path

import chromadb
from chromadb.config import Settings
from langchain_core.documents import Document
from sentence_transformers import SentenceTransformer

from bench.floor import QUESTION
from evals.recursive import split
from rag.encoding.models import base_folder


def main() -> None:
    folder, *more = sys.argv[1:]
    model = SentenceTransformer(str(base_folder()))
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
