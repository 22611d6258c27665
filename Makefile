# Every target sets up what it needs; set-up is done once and again only when requirements.lock or pyproject.toml change.
# Variables: PYTHON=python3.11 (which interpreter), WORKERS=2 (processes of the tests), ONLY (of make bench), FILES and SEED (of make fuzz), DIR (of make foreign), UPGRADE=1 (newest versions in make lock), OSV (of make audit).

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup nightly test check bench clients fuzz foreign faults soak lint types lock wheelhouse audit clean

VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
WORKERS ?= 2
FILES ?= 50000
SEED ?= 1
CODE := flows schemas deploy benchmarks tests

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: $(VENV)/ready ## environment in .venv: the locked packages and the command enfstat
	@$(BIN)/python -m compileall -q $(CODE) # else every process compiles them anew where Python is told not to write them down

nightly: setup warehouse/sample ## one run over the bundled sample, then its figures of 2023
	$(BIN)/enfstat run --sample
	$(BIN)/enfstat figures 2023 --sample

# The night before, once: one file of the sample arrived in an earlier version, so that one superseded file can be seen.
warehouse/sample: | setup
	$(BIN)/enfstat run --raw raw/sample/.earlier --warehouse $@ >/dev/null

test: lint types ## everything that must hold: lint, types, all tests
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: lint types ## the quick half of test: lint, types, the tests that are not slow
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not slow"

lint: setup ## ruff: rules and format
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)

types: setup ## mypy, strict
	$(BIN)/mypy

bench: setup ## how fast, beside what else one would take (25 minutes on two cores); ONLY="10k short": some of the tables, the others as measured before
	$(BIN)/python -m benchmarks $(if $(ONLY),--only $(ONLY)) --out benchmarks/RESULTS.md

clients: nightly ## the published sample in DuckDB 1.2 to 2.0, each in an environment of its own (needs uv)
	$(BIN)/python -m tests.clients warehouse/sample/enforcement.duckdb

fuzz: setup ## damaged files over every reader, and tables in many renderings (an hour); FILES=50000 SEED=1
	$(BIN)/python -m tests.fuzz.campaign --files $(FILES) --seed $(SEED) --workers $(WORKERS)
	RENDERINGS=2000 $(BIN)/pytest -q tests/received/test_renderings.py

foreign: setup ## one night over a folder of other projects' spreadsheets: DIR=…
	$(BIN)/python -m tests.fuzz.foreign $(DIR)

faults: setup ## the fault campaign: 300 kills, 40 full disks, 150 damaged files (an hour); the tests take a small part
	$(BIN)/python -m tests.faults

soak: setup ## 200 nights of a growing year with four readers (half an hour)
	$(BIN)/python -m tests.faults.soak

lock: ## resolve requirements.lock anew from pyproject.toml (needs uv)
	@[ -n "$(UV)" ] || { echo "make lock needs uv on PATH" >&2; exit 1; }
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV) pip compile pyproject.toml --group dev --universal --generate-hashes \
	  --no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade) --quiet --output-file requirements.lock

wheelhouse: setup ## the locked packages as files, for deploy/install on a machine without a network
	@$(BIN)/python -c 'import pip' 2>/dev/null || $(BIN)/python -m ensurepip >/dev/null
	@mkdir -p wheelhouse
	@# What only some patch levels of the interpreter need goes along: the server may have another one.
	@sed -E "s/ ; python_full_version [<>=]+ '[0-9]+\.[0-9]+\.[0-9]+'//" requirements.lock >wheelhouse/requirements.txt
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: \
	  --dest wheelhouse --requirement wheelhouse/requirements.txt

audit: setup ## known vulnerabilities of the locked packages; OSV=all.zip, the advisories of PyPI as OSV publishes them
	$(BIN)/python -m deploy.audit $(OSV)

clean: ## remove the environment and caches; raw/ and warehouse/ stay
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

# The first interpreter of a version that the lock covers.
FIND_PYTHON = for python in $(PYTHON) python3.11 python3 python3.12 python3.13; do \
	  "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && break; \
	  python=; \
	done; \
	[ -n "$$python" ] || { echo "Python 3.11, 3.12 or 3.13 is needed: make setup PYTHON=/path/to/python3.11" >&2; exit 1; }

# Two steps, so that an edit of pyproject.toml does not install the packages again.
$(VENV)/locked: requirements.lock
ifneq ($(UV),)
	@$(FIND_PYTHON); $(UV) venv --quiet --clear --python "$$python" $(VENV)
	$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
else
	@$(FIND_PYTHON); "$$python" -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
endif
	@touch $@

$(VENV)/ready: $(VENV)/locked pyproject.toml
ifneq ($(UV),)
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
else
	@$(BIN)/python -c 'import pip' 2>/dev/null || $(BIN)/python -m ensurepip >/dev/null # the environment was made by uv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
endif
	@touch $@
