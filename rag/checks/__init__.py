"""Whether the passages that a sentence cites carry it; docs/decisions/checks.md tells what is asked, in which order.

What is read: `types` and `statements` (a sentence and its markers), `lines` and `cited` (what it cites), `phrases` (any
text, once), `content` (its words), `quantities`, `currencies` and `figures`, `told` (who does what), `names`, `marks`.
What is decided: `checking` asks `alignment` (which line carries which clause, and how far), `name_checks`,
`figure_checks` (with `figure_values` and `rivals`), `comparisons`, and `wording`, which asks `contradiction`, `swaps`,
`subject_checks` and `stance`. `lexicon` holds what is known of English.
"""
