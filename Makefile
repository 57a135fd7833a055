# Two commands are enough: make run, make test.
PYTHON ?= python3
PORT ?= 8470
DATA ?= data
V := .venv/bin
PIP := $(V)/pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help run test lint types layers unit web-test e2e bench long fix wheels clean

help: ## list the commands
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

.venv/pip.stamp:
	$(PYTHON) -c 'import sys; sys.exit("Suyuan needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/run.stamp: .venv/pip.stamp pyproject.toml hatch_build.py $(shell find web/src web/package-lock.json web/index.html web/vite.config.ts -type f 2>/dev/null)
	$(PIP) install -e .
	@touch $@

.venv/dev.stamp: .venv/run.stamp
	$(PIP) install -e '.[dev]'
	@touch $@

web/node_modules/.stamp: .venv/dev.stamp web/package-lock.json
	$(V)/python -m tests.tools.node npm ci --ignore-scripts
	@touch $@

run: .venv/run.stamp ## set everything up, make the demo plant, serve it (PORT=8470)
	$(V)/suyuan --dir $(DATA) demo --port $(PORT)

test: lint types layers unit web-test e2e ## lint, types, layers, all tests, web tests, browser tests

lint: .venv/dev.stamp
	$(V)/ruff check src tests bench
	$(V)/ruff format --check src tests bench

types: .venv/dev.stamp
	$(V)/mypy

layers: .venv/dev.stamp
	$(V)/lint-imports --no-cache

unit: .venv/dev.stamp
	$(V)/pytest -n 2 --dist loadgroup -m "not browser and not long" tests

web-test: web/node_modules/.stamp ## lint, types and tests of the web front end
	$(V)/python -m tests.tools.node npm run --silent check
	$(V)/python -m tests.tools.node npm test --silent

e2e: .venv/dev.stamp ## the walks in a real browser
	$(V)/pytest -m "browser and not long" tests/e2e

bench: .venv/dev.stamp ## the figures of docs/figures.md
	$(V)/python -m bench

long: .venv/dev.stamp web/node_modules/.stamp ## the long runs: fuzzing, kills, seeds
	$(V)/pytest -m long tests

fix: .venv/dev.stamp ## format and mend what can be mended by machine
	$(V)/ruff check --fix src tests bench
	$(V)/ruff format src tests bench

wheels: .venv/pip.stamp ## everything an installation without internet needs, in dist/wheels
	$(PIP) wheel --wheel-dir dist/wheels .

clean: ## remove what the commands made (not your data)
	rm -rf .venv web/node_modules src/suyuan/web .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
