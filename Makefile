# Two commands on a fresh machine: `make run` and `make test`. Everything else builds on the same venv.
# Versions are pinned in requirements*.lock, made by `make lock` from pyproject.toml.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Tests start many programs, and each would compile all of Hangtag anew: half of their time.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run pi test slow crash soak webkit audit check format bench gallery pictures translations lock clean

help:
	@echo "make run     set up and start the demo shop (Ctrl-C stops it)"
	@echo "make pi      set up a Raspberry Pi's SPI bus and pins for a reader on them"
	@echo "make test    set up what the tests need, then run them"
	@echo "make slow    the tests that take their time: every screen, long runs, journeys"
	@echo "make gallery one page of every screen that the tests drew: var/screens/index.html"
	@echo "make crash   kill hubs and card terminals at every point of a checkout (some minutes)"
	@echo "make soak    checkouts by SEEDS=3000 seeds; every reader for three days of virtual time"
	@echo "make webkit  the tablet's journeys and screens in the engine of the iPad's Safari"
	@echo "make audit   ask whether anything in the locks is known to be vulnerable"
	@echo "make check   lint, format, types, import rules, QML"
	@echo "make bench   measure, print the table, write var/bench.json"
	@echo "make format  let ruff mend what it can"
	@echo "make translations  collect the mirror's sentences, compile its languages, say what is missing"

run: $(VENV)/.run
	@exec $(BIN)/kiosk run $(ARGS)

pi: $(VENV)/.pi
	@$(BIN)/python .ci/pi-modules

# Four at once also on two cores: half of the time a test waits, for a port, a page or a program.
# In the order of the folders: the browser is started once a worker, and short files come last.
AT_ONCE := -n 4 --dist loadfile --no-loadscope-reorder
test: $(VENV)/.dev
	$(BIN)/python -m pytest $(AT_ONCE) $(ARGS)

slow: $(VENV)/.dev
	$(BIN)/python -m pytest $(AT_ONCE) -m slow $(ARGS); tests=$$?; \
	    $(BIN)/python -m tests.screens.gallery; exit $$tests

# Every picture that the tests drew, on one page.
gallery: $(VENV)/.dev
	$(BIN)/python -m tests.screens.gallery

# Real processes and SIGKILL; the simulation of `make soak` goes through many more ways in less time.
crash: $(VENV)/.dev
	$(BIN)/python -m tests.crash $(ARGS)

SEEDS ?= 3000
soak: $(VENV)/.dev
	$(BIN)/python -m tests.crash.simulation --seeds $(SEEDS)
	$(BIN)/python -m pytest -n auto --maxprocesses 4 -m soak tests/contract $(ARGS)

webkit: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 --dist load -m webkit tests/browser $(ARGS)

# Asks the index's list of known vulnerabilities; docs/security.md says what was found when.
audit: $(VENV)/.dev
	$(BIN)/pip-audit --strict --no-deps --disable-pip -r requirements.lock
	$(BIN)/pip-audit --strict --no-deps --disable-pip -r requirements-dev.lock

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python tests/qmllint.py

bench: $(VENV)/.dev
	$(BIN)/python -m tests.benchmarks $(ARGS)

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# What the mirror says in its languages: docs/languages.md.
translations: $(VENV)/.dev
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python tests/translations.py $(ARGS)

# The README's pictures, from what the last `make test slow` drew.
pictures: $(VENV)/.dev
	$(BIN)/python -m tests.screens.readme_pictures

# Needs uv (`pip install uv`); pip alone installs what it writes.
lock:
	uv pip compile --universal --python-version 3.11 --no-header --no-annotate -q --extra build pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --no-header --no-annotate -q --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	uv pip compile --no-config --no-deps --universal --python-version 3.11 --no-header --no-annotate -q requirements-pi.in -o requirements-pi.lock

clean:
	rm -rf $(VENV) var build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

# --no-deps: the lock is the whole closure, less what must not be installed (see pyproject.toml).
$(VENV)/.run: requirements.lock pyproject.toml .ci/system-packages
	@bash .ci/system-packages run
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || { \
	    echo "Hangtag needs Python 3.11, 3.12 or 3.13; this is $$($(PYTHON) --version)."; \
	    echo "Name another one with: make run PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || { echo "Making $(VENV) …"; $(PYTHON) -m venv $(VENV); }
	@echo "Installing Hangtag and what it needs (once; about 125 MB) …"
	@$(BIN)/python -m pip install -q --no-deps -r requirements.lock
	@$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock .ci/system-packages
	@bash .ci/system-packages test
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install -q --no-deps -r requirements-dev.lock
	@touch $@

$(VENV)/.pi: $(VENV)/.run requirements-pi.lock .ci/system-packages
	@PYTHON=$(BIN)/python bash .ci/system-packages pi
	@echo "Installing what a reader on this Pi's pins needs …"
	@$(BIN)/python -m pip install -q --no-deps -r requirements-pi.lock
	@touch $@
