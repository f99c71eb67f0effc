# The commands of this project. `make run` and `make test` need Python 3.11 or newer and nothing else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes
UV_COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet

.PHONY: run test lint types imports unit score bench contract lock format long clean

## run: the demo newsroom, or your feeds with `make run FEEDS=feeds.toml`
run: $(VENV)/runtime
	@$(BIN)/claimledger up $(if $(FEEDS),--feeds $(FEEDS)) $(ARGS)

## test: lint, types, import rules and all tests
test: lint types imports unit

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev
	$(BIN)/mypy

imports: $(VENV)/dev
	$(BIN)/lint-imports

unit: $(VENV)/dev
	$(BIN)/pytest $(ARGS)

## score: read the gold set, print its tables and write them to tests/gold; ARGS=--errors lists the errors of the open part
score: $(VENV)/dev
	@$(BIN)/python -m tests.gold $(ARGS)

## bench: articles, claims and seconds, as ratios in one run; prints the table of tests/benchmarks/README.md
bench: $(VENV)/dev
	$(BIN)/python -m tests.benchmarks

## long: everything that is too long for every change
long: test bench

## contract: write schemas/json from the models
contract: $(VENV)/dev
	$(BIN)/python -m services.contract

format: $(VENV)/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

## lock: resolve pyproject.toml anew (needs uv)
lock:
	$(UV_COMPILE) --extra build pyproject.toml -o requirements.lock
	$(UV_COMPILE) --extra build --extra dev --extra llm pyproject.toml -c requirements.lock -o requirements-dev.lock

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "claimledger needs Python 3.11 or newer; say which with: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python has no venv module; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/runtime: requirements.lock pyproject.toml | $(VENV)/python
	@echo "installing what claimledger needs into $(VENV) (once; about a minute)"
	@$(PIP) -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev: requirements-dev.lock $(VENV)/runtime
	@$(PIP) -r requirements-dev.lock
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
