"""Whether the passages a sentence cites carry it; see docs/decisions/checks.md."""
