# Kaláka: `make run` serves the demo city, `make test` runs everything.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app wsgi
TRANSLATION := translations/hu/LC_MESSAGES/messages
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench torture audit check translations lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run: $(VENV)/.run $(TRANSLATION).mo ## Serve the demo city at http://127.0.0.1:8000 until Ctrl-C
	@DEMO=$${DEMO:-1} exec $(FLASK) serve

test: $(VENV)/.dev $(TRANSLATION).mo ## Run the whole suite on SQLite, PostgreSQL and Chromium
	@$(BIN)/python -m pytest -n $${TEST_PROCESSES:-2} --dist loadscope $(TESTS)

lint: $(VENV)/.dev ## Check style, and types of the pure packages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check -q .
	$(BIN)/mypy

bench: $(VENV)/.dev $(TRANSLATION).mo ## Measure pages, writes and analysis next to a bare page
	@$(BIN)/python -m bench

torture: $(VENV)/.dev $(TRANSLATION).mo ## Kill, starve and fuzz a city of its own (under 20 minutes)
	@$(BIN)/python -m torture $(PARTS)

audit: $(VENV)/.dev ## Look for published advisories about the locked libraries
	@$(BIN)/python -m torture.advisories

translations: $(VENV)/.dev ## Collect new sentences into translations/ and compile them
	$(BIN)/pybabel -q extract -F babel.cfg -k _l -k lazy_gettext --no-location --sort-output --omit-header -o build/messages.pot .
	$(BIN)/pybabel -q update -N --no-fuzzy-matching --ignore-obsolete -i build/messages.pot -d translations -l hu
	$(BIN)/pybabel compile -d translations

lock: $(VENV)/.dev ## Compile pyproject.toml into locked requirements
	$(BIN)/uv pip compile -q --generate-hashes --no-header --no-emit-index-url --no-annotate pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --generate-hashes --no-header --no-emit-index-url --no-annotate --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean: ## Forget the virtual environment and the demo city
	rm -rf $(VENV) instance build

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "Python 3.11 is needed (set PYTHON=...)"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	@echo "Installing libraries (once) ..."
	@$(BIN)/pip install -q --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@echo "Installing test tools (once) ..."
	@$(BIN)/pip install -q --require-hashes -r requirements-dev.txt
	@touch $@

$(TRANSLATION).mo: $(TRANSLATION).po | $(VENV)/.run
	@$(BIN)/pybabel -q compile -d translations
