"""Amounts in a text."""

from __future__ import annotations

import pytest

from rag.language.amounts import find_amounts


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("$150K-$190K", 150e3, 190e3, "USD"),
        ("150-190K", 150e3, 190e3, ""),
        ("$150K to $190K", 150e3, 190e3, "USD"),
        ("$150–190K a year", 150e3, 190e3, "USD"),
        ("$40,000 to $70,000", 40e3, 70e3, "USD"),
        ("$240K-$350K+", 240e3, 350e3, "USD"),
        ("between $100K and $150K", 100e3, 150e3, "USD"),
        ("$100,000-$120,000/year", 100e3, 120e3, "USD"),
        ("$500/month", 500, 500, "USD"),
        ("€60.000", 60e3, 60e3, "EUR"),
        ("€60.000,50 gross", 60000.5, 60000.5, "EUR"),
        ("£45k", 45e3, 45e3, "GBP"),
        ("120,000 USD", 120e3, 120e3, "USD"),
        ("₹23 LPA", 2.3e6, 2.3e6, "INR"),
        ("1,50,000 rupees", 150e3, 150e3, "INR"),
        ("$1.5-2M", 1.5e6, 2e6, "USD"),
        ("$2 billion", 2e9, 2e9, "USD"),
        ("6-9 months", 6, 9, "months"),
        ("six to nine months", 6, 9, "months"),
        ("five plus years", 5, 5, "years"),
        ("a 5-year plan", 5, 5, "years"),
        ("between 3 and 5 years", 3, 5, "years"),
        ("30 to 40 percent", 30, 40, "percent"),
        ("twenty-five percent", 25, 25, "percent"),
        ("12,5%", 12.5, 12.5, "percent"),
        ("20%-30%", 20, 30, "percent"),
        ("9.8x", 9.8, 9.8, "times"),
        ("a 2-3X raise", 2, 3, "times"),
        ("10 times", 10, 10, "times"),
        ("40,116", 40116, 40116, ""),
        ("30,000+ engineers", 30000, 30000, ""),
        ("2.5 million jobs", 2.5e6, 2.5e6, ""),
        ("apply for 200 jobs", 200, 200, ""),
        ("3 courses", 3, 3, ""),
        ("Try 3 courses", 3, 3, ""),
        ("TRY 30,000", 30e3, 30e3, "TRY"),
        ("CDN$ 48,000", 48e3, 48e3, "CAD"),
        ("14 euro cents", 14, 14, ""),
        ("seven videos", 7, 7, ""),
        ("zero offers", 0, 0, ""),
        ("five or more years", 5, 5, "years"),
        ("one or two years", 1, 2, "years"),
        ("CHF 95,000", 95e3, 95e3, "CHF"),
        ("CA$80k-90k", 80e3, 90e3, "CAD"),
        ("A$120,000", 120e3, 120e3, "AUD"),
        ("¥6,500,000", 6.5e6, 6.5e6, "JPY"),
        ("450,000 SEK", 450e3, 450e3, "SEK"),
        ("90,000 Swiss francs", 90e3, 90e3, "CHF"),
        ("12-15 LPA", 1.2e6, 1.5e6, "INR"),
        ("60-70k", 60e3, 70e3, ""),
        ("2x", 2, 2, "times"),
        ("3+ years", 3, 3, "years"),
        ("a six-figure salary", 1e5, 999999, ""),
        ("low six figures", 1e5, 3e5, ""),
        ("a salary in the mid-90s", 94e3, 96e3, ""),
        ("offers in the high $80s", 87e3, 89e3, "USD"),
        ("a third of them", 33.3, 33.3, "percent"),
        ("two thirds of nurses", 66.7, 66.7, "percent"),
        ("half of all teams", 50, 50, "percent"),
        ("1 in 5 workers", 20, 20, "percent"),
        ("nine out of ten", 90, 90, "percent"),
        ("the past decade", 10, 10, "years"),
        ("it takes a year", 1, 1, "years"),
        ("half a year", 6, 6, "months"),
        ("a year and a half", 18, 18, "months"),
        ("twice as much", 2, 2, "times"),
        ("ages 25-34", 25, 34, "years"),
    ],
)
def test_values_ranges_and_units(text: str, low: float, high: float, unit: str) -> None:
    (amount,) = find_amounts(text)
    assert amount.unit == unit
    assert [amount.low, amount.high] == pytest.approx([low, high])


@pytest.mark.parametrize(
    "text",
    [
        "in 2024 and 2026", "2024-2026", "24/7 on call", "is 503ing", "CI/CD 3.11.2", "Python 3.11 and Python 3",
        "+1 415-555-1234", "(415) 555-1234", "the 1st or 2nd", "learn one deeply", "GPT-4 and COVID-19", "Step 2 of it",
        "March 3, 2025", "2025-03-03", "at 10:30", "v2.0", "0 or 1", "4.5/5", "three times a week", "ab12cd",
        "https://example.org/5000,000", "9" * 40,
        "reports 503 errors", "the two roles", "in the mid-90s", "the first half of the book", "$a year",
        "half an eye on it", "the other half of", "one of them", "he left a year ago",
    ],
)  # fmt: skip
def test_other_numbers_are_no_amounts(text: str) -> None:
    assert find_amounts(text) == []


def test_amounts_of_two_kinds_are_two() -> None:
    found = find_amounts("one year or 2 years, 3 months to 1 year, and $5 to 6%")
    assert [amount.high for amount in found[:2]] == [2, 12]
    assert [(amount.low, amount.unit) for amount in found] == [
        (1, "years"), (3, "months"), (5, "USD"), (6, "percent"),
    ]  # fmt: skip


def test_spans_cover_the_words() -> None:
    text = "It pays between $100K and $150K (or $90K+) now."
    assert [text[amount.start : amount.end] for amount in find_amounts(text)] == ["$100K and $150K", "$90K+"]
