"""How many characters a second of CPU encodes, beside sentence-transformers with a model of the same size.

python -m bench.encoding GUIDE ...
"""

import sys
import time
from pathlib import Path

from sentence_transformers import SentenceTransformer

from ingest.articles import parse
from rag.encoding.encoder import open_encoder
from rag.encoding.models import base_folder
from rag.indexing.views import searched_text
from rag.settings import read_settings

ROUNDS = 3


def main() -> None:
    theirs = SentenceTransformer(str(base_folder()))
    ours = open_encoder(read_settings())
    parsed = [parse(Path(name).read_bytes(), Path(name).name) for name in sys.argv[1:]]
    texts = [searched_text(unit, each.article) for each in parsed for unit in each.units]
    characters = sum(len(each.article.text) for each in parsed)
    best = {"sentence-transformers": 0.0, "ours": 0.0}
    for _ in range(ROUNDS):
        for name, encode in (
            ("sentence-transformers", lambda: theirs.encode(texts, show_progress_bar=False)),
            ("ours", lambda: ours.encode(texts)),
        ):
            before = time.process_time()
            encode()
            best[name] = max(best[name], characters / (time.process_time() - before))
    for name, rate in best.items():
        print(f"{name}: {rate:,.0f} characters of cleaned text a CPU second")
    print(f"ours of theirs: {best['ours'] / best['sentence-transformers']:.2f}")


if __name__ == "__main__":
    main()
