# The commands of this project; README.md says what each is for.

BIN := .venv/bin
# The first Python here that is new enough; the lock was made on 3.11, so that one is asked first.
PYTHON = $(or $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell \
	$(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name)))),$(error \
	Schakel needs Python 3.11 or newer, and this machine has none; on Debian and Ubuntu: apt-get install python3.11 python3.11-venv))

.PHONY: help run test test-long check bench lock

help:
	@echo 'make run        start everything here: environment, invented region, both doors and the worker'
	@echo 'make test       every check, the tests and the main journeys: a quarter of an hour on two cores'
	@echo 'make test-long  the tests on PostgreSQL, the other journeys; soak, kill and full-disk runs; every language'
	@echo 'make check      format, lint, types, import contracts, migrations, translations'
	@echo 'make bench      how fast it is, as printed tables'
	@echo 'make lock       write the exact versions anew after changing pyproject.toml'

run:
	@$(PYTHON) scripts/environment.py run $(BIN)/schakel demo

test:
	@$(PYTHON) scripts/environment.py test bash scripts/test

test-long:
	@$(PYTHON) scripts/environment.py test bash scripts/test-long

check:
	@$(PYTHON) scripts/environment.py test bash scripts/check

bench:
	@$(PYTHON) scripts/environment.py test $(BIN)/python -m bench

lock:
	@command -v uv >/dev/null || { echo 'The lock is made with uv: install it first (pip install uv).' >&2; exit 1; }
	uv pip compile -q --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra postgresql pyproject.toml -o requirements/run.txt
	uv pip compile -q --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra test pyproject.toml -o requirements/test.txt
