"""The browser face: draws what `rag.assistant` says, and holds no logic of its own."""
