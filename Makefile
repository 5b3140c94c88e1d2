# make run and make test set up all they need; the other targets say what they do below.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
COMPILE := uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 \
	--group build --no-emit-index-url --custom-compile-command "make lock" --quiet --upgrade

.PHONY: run test test-all kills bench picture lock clean

run: $(VENV)/run.ready                 ## Discord, or with no token a Discord in your browser
	@$(BIN)/attache

test: $(VENV)/dev.ready                ## tests, types, lint, format and house rules
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m ruff format --check .
	@$(BIN)/python -m mypy
	@$(BIN)/python -m pytest

test-all: $(VENV)/dev.ready            ## the first two rings on each Python from 3.11 to 3.14 that is here
	@$(BIN)/python tests/every_python.py

kills: $(VENV)/dev.ready               ## 50 kills of the running bot, nothing lost, nothing doubled
	@ATTACHE_KILLS=50 $(BIN)/python -m pytest tests/end/test_kills.py

bench: $(VENV)/bench.ready             ## benchmarks; each figure names what it is compared with
	@$(BIN)/python -m tests.bench

picture: $(VENV)/dev.ready             ## the README's pictures of the page and of a timeline, taken anew
	@$(BIN)/python tests/pictures/take.py
	@$(BIN)/python tests/pictures/take_timeline.py

lock: $(VENV)/dev.ready                ## the lock files, from pyproject.toml
	@$(BIN)/$(COMPILE) --extra demo --output-file requirements.lock
	@$(BIN)/$(COMPILE) --extra dev --output-file requirements-dev.lock
	@$(BIN)/$(COMPILE) --extra bench --constraint requirements-dev.lock --output-file requirements-bench.lock

clean:
	rm -rf $(VENV) build *.egg-info

$(VENV)/run.ready: requirements.lock pyproject.toml | $(VENV)
	@echo "Installing Attaché and its demo, once …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.ready: requirements-dev.lock pyproject.toml | $(VENV)
	@echo "Installing Attaché with all that its tests need, once …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/run.ready

$(VENV)/bench.ready: requirements-bench.lock $(VENV)/dev.ready
	@echo "Installing what benchmarks compare with, once …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements-bench.lock || echo "It cannot be had here; the benchmarks say what is missing."
	@touch $@

$(VENV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Attaché needs Python 3.11 or newer; name one: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "This Python lacks its venv module; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
