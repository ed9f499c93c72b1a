"""Question sets, claims and the metrics over them; `career eval` runs each."""
