# Two commands set up everything: `make demo` runs the main job, `make test` passes the tests.
.DEFAULT_GOAL := help
.PHONY: help dev outside check test demo bench conformance openslo library pictures samples shells clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

help:  ## what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1|/' | awk -F'|' '{printf "make %-12s %s\n", $$1, $$2}'

$(STAMP): pyproject.toml requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed. Name it: make PYTHON=python3.12 dev" >&2; exit 8; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

dev: $(STAMP)  ## make .venv; the program is .venv/bin/slagen

outside:  ## install what is not on PyPI (LibreOffice, the Word validator) where that is allowed
	@tools/outside.sh

check: $(STAMP)  ## lint, types, floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: $(STAMP) outside check  ## everything that must hold
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder --cov --cov-report=term:skip-covered
	$(BIN)/python tools/coverage_floor.py

demo: $(STAMP)  ## the main job on the sample agreements, in build/demo
	rm -rf build/demo
	@$(BIN)/slagen demo build/demo
	@echo; echo "slagen is in $(BIN)/ here; to call it by its name: source $(BIN)/activate"

bench: $(STAMP)  ## ratios against peers in the same run
	@for script in bench/bench_*.py; do echo; $(BIN)/python $$script || exit 1; done

conformance: $(STAMP)  ## run the redlines over the public pairs in CORPUS (default ../shared/corpus); WRITE=1 writes docs/conformance.md
	@$(BIN)/python -m tools.conformance $(if $(WRITE),--write)

openslo: $(STAMP)  ## hold the OpenSLO of the samples against the published JSON schema in SCHEMA=DIR
	@$(BIN)/python -m tools.openslo_schema $(SCHEMA)

library: $(STAMP)  ## make docs/library.md again, the table of all clauses
	$(BIN)/python tools/library_table.py

pictures: $(STAMP)  ## make the pictures of the README again (needs LibreOffice, poppler and Chromium)
	$(BIN)/python tools/pictures.py

samples: $(STAMP)  ## make the measurements of the sample agreements again
	$(BIN)/python -m tools.sample_measurements

shells: $(STAMP)  ## make the shipped Word shells again
	$(BIN)/python -m slagen.formats.word.starter templates

clean:  ## remove what can be made again
	rm -rf build dist .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis node_modules $(VENV)
