"""Plays recorded replies of a capable model through the whole product, and tells what becomes of each sentence.

    python -m tests.replies REPLIES [--guides FOLDER ...] [--verdicts FILE] [--out FILE] [--verify on|off]
    python -m tests.replies QUESTIONS --prompts FILE

The second form writes down what the product sends for each question, for somebody to write replies to.

REPLIES has one JSON object a line: {"id", "style", "question", "history": [{"question", "answer"}], "background"?,
"passages" or "units": [{"number", "guide", "text"}] that were seen, "reply", "standalone"?, "next"?,
"sentences": [{"text", "faithful"}], "answers"?: [{"guide", "text"}]}. VERDICTS: {"id", "verdicts": [{"sentence",
"carried", "beyond"}]}, as a capable verifier gives them. The server answers whatever it is asked with these; numbers
of units are mapped by their text. Of each folder an index is made; a row is asked of the one that has its guides.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from ingest.service import ingest
from rag.assistant import Assistant, open_assistant
from rag.language.lexical import terms
from rag.model.form import NOT_IN_GUIDES, cells, cleaned, tells_a_gap
from rag.model.markers import without_markers
from rag.progress import silent
from rag.settings import read_settings
from rag.types import Answer, Turn
from tests.endpoint import USAGE, Connection, FakeEndpoint, chunk

Row = Mapping[str, Any]
SAME = 0.9
"""The share of letters in common from which a shown sentence is the one that was written."""
MOST_UNITS = 6
"""Units that stand for a passage which a reply cites."""
_LINE = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)
_MARKER = re.compile(r"([\[(【])(\d{1,3}(?:\s?[,–-]\s?\d{1,3})*)([\])】])(?!\w)")
_CLAIM = re.compile(r'<sentence number="(\d+)">\n(.*?)\nQuotes:', re.DOTALL)


class Replayed:
    """One row's server: it tells what it was asked, and answers as the row says."""

    def __init__(self, row: Row, verdicts: Sequence[Row]) -> None:
        self._row = row
        self._verdicts = verdicts
        self.prompt = ""
        """What was sent for the answer."""

    def __call__(self, connection: Connection) -> None:
        messages = connection.request.body["messages"]
        asked = messages[-1]["content"]
        if "<conversation>" in asked:
            text = json.dumps({"question": self._row.get("standalone") or self._row["question"], "next": []})
        elif _CLAIM.search(asked):
            text = json.dumps({"verdicts": list(self._judged(asked))})
        else:
            self.prompt = "\n\n".join(message["content"] for message in messages)
            text = mapped(self._row, asked)
        connection.begin()
        connection.words(*re.findall(r"\s*\S+\s*", text), reason="stop")
        connection.event({**chunk(), "choices": [], "usage": USAGE})
        connection.end()

    def _judged(self, asked: str) -> Iterator[dict[str, Any]]:
        for number, claim in _CLAIM.findall(asked):
            best = max(self._verdicts, key=lambda each: alike(bare(each["sentence"]), claim), default=None)
            known = best and alike(bare(best["sentence"]), claim) >= 0.6
            yield {
                "number": int(number),
                "carried": bool(best["carried"]) if known and best else True,
                "beyond": best.get("beyond", "") if known and best else "",
            }


def mapped(row: Row, prompt: str) -> str:
    """A row's reply with the numbers that the units which it means have in a prompt."""
    lines = {int(number): " ".join(text.split()) for number, text in _LINE.findall(prompt)}
    seen = {each["number"]: " ".join(each["text"].split()) for each in row.get("units") or row.get("passages", ())}
    reply, out, end = str(row["reply"]), "", 0
    about: set[str] = set()
    for match in _MARKER.finditer(reply):
        begin = max(reply.rfind("\n", 0, match.start()), end - 1) + 1
        about = set(terms(reply[begin : match.start()])) or about
        if reply[match.end() :].startswith(":"):  # what it leads in to is meant
            about |= set(terms(reply[match.end() :].partition("[")[0]))
        numbers = [n for one in re.findall(r"\d+", match.group(2)) for n in meant(seen.get(int(one), ""), about, lines)]
        mark = ", ".join(map(str, dict.fromkeys(numbers)))
        out += reply[end : match.start()] + (f"{match.group(1)}{mark}{match.group(3)}" if mark else "")
        end = match.end()
    return out + reply[end:]


def meant(cited: str, about: set[str], lines: Mapping[int, str]) -> list[int]:
    """The lines of a prompt that stand in a cited text and say most of what a sentence is about."""
    within = {number: set(terms(text)) & about for number, text in lines.items() if text and text in cited}
    found: list[int] = []
    while within and len(found) < MOST_UNITS:
        known = set().union(*(within[number] for number in found)) if found else set()
        number = max(within, key=lambda each: (len(within[each] - known), each in found))
        if number in found or (found and not within[number] - known):
            break
        found.append(number)
    return sorted(found)


def bare(sentence: str) -> str:
    """A sentence as the product words it, without its markers."""
    return without_markers(cleaned(sentence))


def alike(one: str, other: str) -> float:  # 0 to 1
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def kept(sentence: str, answer: Answer) -> bool:
    """Whether a sentence that was written is shown."""
    own = [without_markers(each.text) for each in answer.sentences if each.check != "quote"]
    own += list(answer.not_covered)
    if row := cells(sentence):  # which is shown as an item, with its columns' names
        return any(all(bare(cell) in each for cell in row) for each in own)
    wanted = bare(sentence)
    return any(alike(wanted, each) >= SAME or wanted in each for each in own)


