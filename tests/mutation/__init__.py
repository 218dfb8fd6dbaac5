"""Which changed lines of the program no test notices: `make mutation`; the survivors are in survivors.md."""
