# Two commands do everything on a machine with Python 3.11+ and make: `make book` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export PYTHONHASHSEED := 0
export PYTHONUTF8 := 1
export TZ := UTC
export SOURCE_DATE_EPOCH := 1795651200

.PHONY: book test unit check firefox correct lint numbers lab serve bench pdf release clean help
.DEFAULT_GOAL := help

help:  ## say what the commands do
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.installed: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; found %s. Name one: make PYTHON=python3.12 ..." % sys.version.split()[0])'
	@echo "Installing into $(VENV) (once, some minutes)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

book: $(VENV)/.installed  ## build the whole site into _build/html/
	@$(BIN)/python -m shortcase_site.build

lint: $(VENV)/.installed  ## form of the code and its types: ruff and mypy
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet src tests notebooks || { echo "Run: $(BIN)/ruff format src tests notebooks"; exit 1; }
	@$(BIN)/mypy --no-error-summary

check: lint  ## the code's form, then data, records, staleness and numbers in words
	@$(BIN)/python -m shortcase check

correct: $(VENV)/.installed  ## after a corrected row: run what is stale, mend all words, print the errata
	@$(BIN)/python -m shortcase correct

numbers: $(VENV)/.installed  ## rewrite the numbers in words after the data have changed
	@$(BIN)/python -m shortcase numbers

unit: $(VENV)/.installed  ## every check that needs no notebook run, no browser and no built site
	@$(BIN)/python -m pytest tests --ignore=tests/site

test: lint book  ## every check: form, unit, data, notebooks, records, site in a real browser
	@$(BIN)/python -m shortcase_site.chromium
	@$(BIN)/python -m pytest

firefox: book  ## the tests of the site in Firefox (Debian: apt-get install firefox-esr)
	@SHORTCASE_BROWSER=firefox $(BIN)/python -m pytest tests/site

lab: $(VENV)/.installed  ## open JupyterLab on the notebooks
	@$(BIN)/jupyter lab --notebook-dir=. --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate

serve: book  ## serve the built site on this machine
	@echo "http://localhost:$(PORT)/  (Ctrl+C ends)"
	@$(BIN)/python -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

bench: book  ## compare with plain Jupyter Book, in one run
	@$(BIN)/python tests/bench.py

pdf: $(VENV)/.installed  ## the site with a PDF of each chapter and of the whole book
	@$(BIN)/python -m shortcase_site.printing

release: pdf  ## an archive of site, sources and sums in _build/, from CITATION.cff
	@$(BIN)/python -m shortcase_site.archive

clean:  ## remove what was built, keep the environment
	@rm -rf _build
