"""WiCE's claims: read, judged over their own lines, and reported."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from evals import wice
from evals.wice import Judged, WiceClaim, judge, report
from rag.encoding.encoder import OnnxEncoder

LINES = ("The school was founded in 1901.", "It trains carpenters and joiners.", "Its roof was mended in 1955.")


def test_the_checks_see_the_lines_of_the_claim(meaning: OnnxEncoder) -> None:
    claims = [
        WiceClaim("It trains carpenters and joiners.", LINES, True),
        WiceClaim("The school was founded in 1911.", LINES, False),
    ]
    kept, removed = judge(claims, meaning)
    assert kept.passed
    assert not removed.passed
    assert kept.score > removed.score
    assert removed.cosine > 0.7, "similarity alone would keep it"


def test_the_report_ranks_what_passes_above_what_is_removed() -> None:
    judged = [Judged(True, True, 0.4, 0.5), Judged(False, False, -0.1, 0.9), Judged(True, False, -0.5, 0.4)]
    text = "\n".join(report(judged))
    assert "2/3" in text
    assert "0.500" in text
    assert "1/2" in text
    assert "1/1" in text


def test_a_line_without_evidence_is_told_by_its_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(json.dumps({"claim": "A.", "label": "supported", "evidence": []}) + "\n")
    monkeypatch.setattr(sys, "argv", ["wice", str(path)])
    assert wice.main() == 2
    assert "line 1" in capsys.readouterr().err
