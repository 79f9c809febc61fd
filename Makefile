# make serve: the page and the API at http://127.0.0.1:8080/
# make test:  types, style and every test
PYTHON ?= python3
EXTRAS ?= dev
PORT ?= 8080
BIN := .venv/bin

.PHONY: serve test check

serve: .venv/installed
	$(BIN)/otvet serve --port $(PORT)

test: .venv/installed-$(EXTRAS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

# Installed again whenever what is asked for changes.
.venv/installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Otvet needs Python 3.11 or newer; name one with PYTHON=")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

.venv/installed-$(EXTRAS): .venv/installed
	$(BIN)/python -m pip install --quiet --editable '.[$(EXTRAS)]'
	touch $@
