"""Which units of the guides answer a question, in what order, and whether they answer it at all."""
