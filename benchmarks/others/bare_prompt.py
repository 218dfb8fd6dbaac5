"""The baseline Q: questions of questionary and nothing else. An argument says how many."""

import sys

import questionary

for number in range(int(sys.argv[1]) if len(sys.argv) > 1 else 1):
    questionary.confirm(f"Question {number}?").ask()
