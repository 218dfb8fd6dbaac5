.PHONY: check lint types imports test completions picture

check: lint types imports test

lint:
	python -m ruff format --check .
	python -m ruff check .
	python completions/generate.py --check

types:
	python -m mypy
	python -m mypy --platform win32

imports:
	lint-imports

test:
	python -m pytest -n auto

completions:
	python completions/generate.py

picture:
	python docs/picture.py
