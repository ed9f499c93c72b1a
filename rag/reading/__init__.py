"""Whether a unit answers a question: windows of a guide, read together with the question by one small model."""
