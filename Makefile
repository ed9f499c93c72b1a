# `make` alone says what there is. Every target first sees to it that .venv holds exactly the pinned packages.
.DEFAULT_GOAL := help
.PHONY: help setup chat ask test test-browser test-install eval bench train load load-server soak crash fuzz check screenshots wheel lock clean

# The question goes to the recipe through the environment and exactly as given: neither make nor the shell looks inside.
export QUESTION := $(value Q)
unexport Q

help:
	@echo "make chat          the chat in the browser, on the guides in corpus/"
	@echo "make ask Q='...'   one question in the terminal (single quotes, so that your shell leaves \$$150K alone)"
	@echo "make test          the tests"
	@echo "make eval          the shipped questions and claims, against the figures in evals/floors.json"
	@echo "make bench         what a question costs, beside a bare process and the tutorials' chain"
	@echo "make train DATA=...  the models anew, hours; DATA holds what training/README.md names"
	@echo "make test-browser  the chat in a real browser; needs Chromium"
	@echo "make test-install  the built wheel in an empty environment"
	@echo "make load          twenty browser sessions that ask at once"
	@echo "make load-server  four chats and an ingest on one Chroma server for ten minutes"
	@echo "make soak          readers against a writer for ten minutes, and one reader through 1,000 generations"
	@echo "make crash         what writes killed at each of its steps in turn, a quarter of an hour"
	@echo "make fuzz          broken files for every loader; N=100000 for a long run"
	@echo "make check         format, lint and types"
	@echo "make screenshots   pictures of each page, into docs/screenshots; needs Chromium"
	@echo "make wheel         a package that holds all it needs, into dist/"
	@echo "make lock          pin all packages anew from pyproject.toml into requirements.txt"
	@echo "make clean         remove the environment, the index and the caches; corpus/ stays"

setup:
	@sh scripts/setup.sh

chat: setup
	@.venv/bin/career chat

# Exit 3 says that no guide answers: an answer too, not a failure of make.
ask: setup
	@.venv/bin/career ask -- "$$QUESTION" || [ $$? -eq 3 ]

# A file at a time, so that what a file sets up is set up once; in their order, so that the longest do not come last.
test: setup
	@HF_HUB_OFFLINE=1 .venv/bin/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder

# The batch that no model was taught on stands beside the checkout, where it is at all.
eval: setup
	@HF_HUB_OFFLINE=1 .venv/bin/python -m evals.ratchet $(addprefix --batch ,$(wildcard ../shared/data/reader/b6))

bench: setup
	@HF_HUB_OFFLINE=1 .venv/bin/python -m bench

train: setup
	@HF_HUB_OFFLINE=1 .venv/bin/python -m training "$(DATA)"

test-browser: setup
	@HF_HUB_OFFLINE=1 .venv/bin/python -m pytest -n 2 --dist loadfile -m browser tests/browser

test-install: setup
	@HF_HUB_OFFLINE=1 .venv/bin/python -m pytest -m install tests/test_install.py

load: setup
	@CAREER_LOAD_SESSIONS=20 HF_HUB_OFFLINE=1 .venv/bin/python -m pytest -m load -s tests/browser

load-server: setup
	@HF_HUB_OFFLINE=1 .venv/bin/python -m tests.loading

soak: setup
	@CAREER_STATES=300 CAREER_KILLS=1000 CAREER_SOAK_GENERATIONS=1000 CAREER_SOAK_SECONDS=600 HF_HUB_OFFLINE=1 .venv/bin/python -m pytest -m soak -s

crash: setup
	@HF_HUB_OFFLINE=1 .venv/bin/python -m tests.crashing

N ?= 1000
fuzz: setup
	@HF_HUB_OFFLINE=1 .venv/bin/python -m tests.fuzzing --inputs $(N)

check: setup
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy

screenshots: setup
	@HF_HUB_OFFLINE=1 PYTHONPATH=. .venv/bin/python scripts/screenshots.py docs/screenshots

# Without `build`, whose files of an earlier version would be packed too.
wheel: setup
	@rm -rf build && .venv/bin/uv build --quiet --wheel --no-build-isolation --python .venv/bin/python
	@echo "The wheel is in dist/."

lock: setup
	@sh scripts/setup.sh lock

clean:
	@rm -rf .venv .career build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name .git -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
