.PHONY: check lint types imports pack test completions picture

check: lint types imports pack test

lint:
	python -m ruff format --check .
	python -m ruff check .
	python completions/generate.py --check

types:
	python -m mypy
	python -m mypy --platform win32

imports:
	lint-imports

pack:
	python -m dvcheck pack validate
	python -m dvcheck pack coverage
	python -m dvcheck pack test

test:
	python -m pytest -n auto

completions:
	python completions/generate.py

picture:
	python docs/picture.py
