"""Whether the passages a sentence cites carry it; see docs/decisions/checks.md.

In the order of reading: `checking` (one sentence, all checks), `types`, `reading` (statements with markers, lines of
passages), `cited`, `content` and `clauses`, and `alignment` (which line carries which clause; support).
Then what has to agree: figures (`numerals`, `currencies`, `quantities`, `figures`, `figure_checks`, `rivals` and
`comparing`), names and speakers (`names`, `naming`, `marks`), and how it is said (`wording`, which asks `negation`,
`contradiction`, `opposites`, `stance`, `swaps` and `subjects`). `lexicon` holds what is known of English; `vectors`
remembers encodings.
"""
