"""What a question costs: whole processes beside each other, and where the time of a warm one goes. See `make bench`."""
