"""The pages of the browser face; each has a `show`."""
