"""Which units may answer a question: by meaning and by words, over the whole index."""
