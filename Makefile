.PHONY: check lint types imports pack test drawn bench performance proof mutation completions picture

check: lint types imports pack test

lint:
	python -m ruff format --check .
	python -m ruff check .
	python completions/generate.py --check

types:
	python -m mypy -p dvcheck -p tests.proof -p tests.pty -p tests.programs -m tests.journal
	python -m mypy --platform win32

imports:
	lint-imports

PACKS = checklists/ppb-0825.00 $(wildcard examples/*)

pack:
	for folder in $(PACKS); do \
	  python -m dvcheck pack validate $$folder && \
	  python -m dvcheck pack coverage $$folder && \
	  python -m dvcheck pack test $$folder || exit 1; \
	done

test:
	python -m pytest -n auto --dist worksteal

# The tests that draw examples, with all of them: `make test` draws a part.
drawn:
	DVCHECK_TESTS_DRAW_ALL=1 python -m pytest -n auto --dist worksteal $$(grep -rl --include='test_*.py' 'tests.drawn import' tests)

# What officers wait for, against figures kept in benchmarks/; fails where one is 15 % worse. Three minutes.
# make bench ONLY=precinct N="100000 1000000" measures a precinct of that many entries instead.
bench:
	$(if $(filter precinct,$(ONLY)),python -m benchmarks.precinct $(if $(N),--entries $(N)),python -m benchmarks --quick)

# The same three times, with what waits for the disk; keeps the figures and writes docs/performance.md.
# make performance FULL=1 for 100,000 closed and 10,000 open cases: half an hour.
performance:
	python -m benchmarks --write $(if $(FULL),--full)

# The proofs of docs/reliability.md, which gets the sections of those that are run with their own numbers: make proof
# for all, make proof ONLY=kills for one of them, make proof N=2000 for longer ones.
proof:
	python -m tests.proof $(ONLY) $(if $(N),--n $(N)) --write

# Changes no test notices, in a copy of the tree: make mutation SAMPLE=0 for all of them, ONLY=dvcheck/rules/logic.py.
mutation:
	python -m tests.mutation $(ONLY) $(if $(SAMPLE),--sample $(SAMPLE))

completions:
	python completions/generate.py

picture:
	python docs/picture.py
