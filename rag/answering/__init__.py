"""Evidence to an answer in the guides' own words."""
