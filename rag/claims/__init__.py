"""What the checks read in a claim and in the passages it cites; see rag.checking."""
