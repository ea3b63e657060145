# The commands of the project. `make run` to use it, `make test` to trust it, `make check` before a commit.

PYTHON ?= python3.11
HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

bin := .venv/bin
python := $(bin)/python
runtime := .venv/.runtime
development := .venv/.development

.PHONY: help
help:
	@echo "make run     serve on http://$(HOST):$(PORT) (PORT=8080 to change)"
	@echo "make test    run the tests"
	@echo "make check   the whole gate: format, types, contracts, migrations, atlas, tests"
	@echo "make bench   measure the model and the pages"
	@echo "make lock    renew the hashed locks from requirements*.txt"
	@echo "make clean   remove what make built; keeps the database in var/"

# What the others stand on: stamp files, so that a second run does nothing

$(python):
	$(PYTHON) -m venv .venv

$(runtime): requirements.lock | $(python)
	$(python) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	touch $@

$(development): requirements-dev.lock | $(python)
	$(python) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	touch $@ $(runtime)

.env: | $(python)
	umask 077; $(python) -c 'import secrets; print(f"# This machine only, made by make. Never commit it.\nLOCAL=on\nSECRET_KEY={secrets.token_urlsafe(50)}")' > $@
	mkdir -p var

.PHONY: install
install: $(runtime) .env

.PHONY: develop
develop: $(development) .env
