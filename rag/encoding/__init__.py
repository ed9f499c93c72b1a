"""Texts to vectors: one encoder for guides and questions, exported once, run without torch."""
