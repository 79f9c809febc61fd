# make serve:    the page and the API at http://127.0.0.1:8080/
# make test:     types, style and every test
# make coverage: every test, and which lines of the code none of them runs
# make lock:     write requirements.lock, the versions that the tests ran with (PIP_CONSTRAINT=requirements.lock uses them)
# make bench:    memory, load, growth and building, measured one after another; INDEX=DIR and PAGES=DIR name others than ours
# make audit:    whether advisories are known against the versions in requirements.lock
PYTHON ?= python3
EXTRAS ?= dev
PORT ?= 8080
WORKERS ?= 2
INDEX ?= var/index
PAGES ?= faq
BIN := .venv/bin
TESTS := $(BIN)/pytest -n $(WORKERS) --dist loadscope

.PHONY: serve test coverage bench lock audit

serve: .venv/installed
	$(BIN)/otvet serve --port $(PORT)

test: .venv/installed-$(EXTRAS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(TESTS)

coverage: .venv/installed-$(EXTRAS)
	$(TESTS) --cov --cov-report=term:skip-covered --cov-report=html:var/coverage

# Tables and plots go into docs/scale.md. Beside other work the clock says little; what compares with libraries needs their
# environments, see eval/bench/peers.
bench: .venv/installed-$(EXTRAS)
	$(BIN)/otvet index $(PAGES) --out $(INDEX)
	$(BIN)/python -m eval.bench.footprint --index $(INDEX)
	$(BIN)/python -m eval.bench.load --index $(INDEX) --write docs/scale.md
	$(BIN)/python -m eval.bench.curve --index $(INDEX) 1000 10000 20000 100000 1000000 --write docs/scale.md
	$(BIN)/python -m eval.bench.build $(PAGES) --write docs/scale.md

# Without torch: whether its CPU or its CUDA build is installed depends on the machine.
lock: .venv/installed-$(EXTRAS)
	$(BIN)/python -m pip freeze --exclude-editable | grep -Ev '^(torch|triton|nvidia-)' > requirements.lock

# pip-audit is installed when first asked for. It asks pypi.org itself, no mirror; a package it cannot ask about is an error.
audit: .venv/installed
	$(BIN)/python -c 'import pip_audit' 2>/dev/null || $(BIN)/python -m pip install --quiet pip-audit
	$(BIN)/python -m pip_audit --strict --requirement requirements.lock --no-deps --disable-pip

# Installed again whenever what is asked for changes.
.venv/installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Otvet needs Python 3.11 or newer; name one with PYTHON=")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

.venv/installed-$(EXTRAS): .venv/installed
	$(BIN)/python -m pip install --quiet --editable '.[$(EXTRAS)]'
	touch $@