def told(row: Row) -> str:
    """The status that a row's reply stands for."""
    sentences = [each for each in re.split(r"(?<=[.!?])\s+", row["reply"].strip()) if each]
    gaps = [each for each in sentences if NOT_IN_GUIDES in each or (tells_a_gap(each) and not re.search(r"\d\]", each))]
    return "answered" if not gaps else "not_in_guides" if len(gaps) == len(sentences) else "partial"


class Library:
    """The folders' indexes."""

    def __init__(self, folders: Sequence[Path], into: Path, verify: bool) -> None:
        self._verify = verify
        self._settings = []
        for place, folder in enumerate(folders):
            settings = read_settings(corpus=folder, index=into / str(place))
            ingest(settings, progress=silent)
            self._settings.append((settings, {path.name for path in folder.iterdir()}))

    def assistant(self, row: Row, url: str) -> Assistant:
        """Over the folder that has the row's guides."""
        guides = {each["guide"] for each in [*row.get("passages", ()), *row.get("units", ()), *row.get("answers", ())]}
        settings = max(self._settings, key=lambda each: len(guides & each[1]))[0]
        if "folder" in row:
            settings = next(each for each, _ in self._settings if each.corpus.name == row["folder"])
        more = {"openai_base_url": url, "model": "recorded", "verify": self._verify}
        return open_assistant(read_settings(corpus=settings.corpus, index=settings.index, **more))


def play(row: Row, verdicts: Sequence[Row], library: Library) -> tuple[Answer, str]:
    """What becomes of a row's reply, and what was sent for it."""
    server = Replayed(row, verdicts)
    with FakeEndpoint(server) as endpoint, closing(library.assistant(row, endpoint.url)) as assistant:
        history = [Turn(turn["question"], turn.get("answer")) for turn in row["history"]]
        return assistant.ask(row["question"], history, background=row.get("background")).answer(), server.prompt


def main() -> None:
    """Prints the table, and each sentence that is not as it should be."""
    parser = argparse.ArgumentParser()
    parser.add_argument("replies", type=Path)
    parser.add_argument("--guides", type=Path, nargs="+", default=[Path("corpus")])
    parser.add_argument("--verdicts", type=Path)
    parser.add_argument("--prompts", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--verify", choices=("on", "off"), default="on")
    arguments = parser.parse_args()
    rows = [json.loads(line) for line in arguments.replies.read_text(encoding="utf-8").splitlines()]
    verdicts = {row["id"]: row["verdicts"] for row in _rows(arguments.verdicts)}
    counts: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory() as into:
        library = Library(arguments.guides, Path(into), arguments.verify == "on")
        rows = [{"style": "new", "reply": NOT_IN_GUIDES, "sentences": [], **row} for row in rows]
        played = [(row, *play(row, verdicts.get(row["id"], ()), library)) for row in rows]
    if arguments.prompts:
        arguments.prompts.write_text(
            "".join(json.dumps({**row, "prompt": prompt}, ensure_ascii=False) + "\n" for row, _, prompt in played)
        )
        return
    for row, answer, prompt in played:
        _count(row, answer, prompt, counts.setdefault(row["style"], Counter()))
    for style, each in counts.items():
        print(f"{style:8}", ", ".join(f"{name} {count}" for name, count in sorted(each.items()) if count))
    if arguments.out:
        lines = [{**row, "shown": asdict(answer)} for row, answer, _ in played]
        arguments.out.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))


def _count(row: Row, answer: Answer, prompt: str, counts: Counter[str]) -> None:
    counts["replies"] += 1
    if answer.status == told(row):
        counts["status right"] += 1
    else:
        print(f"{row['id']}: {answer.status} for {told(row)}; {answer.notice or ''}")
    claims = [each for each in row["sentences"] if NOT_IN_GUIDES not in each["text"]]
    for place, each in enumerate(claims):
        kind, shown = "faithful" if each["faithful"] else "planted", kept(each["text"], answer)
        counts[kind] += 1
        counts[f"{kind} kept" if shown else f"{kind} changed"] += 1
        if place == 0 and each["faithful"]:
            counts["first"] += 1
            counts["first whole"] += shown and bare(answer.answer).startswith(bare(each["text"])[:40])
        if shown != each["faithful"]:
            reasons = [one.reason for one in answer.removed if alike(one.sentence, bare(each["text"])) > SAME]
            print(f"{row['id']} {kind} {'kept' if shown else 'changed'}: {each['text']} {reasons}")
    seen = {each["number"]: each for each in row.get("units") or row.get("passages", ())}
    sent = {int(number): " ".join(text.split()) for number, text in _LINE.findall(prompt)}
    for number in (
        set(map(int, (n for m in _MARKER.finditer(row["reply"]) for n in re.findall(r"\d+", m.group(2))))) & seen.keys()
    ):
        counts["cited"] += 1
        passage = " ".join(seen[number]["text"].split())
        share = sum(len(text) for text in set(sent.values()) if text in passage) / len(passage)
        counts["cited in the prompt"] += share > 0.8
        if share <= 0.8 and prompt:
            print(f"{row['id']} lacks {1 - share:.0%} of [{number}] {passage[:90]}")
    counts["units"] += len(sent)
    if row.get("answers"):
        found, of = _lines(row, prompt)
        counts["answerable"] += 1
        counts["answer in the prompt"] += found > 0
        counts["all of it in the prompt"] += found == of


def _lines(row: Row, prompt: str) -> tuple[int, int]:
    """How many of the lines that answer stand in a prompt, and how many there are."""
    sent = [" ".join(text.split()) for _, text in _LINE.findall(prompt)]
    answers = [" ".join(each["text"].split()) for each in row["answers"]]
    found = [any(one in other or other in one or alike(one, other) > SAME for one in sent) for other in answers]
    return sum(found), len(found)


def _rows(path: Path | None) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path else []


if __name__ == "__main__":
    main()
