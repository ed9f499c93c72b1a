"""A server that stands in for a model's, to try one out where there is none: `python -m tests.standin`.

It understands nothing. It writes the three of the numbered sentences that share most words with the question, each with
its number, and finds every sentence carried; asked with --invent, it adds one that no guide says, which the checks
have to take out. It listens to this machine alone, and stops by itself.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import re
import sys
import time

from rag.language.lexical import terms
from rag.language.words import is_topical
from tests.endpoint import USAGE, Connection, FakeEndpoint, chunk

PORT = 8909
WRITTEN = 3
INVENTED = "Half of them earn $1,234,567 in their first year [1]."
_NUMBERED = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)
_CLAIM = re.compile(r'<sentence number="(\d+)">')
_QUESTION = re.compile(r"^(?:Next question|Question): (.+)$", re.MULTILINE)


class StandIn:
    """Answers each of the product's requests in the form that it asks for."""

    def __init__(self, invent: bool = False) -> None:
        self._invent = invent

    def __call__(self, connection: Connection) -> None:
        asked = str(connection.request.body.get("messages", [{}])[-1].get("content", ""))
        connection.begin()
        connection.words(*re.findall(r"\s*\S+", self.reply(asked)), reason="stop")
        connection.event({**chunk(), "choices": [], "usage": USAGE})
        connection.end()

    def reply(self, asked: str) -> str:
        """What it writes to a message of the product's."""
        question = (_QUESTION.findall(asked) or [""])[-1]
        if claims := _CLAIM.findall(asked):
            return json.dumps({"verdicts": [{"number": int(n), "carried": True, "beyond": ""} for n in claims]})
        if "<conversation>" in asked:
            return json.dumps({"question": question, "next": []})
        wanted = {stem for word in question.split() if is_topical(word) for stem in terms(word)}
        numbered = [(len(wanted & set(terms(text))), f"{text} [{n}]") for n, text in _NUMBERED.findall(asked)]
        best = [text for count, text in sorted(numbered, key=lambda each: -each[0])[:WRITTEN] if count]
        return " ".join([*best, *([INVENTED] if self._invent else [])]) or "NOT_IN_GUIDES"


def main() -> int:
    """Serves until its time is over or somebody stops it; 1 where its port is taken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--invent", action="store_true", help="write a sentence that no guide says, too")
    chosen = parser.parse_args()
    try:
        with FakeEndpoint(StandIn(chosen.invent), port=chosen.port) as server:
            print(f"A stand-in for a model listens at {server.url} for {chosen.minutes:g} minutes; Ctrl-C stops it.")
            with contextlib.suppress(KeyboardInterrupt):
                time.sleep(chosen.minutes * 60)
    except OSError as error:
        print(f"Port {chosen.port} can't be had ({error.strerror}); --port takes another.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
