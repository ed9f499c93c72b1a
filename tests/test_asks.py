from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.asking.asks import Asks, asks

ASKED = {
    Asks.AUTHOR: ["Who wrote the guide on nursing?", "Who is the speaker in the ward video?", "Whose article is that?"],
    Asks.MOMENT: ["Where in the video does he talk about shoes?", "At what point in the recording is pay discussed?"],
    Asks.AGE: ["How old are most apprentices?", "What is the average age of a judge?"],
    Asks.SHARE: [
        "What share of nurses leave?",
        "Which percentage passes the bar exam?",
        "How much of the day is sitting?",
        "What's the pass rate of the bar exam?",
    ],
    Asks.DURATION: [
        "How long is law school?",
        "How many years of training?",
        "How soon can I sit the exam?",
        "Which is the shortest?",
    ],
    Asks.GROWTH: ["By how much will demand rise?", "How much did demand for nurses grow?"],
    Asks.MONEY: [
        "What does a carpenter earn?",
        "nurse salary in Seattle",
        "Salary for senior nurses in Austin, Texas?",
        "Which ward pays the most?",
        "What's the going rate?",
        "What does a night shift bring in?",
        "salary",
    ],
    Asks.COST: [
        "How much is a midwifery course? What does it cost?",
        "What are the fees?",
        "Which course is the cheapest?",
        "Which course in Leeds has the lowest cost?",
        "price of the evening course in joinery?",
    ],
    Asks.COUNT: ["How many patients does a nurse look after?", "How often is a nurse on call?"],
    Asks.YEAR: ["When did the strike begin?", "In which year was it founded?"],
    Asks.REASON: ["Why do nurses leave?", "How come so few pass?"],
    Asks.PERSON: ["Who checks the scaffold?"],
    Asks.NAMES: ["Which tools do I need?", "What tools does a carpenter carry?", "List the exams"],
    Asks.MANNER: ["How do I become a judge?", "How to sharpen a chisel"],
    Asks.YES_NO: ["Is law school hard?", "Do nurses work at night?", "So can I switch?"],
    Asks.OPEN: ["What is a speed square?", "Tell me of night shifts", "", "🔨"],
}


@pytest.mark.parametrize(("kind", "question"), [(kind, text) for kind, texts in ASKED.items() for text in texts])
def test_a_question_s_wording_tells_what_it_wants(kind: Asks, question: str) -> None:
    assert asks(question) is kind
    assert asks(question.upper()) is kind


@given(st.text(max_size=200))
def test_any_text_is_of_some_kind(text: str) -> None:
    assert asks(text) in Asks
