# One command to see it (make run), one to trust it (make test); `make help` lists the others.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
PROGRAMME ?= data/programme
PORT ?= 5006
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help setup run example serve test check browser bench bench-truth faults pictures lock

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(READY): requirements.lock pyproject.toml
	@echo "Setting up (once, a few minutes): virtual environment and packages"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=…"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python's venv is missing; on Debian: apt-get install python3-venv"; exit 1; }
	@# The lock file is complete: nothing is resolved, so that no release of tomorrow can get in or in the way.
	@# Only what is imported gets compiled, when it is: half a minute sooner at the first start.
	@$(BIN)/pip install --disable-pip-version-check --no-compile --no-deps --require-hashes --requirement requirements.lock
	@$(BIN)/pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(READY) ## make the virtual environment from the hashed lock file

run: example serve ## set up, make the example programme by the real route, and serve it

example: $(READY) ## make the example programme: deliver, load, build, publish
	@$(BIN)/onderstroom example beliefs_lead --programme $(PROGRAMME)

serve: $(READY) ## serve the latest release
	@$(BIN)/onderstroom serve --programme $(PROGRAMME) --port $(PORT)

test: ## all tests, the browser tests included
	@$(MAKE) --no-print-directory --jobs=2 check browser
	@$(BIN)/pytest --numprocesses $(WORKERS) --dist worksteal

check: $(READY) ## format, lint, types, imports
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

browser:
	@command -v chromium >/dev/null || { \
	  test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium; } || { \
	  echo "The browser tests need Chromium; on Debian: apt-get install chromium"; exit 1; }

bench: $(READY) ## speed and memory, each as a ratio against a reference in the same run
	@for file in tests/benchmarks/bench_*.py; do case $$file in *truth*) ;; *) $(BIN)/python $$file || exit 1;; esac; done

bench-truth: $(READY) ## error rates of the verdict over simulated programmes (resumable)
	@$(BIN)/python tests/benchmarks/bench_truth.py

faults: $(READY) ## kill, full disk and two stewards at once, in full counts
	@FAULT_ROUNDS=200 $(BIN)/pytest --timeout=0 tests/faults

pictures: example browser ## screenshots of every view, both sizes, both languages
	@$(BIN)/python -m dashboards.pictures

lock: $(READY) ## renew the lock file: every package with its hashes, no addresses
	@$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --upgrade --quiet --output-file requirements.lock
