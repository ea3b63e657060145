# The commands of the project. `make run` to use it, `make test` to trust it, `make check` before a commit.

PYTHON ?= python3.11
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 2
export HOST PORT

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

bin := .venv/bin
python := $(bin)/python
runtime := .venv/.runtime
development := .venv/.development
node_tools := node_modules/.installed

.PHONY: help
help:
	@echo "make run        serve on http://$(HOST):$(PORT) (PORT=8080 to change)"
	@echo "make test       run the tests"
	@echo "make check      the whole gate: format, types, contracts, migrations, atlas, tests; needs node and npm"
	@echo "make check-deep the tests that take long; needs node and npm"
	@echo "make docs       write the pages that are made from the model"
	@echo "make bench      measure the model and the pages"
	@echo "make lock       renew the hashed locks from requirements*.txt"
	@echo "make clean      remove what make built; keeps the database in var/"

# What the others stand on: stamp files, so that a second run does nothing

$(python):
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

$(runtime): requirements.lock | $(python)
	$(python) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	touch $@

$(development): requirements-dev.lock | $(python)
	$(python) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	touch $@ $(runtime)

# A linter and a page for the tests of the scripts; the site needs none of it.
$(node_tools): package-lock.json
	npm ci --ignore-scripts --loglevel=error
	touch $@

.env: | $(python)
	umask 077; $(python) -c 'import secrets; print(f"# This machine only, made by make. Never commit it.\nLOCAL=on\nSECRET_KEY={secrets.token_urlsafe(50)}")' > $@

var:
	mkdir -p $@

.PHONY: install
install: $(runtime) .env | var

.PHONY: develop
develop: $(development) .env | var

# Use

static := var/static/.collected
static_sources := $(shell find static -type f)

$(static): $(runtime) $(static_sources) neuroquiz/settings.py | .env var
	$(python) manage.py collectstatic --no-input --clear --verbosity 0
	touch $@

.PHONY: prepare
prepare: install $(static)
	$(python) manage.py migrate --no-input --verbosity 0
	$(python) manage.py load_content

.PHONY: run
run: prepare
	exec $(python) manage.py serve

# Trust

.PHONY: test
test: develop
	$(python) -m pytest -n $(WORKERS) $(ARGS)

# TESTED=yes leaves out the tests, where they have just run
.PHONY: check
check: format-check scripts-check types contracts migrations-check deploy-check lock-check atlas-check catalogue $(if $(TESTED),,test)
	@echo "All checks passed."

# What takes long, or needs tools that the product does not
.PHONY: check-deep
check-deep: develop mutation-js
	$(python) -m pytest -m deep -rs $(ARGS)

# Changes the queue in some 550 ways, one at a time, and counts the changes that no test notices (docs/mutation.md)
.PHONY: mutation-js
mutation-js: $(node_tools) | var
	node_modules/.bin/stryker run

.PHONY: format
format: develop
	$(bin)/ruff check --fix .
	$(bin)/ruff format .

.PHONY: format-check
format-check: develop
	$(bin)/ruff check .
	$(bin)/ruff format --check .

.PHONY: scripts-check
scripts-check: $(node_tools)
	node_modules/.bin/eslint --max-warnings 0 .
	node --test tests/js/*.test.js

.PHONY: types
types: develop
	$(bin)/mypy

.PHONY: contracts
contracts: develop
	$(bin)/lint-imports --no-cache

.PHONY: migrations-check
migrations-check: develop
	$(python) manage.py makemigrations --check --dry-run

# As on a server: an environment of its own, nothing of this machine
.PHONY: deploy-check
deploy-check: develop
	env -i PATH="$$PATH" ENV_FILE=/dev/null ALLOWED_HOSTS=neuroquiz.example SECRET_KEY="$$($(python) -c 'import secrets; print(secrets.token_urlsafe(50))')" \
		$(python) manage.py check --deploy --fail-level WARNING

.PHONY: lock-check
lock-check: develop
	@fresh=$$(mktemp -d); trap 'rm -rf "$$fresh"' EXIT; cp requirements.lock requirements-dev.lock "$$fresh"; \
	$(compile) --output-file "$$fresh/requirements.lock" requirements.txt; \
	$(compile) --constraints requirements.lock --output-file "$$fresh/requirements-dev.lock" requirements-dev.txt; \
	for lock in requirements.lock requirements-dev.lock; do \
		diff --unified $$lock "$$fresh/$$lock" || { echo "$$lock is stale: run make lock" >&2; exit 1; }; \
	done; echo "The locks are fresh."

.PHONY: atlas-check
atlas-check: develop
	$(python) -m neuraxis atlas --check docs/atlas.md
	$(python) -m neuraxis frequencies --check docs/frequencies.md
	$(python) -m neuraxis reach --check docs/reachability.md

# The pages that are made from the model; atlas-check and the tests fail when one is stale.
.PHONY: docs
docs: develop
	$(python) -m neuraxis atlas > docs/atlas.md
	$(python) -m neuraxis discriminators > docs/discriminators.md
	$(python) -m neuraxis frequencies > docs/frequencies.md
	$(python) -m neuraxis reach > docs/reachability.md

# The pictures of the README, taken from the site as it is; needs Debian's chromium.
.PHONY: pictures
pictures: develop $(static)
	$(python) docs/images/take.py

.PHONY: catalogue
catalogue: develop
	$(python) -m neuraxis catalogue neuraxis/atlas/catalogue.psv

.PHONY: bench
bench: develop
	$(python) -m benchmarks

# Keep

compile := $(bin)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock"

# The versions stay where the pins allow it; delete a lock to renew everything below it.
.PHONY: lock
lock: develop
	$(compile) --output-file requirements.lock requirements.txt
	$(compile) --constraints requirements.lock --output-file requirements-dev.lock requirements-dev.txt

.PHONY: clean
clean:
	rm -rf .venv node_modules .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis var/static
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
