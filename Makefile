# Sarumban: `make run` serves the site, `make test` checks everything.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT

# Two workers, one for each core of a small machine. Change it: make test WORKERS=4
WORKERS ?= 2

py := .venv/bin/python
flask := .venv/bin/flask --app wsgi
compile := $(py) -m uv pip compile pyproject.toml --quiet --universal --generate-hashes \
	--no-emit-index-url --no-annotate --no-header --python-version 3.11

.PHONY: help run test check bench shots lock clean ready ready-dev

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

run: ready ## Serve the site on 127.0.0.1:8000 (PORT=8001 changes it)
	@exec $(flask) serve --prepare --host $(HOST) --port $(PORT)

test: ready-dev ## Check the code, then run every test on SQLite and on PostgreSQL
	@$(MAKE) --no-print-directory check
	@tools/test $(WORKERS)

check: ready-dev ## Check style, types, layers, templates and translations
	@tools/check

bench: ready-dev ## Measure the site against its peers and its goals
	@$(py) -m tests.benchmarks

shots: ready-dev ## Picture every page into shots/ (PAGES="home product" for some)
	@$(py) -m tools.shots $(PAGES)

lock: ready-dev ## Write the lock files anew from pyproject.toml and package.json
	@$(py) -m uv --version >/dev/null 2>&1 || $(py) -m pip install --quiet uv
	@$(compile) -o requirements.lock
	@$(compile) --group dev -o requirements-dev.lock
	@$(subst pyproject.toml,,$(compile)) --group node -o requirements-node.lock
	@npm install --package-lock-only --ignore-scripts

clean: ## Remove what was built and downloaded; the database and the pictures stay
	rm -rf .venv node_modules static/vendor shots build .*_cache .hypothesis .coverage*
	find catalog tests tools -name __pycache__ -prune -exec rm -rf {} +

ready:
	@$(PYTHON) tools/setup.py

ready-dev:
	@$(PYTHON) tools/setup.py --dev
