"""The checks of one sentence against what it cites, over careers of our own invention."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cli
from evals.claims import read_claims
from rag.checks.checking import check
from rag.checks.types import CitedPassage
from rag.seams import Encoder
from tests.fakes import HashEncoder

ROOT = Path(__file__).resolve().parent.parent
PAY = CitedPassage(
    1,
    "An entry-level welder in Gdansk earns $41,000 a year. A senior welder earns $63,000-$71,000. "
    "Roughly 12% of welders work at night. In my experience, most apprentices need 18 months.",
    guide="welding.md",
    author="Ana Lopez",
    published="2023-04-02",
)
SHOP = CitedPassage(2, "A good shop never lets an apprentice weld alone.", guide="shops.md", author="Ben Ode")

FAITHFUL = (
    "An entry-level welder in Gdansk earns $41,000 a year [1].",
    "Entry-level welders in Gdansk make 41,000 dollars a year [1].",
    "According to Lopez, a senior welder earns between $63,000 and $71,000 [1].",
    "About 12 percent of welders work at night [1].",
    "A good shop never lets an apprentice weld alone, says Ode [2].",
)
WRONG = {
    "value": "An entry-level welder in Gdansk earns $43,000 a year [1].",
    "unit": "An entry-level welder in Gdansk earns $41,000 a month [1].",
    "level": "A senior welder in Gdansk earns $41,000 a year [1].",
    "place": "An entry-level welder in Oslo earns $41,000 a year [1].",
    "range glued": "A welder earns $41,000-$71,000 [1].",
    "number word": "Roughly twenty percent of welders work at night [1].",
    "speaker": "According to Ode, a senior welder earns $63,000-$71,000 [1].",
    "date": "In 2019, roughly 12% of welders worked at night [1].",
    "negation dropped": "A good shop lets an apprentice weld alone [2].",
    "other guide": "A senior welder earns $63,000-$71,000 [2].",
    "uncited": "A senior welder earns $63,000-$71,000.",
    "no such passage": "A senior welder earns $63,000-$71,000 [7].",
    "invented source": "A survey by Eurostat found that roughly 12% of welders work at night [1].",
    "half true": "Roughly 12% of welders work at night and most of them are women [1].",
}


@pytest.mark.parametrize("sentence", FAITHFUL)
def test_what_the_passages_carry_passes(sentence: str, meaning: Encoder) -> None:
    assert check(sentence, [PAY, SHOP], meaning).reason is None


@pytest.mark.parametrize("kind", WRONG)
def test_what_they_do_not_carry_fails_with_a_reason_on_one_line(kind: str, meaning: Encoder) -> None:
    reason = check(WRONG[kind], [PAY, SHOP], meaning).reason
    assert reason
    assert "\n" not in reason


@pytest.mark.parametrize("sentence", re.split(r"(?<=\.)\s", PAY.text))
def test_words_of_the_passage_pass_and_no_digit_may_change(sentence: str, meaning: Encoder) -> None:
    assert check(f"{sentence} [1]", [PAY], meaning).ok
    for place, digit in ((m.start(), m.group()) for m in re.finditer(r"\d", sentence)):
        changed = f"{sentence[:place]}{(int(digit) + 4) % 10}{sentence[place + 1 :]}"
        assert not check(f"{changed} [1]", [PAY], meaning).ok, changed


@given(st.text(max_size=200), st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_gets_a_verdict(sentence: str, passage: str) -> None:
    verdict = check(f"{sentence} [1]", [CitedPassage(1, passage)], HashEncoder())
    assert 0 <= verdict.support <= 1


KNOWN = st.sampled_from(
    """carpenters nurses ropes ships earn earns can do will is are not never no than more less but and while , ; : . |
    most often always according to Weller says $41,000 5 % 12 years a year in Oslo 2021 half from to senior free paid
    the of only experts # - ( ) “ ” [1]""".split()
)
"""Words on which the checks have rules of their own."""


@given(st.lists(KNOWN, min_size=1, max_size=12), st.lists(KNOWN, min_size=1, max_size=24))
@settings(max_examples=400, deadline=None)
def test_any_words_that_the_checks_know_get_a_verdict(sentence: list[str], passage: list[str]) -> None:
    verdict = check(f"{' '.join(sentence)} [1]", [CitedPassage(1, " ".join(passage))], HashEncoder())
    assert 0 <= verdict.support <= 1


@pytest.mark.parametrize("sentence", ["The guests will [1].", "Carpenters do, and nurses can [1]."])
def test_a_sentence_that_says_nothing_of_its_subject_gets_a_verdict(sentence: str) -> None:
    passage = CitedPassage(1, "The guests will sing. The guests dance. Carpenters do build, and nurses can help.")
    assert check(sentence, [passage], HashEncoder())


def test_the_same_sentence_gets_the_same_verdict(meaning: Encoder) -> None:
    assert check(FAITHFUL[1], [PAY], meaning) == check(FAITHFUL[1], [PAY], meaning)


def test_the_claims_that_ship_can_be_read() -> None:
    claims = read_claims(ROOT / "evals" / "claims.jsonl")
    assert len(claims) >= 200
    assert {claim.faithful for claim in claims} == {True, False}


def test_a_bad_line_of_claims_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "claims.jsonl"
    bad.write_text('{"id": "a"}\n')
    assert cli.main(["eval", "claims", str(bad)]) == 2
    error = capsys.readouterr().err
    assert "line 1" in error.lower()
    assert error.count("\n") == 1
