"""What a question asks: its kind, its words, its parts, and what it means after the questions before it."""
