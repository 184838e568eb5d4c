# make site    build the site into site/
# make serve   build it, show it, and rebuild as files change
# make test    run all tests (one of them: make test ARGS=tests/test_terms.py)
# make check   lint, types and the content's own rules
# make format  put code in its canonical form
# make lock    remake requirements/*.txt (newest of all: make lock ARGS=--upgrade)
# make clean   remove all that the above made
#
# PYTHON=… names the interpreter that .venv is made with (3.11 or later).

.DEFAULT_GOAL := site
MAKEFLAGS += --no-print-directory
export PYTHON
ARGS =

.PHONY: help site serve test check format lock clean

help:
	@sed -n '/^#/!q; s/^# \{0,1\}//p' Makefile

site:
	@scripts/site

serve:
	@scripts/setup site
	@NO_MKDOCS_2_WARNING=1 .venv/bin/python -m mkdocs serve $(ARGS)

test:
	@scripts/test $(ARGS)

check:
	@scripts/check

format:
	@scripts/setup dev
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format .

lock:
	@scripts/lock $(ARGS)

clean:
	rm -rf .venv site dist .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find plugins tests -name __pycache__ -type d -prune -exec rm -rf {} +
