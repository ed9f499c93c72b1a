"""The index: generations of units, vectors and articles, one published at a time.

See docs/decisions/index-generations.md.
"""
