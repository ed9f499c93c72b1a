"""The index: generations, one published at a time; see docs/decisions/index-generations.md."""
