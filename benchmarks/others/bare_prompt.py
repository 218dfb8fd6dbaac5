"""The baseline Q: only questions of questionary. An argument gives their number."""

import sys

import questionary

for number in range(int(sys.argv[1]) if len(sys.argv) > 1 else 1):
    questionary.confirm(f"Question {number}?").ask()
