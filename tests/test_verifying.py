"""The second look that a model takes at what it wrote: what its quotes carry, and what gives way to them."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from rag.encoding.encoder import OnnxEncoder
from rag.model.modelling import NOT_CARRIED, NOT_VERIFIED
from rag.settings import read_settings
from rag.types import Removed, Usage
from tests.careers import MemoryIndex, MemorySnapshot
from tests.fakes import WordReader
from tests.writing_models import GOOD, TRAINING, USED, WRITTEN, ScriptedModel

CLAIMED = f"{WRITTEN} Apprentices sit in a classroom every day [4]."


@pytest.mark.parametrize(
    "verdicts",
    [
        '{"verdicts": [{"number": 1, "carried": true, "beyond": ""}, {"number": 2, "carried": false, "beyond": "X"}]}',
        'Sure!\n```json\n[{"number": 1, "carried": "yes"}, {"number": 2, "carried": "no", "beyond": "X"}]\n```',
        '{"number": 1, "carried": true}\n{"number": 2, "carried": false, "beyond": "X."}',
    ],
)
def test_what_its_quotes_do_not_carry_gives_way_to_them(
    verdicts: str, guides: MemorySnapshot, meaning: OnnxEncoder
) -> None:
    model = ScriptedModel(CLAIMED, verdicts=verdicts)
    found = Assistant(read_settings(), MemoryIndex(guides), meaning, WordReader(), model).ask(TRAINING).answer()
    assert found.answer == f"{GOOD} Jonas Weber: “Apprentices spend one day a week in a classroom.” [2]"
    assert [sentence.check for sentence in found.sentences] == ["verified", "quote"]
    assert found.removed == (Removed("Apprentices sit in a classroom every day", f"{NOT_CARRIED}: X"),)
    assert found.usage == Usage(2 * USED.input_tokens, 2 * USED.output_tokens)
    asked = model.messages[1][0].content
    assert "Apprentices sit in a classroom every day" in asked
    assert "(Jonas Weber › Apprenticeship) Apprentices spend one day a week in a classroom." in asked


@pytest.mark.parametrize(
    "verdicts", ["", "I can't tell.", '{"verdicts": "none"}', '{"verdicts": [{"number": 9}]}', "{{"]
)
def test_what_could_not_be_verified_stays_as_the_exact_checks_left_it(
    verdicts: str, guides: MemorySnapshot, meaning: OnnxEncoder
) -> None:
    model = ScriptedModel(WRITTEN, verdicts=verdicts)
    found = Assistant(read_settings(), MemoryIndex(guides), meaning, WordReader(), model).ask(TRAINING).answer()
    assert (found.answer, found.removed, found.notice) == (GOOD, (), NOT_VERIFIED)
    assert [sentence.check for sentence in found.sentences] == ["exact"]
