"""Answers that a model writes; see docs/decisions/model-endpoint.md."""
