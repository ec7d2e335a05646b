# The verbs of this house. Each is a small Python script in tools/; `make help` lists them.
# Debian's own Python where it is new enough: it is built with profiles and runs all this a third faster than others do.
PYTHON ?= $(shell /usr/bin/python3 -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo /usr/bin/python3 || echo python3)
VENV := .venv/bin/python
export UV_PYTHON_DOWNLOADS := never
# Where a machine forbids Python to keep what it compiled, every process would compile this house anew: seconds each.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run setup test check bench fmt lock messages

help: ## This list
	@sed -nE 's/^([a-z]+): ## (.*)/  make \1\t\2/p' Makefile | expand -t 18

run: ## Install what running needs, migrate, load the demo once, serve on http://127.0.0.1:8000 (PORT=8001, HOST=…)
	@$(PYTHON) tools/setup.py run && exec $(VENV) manage.py serve

setup: ## Install everything for development; seconds when nothing changed
	@$(PYTHON) tools/setup.py dev

test: ## The whole suite on SQLite, on PostgreSQL with Redis, and in Chromium (ARGS="tests/people -k invite" narrows it)
	@$(PYTHON) tools/setup.py dev && exec $(VENV) tools/test.py $(ARGS)

check: ## Format, lint, floors, types, templates, migrations, translations
	@$(PYTHON) tools/setup.py dev && exec $(VENV) tools/check.py

bench: ## Measure speed and weight; a table, and bench/latest.json
	@$(PYTHON) tools/setup.py dev && exec $(VENV) -m bench $(ARGS)

fmt: ## Let ruff put the code in order
	@$(PYTHON) tools/setup.py dev && .venv/bin/ruff format . && .venv/bin/ruff check --fix .

lock: ## Choose versions anew and write requirements/*.txt, with hashes and without addresses
	@$(PYTHON) tools/setup.py dev && exec $(VENV) tools/lock.py $(ARGS)

messages: ## Bring locale/en up to date with the Spanish source
	@$(PYTHON) tools/setup.py dev && exec $(VENV) tools/translations.py update
