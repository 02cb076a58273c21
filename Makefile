# The whole manual: `make demo` shows what Thuishaven does, `make test` proves it.
PYTHON ?= python3
BIN := .venv/bin
export OMP_NUM_THREADS ?= 2

.DEFAULT_GOAL := help
.PHONY: help demo test coverage lint bench bench-extraction train-encoder clean

# list these targets
help:
	@awk '/^# /{note=substr($$0,3)} /^[a-z-]+:/{split($$1,n,":"); if (note) printf "make %-17s %s\n", n[1], note; note=""}' Makefile | tail -n +2

# install, do the main job on the shipped content, say what to open
demo: .venv/installed
	$(BIN)/thuishaven demo

# processes beside each other: the threads of one would only wait for those of another
test coverage: export OMP_NUM_THREADS = 1

# install what tests need and run them all (three processes: on two cores one of them is mostly waiting)
test: .venv/installed-dev
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

# the same, and which lines they run (about twice as long)
coverage: .venv/installed-dev
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --cov --cov-report=term $(ARGS)

# formatting, types, and the arrows between the packages
lint: .venv/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# measure beside the peers and print the tables (needs ../shared)
bench: .venv/installed-bench
	$(BIN)/python -m benchmarks

# measure the reading alone, beside the readers one would take otherwise (needs ../shared)
bench-extraction: .venv/installed-bench
	$(BIN)/python -m benchmarks extraction

# make the shipped encoder anew from ../shared/parallel, our own pairs and the vocabulary (about 10 minutes)
train-encoder: .venv/installed-train
	$(BIN)/python -m training

# remove what was made, apart from the environment
clean:
	rm -rf _pages _site var dist htmlcov .coverage .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Thuishaven needs Python 3.11 or newer; name one with: make PYTHON=python3.11"; exit 2; }
	$(PYTHON) -m venv .venv

# torch goes first and pinned, so that nothing else can bring another one
.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch==2.13.0
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,pdf]'
	@touch $@

.venv/installed-train: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[train]'
	@touch $@

.venv/installed-bench: .venv/installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	@touch $@
