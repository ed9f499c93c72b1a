"""The player of recorded replies, over guides of the tests' own: a true sentence, an untruth, and a refusal."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests import replies
from tests.careers import CARPENTRY

TRUE = "A carpentry apprenticeship takes four years (7)."
UNTRUE = "Most apprentices love their classroom [8]."
UNITS = [
    {"number": 7, "guide": "carpentry.md", "text": "A carpentry apprenticeship takes four years."},
    {"number": 8, "guide": "carpentry.md", "text": "Apprentices spend one day a week in a classroom."},
]
ROWS = (
    {
        "id": "planted",
        "style": "planted",
        "question": "How long does a carpentry apprenticeship take?",
        "history": [],
        "units": UNITS,
        "reply": f"{TRUE} {UNTRUE}",
        "sentences": [{"text": TRUE, "faithful": True}, {"text": UNTRUE, "faithful": False}],
        "answers": UNITS[:1],
    },
    {
        "id": "refused",
        "style": "strict",
        "question": "What does a carpentry apprenticeship cost?",
        "history": [],
        "units": UNITS,
        "reply": "NOT_IN_GUIDES",
        "sentences": [],
    },
)
VERDICTS = {"id": "planted", "verdicts": [{"sentence": TRUE, "carried": True}, {"sentence": UNTRUE, "carried": False}]}


@pytest.mark.parametrize(("verify", "planted"), [("on", "planted changed 1"), ("off", "planted kept 1")])
def test_what_becomes_of_recorded_replies_is_told(
    verify: str, planted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides" / "carpentry.md").write_text(CARPENTRY)
    (tmp_path / "rows").write_text("\n".join(map(json.dumps, ROWS)))
    (tmp_path / "verdicts").write_text(json.dumps(VERDICTS))
    given = ["rows", "--guides", "guides", "--verdicts", "verdicts", "--verify", verify]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["replies", *given])
    replies.main()
    told = capsys.readouterr().out
    assert planted in told
    assert "faithful kept 1" in told
    assert "answer in the prompt 1" in told
    assert told.count("status right 1") == 2
