# Plumbline 准绳. `make demo` shows it, `make test` proves it; `make help` lists the rest.
SHELL := /bin/bash
PY := .venv/bin/python
.DEFAULT_GOAL := help

.PHONY: help install demo run check fmt words test test-full bench release supply clean

help:  ## List what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

install: .venv/installed  ## Make the environment from the lock file

.venv/installed: requirements-dev.txt pyproject.toml
	@bash .ci/environment

demo: install  ## Environment, database, and serve it with the data in instance/demo
	@$(PY) -m qa_app demo

run: install  ## Serve the product with the data in instance/
	@$(PY) -m qa_app serve

check: install  ## Style, types, import contracts, templates, words
	@bash .ci/check

fmt: install  ## Put the code into shape
	@$(PY) -m ruff check --fix -q . && $(PY) -m ruff format -q .

words: install  ## Bring the Chinese catalogue up to date with the words in the code
	@$(PY) .ci/catalogue.py

test: install  ## Everything a change must pass
	@bash .ci/tests

test-full: install  ## The same and everything that takes longer
	@bash .ci/tests --nightly

bench: install  ## Measure the product beside the floor of its stack
	@$(PY) -m benchmarks.run

release: install  ## One archive that starts without a network, in dist/
	@$(PY) deploy/release.py

supply: install  ## Hold what is installed against the lock, known faults and licences
	@bash .ci/supply

clean:  ## Remove the environment and the demo's data
	@rm -rf .venv instance
