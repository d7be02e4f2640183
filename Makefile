# Two commands do everything on a fresh machine: `make preview` and `make test`.
# Packages are fetched once; afterwards both work without a network.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: preview test load speed run build check lint types lock clean

preview: $(VENV)/preview.stamp
	@$(BIN)/python -m bot build
	@exec $(BIN)/python -m bot preview

run: $(VENV)/run.stamp
	@$(BIN)/python -m bot build
	@exec $(BIN)/python -m bot run

build: $(VENV)/run.stamp
	@$(BIN)/python -m bot build

check: $(VENV)/run.stamp
	@$(BIN)/python -m bot check

# Each pretend bot loads its commands anew: without compiled files, that would be a quarter of the time.
test: $(VENV)/dev.stamp
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest

# Slow, with figures printed: many games and posts at once, the process killed, a year of schedules.
load: $(VENV)/dev.stamp
	@$(BIN)/python -m pytest -s -n 0 -m load

# How fast a library is built and in how much memory; `make speed MB=1000` builds one of 1,000 MB as well.
speed: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.load.speed $(MB)

lint: $(VENV)/dev.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp
	@$(BIN)/pyright

# Pins with hashes and without the address of any index.
lock: $(VENV)/dev.stamp
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --extra preview -o requirements-preview.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --extra dev -o requirements-dev.txt

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis tests/output

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Canonkeeper needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.11 ..."; exit 1; }
	@echo "Setting up (once) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/preview.stamp: requirements-preview.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-preview.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
