"""Our own questions beside the pages they were written on, as batches that training reads.

python -m training.lay DATA OUT

The invented guides stand in training/questions; the career pages (public domain) and the script that numbers rows come
from the data folder.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

QUESTIONS = Path(__file__).parent / "questions"


def lay(data: Path, out: Path) -> list[Path]:
    """The folders of the batches, complete. Raises OSError or CalledProcessError where data is missing."""
    return [_lay(folder, data, out / folder.name) for folder in sorted(QUESTIONS.iterdir()) if folder.is_dir()]


def _lay(folder: Path, data: Path, target: Path) -> Path:
    for name in ("texts", "guides"):
        (target / name).mkdir(parents=True, exist_ok=True)
    for line in (folder / "CODES").read_text(encoding="utf-8").splitlines():
        guide = line.split()[1]
        text = target / "texts" / f"{guide}.md"
        own = [folder / "texts" / text.name, *QUESTIONS.glob(f"*/texts/{text.name}")]  # some are asked by two
        shutil.copyfile(next((each for each in own if each.exists()), data / "ooh" / text.name), text)
        subprocess.run([sys.executable, str(data / "reader" / "number.py"), str(text)], check=True)
        shutil.move(text.with_suffix(".tsv"), target / "guides" / f"{guide}.tsv")
    shutil.copyfile(folder / "questions.jsonl", target / "questions.jsonl")
    return target


if __name__ == "__main__":
    lay(Path(sys.argv[1]), Path(sys.argv[2]))
