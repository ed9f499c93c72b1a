"""The real app in a real browser: `make test-browser`. No part of `make test`: not every machine has one."""
