"""Answers in the guides' own words; see docs/decisions/answers.md."""
