# Every way to set up, run and check Recourse. `make help` prints the targets.

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run demo test check lock docs pictures

PYTHON ?= python3
PARALLEL ?= 2
TESTS ?= tests
export PYTHON
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

INSTALL := sh requirements/install
INSTALLED_FROM := pyproject.toml requirements/install requirements/uv.txt
COMPILE := .venv/bin/uv pip compile --universal --generate-hashes --no-header --no-annotate \
	--no-config --upgrade --quiet

help: ## say what each target does
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' $(MAKEFILE_LIST) | while IFS="	" read -r name does; \
		do printf 'make %-10s %s\n' "$$name" "$$does"; done

setup: .venv/.run ## install what running needs into .venv; the command is .venv/bin/recourse
	@:

setup-dev: .venv/.dev ## install what tests and checks need as well

run: setup ## start everything on this machine with sample offices: portal, worker, mailbox, Prefect; Ctrl-C ends it
	@.venv/bin/recourse up --sample

demo: setup ## carry a real application from filing to decision, printed as a timeline
	@.venv/bin/recourse demo

test: setup-dev ## run the tests; TESTS=tests/rules for some, PARALLEL=0 for one process
	@.venv/bin/python -m tests.chromium
	@.venv/bin/python -m pytest -n $(PARALLEL) $(TESTS)

check: setup-dev ## check format, lint and types
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/pyright

lock: setup ## ask the index for the newest versions that pyproject.toml admits
	@$(COMPILE) pyproject.toml --group build --output-file requirements/run.txt
	@$(COMPILE) pyproject.toml --group dev --constraint requirements/run.txt \
		--output-file requirements/dev.txt
	@echo uv | $(COMPILE) - --output-file requirements/uv.txt
	@! grep -n '://' requirements/*.txt

docs: setup-dev ## write docs/statute.md anew from the rules
	@.venv/bin/python docs/statute.py

pictures: setup-dev ## take the pictures of the pages anew, docs/pictures/, and write docs/pages.md; look at them
	@.venv/bin/python -m docs.pictures

.venv/.run: requirements/run.txt $(INSTALLED_FROM)
	@$(INSTALL) run
	@touch $@

# The development lock holds all of the other.
.venv/.dev: requirements/dev.txt requirements/run.txt $(INSTALLED_FROM)
	@$(INSTALL) dev
	@touch .venv/.run $@
