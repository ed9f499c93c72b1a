"""Dates of publication."""

from __future__ import annotations

import pytest

from ingest.dates import find_published, is_dateline, iso


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("March 3, 2025", "2025-03-03"),
        ("3 March 2025", "2025-03-03"),
        ("3rd of Sept. 2025", "2025-09-03"),
        ("2025-03-03T10:00:00Z", "2025-03-03"),
        ("Mar 2025", "2025-03"),
        ("2025/3/3", "2025-03-03"),
        ("03/04/2025", None),
        ("February 31, 2025", None),
        ("in 2025", None),
    ],
)
def test_dates_as_iso(text: str, expected: str | None) -> None:
    assert iso(text) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Title", "Published March 3, 2025"], "2025-03-03"),
        (["Title", "Posted on Mon, 3 Mar 2025 by Jane Doe"], "2025-03-03"),
        (["Title", "By Jane Doe | Mar 3, 2025 | 8 min read"], "2025-03-03"),
        (["Title", "March 3, 2025"], "2025-03-03"),
        (["Title", "Posted by Jane Doe · 3 Sept 2025 · 7 min read · 23 comments"], "2025-09-03"),
        (["Title", "3 March 2025 | Careers | Jane Doe, Oslo"], "2025-03-03"),
        (["Title", "Until 3 March 2025 · the pay was lower · Jane"], None),
        (["Title", "Updated June 1, 2025", "Published: May 2, 2024"], "2024-05-02"),
        (["Text."] * 20 + ["Last updated on 2025-06-01"], "2025-06-01"),
        (["The rules changed on March 3, 2025, and pay fell."], None),
        (["Pay was updated often until March 3, 2025 and then never again, says the head of the firm."], None),
        (["No date at all"], None),
    ],
)
def test_only_what_is_clearly_the_date_of_publication_counts(lines: list[str], expected: str | None) -> None:
    assert find_published(lines) == expected


def test_lines_that_are_dates() -> None:
    assert is_dateline("Published on 12 May 2024 · Updated June 1, 2025")
    assert is_dateline("May 12, 2024 · 8 min read")
    assert not is_dateline("May 12, 2024 was a good day")
