"""A question and a window as the reader's input: token ids, and which belong to the question and to each unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from rag.types import Window

Ids = NDArray[np.int64]
MOST_QUESTION, MOST_EARLIER, MOST_HEADING, MOST_UNIT, MOST = 64, 48, 24, 80, 256
"""Tokens of each part, and of all together."""
NOTHING, QUESTION, FIRST_UNIT = 0, 1, 2
"""Values of `Input.parts`: units are numbered from FIRST_UNIT."""


@dataclass(frozen=True, slots=True)
class Input:
    """One window with the question; all of one length."""

    ids: tuple[int, ...]
    types: tuple[int, ...]
    """0 for the question's side, 1 for the window's."""
    parts: tuple[int, ...]


class Tokens:
    """Texts to inputs. What was tokenised of windows is remembered by who owns this."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        tokenizer.no_truncation()
        tokenizer.no_padding()  # texts are put together before anything is padded
        self._tokenizer = tokenizer
        self._begin, self._end = (int(tokenizer.token_to_id(name) or 0) for name in ("[CLS]", "[SEP]"))

    def ids(self, text: str, most: int) -> list[int]:
        """The first tokens of a text."""
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids[:most]

    def last_ids(self, text: str, most: int) -> list[int]:
        """The last tokens of a text: what is asked stands behind what somebody tells of themselves."""
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids[-most:]

    def input(self, question: str, earlier: str, window: Window) -> Input:
        """Layout: [CLS] earlier [SEP] question [SEP] heading [SEP] unit [SEP] unit [SEP] ..."""
        before = self.last_ids(earlier, MOST_EARLIER) if earlier else []
        asked = self.last_ids(question, MOST_QUESTION)
        ids = [self._begin, *before, *([self._end] if before else []), *asked, self._end]
        parts = [NOTHING] * (len(ids) - len(asked) - 1) + [QUESTION] * len(asked) + [NOTHING]
        types = [0] * len(ids)
        heading = self.ids(window.heading, MOST_HEADING)
        ids += [*heading, self._end]
        parts += [NOTHING] * (len(heading) + 1)
        for place, text in enumerate(window.texts):
            unit = self.ids(text, min(MOST_UNIT, max(0, MOST - 1 - len(ids))))
            ids += [*unit, self._end]
            parts += [FIRST_UNIT + place] * len(unit) + [NOTHING]
        return Input(tuple(ids), tuple(types + [1] * (len(ids) - len(types))), tuple(parts))


def batch(inputs: Sequence[Input]) -> dict[str, Ids]:
    """Inputs padded to the longest one: arrays of shape (inputs, tokens)."""
    longest = max(len(each.ids) for each in inputs)

    def padded(rows: list[tuple[int, ...]]) -> Ids:
        return np.array([[*row, *[0] * (longest - len(row))] for row in rows], dtype=np.int64)

    ids, types, parts = ([getattr(each, name) for each in inputs] for name in ("ids", "types", "parts"))
    mask = [(1,) * len(each.ids) for each in inputs]
    return {
        "input_ids": padded(ids),
        "attention_mask": padded(mask),
        "token_type_ids": padded(types),
        "parts": padded(parts),
    }
